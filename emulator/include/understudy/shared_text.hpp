// Text that is written once and then shared: a message body stands in the queue, in the events and in the answers, and
// is never copied. Safe to read from any thread.
#pragma once

#include <understudy/late.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace understudy {

/// Writes a text when it is first read; the same text whenever it is asked, from any thread.
class text_writer {
public:
    text_writer() = default;
    text_writer(text_writer const&) = delete;
    text_writer& operator=(text_writer const&) = delete;
    virtual ~text_writer() = default;
    virtual std::string write() const = 0;
};

class shared_text {
public:
    shared_text() = default;
    /// A text whose size, above zero, is known before it is written.
    shared_text(std::size_t size, std::unique_ptr<text_writer const> writer)
        : content_{new late_content{{.size = size, .is_late = true}, std::move(writer), {}}}
    {}
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

    operator std::string_view() const { return view(); }
    std::string_view view() const
    {
        if (content_ == nullptr) { return {}; }
        return content_->is_late ? written() : std::string_view{content_->text(), content_->size};
    }
    std::string str() const { return std::string{view()}; }
    bool empty() const noexcept { return content_ == nullptr; }
    std::size_t size() const noexcept { return content_ == nullptr ? 0 : content_->size; }
    /// Nobody has to write it any more: reading it costs nothing.
    bool is_written() const noexcept
    {
        return content_ == nullptr || !content_->is_late || late_part().text.is_known();
    }

    using md5_type = std::array<unsigned char, 16>;
    /// Worked out when it is asked for first, and kept: so that it may be asked for outside of a lock.
    md5_type md5() const;

    friend bool operator==(shared_text const& a, shared_text const& b)
    {
        return a.content_ == b.content_ || a.view() == b.view();
    }
    template <class Text>
    requires(
        std::convertible_to<Text const&, std::string_view> && !std::same_as<Text, shared_text>) friend bool
    operator==(shared_text const& a, Text const& b)
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
        bool is_late = false; // then it is a late_content, and no text follows
        md5_type md5 = {};

        char* text() noexcept { return reinterpret_cast<char*>(this + 1); }
    };

    struct late_content : content {
        std::unique_ptr<text_writer const> writer;
        late<std::string> text;
    };
    late_content const& late_part() const noexcept { return static_cast<late_content const&>(*content_); }
    std::string_view written() const
    {
        auto const& part = late_part();
        return part.text.get([&] { return part.writer->write(); });
    }

    static content* make(std::string_view text)
    {
        auto* const made = new (::operator new(sizeof(content) + text.size())) content{.size = text.size()};
        text.copy(made->text(), text.size());
        return made;
    }
    static void discard(content* unowned) noexcept
    {
        if (unowned->is_late) { return delete static_cast<late_content*>(unowned); }
        unowned->~content();
        ::operator delete(unowned);
    }

    content* content_ = nullptr;
};

} // namespace understudy
