// Words that cannot stand in an expression as the name of an attribute.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
#pragma once

#include <string_view>

namespace understudy::dynamodb::expression {

/// In any mixture of upper and lower case.
bool is_reserved(std::string_view word) noexcept;

} // namespace understudy::dynamodb::expression
