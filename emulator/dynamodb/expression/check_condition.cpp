#include "dynamodb/expression/condition.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/expression/faults.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <array>

namespace understudy::dynamodb::expression {

namespace {

bool is_one_of(std::string_view type, std::initializer_list<std::string_view> types)
{
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// Walks the predicates from left to right and keeps the first fault.
class checker {
public:
    checker(references const& references, binding const& bound) : references_{references}, bound_{bound} {}

    bool visit(node const& here)
    {
        if (here.kind == node_kind::call) return visit_call(here);
        if (here.is_comparison()) return visit_comparison(here);
        return std::all_of(here.operands.begin(), here.operands.end(),
                           [&](auto const& child) { return visit(child); });
    }

    std::string fault;

private:
    bool refuse(std::string text)
    {
        fault = std::move(text);
        return false;
    }

    /// The names and values an operand mentions are defined, and a call within is right.
    bool visit_operand(node const& operand)
    {
        if (operand.kind == node_kind::call) return visit_call(operand);
        if (operand.kind == node_kind::value) {
            return bound_.values[operand.slot]
                   || refuse(faults::value_not_defined(references_.values[operand.slot]));
        }
        for (auto const step : operand.path) {
            if (!step.is_index && !bound_.name(step).data()) {
                return refuse(faults::name_not_defined(references_.names[step.value]));
            }
        }
        return true;
    }

    bool visit_operands(node const& here)
    {
        return std::all_of(here.operands.begin(), here.operands.end(),
                           [&](auto const& operand) { return visit_operand(operand); });
    }

    /// The type as far as the request tells it; empty: it depends on the item.
    std::string_view known_type(node const& operand) const
    {
        if (operand.kind == node_kind::value) return type_name(*bound_.values[operand.slot]);
        return operand.kind == node_kind::call ? "N" : ""; // size() is the only call that can be an operand
    }

    bool visit_comparison(node const& here)
    {
        if (!visit_operands(here)) return false;
        if (here.kind == node_kind::in && here.operands.size() > limits::in_operands_max) {
            return refuse(faults::operand_count("IN", here.operands.size()));
        }
        if (!is_distinct(here)) return false;
        bool const orders = here.kind >= node_kind::less && here.kind <= node_kind::between;
        if (orders && !all_of_type(here, {"S", "N", "B"})) return false;
        return here.kind != node_kind::between || visit_bounds(here.operands[1], here.operands[2]);
    }

    bool is_distinct(node const& here)
    {
        auto const& first = here.operands[0];
        if (first.kind != node_kind::path) return true;
        auto const repeats = [&](node const& other) {
            return other.kind == node_kind::path && same_path(first.path, other.path, bound_);
        };
        return std::none_of(here.operands.begin() + 1, here.operands.end(), repeats)
               || refuse(faults::operands_not_distinct(operator_name(here), print(first.path, bound_)));
    }

    bool all_of_type(node const& here, std::initializer_list<std::string_view> types)
    {
        for (auto const& operand : here.operands) {
            auto const type = known_type(operand);
            if (!type.empty() && !is_one_of(type, types)) {
                return refuse(faults::operand_type(operator_name(here), type));
            }
        }
        return true;
    }

    bool visit_bounds(node const& lower, node const& upper)
    {
        if (lower.kind != node_kind::value || upper.kind != node_kind::value) return true;
        auto const& from = *bound_.values[lower.slot];
        auto const& to = *bound_.values[upper.slot];
        auto const order = dynamodb::order(from, to);
        if (!order) return refuse(faults::bounds_differ_in_type(print_scalar(from), print_scalar(to)));
        return *order <= 0 || refuse(faults::bounds_reversed(print_scalar(from), print_scalar(to)));
    }

    bool visit_call(node const& here)
    {
        if (!visit_operands(here)) return false;
        bool const is_unary = here.called == function::attribute_exists
                              || here.called == function::attribute_not_exists
                              || here.called == function::size;
        if (here.operands.size() != (is_unary ? 1U : 2U)) {
            return refuse(faults::operand_count(here.text, here.operands.size()));
        }
        bool const wants_path = is_unary && here.called != function::size;
        if (wants_path && here.operands[0].kind != node_kind::path)
            return refuse(faults::path_required(here.text));
        if (!is_distinct(here)) return false;
        switch (here.called) {
        case function::begins_with: return all_of_type(here, {"S", "B"});
        case function::size: return all_of_type(here, {"S", "B", "SS", "NS", "BS", "L", "M"});
        case function::attribute_type: return visit_type_name(here);
        default: return true;
        }
    }

    bool visit_type_name(node const& here)
    {
        auto const& wanted = here.operands[1];
        if (wanted.kind == node_kind::path) {
            return refuse(faults::operand_type(here.text, "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
        }
        auto const type = known_type(wanted);
        if (type != "S") return refuse(faults::operand_type(here.text, type));
        auto const& name = *bound_.values[wanted.slot]->get_if<std::string>();
        return is_one_of(name, {"B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"})
               || refuse(faults::unknown_type_name(name));
    }

    references const& references_;
    binding const& bound_;
};

} // namespace

std::string check(condition const& condition, binding const& bound)
{
    checker check{condition, bound};
    check.visit(condition.root);
    return std::move(check.fault);
}

} // namespace understudy::dynamodb::expression
