// Text that is written once and then shared: a message body stands in the queue, in the events and in the answers, and
// is never copied. Safe to read from any thread.
#pragma once

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace understudy {

class shared_text {
public:
    shared_text() = default;
    shared_text(std::string_view text) : content_{text.empty() ? nullptr : make(text)} {}
    shared_text(std::string const& text) : shared_text{std::string_view{text}} {}
    shared_text(char const* text) : shared_text{std::string_view{text}} {}
    shared_text(shared_text const& other) noexcept : content_{other.content_}
    {
        if (content_ != nullptr) { content_->owners.fetch_add(1, std::memory_order_relaxed); }
    }
    shared_text(shared_text&& other) noexcept : content_{std::exchange(other.content_, nullptr)} {}
    shared_text& operator=(shared_text other) noexcept
    {
        std::swap(content_, other.content_);
        return *this;
    }
    ~shared_text()
    {
        if (content_ != nullptr && content_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            discard(content_);
        }
    }

    operator std::string_view() const noexcept { return view(); }
    std::string_view view() const noexcept
    {
        return content_ == nullptr ? std::string_view{} : std::string_view{content_->text(), content_->size};
    }
    std::string str() const { return std::string{view()}; }
    bool empty() const noexcept { return content_ == nullptr; }
    std::size_t size() const noexcept { return view().size(); }

    using md5_type = std::array<unsigned char, 16>;
    /// Worked out when it is asked for first, and kept: so that it may be asked for outside of a lock.
    md5_type md5() const;

    friend bool operator==(shared_text const& a, shared_text const& b) noexcept
    {
        return a.content_ == b.content_ || a.view() == b.view();
    }
    template <class Text>
    requires(
        std::convertible_to<Text const&, std::string_view> && !std::same_as<Text, shared_text>) friend bool
    operator==(shared_text const& a, Text const& b) noexcept
    {
        return a.view() == std::string_view{b};
    }
    friend std::ostream& operator<<(std::ostream& out, shared_text const& text) { return out << text.view(); }

private:
    enum class digest : std::uint8_t { unknown, being_kept, known };

    /// Stands in front of the text, in one piece of memory with it.
    struct content {
        std::size_t size;
        std::atomic<std::uint32_t> owners = 1;
        std::atomic<digest> md5_state = digest::unknown;
        md5_type md5 = {};

        char* text() noexcept { return reinterpret_cast<char*>(this + 1); }
    };

    static content* make(std::string_view text)
    {
        auto* const made = new (::operator new(sizeof(content) + text.size())) content{.size = text.size()};
        text.copy(made->text(), text.size());
        return made;
    }
    static void discard(content* unowned) noexcept
    {
        unowned->~content();
        ::operator delete(unowned);
    }

    content* content_ = nullptr;
};

} // namespace understudy
