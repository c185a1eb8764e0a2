#include "sqs/text.hpp"

#include "sqs/limits.hpp"

#include <algorithm>

namespace understudy::sqs {

bool is_message_id_text(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= limits::id_size_max
           && std::all_of(text.begin(), text.end(), [](char c) { return '!' <= c && c <= '~'; });
}

} // namespace understudy::sqs
