#include "server/web_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace understudy::server {

namespace {

bool stands_in_urls(char c) noexcept { return c > ' ' && c < 0x7f; }

/// Takes what stands before the mark, and the mark; nothing when it is not there.
std::optional<std::string_view> take_until(char mark, std::string_view& text)
{
    auto const at = text.find(mark);
    if (at == text.npos) { return {}; }
    auto const before = text.substr(0, at);
    text.remove_prefix(at + 1);
    return before;
}

/// With %41 made A. What only looks like that is left as it is.
std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        auto const* const digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size()
            && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            plain += static_cast<char>(byte);
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

bool is_port(std::string_view text)
{
    std::uint16_t number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc{} && end == text.data() + text.size();
}

/// "host", "host:8080", "[::1]:8080"
bool read_authority(std::string_view text, web_address& into)
{
    into.authority = text;
    auto const end = text.starts_with('[') ? text.find(']') : std::min(text.find(':'), text.size());
    if (end == text.npos) { return false; }
    bool const in_brackets = text.starts_with('[');
    into.host = decoded(in_brackets ? text.substr(1, end - 1) : text.substr(0, end));
    auto rest = text.substr(in_brackets ? end + 1 : end);
    if (!rest.empty() && rest.front() != ':') { return false; }
    if (!rest.empty()) { rest.remove_prefix(1); }
    into.port = !rest.empty() ? rest : into.secure ? "443" : "80";
    return !into.host.empty() && is_port(into.port);
}

} // namespace

std::optional<web_address> read_web_address(std::string_view url)
{
    web_address made;
    auto const scheme = take_until(':', url);
    if ((scheme != "http" && scheme != "https") || !url.starts_with("//")
        || !std::ranges::all_of(url, stands_in_urls)) {
        return {};
    }
    made.secure = scheme == "https";
    url = url.substr(2, url.find('#') - 2);
    auto authority = url.substr(0, url.find_first_of("/?"));
    url.remove_prefix(authority.size());
    if (auto const at = authority.rfind('@'); at != authority.npos) {
        auto const user = authority.substr(0, at);
        auto const colon = std::min(user.find(':'), user.size());
        made.user = decoded(user.substr(0, colon));
        made.password = decoded(user.substr(std::min(colon + 1, user.size())));
        authority.remove_prefix(at + 1);
    }
    made.target = url.starts_with('/') ? url : "/" + std::string{url};
    if (!read_authority(authority, made)) { return {}; }
    return made;
}

} // namespace understudy::server
