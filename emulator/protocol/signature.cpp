#include "protocol/signature.hpp"

#include "codec/form.hpp"
#include "codec/sigv4.hpp"
#include "core/ignoring_case.hpp"
#include "core/trimmed.hpp"
#include "protocol/credential.hpp"
#include "protocol/errors.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace understudy::protocol {

namespace {

constexpr std::chrono::minutes lifetime{15}; // a clock may be wrong by so much, too

/// A header in the way in which it stands in the request; all of that name, joined.
std::optional<std::string> header(std::string_view head, std::string_view name)
{
    std::optional<std::string> found;
    while (!head.empty()) {
        auto line = head.substr(0, head.find('\n'));
        head.remove_prefix(std::min(head.size(), line.size() + 1));
        if (line.ends_with('\r')) line.remove_suffix(1);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        if (!equal_ignoring_case(line.substr(0, colon), name)) continue;
        auto const value = line.substr(colon + 1);
        found = found ? *found + ',' + std::string{value} : std::string{value};
    }
    return found;
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

/// What a request says of its signature.
struct claim {
    std::string algorithm;
    std::string credential;
    std::string signature;
    std::string signed_headers;
    std::string date;
    std::string target; // what of it is signed
    std::chrono::seconds lifetime;
};

result<claim> claim_in_header(http_request const& request)
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
    return claim{.algorithm = std::string{authorization.substr(0, authorization.find(' '))},
                 .credential = std::string{*credential},
                 .signature = std::string{*signature},
                 .signed_headers = std::string{*names},
                 .date = std::string{trimmed(*date)},
                 .target = std::string{request.target},
                 .lifetime = lifetime};
}

std::string_view query_of(std::string_view target)
{
    auto const question = target.find('?');
    return question == std::string_view::npos ? std::string_view{} : target.substr(question + 1);
}

/// The signature is all of a query that it cannot sign.
std::string without_signature(std::string_view target)
{
    auto const query = query_of(target);
    std::string rest{target.substr(0, target.size() - query.size())};
    for (auto const parameter : split(query, '&')) {
        if (!parameter.starts_with("X-Amz-Signature=")) { rest.append(parameter) += '&'; }
    }
    return rest;
}

/// A presigned URL says itself for how long it is good.
std::chrono::seconds lifetime_in(std::optional<std::string_view> expires)
{
    constexpr std::chrono::seconds longest = std::chrono::days{7};
    if (!expires) { return lifetime; }
    std::int64_t count = 0;
    auto const* const end = expires->data() + expires->size();
    auto const [stop, error] = std::from_chars(expires->data(), end, count);
    if (error != std::errc{} || stop != end || count < 0) { return lifetime; }
    return std::min(std::chrono::seconds{count}, longest);
}

result<claim> claim_in_query(http_request const& request)
{
    auto const query = codec::form::parse(query_of(request.target));
    std::vector<std::string_view> missing;
    auto const take = [&](std::string_view name) {
        auto const value = query.find("X-Amz-" + std::string{name});
        if (!value) { missing.push_back(name); }
        return std::string{value.value_or("")};
    };
    claim told{.algorithm = take("Algorithm"),
               .credential = take("Credential"),
               .signature = take("Signature"),
               .signed_headers = take("SignedHeaders"),
               .date = take("Date"),
               .target = without_signature(request.target),
               .lifetime = lifetime_in(query.find("X-Amz-Expires"))};
    if (!missing.empty()) { return errors::presigned_incomplete(missing); }
    return told;
}

} // namespace

bool is_presigned(http_request const& request) noexcept
{
    return request.authorization.empty()
           && query_of(request.target).find("X-Amz-Algorithm=") != std::string_view::npos;
}

std::optional<service_error> signature_fault(http_request const& request, signature_rules const& rules)
{
    auto const claimed = is_presigned(request) ? claim_in_query(request) : claim_in_header(request);
    if (!claimed) { return claimed.error(); }
    auto const when = parse_timestamp(claimed->date);
    if (!when) { return errors::signature_date_malformed(claimed->date); }
    auto const now = rules.clock();
    if (*when < now - claimed->lifetime) {
        return errors::signature_expired(sigv4::timestamp(*when), sigv4::timestamp(now - claimed->lifetime),
                                         sigv4::timestamp(now), claimed->lifetime);
    }
    if (*when > now + lifetime) {
        return errors::signature_too_early(sigv4::timestamp(*when), sigv4::timestamp(now + lifetime),
                                           sigv4::timestamp(now));
    }
    auto const signed_names = split(claimed->signed_headers, ';');
    if (std::ranges::find(signed_names, "host") == signed_names.end()) { return errors::host_not_signed(); }
    if (claimed->algorithm != sigv4::algorithm) {
        return errors::signature_algorithm_unsupported(claimed->algorithm);
    }
    constexpr std::size_t credential_parts = 5;
    if (split(claimed->credential, '/').size() != credential_parts) {
        return errors::credential_malformed(claimed->credential);
    }

    auto const who = parse_credential(claimed->credential);
    if (who.access_key != rules.access_key) { return errors::client_unrecognized(); }
    wire_request signed_request{
        .method = std::string{request.method}, .path = claimed->target, .body = std::string{request.body}};
    for (auto const name : signed_names) {
        signed_request.headers.emplace_back(std::string{name}, header(request.head, name).value_or(""));
    }
    sigv4::scope const scope{*when, who.region, who.service};
    auto const wanted = sigv4::signature(
        rules.secret_key, sigv4::string_to_sign(sigv4::canonical_request(signed_request), scope), scope);
    if (!same(claimed->signature, wanted)) { return errors::signature_mismatch(); }
    return std::nullopt;
}

} // namespace understudy::protocol
