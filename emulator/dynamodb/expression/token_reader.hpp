// What the three grammars share: reading tokens, paths and calls, and remembering the first thing that is wrong. After a
// syntax error every reader returns at once with whatever it has.
#pragma once

#include "dynamodb/expression/lexer.hpp"
#include "dynamodb/expression/syntax.hpp"

#include <string>
#include <string_view>

namespace understudy::dynamodb::expression {

class token_reader {
public:
    explicit token_reader(std::string_view text) : text_{text}, tokens_{tokenize(text)} {}

protected:
    token const& peek(std::size_t ahead = 0) const noexcept
    {
        auto const at = next_ + ahead;
        return at < tokens_.size() ? tokens_[at] : tokens_.back();
    }
    void advance() noexcept { next_ += next_ + 1 < tokens_.size() ? 1 : 0; }
    bool at_end() const noexcept { return peek().kind == token_kind::end; }
    bool at_symbol(std::string_view symbol) const noexcept
    {
        return peek().kind == token_kind::symbol && peek().text == symbol;
    }
    /// Keywords come in any mixture of upper and lower case.
    bool at_keyword(std::string_view keyword) const noexcept { return is_keyword(peek(), keyword); }
    static bool is_keyword(token const& token, std::string_view keyword) noexcept;

    bool accept(std::string_view symbol);
    bool accept_keyword(std::string_view keyword);
    void expect(std::string_view symbol);

    /// A syntax error at the next token, unless something was wrong before.
    void fail();
    bool failed() const noexcept { return !syntax_fault_.empty(); }
    /// Parentheses or calls nested deeper than any legal expression: stops with the error that is bound to come.
    void fail_too_deep(std::string_view function);

    document_path read_path();
    void continue_path(document_path& path);
    node read_value();

    std::uint32_t slot_of(std::vector<std::string>& references, std::string_view text) const;
    void note(std::string& place, std::string fault) const;

    /// The first fault that the text alone shows, in AWS's order; empty: none.
    std::string textual_fault() const;
    std::string reserved_word_fault() const;

    references names_;
    std::size_t operators_ = 0;
    std::size_t depth_ = 0;
    bool has_redundant_parentheses_ = false;

private:
    void read_name(document_path& path);
    void read_index(document_path& path);

    std::string_view text_;
    std::vector<token> tokens_;
    std::size_t next_ = 0;
    std::string syntax_fault_;
    std::string index_fault_;
    std::string depth_fault_;
};

function function_named(std::string_view name) noexcept;

/// nothing when every function in the tree is known; otherwise the name of the first that is not.
node const* find_unknown_function(node const& root) noexcept;

/// The fault "too long" or "empty"; none: empty.
std::string size_fault(std::string_view text, bool tells_size);

} // namespace understudy::dynamodb::expression
