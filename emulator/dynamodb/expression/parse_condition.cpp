#include "dynamodb/expression/faults.hpp"
#include "dynamodb/expression/parser.hpp"
#include "dynamodb/expression/token_reader.hpp"
#include "dynamodb/limits.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace understudy::dynamodb::expression {

namespace {

constexpr std::array<std::string_view, 5> keywords{"AND", "OR", "NOT", "BETWEEN", "IN"};

class condition_parser : token_reader {
public:
    using token_reader::token_reader;

    parsed<condition> parse()
    {
        parsed<condition> result;
        auto root = read_any_of(false);
        if (!at_end()) fail();
        result.fault = find_fault(root);
        static_cast<references&>(result.tree) = std::move(names_);
        result.tree.root = std::move(root);
        return result;
    }

private:
    // `whole` says that a parenthesis may hold just the operand that is read next.

    node read_any_of(bool whole) { return read_chain(node_kind::any_of, whole); }
    node read_all_of(bool whole) { return read_chain(node_kind::all_of, whole); }

    /// One or more joined by OR, or by AND.
    node read_chain(node_kind kind, bool whole)
    {
        auto const read = [&](bool first) {
            return kind == node_kind::any_of ? read_all_of(first) : read_negation(first);
        };
        std::string_view const keyword = kind == node_kind::any_of ? "OR" : "AND";
        auto first = read(whole);
        if (failed() || !at_keyword(keyword)) return first;
        node chain{.kind = kind};
        chain.operands.push_back(std::move(first));
        while (accept_keyword(keyword)) {
            ++operators_;
            chain.operands.push_back(read(false));
        }
        return chain;
    }

    node read_negation(bool whole)
    {
        bool is_negated = false;
        while (accept_keyword("NOT")) {
            ++operators_;
            is_negated = !is_negated;
            whole = false;
        }
        auto inner = read_primary(whole);
        if (!is_negated) {
            inner.is_parenthesised = inner.is_parenthesised && whole;
            return inner;
        }
        node negation{.kind = node_kind::negation};
        negation.operands.push_back(std::move(inner));
        return negation;
    }

    node read_primary(bool whole)
    {
        if (failed()) return {};
        if (!at_symbol("(")) return read_predicate(read_operand(), whole);
        if (++depth_ > limits::expression_depth_max) {
            fail_too_deep({});
            return {};
        }
        advance();
        auto inner = read_any_of(true);
        expect(")");
        --depth_;
        enclose(inner);
        return inner.is_operand() ? read_predicate(std::move(inner), whole) : inner;
    }

    /// What stands in a pair of parentheses.
    void enclose(node& inner)
    {
        has_redundant_parentheses_ = has_redundant_parentheses_ || inner.is_parenthesised;
        inner.is_parenthesised = true;
        if (inner.kind == node_kind::path && (at_symbol(".") || at_symbol("["))) {
            continue_path(inner.path);
            inner.is_parenthesised = false;
        }
    }

    node read_predicate(node first, bool whole)
    {
        if (failed()) return first;
        if (auto const comparator = comparator_here()) {
            advance();
            ++operators_;
            node result{.kind = *comparator};
            result.operands.push_back(std::move(first));
            result.operands.push_back(read_operand());
            return result;
        }
        if (at_keyword("BETWEEN")) return read_between(std::move(first));
        if (at_keyword("IN")) return read_in(std::move(first));
        bool const may_stand_alone = first.kind == node_kind::call || (whole && at_symbol(")"));
        if (!may_stand_alone) fail();
        return first;
    }

    node read_between(node first)
    {
        advance();
        ++operators_;
        node result{.kind = node_kind::between};
        result.operands.push_back(std::move(first));
        result.operands.push_back(read_operand());
        if (!accept_keyword("AND")) fail();
        result.operands.push_back(read_operand());
        return result;
    }

    node read_in(node first)
    {
        advance();
        ++operators_;
        node result{.kind = node_kind::in};
        result.operands.push_back(std::move(first));
        expect("(");
        do {
            result.operands.push_back(read_operand());
        } while (accept(","));
        expect(")");
        return result;
    }

    node read_operand()
    {
        if (failed()) return {};
        if (at_symbol("(")) {
            if (++depth_ > limits::expression_depth_max) {
                fail_too_deep({});
                return {};
            }
            advance();
            auto inner = read_operand();
            expect(")");
            --depth_;
            enclose(inner);
            return inner;
        }
        if (peek().kind == token_kind::value_reference) return read_value();
        if (is_reserved_for_grammar(peek())) {
            fail();
            return {};
        }
        if (peek().kind == token_kind::name && peek(1).text == "(") return read_call();
        return {.kind = node_kind::path, .path = read_path()};
    }

    node read_call()
    {
        node result{
            .kind = node_kind::call, .called = function_named(peek().text), .text = std::string{peek().text}};
        if (++depth_ > limits::expression_depth_max) {
            fail_too_deep(result.text);
            return result;
        }
        advance();
        advance();
        do {
            result.operands.push_back(read_operand());
        } while (accept(","));
        expect(")");
        --depth_;
        return result;
    }

    static bool is_reserved_for_grammar(token const& token) noexcept
    {
        return std::any_of(keywords.begin(), keywords.end(),
                           [&](std::string_view keyword) { return is_keyword(token, keyword); });
    }

    std::optional<node_kind> comparator_here() const noexcept
    {
        if (at_symbol("=")) return node_kind::equal;
        if (at_symbol("<>")) return node_kind::not_equal;
        if (at_symbol("<")) return node_kind::less;
        if (at_symbol("<=")) return node_kind::less_equal;
        if (at_symbol(">")) return node_kind::greater;
        if (at_symbol(">=")) return node_kind::greater_equal;
        return std::nullopt;
    }

    std::string find_fault(node const& root) const
    {
        if (auto fault = textual_fault(); !fault.empty()) return fault;
        if (auto const* unknown = find_unknown_function(root)) return faults::unknown_function(unknown->text);
        if (auto const* misplaced = find_misplaced(root, true))
            return faults::misplaced_function(misplaced->text);
        return reserved_word_fault();
    }

    /// A function in a place where only a condition, or only a value, can be.
    static node const* find_misplaced(node const& here, bool is_condition) noexcept
    {
        if (here.kind == node_kind::call) {
            bool const gives_value = here.called == function::size;
            bool const is_for_updates =
                here.called == function::if_not_exists || here.called == function::list_append;
            if (is_for_updates || gives_value == is_condition) return &here;
        }
        bool const holds_conditions = here.kind >= node_kind::all_of && here.kind <= node_kind::negation;
        for (auto const& operand : here.operands) {
            if (auto const* found = find_misplaced(operand, holds_conditions)) return found;
        }
        return nullptr;
    }
};

} // namespace

parsed<condition> parse_condition(std::string_view text)
{
    if (auto fault = size_fault(text, true); !fault.empty()) return {.fault = std::move(fault)};
    return condition_parser{text}.parse();
}

} // namespace understudy::dynamodb::expression
