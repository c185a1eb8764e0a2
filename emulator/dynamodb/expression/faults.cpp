#include "dynamodb/expression/faults.hpp"

#include <initializer_list>

namespace understudy::dynamodb::expression::faults {

namespace {

std::string say(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (auto const part : parts) text += part;
    return text;
}

} // namespace

std::string syntax(std::string_view token, std::string_view near)
{
    return say({"Syntax error; token: \"", token, "\", near: \"", near, "\""});
}

std::string empty() { return "The expression can not be empty;"; }

std::string too_long() { return "Expression size has exceeded the maximum allowed size;"; }

std::string too_long(std::size_t bytes)
{
    return say({too_long(), " expression size: ", std::to_string(bytes)});
}

std::string too_many_operators(std::size_t count)
{
    return say({"The expression contains too many operators; operator count: ", std::to_string(count)});
}

std::string path_too_deep(std::size_t levels)
{
    return say({"The document path has too many nesting levels; nesting levels: ", std::to_string(levels)});
}

std::string index_out_of_range(std::string_view digits)
{
    return say({"List index is not within the allowable range; index: [", digits, "]"});
}

std::string redundant_parentheses() { return "The expression has redundant parentheses;"; }

std::string unknown_function(std::string_view name)
{
    return say({"Invalid function name; function: ", name});
}

std::string misplaced_function(std::string_view name)
{
    return say({"The function is not allowed to be used this way in an expression; function: ", name});
}

std::string reserved_word(std::string_view word)
{
    return say({"Attribute name is a reserved keyword; reserved keyword: ", word});
}

std::string clause_used_twice(std::string_view clause)
{
    return say({"The \"", clause, "\" section can only be used once in an update expression;"});
}

std::string name_not_defined(std::string_view reference)
{
    return say({"An expression attribute name used in the document path is not defined; attribute name: ",
                reference});
}

std::string value_not_defined(std::string_view reference)
{
    return say(
        {"An expression attribute value used in expression is not defined; attribute value: ", reference});
}

std::string operand_count(std::string_view function, std::size_t count)
{
    return say({"Incorrect number of operands for operator or function; operator or function: ", function,
                ", number of operands: ", std::to_string(count)});
}

std::string operand_type(std::string_view function, std::string_view type)
{
    return say({"Incorrect operand type for operator or function; operator or function: ", function,
                ", operand type: ", type});
}

std::string clause_operand_type(std::string_view clause, std::string_view type)
{
    return say(
        {"Incorrect operand type for operator or function; operator: ", clause, ", operand type: ", type});
}

std::string path_required(std::string_view function)
{
    return say({"Operator or function requires a document path; operator or function: ", function});
}

std::string operands_not_distinct(std::string_view function, std::string_view path)
{
    return say(
        {"The first operand must be distinct from the remaining operands for this operator or function; operator: ",
         function, ", first operand: ", path});
}

std::string unknown_type_name(std::string_view name)
{
    return say(
        {"Invalid attribute type name found; type: ", name, ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"});
}

std::string bounds_differ_in_type(std::string_view lower, std::string_view upper)
{
    return say(
        {"The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: ",
         lower, ", upper bound operand: ", upper});
}

std::string bounds_reversed(std::string_view lower, std::string_view upper)
{
    return say(
        {"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound "
         "operand: ",
         lower, ", upper bound operand: ", upper});
}

std::string paths_overlap(std::string_view one, std::string_view two)
{
    return say(
        {"Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ",
         one, ", path two: ", two});
}

std::string paths_conflict(std::string_view one, std::string_view two)
{
    return say(
        {"Two document paths conflict with each other; must remove or rewrite one of these paths; path one: ",
         one, ", path two: ", two});
}

} // namespace understudy::dynamodb::expression::faults
