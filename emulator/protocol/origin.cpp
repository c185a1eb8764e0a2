#include "protocol/origin.hpp"

#include "core/ignoring_case.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace understudy::protocol {

namespace {

// What the browser versions of the AWS SDKs send.
constexpr std::string_view allowed_headers =
    "authorization,cache-control,content-length,content-md5,content-type,etag,location,x-amz-acl,"
    "x-amz-content-sha256,x-amz-date,x-amz-request-id,x-amz-security-token,x-amz-tagging,x-amz-target,"
    "x-amz-user-agent,x-amz-version-id,x-amzn-query-mode,x-amzn-requestid,amz-sdk-invocation-id,amz-sdk-request";
constexpr std::string_view exposed_headers =
    "etag,x-amz-version-id,x-amzn-requestid,x-amzn-query-error,x-amz-crc32";

bool ends_with(std::string_view text, std::string_view end) noexcept
{
    return text.size() > end.size() && equal_ignoring_case(text.substr(text.size() - end.size()), end);
}

struct authority {
    std::string_view host; // an IPv6 address without its brackets
    std::string_view port;
};

authority split(std::string_view text)
{
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        auto const rest = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        return {text.substr(1, end == std::string_view::npos ? end : end - 1),
                rest.starts_with(':') ? rest.substr(1) : std::string_view{}};
    }
    auto const colon = text.find(':');
    return {text.substr(0, colon),
            colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1)};
}

enum class literal { none, near, far };

literal classify_v4(std::uint32_t address)
{
    auto const within = [&](std::uint32_t network, int bits) {
        return (address ^ network) >> (32 - bits) == 0;
    };
    bool const near = within(0x7f000000, 8) || within(0x0a000000, 8) || within(0xac100000, 12)
                      || within(0xc0a80000, 16) || within(0xa9fe0000, 16) || address == 0;
    return near ? literal::near : literal::far;
}

/// Whether the host is an IP address, and if so, one of this machine or a private network.
literal classify(std::string_view host)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (host.empty() || host.size() >= text.size()) { return literal::none; }
    std::ranges::copy(host, text.begin());
    in_addr v4{};
    if (::inet_pton(AF_INET, text.data(), &v4) == 1) { return classify_v4(ntohl(v4.s_addr)); }
    in6_addr v6{};
    if (::inet_pton(AF_INET6, text.data(), &v6) != 1) { return literal::none; }
    bool const near = IN6_IS_ADDR_LOOPBACK(&v6) || IN6_IS_ADDR_UNSPECIFIED(&v6) || IN6_IS_ADDR_LINKLOCAL(&v6)
                      || (v6.s6_addr[0] & 0xfe) == 0xfc || IN6_IS_ADDR_V4MAPPED(&v6);
    return near ? literal::near : literal::far;
}

bool is_local_name(std::string_view host)
{
    return equal_ignoring_case(host, "localhost") || ends_with(host, ".localhost")
           || ends_with(host, ".local") || ends_with(host, ".internal")
           || equal_ignoring_case(host, "localhost.localstack.cloud")
           || ends_with(host, ".localhost.localstack.cloud");
}

/// Where it names a host that no browser trusts, and over plain HTTP, an image or a link of a page is asked for without Origin and
/// Sec-Fetch-Site, and without Referer if the page so wishes. The name of the browser it cannot take away. PowerShell has such a name, too.
bool from_browser(http_request const& request)
{
    auto const name = request.user_agent;
    return !request.origin.empty() || !request.sec_fetch_site.empty()
           || (name.starts_with("Mozilla/") && name.find("PowerShell/") == std::string_view::npos);
}

bool host_allowed(http_request const& request, origin_rules const& rules)
{
    auto const host = split(request.host).host;
    if (host.empty() || is_local_name(host)
        || std::ranges::any_of(rules.allowed_hosts,
                               [&](auto const& each) { return equal_ignoring_case(host, each); })) {
        return true;
    }
    switch (classify(host)) {
    case literal::near: return true;
    case literal::far: return !rules.loopback;
    case literal::none: break;
    }
    if (!rules.loopback && host.find('.') == std::string_view::npos) {
        return true; // the name of a container or a pod
    }
    // A page that rebinds a name is always in a browser. Names of AWS are how an endpoint is replaced without a word.
    bool const may_be_meant =
        !rules.loopback || ends_with(host, ".amazonaws.com") || ends_with(host, ".amazonaws.com.cn");
    return may_be_meant && !from_browser(request);
}

