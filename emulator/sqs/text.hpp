// Which characters a message may be made of. Pure functions.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
#pragma once

#include <string_view>

namespace understudy::sqs {

/// Well-formed UTF-8 of #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.
bool is_message_text(std::string_view text) noexcept;

/// Message group id, deduplication id, attempt id: 1 to 128 letters, digits and punctuation of ASCII.
bool is_message_id_text(std::string_view text) noexcept;

} // namespace understudy::sqs
