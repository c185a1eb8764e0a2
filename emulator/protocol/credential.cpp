#include "protocol/credential.hpp"

#include <algorithm>

namespace understudy::protocol {

namespace {

constexpr std::size_t account_digits = 12;
constexpr std::size_t region_size_max = 32;

std::string_view take_until(std::string_view& rest, char end)
{
    auto const at = rest.find(end);
    auto const taken = rest.substr(0, at);
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
    return taken;
}

} // namespace

credential parse_credential(std::string_view text) noexcept
{
    credential found;
    found.access_key = take_until(text, '/');
    take_until(text, '/'); // the date
    found.region = take_until(text, '/');
    found.service = take_until(text, '/');
    return found;
}

std::optional<std::string_view> signature_part(std::string_view authorization, std::string_view name) noexcept
{
    while (!authorization.empty()) {
        auto part = take_until(authorization, ',');
        for (auto blank = part.find(' '); blank != part.npos; blank = part.find(' '))
            part.remove_prefix(blank + 1);
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=') {
            return part.substr(name.size() + 1);
        }
    }
    return std::nullopt;
}

credential credential_of(std::string_view authorization) noexcept
{
    return parse_credential(signature_part(authorization, "Credential").value_or(""));
}

bool is_account_id(std::string_view text) noexcept
{
    return text.size() == account_digits
           && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_region(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= region_size_max && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

} // namespace understudy::protocol
