// Which characters ids may be made of. A pure function.
#pragma once

#include "core/message_text.hpp"

namespace understudy::sqs {

/// Message group id, deduplication id, attempt id: 1 to 128 letters, digits and punctuation of ASCII.
bool is_message_id_text(std::string_view text) noexcept;

} // namespace understudy::sqs
