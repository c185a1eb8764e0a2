// The attributes that a sender gives to a message: their rules, their size, their MD5, and which of them a
// receiver asked for. Pure functions.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/describe.hpp>
#include <understudy/shared_text.hpp>

#include <string>
#include <string_view>

namespace understudy::sqs {

constexpr std::string_view trace_header_name = "AWSTraceHeader";

result<void> check_attributes(message_attributes const& attributes);
/// The only system attribute that a sender may give is the trace header.
result<void> check_system_attributes(message_attributes const& attributes);

/// Bytes of names, types and values; they count towards the size of the message.
std::size_t size_of(message_attributes const& attributes) noexcept;
/// As MD5OfMessageAttributes tells it in hex.
shared_text::md5_type md5_of(message_attributes const& attributes);

/// What MessageAttributeNames of ReceiveMessage asks for: All, names, prefixes followed by ".*".
bool is_selected(std::string_view name, string_list const& asked) noexcept;

} // namespace understudy::sqs
