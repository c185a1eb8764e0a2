#include <understudy/shared_text.hpp>

#include "core/digest.hpp"

namespace understudy {

shared_text::md5_type shared_text::md5() const
{
    if (content_ == nullptr) { return understudy::md5({}); }
    if (content_->md5_state.load(std::memory_order_acquire) == digest::known) { return content_->md5; }
    auto const made = understudy::md5(view());
    auto expected = digest::unknown;
    if (content_->md5_state.compare_exchange_strong(expected, digest::being_kept)) {
        content_->md5 = made;
        content_->md5_state.store(digest::known, std::memory_order_release);
    }
    return made;
}

} // namespace understudy
