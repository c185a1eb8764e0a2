#include "protocol/signature.hpp"

#include "codec/sigv4.hpp"
#include "protocol/credential.hpp"
#include "protocol/errors.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace understudy::protocol {

namespace {

constexpr std::chrono::minutes lifetime{15};

/// A header in the way in which it stands in the request; all of that name, joined.
std::optional<std::string> header(std::string_view head, std::string_view name)
{
    std::optional<std::string> found;
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    while (!head.empty()) {
        auto line = head.substr(0, head.find('\n'));
        head.remove_prefix(std::min(head.size(), line.size() + 1));
        if (line.ends_with('\r')) line.remove_suffix(1);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        if (!std::ranges::equal(line.substr(0, colon), name, {}, lower)) continue;
        auto const value = line.substr(colon + 1);
        found = found ? *found + ',' + std::string{value} : std::string{value};
    }
    return found;
}

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        auto const at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

/// "20150830T123600Z"
std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text)
{
    constexpr std::string_view form = "20150830T123600Z";
    if (text.size() != form.size() || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
    bool all_digits = true;
    auto const number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        auto const* const end = text.data() + at + digits;
        auto const [stop, error] = std::from_chars(text.data() + at, end, value);
        all_digits = all_digits && error == std::errc{} && stop == end;
        return value;
    };
    std::chrono::year_month_day const date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(4, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(6, 2))}};
    auto const time = std::chrono::hours{number(9, 2)} + std::chrono::minutes{number(11, 2)}
                      + std::chrono::seconds{number(13, 2)};
    if (!all_digits || !date.ok()) return std::nullopt;
    return std::chrono::sys_days{date} + time;
}

/// Tells nobody by its time how much of the signature is right.
bool same(std::string_view given, std::string_view wanted)
{
    unsigned difference = given.size() == wanted.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(given.size(), wanted.size()); ++i) {
        difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(wanted[i]);
    }
    return difference == 0;
}

} // namespace

std::optional<service_error> signature_fault(http_request const& request, signature_rules const& rules)
{
    auto const authorization = request.authorization;
    if (!authorization.starts_with("AWS4-")) { return errors::authentication_token_missing(); }

    auto const credential = signature_part(authorization, "Credential");
    auto const signature = signature_part(authorization, "Signature");
    auto const names = signature_part(authorization, "SignedHeaders");
    auto date = header(request.head, "x-amz-date");
    if (!date) date = header(request.head, "date");
    if (!credential || !signature || !names || !date) {
        return errors::signature_incomplete(
            {credential.has_value(), signature.has_value(), names.has_value(), date.has_value()},
            authorization);
    }
    auto const when = parse_timestamp(trimmed(*date));
    if (!when) { return errors::signature_date_malformed(trimmed(*date)); }
    auto const now = rules.clock();
    if (*when < now - lifetime) {
        return errors::signature_expired(sigv4::timestamp(*when), sigv4::timestamp(now - lifetime),
                                         sigv4::timestamp(now));
    }
    if (*when > now + lifetime) {
        return errors::signature_too_early(sigv4::timestamp(*when), sigv4::timestamp(now + lifetime),
                                           sigv4::timestamp(now));
    }
    auto const signed_names = split(*names, ';');
    if (std::ranges::find(signed_names, "host") == signed_names.end()) { return errors::host_not_signed(); }
    auto const algorithm = authorization.substr(0, authorization.find(' '));
    if (algorithm != sigv4::algorithm) { return errors::signature_algorithm_unsupported(algorithm); }
    constexpr std::size_t credential_parts = 5;
    if (split(*credential, '/').size() != credential_parts) {
        return errors::credential_malformed(*credential);
    }

    auto const who = parse_credential(*credential);
    if (who.access_key != rules.access_key) { return errors::client_unrecognized(); }
    wire_request claimed{.method = std::string{request.method},
                         .path = std::string{request.target},
                         .body = std::string{request.body}};
    for (auto const name : signed_names) {
        claimed.headers.emplace_back(std::string{name}, header(request.head, name).value_or(""));
    }
    sigv4::scope const scope{*when, who.region, who.service};
    auto const wanted = sigv4::signature(
        rules.secret_key, sigv4::string_to_sign(sigv4::canonical_request(claimed), scope), scope);
    if (!same(*signature, wanted)) { return errors::signature_mismatch(); }
    return std::nullopt;
}

} // namespace understudy::protocol
