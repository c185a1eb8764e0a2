#include "dynamodb/expression/token_reader.hpp"

#include "dynamodb/expression/faults.hpp"
#include "dynamodb/expression/reserved_words.hpp"
#include "dynamodb/limits.hpp"

#include <algorithm>
#include <charconv>

namespace understudy::dynamodb::expression {

bool token_reader::is_keyword(token const& token, std::string_view keyword) noexcept
{
    auto const same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 'a' + 'A' : a) == b; };
    return token.kind == token_kind::name
           && std::equal(token.text.begin(), token.text.end(), keyword.begin(), keyword.end(), same);
}

bool token_reader::accept(std::string_view symbol)
{
    if (failed() || !at_symbol(symbol)) return false;
    advance();
    return true;
}

bool token_reader::accept_keyword(std::string_view keyword)
{
    if (failed() || !at_keyword(keyword)) return false;
    advance();
    return true;
}

void token_reader::expect(std::string_view symbol)
{
    if (!accept(symbol)) fail();
}

void token_reader::fail()
{
    if (failed()) return;
    // Near is the raw text from the token before to the token after the one that is wrong.
    auto const& first = tokens_[next_ > 0 ? next_ - 1 : 0];
    auto const& last = next_ + 1 < tokens_.size() && tokens_[next_ + 1].kind != token_kind::end
                           ? tokens_[next_ + 1]
                       : at_end() ? first
                                  : tokens_[next_];
    std::string_view near;
    if (first.kind != token_kind::end) {
        near = {first.text.data(),
                static_cast<std::size_t>(last.text.data() + last.text.size() - first.text.data())};
    }
    syntax_fault_ = faults::syntax(peek().text, near);
}

void token_reader::fail_too_deep(std::string_view function)
{
    if (failed()) return;
    for (std::size_t i = 1; i < next_; ++i) {
        has_redundant_parentheses_ =
            has_redundant_parentheses_ || (tokens_[i - 1].text == "(" && tokens_[i].text == "(");
    }
    if (has_redundant_parentheses_) {
        syntax_fault_ = faults::redundant_parentheses();
    } else if (function.empty()) {
        syntax_fault_ =
            faults::too_many_operators(std::max(operators_, limits::expression_operators_max + 1));
    } else if (function_named(function) == function::unknown) {
        syntax_fault_ = faults::unknown_function(function);
    } else {
        syntax_fault_ = faults::misplaced_function(function);
    }
}

document_path token_reader::read_path()
{
    document_path result;
    read_name(result);
    continue_path(result);
    return result;
}

void token_reader::continue_path(document_path& path)
{
    while (!failed()) {
        if (accept(".")) {
            read_name(path);
        } else if (accept("[")) {
            read_index(path);
        } else {
            break;
        }
    }
    if (path.size() > limits::nesting_levels_max) note(depth_fault_, faults::path_too_deep(path.size()));
}

void token_reader::read_name(document_path& path)
{
    auto const kind = peek().kind;
    if (failed() || (kind != token_kind::name && kind != token_kind::name_reference)) return fail();
    path.push_back({slot_of(names_.names, peek().text), false});
    advance();
}

void token_reader::read_index(document_path& path)
{
    auto const digits = peek().text;
    if (peek().kind != token_kind::digits) return fail();
    std::uint64_t index = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error != std::errc{} || index > limits::list_index_max) {
        note(index_fault_, faults::index_out_of_range(digits));
        index = 0;
    }
    path.push_back({static_cast<std::uint32_t>(index), true});
    advance();
    expect("]");
}

node token_reader::read_value()
{
    node result{.kind = node_kind::value};
    if (failed() || peek().kind != token_kind::value_reference) {
        fail();
        return result;
    }
    result.slot = slot_of(names_.values, peek().text);
    advance();
    return result;
}

std::uint32_t token_reader::slot_of(std::vector<std::string>& references, std::string_view text) const
{
    auto const found = std::find(references.begin(), references.end(), text);
    auto const slot = static_cast<std::uint32_t>(found - references.begin());
    if (found == references.end()) references.emplace_back(text);
    return slot;
}

void token_reader::note(std::string& place, std::string fault) const
{
    if (place.empty()) place = std::move(fault);
}

std::string token_reader::textual_fault() const
{
    if (failed()) return syntax_fault_;
    if (has_redundant_parentheses_) return faults::redundant_parentheses();
    if (operators_ > limits::expression_operators_max) return faults::too_many_operators(operators_);
    return index_fault_.empty() ? depth_fault_ : index_fault_;
}

std::string token_reader::reserved_word_fault() const
{
    auto const reserved = std::find_if(names_.names.begin(), names_.names.end(), is_reserved);
    return reserved == names_.names.end() ? std::string{} : faults::reserved_word(*reserved);
}

function function_named(std::string_view name) noexcept
{
    if (name == "attribute_exists") return function::attribute_exists;
    if (name == "attribute_not_exists") return function::attribute_not_exists;
    if (name == "attribute_type") return function::attribute_type;
    if (name == "begins_with") return function::begins_with;
    if (name == "contains") return function::contains;
    if (name == "size") return function::size;
    if (name == "if_not_exists") return function::if_not_exists;
    if (name == "list_append") return function::list_append;
    return function::unknown;
}

node const* find_unknown_function(node const& root) noexcept
{
    if (root.kind == node_kind::call && root.called == function::unknown) return &root;
    for (auto const& operand : root.operands) {
        if (auto const* found = find_unknown_function(operand)) return found;
    }
    return nullptr;
}

std::string size_fault(std::string_view text, bool tells_size)
{
    if (text.empty()) return faults::empty();
    if (text.size() <= limits::expression_bytes_max) return {};
    return tells_size ? faults::too_long(text.size()) : faults::too_long();
}

} // namespace understudy::dynamodb::expression
