#include "bootstrap/shapes.hpp"

#include "codec/base64.hpp"

#include <fmt/format.h>

#include <charconv>

namespace understudy::bootstrap {

std::int64_t whole_number(node const& value, std::string_view what)
{
    auto const& text = scalar(value, what);
    std::int64_t number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) {
        throw problem{value.line, fmt::format("{} must be a whole number, not \"{}\"", what, text)};
    }
    return number;
}

std::string bytes_of_base64(node const& value, std::string_view what)
{
    std::string bytes;
    if (!codec::read_base64(scalar(value, what), bytes).good) {
        throw problem{value.line, fmt::format("{} must be base64", what)};
    }
    return bytes;
}

} // namespace understudy::bootstrap
