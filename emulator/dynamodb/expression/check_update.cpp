#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/expression/faults.hpp"
#include "dynamodb/expression/update.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb::expression {

namespace {

/// The type of an operand as far as the request tells it; empty: it depends on the item.
std::string_view known_type(node const& operand, binding const& bound)
{
    switch (operand.kind) {
    case node_kind::value: return type_name(*bound.values[operand.slot]);
    case node_kind::plus:
    case node_kind::minus: return "N";
    case node_kind::call: return operand.called == function::list_append ? "L" : "";
    default: return "";
    }
}

std::string all_of_type(node const& here, std::string_view wanted, binding const& bound)
{
    for (auto const& operand : here.operands) {
        auto const type = known_type(operand, bound);
        if (!type.empty() && type != wanted) return faults::operand_type(operator_name(here), type);
    }
    return {};
}

std::string operand_fault(node const& here, binding const& bound)
{
    for (auto const& operand : here.operands) {
        if (auto fault = operand_fault(operand, bound); !fault.empty()) return fault;
    }
    if (here.kind == node_kind::plus || here.kind == node_kind::minus) return all_of_type(here, "N", bound);
    if (here.kind != node_kind::call) return {};
    if (here.operands.size() != 2) return faults::operand_count(here.text, here.operands.size());
    if (here.called == function::list_append) return all_of_type(here, "L", bound);
    return here.operands[0].kind == node_kind::path ? std::string{} : faults::path_required(here.text);
}

std::string_view long_type_name(std::string_view type)
{
    if (type == "S") return "STRING";
    if (type == "N") return "NUMBER";
    if (type == "B") return "BINARY";
    if (type == "BOOL") return "BOOLEAN";
    if (type == "L") return "LIST";
    if (type == "M") return "MAP";
    return type;
}

std::string clause_operand_fault(action const& action, binding const& bound)
{
    bool const adds = action.clause == clause::add;
    if (!adds && action.clause != clause::remove_members) return {};
    auto const type = known_type(action.operand, bound);
    bool const is_set = type == "SS" || type == "NS" || type == "BS";
    if (is_set || (adds && type == "N")) return {};
    return faults::clause_operand_type(clause_name(action.clause), long_type_name(type));
}

std::string undefined_fault(update const& update, binding const& bound)
{
    for (std::size_t i = 0; i < bound.names.size(); ++i) {
        if (!bound.names[i].data()) return faults::name_not_defined(update.names[i]);
    }
    for (std::size_t i = 0; i < bound.values.size(); ++i) {
        if (!bound.values[i]) return faults::value_not_defined(update.values[i]);
    }
    return {};
}

void collect_paths(node const& here, std::vector<document_path const*>& into)
{
    if (here.kind == node_kind::path && !here.path.empty()) into.push_back(&here.path);
    for (auto const& operand : here.operands) collect_paths(operand, into);
}

// What DynamoDB charges for the parts of a statement, observed byte by byte.
constexpr std::size_t cost_of_statement = 3;
constexpr std::size_t cost_of_set = 19;   // of ADD too
constexpr std::size_t cost_of_remove = 1; // of DELETE too
constexpr std::size_t cost_of_target_step = 4;
constexpr std::size_t cost_of_path = 1;
constexpr std::size_t cost_of_path_step = 14;
constexpr std::size_t cost_of_plus = 34;
constexpr std::size_t cost_of_minus = 37;
constexpr std::size_t cost_of_if_not_exists = 39;
constexpr std::size_t cost_of_list_append = 37;

std::size_t step_bytes(step step, binding const& bound)
{
    return step.is_index ? std::to_string(step.value).size() : bound.name(step).size();
}

std::size_t target_cost(document_path const& target, binding const& bound)
{
    std::size_t total = step_bytes(target[0], bound);
    for (std::size_t i = 1; i < target.size(); ++i)
        total += cost_of_target_step + step_bytes(target[i], bound);
    return total;
}

std::size_t own_cost(node const& operand, binding const& bound)
{
    switch (operand.kind) {
    case node_kind::value: return size_of(*bound.values[operand.slot]);
    case node_kind::plus: return cost_of_plus;
    case node_kind::minus: return cost_of_minus;
    case node_kind::call:
        return operand.called == function::list_append ? cost_of_list_append : cost_of_if_not_exists;
    default: break;
    }
    std::size_t total = cost_of_path;
    for (auto const step : operand.path) total += cost_of_path_step + step_bytes(step, bound);
    return total;
}

std::size_t operand_cost(node const& operand, binding const& bound)
{
    auto total = own_cost(operand, bound);
    for (auto const& inner : operand.operands) total += operand_cost(inner, bound);
    return total;
}

} // namespace

std::string check(update const& update, binding const& bound)
{
    if (auto fault = undefined_fault(update, bound); !fault.empty()) return fault;
    if (auto fault = overlap_fault(targets(update), bound); !fault.empty()) return fault;
    for (auto const& action : update.actions) {
        if (auto fault = clause_operand_fault(action, bound); !fault.empty()) return fault;
    }
    for (auto const& action : update.actions) {
        if (auto fault = operand_fault(action.operand, bound); !fault.empty()) return fault;
    }
    return {};
}

std::size_t cost(update const& update, binding const& bound)
{
    std::size_t total = cost_of_statement;
    for (auto const& action : update.actions) {
        total += target_cost(action.target, bound);
        bool const writes = action.clause == clause::set || action.clause == clause::add;
        total += writes ? cost_of_set + operand_cost(action.operand, bound) : cost_of_remove;
    }
    return total;
}

bool creates_item(update const& update) noexcept
{
    return std::any_of(update.actions.begin(), update.actions.end(), [](action const& action) {
        return action.clause == clause::set || action.clause == clause::add;
    });
}

std::string_view resulting_type(action const& action, binding const& bound)
{
    bool const writes = action.clause == clause::set || action.clause == clause::add;
    return writes ? known_type(action.operand, bound) : "";
}

std::vector<document_path const*> targets(update const& update)
{
    std::vector<document_path const*> paths;
    paths.reserve(update.actions.size());
    for (auto const& action : update.actions) paths.push_back(&action.target);
    return paths;
}

std::vector<document_path const*> operand_paths(update const& update)
{
    std::vector<document_path const*> paths;
    for (auto const& action : update.actions) collect_paths(action.operand, paths);
    return paths;
}

} // namespace understudy::dynamodb::expression
