#include "dynamodb/expression/faults.hpp"
#include "dynamodb/expression/parser.hpp"
#include "dynamodb/expression/token_reader.hpp"
#include "dynamodb/limits.hpp"

#include <array>
#include <optional>

namespace understudy::dynamodb::expression {

namespace {

class update_parser : token_reader {
public:
    using token_reader::token_reader;

    parsed<update> parse()
    {
        do {
            read_clause();
        } while (!failed() && !at_end());
        parsed<update> result;
        result.fault = find_fault();
        static_cast<references&>(result.tree) = std::move(names_);
        result.tree.actions = std::move(actions_);
        return result;
    }

private:
    std::optional<clause> clause_here() const noexcept
    {
        for (auto const clause : {clause::set, clause::remove, clause::add, clause::remove_members}) {
            if (at_keyword(clause_name(clause))) return clause;
        }
        return std::nullopt;
    }

    void read_clause()
    {
        auto const clause = clause_here();
        if (!clause) return fail();
        advance();
        auto& is_used = used_[static_cast<std::size_t>(*clause)];
        if (is_used) note(clause_fault_, faults::clause_used_twice(clause_name(*clause)));
        is_used = true;
        do {
            read_action(*clause);
        } while (accept(","));
    }

    void read_action(clause clause)
    {
        if (failed() || clause_here()) return fail();
        action action{.clause = clause, .target = read_path()};
        if (clause == clause::set) {
            expect("=");
            action.operand = read_set_value();
        } else if (clause != clause::remove) {
            action.operand = read_value();
        }
        actions_.push_back(std::move(action));
    }

    /// One operand, or two with + or - between them; the whole may stand in parentheses.
    node read_set_value()
    {
        auto first = read_set_operand(true);
        bool const is_complete = first.kind == node_kind::plus || first.kind == node_kind::minus;
        if (failed() || is_complete || !(at_symbol("+") || at_symbol("-"))) return first;
        node sum{.kind = at_symbol("+") ? node_kind::plus : node_kind::minus};
        advance();
        ++operators_;
        sum.operands.push_back(std::move(first));
        sum.operands.push_back(read_set_operand(false));
        return sum;
    }

    node read_set_operand(bool may_hold_sum)
    {
        if (failed()) return {};
        if (at_symbol("(")) return read_parenthesis(may_hold_sum);
        if (peek().kind == token_kind::value_reference) return read_value();
        if (clause_here()) {
            fail();
            return {};
        }
        if (peek().kind == token_kind::name && peek(1).text == "(") return read_call();
        return {.kind = node_kind::path, .path = read_path()};
    }

    node read_parenthesis(bool may_hold_sum)
    {
        if (++depth_ > limits::expression_depth_max) {
            fail_too_deep({});
            return {};
        }
        advance();
        auto inner = may_hold_sum ? read_set_value() : read_set_operand(false);
        expect(")");
        --depth_;
        has_redundant_parentheses_ = has_redundant_parentheses_ || inner.is_parenthesised;
        inner.is_parenthesised = true;
        return inner;
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
            result.operands.push_back(read_set_operand(false));
        } while (accept(","));
        expect(")");
        --depth_;
        return result;
    }

    std::string find_fault() const
    {
        if (auto fault = textual_fault(); !fault.empty()) return fault;
        if (auto fault = reserved_word_fault(); !fault.empty()) return fault;
        for (auto const& action : actions_) {
            auto const* unknown = find_unknown_function(action.operand);
            if (unknown) return faults::unknown_function(unknown->text);
        }
        for (auto const& action : actions_) {
            auto const* misplaced = find_misplaced(action.operand, false);
            if (misplaced) return faults::misplaced_function(misplaced->text);
        }
        return clause_fault_;
    }

    /// A function of conditions, or list_append within list_append.
    static node const* find_misplaced(node const& here, bool is_in_list_append) noexcept
    {
        bool const appends = here.kind == node_kind::call && here.called == function::list_append;
        if (here.kind == node_kind::call && here.called != function::if_not_exists
            && (!appends || is_in_list_append)) {
            return &here;
        }
        for (auto const& operand : here.operands) {
            if (auto const* found = find_misplaced(operand, is_in_list_append || appends)) return found;
        }
        return nullptr;
    }

    std::vector<action> actions_;
    std::array<bool, 4> used_{};
    std::string clause_fault_;
};

class projection_parser : token_reader {
public:
    using token_reader::token_reader;

    parsed<projection> parse()
    {
        parsed<projection> result;
        do {
            result.tree.paths.push_back(read_path());
        } while (accept(","));
        if (!at_end()) fail();
        result.fault = textual_fault();
        if (result.fault.empty()) result.fault = reserved_word_fault();
        static_cast<references&>(result.tree) = std::move(names_);
        return result;
    }
};

} // namespace

parsed<update> parse_update(std::string_view text)
{
    if (auto fault = size_fault(text, false); !fault.empty()) return {.fault = std::move(fault)};
    return update_parser{text}.parse();
}

parsed<projection> parse_projection(std::string_view text)
{
    if (auto fault = size_fault(text, false); !fault.empty()) return {.fault = std::move(fault)};
    return projection_parser{text}.parse();
}

} // namespace understudy::dynamodb::expression