/// "http://host:port" of an URL.
std::string_view origin_of(std::string_view url)
{
    auto const scheme = url.find("://");
    return scheme == std::string_view::npos ? url : url.substr(0, url.find('/', scheme + 3));
}

bool origin_allowed(std::string_view origin, http_request const& request, origin_rules const& rules)
{
    if (std::ranges::any_of(rules.allowed_origins, [&](auto const& each) {
            return each == "*" || equal_ignoring_case(origin, each);
        })) {
        return true;
    }
    auto const scheme = origin.find("://");
    if (scheme == std::string_view::npos
        || !(equal_ignoring_case(origin.substr(0, scheme), "http")
             || equal_ignoring_case(origin.substr(0, scheme), "https"))) {
        return false; // "null", "file://", extensions
    }
    auto const place = origin.substr(scheme + 3);
    if (equal_ignoring_case(place, request.host)) {
        return true; // the host itself has been allowed before
    }
    auto const [host, port] = split(place);
    return (equal_ignoring_case(host, "localhost") || equal_ignoring_case(host, "localhost.localstack.cloud"))
           && port == split(request.host).port;
}

/// Paths of the emulator's own begin with an underscore, and what is read there changes nothing.
bool may_change_something(http_request const& request)
{
    bool const reads = request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
    return !reads
           || (request.target.find('?') != std::string_view::npos && !request.target.starts_with("/_"));
}

/// A browser tells that another site's page has it ask, even where the page hides itself: an image, a link, a form. What a program of
/// the page asks says its origin too. A browser that tells nothing is taken at the worst.
bool from_hidden_page(http_request const& request)
{
    return equal_ignoring_case(request.sec_fetch_site, "cross-site")
           || equal_ignoring_case(request.sec_fetch_site, "same-site")
           || (request.sec_fetch_site.empty() && from_browser(request) && may_change_something(request));
}

std::string headers_allowed(origin_rules const& rules)
{
    std::string names{allowed_headers};
    for (auto const& each : rules.allowed_headers) names.append(",").append(each);
    return names;
}

http_response refusal(std::string message)
{
    return {.status = 403, .content_type = "text/plain; charset=utf-8", .body = std::move(message)};
}

std::optional<http_response> refuse_origin(http_request const& request, origin_rules const& rules)
{
    if (!host_allowed(request, rules)) {
        return refusal("The host name '" + std::string{request.host.substr(0, 256)}
                       + "' is not one this emulator answers to; --allow-host NAME changes that.\n");
    }
    auto const origin = request.origin.empty() ? origin_of(request.referer) : request.origin;
    if (origin.empty()) {
        if (!from_hidden_page(request)) { return std::nullopt; }
        return refusal("Requests of pages that do not say where they come from are not accepted.\n");
    }
    if (!origin_allowed(origin, request, rules)) {
        return refusal("Requests from '" + std::string{origin.substr(0, 256)}
                       + "' are not accepted; --allow-origin ORIGIN changes that.\n");
    }
    return std::nullopt;
}

} // namespace

std::optional<http_response> check_origin(http_request const& request, origin_rules const& rules)
{
    if (rules.check_origins) {
        if (auto refused = refuse_origin(request, rules)) { return refused; }
    }
    if (request.method != "OPTIONS" || request.origin.empty()) { return std::nullopt; }
    http_response preflight{.status = 204};
    preflight.headers = {{"Access-Control-Allow-Methods", "HEAD,GET,PUT,POST,DELETE,OPTIONS,PATCH"},
                         {"Access-Control-Allow-Headers", headers_allowed(rules)},
                         {"Access-Control-Max-Age", "172800"}};
    allow_origin(request, preflight, rules);
    return preflight;
}

bool is_asked_by_other_site(http_request const& request)
{
    if (!request.sec_fetch_site.empty()) { return equal_ignoring_case(request.sec_fetch_site, "cross-site"); }
    return !request.origin.empty() && !origin_allowed(request.origin, request, {});
}

void allow_origin(http_request const& request, http_response& response, origin_rules const& rules)
{
    if (request.origin.empty() || !rules.tells_browsers) { return; }
    response.headers.emplace_back("Access-Control-Allow-Origin", request.origin);
    response.headers.emplace_back("Access-Control-Expose-Headers", exposed_headers);
    response.headers.emplace_back("Vary", "Origin");
}

} // namespace understudy::protocol
