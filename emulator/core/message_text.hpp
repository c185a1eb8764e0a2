// Which characters a message may be made of. A pure function.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
#pragma once

#include <string_view>

namespace understudy {

/// Well-formed UTF-8 of #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.
bool is_message_text(std::string_view text) noexcept;

} // namespace understudy
