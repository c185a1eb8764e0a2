// Text that is written once and then shared: a message body stands in the queue, in the events and in the answers, and
// is never copied. Safe to read from any thread.
#pragma once

#include <concepts>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

namespace understudy {

class shared_text {
public:
    shared_text() = default;
    shared_text(std::string text)
        : text_{text.empty() ? nullptr : std::make_shared<std::string const>(std::move(text))}
    {}
    shared_text(std::string_view text) : shared_text{std::string{text}} {}
    shared_text(char const* text) : shared_text{std::string{text}} {}

    operator std::string_view() const noexcept { return view(); }
    std::string_view view() const noexcept { return text_ ? std::string_view{*text_} : std::string_view{}; }
    std::string str() const { return std::string{view()}; }
    bool empty() const noexcept { return !text_; }
    std::size_t size() const noexcept { return view().size(); }

    friend bool operator==(shared_text const& a, shared_text const& b) noexcept
    {
        return a.text_ == b.text_ || a.view() == b.view();
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
    std::shared_ptr<std::string const> text_;
};

} // namespace understudy
