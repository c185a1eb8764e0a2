// DynamoDB's values have a codec of their own, because they are what most of its traffic consists of. Private to codec/.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
#pragma once

#include "codec/json_reader.hpp"

#include <understudy/model/attribute_value.hpp>

namespace understudy::codec::detail {

/// {"PK":{"S":"x"}}. What is no value, such as {}, becomes `malformed`.
bool read_attribute_map(json_reader& reader, json_node const& node, dynamodb::attribute_map& out);
/// {"S":"x"}
bool read_attribute_value(json_reader& reader, json_node const& node, dynamodb::attribute_value& out);

} // namespace understudy::codec::detail
