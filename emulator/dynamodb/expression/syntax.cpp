#include "dynamodb/expression/syntax.hpp"

namespace understudy::dynamodb::expression {

std::string_view operator_name(node const& node) noexcept
{
    switch (node.kind) {
    case node_kind::call: return node.text;
    case node_kind::equal: return "=";
    case node_kind::not_equal: return "<>";
    case node_kind::less: return "<";
    case node_kind::less_equal: return "<=";
    case node_kind::greater: return ">";
    case node_kind::greater_equal: return ">=";
    case node_kind::between: return "BETWEEN";
    case node_kind::in: return "IN";
    case node_kind::all_of: return "AND";
    case node_kind::any_of: return "OR";
    case node_kind::negation: return "NOT";
    case node_kind::plus: return "+";
    case node_kind::minus: return "-";
    case node_kind::path:
    case node_kind::value: break;
    }
    return "";
}

std::string_view clause_name(clause clause) noexcept
{
    switch (clause) {
    case clause::set: return "SET";
    case clause::remove: return "REMOVE";
    case clause::add: return "ADD";
    case clause::remove_members: break;
    }
    return "DELETE";
}

} // namespace understudy::dynamodb::expression
