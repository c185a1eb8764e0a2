// The attributes of a published message: checked before anything is sent. Pure functions; for publish.cpp.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/describe.hpp>

#include <cstddef>
#include <string_view>

namespace understudy::sns {

/// `path` is where the message stands in the request: empty, or "publishBatchRequestEntries.1.member."
result<void> check_attributes(message_attributes const& attributes, std::string_view path = {});

/// Names, types and values, as they count towards the size of the message.
std::size_t bytes_of(message_attributes const& attributes) noexcept;

} // namespace understudy::sns
