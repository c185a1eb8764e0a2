// What is wrong with an expression, in AWS's words: one function each. errors::invalid_expression() puts the prefix in
// front.
#pragma once

#include <string>
#include <string_view>

namespace understudy::dynamodb::expression::faults {

std::string syntax(std::string_view token, std::string_view near);
std::string empty();
std::string too_long();
std::string too_long(std::size_t bytes); // conditions tell the size
std::string too_many_operators(std::size_t count);
std::string path_too_deep(std::size_t levels);
std::string index_out_of_range(std::string_view digits);
std::string redundant_parentheses();
std::string unknown_function(std::string_view name);
std::string misplaced_function(std::string_view name);
std::string reserved_word(std::string_view word);
std::string clause_used_twice(std::string_view clause);
std::string name_not_defined(std::string_view reference);
std::string value_not_defined(std::string_view reference);
std::string operand_count(std::string_view function, std::size_t count);
std::string operand_type(std::string_view function, std::string_view type);
std::string clause_operand_type(std::string_view clause, std::string_view type);
std::string path_required(std::string_view function);
std::string operands_not_distinct(std::string_view function, std::string_view path);
std::string unknown_type_name(std::string_view name);
std::string bounds_differ_in_type(std::string_view lower, std::string_view upper);
std::string bounds_reversed(std::string_view lower, std::string_view upper);
std::string paths_overlap(std::string_view one, std::string_view two);
std::string paths_conflict(std::string_view one, std::string_view two);

} // namespace understudy::dynamodb::expression::faults
