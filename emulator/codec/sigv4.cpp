#include "codec/sigv4.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace understudy::sigv4 {
namespace {

std::string hmac(std::string_view key, std::string_view text)
{
    auto const digest = hmac_sha256(key, text);
    return {digest.begin(), digest.end()};
}

bool is_unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
           || c == '_' || c == '~';
}

std::string percent_encode(std::string_view text, std::string_view kept)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
            out += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

/// Lower case, blanks at the ends gone and those inside made one, and sorted by name.
std::map<std::string, std::string> canonical_headers(wire_headers const& headers)
{
    std::map<std::string, std::string> out;
    for (auto const& [name, value] : headers) {
        std::string key = name;
        std::transform(key.begin(), key.end(), key.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        std::string text;
        for (char const c : value) {
            if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
        }
        if (!text.empty() && text.back() == ' ') text.pop_back();
        auto const [entry, is_new] = out.try_emplace(std::move(key), text);
        if (!is_new) entry->second += "," + text;
    }
    return out;
}

/// The query's parameters are on the wire in percent-encoding already; only their order is not given.
std::string canonical_query(std::string_view query)
{
    std::vector<std::pair<std::string_view, std::string_view>> parameters;
    while (!query.empty()) {
        auto const one = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), one.size() + 1));
        auto const equals = std::min(one.find('='), one.size());
        if (!one.empty())
            parameters.emplace_back(one.substr(0, equals), one.substr(std::min(one.size(), equals + 1)));
    }
    std::sort(parameters.begin(), parameters.end());
    std::string out;
    for (auto const& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        out.append(name).append("=").append(value);
    }
    return out;
}

std::string joined_names(std::map<std::string, std::string> const& headers)
{
    std::string out;
    for (auto const& [name, value] : headers) {
        if (!out.empty()) out += ';';
        out += name;
    }
    return out;
}

std::string date_of(scope const& scope) { return timestamp(scope.when).substr(0, 8); }

} // namespace

std::string credential_scope(scope const& scope)
{
    return date_of(scope) + "/" + std::string{scope.region} + "/" + std::string{scope.service}
           + "/aws4_request";
}

std::string signed_headers(wire_headers const& headers) { return joined_names(canonical_headers(headers)); }

std::string timestamp(std::chrono::sys_seconds when)
{
    auto const day = std::chrono::floor<std::chrono::days>(when);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{when - day};
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

std::string canonical_request(wire_request const& request)
{
    std::string_view const target = request.path;
    auto const path = target.substr(0, target.find('?'));
    auto const query = target.substr(std::min(target.size(), path.size() + 1));
    auto const headers = canonical_headers(request.headers);

    std::string out =
        request.method + "\n" + percent_encode(path, "/") + "\n" + canonical_query(query) + "\n";
    for (auto const& [name, value] : headers) { out += name + ":" + value + "\n"; }
    return out + "\n" + joined_names(headers) + "\n" + sha256_hex(request.body);
}

std::string string_to_sign(std::string_view canonical_request, scope const& scope)
{
    return std::string{algorithm} + "\n" + timestamp(scope.when) + "\n" + credential_scope(scope) + "\n"
           + sha256_hex(canonical_request);
}

std::string signing_key(std::string_view secret_access_key, scope const& scope)
{
    auto key = hmac("AWS4" + std::string{secret_access_key}, date_of(scope));
    key = hmac(key, scope.region);
    key = hmac(key, scope.service);
    return hmac(key, "aws4_request");
}

std::string signature(std::string_view secret_access_key, std::string_view string_to_sign, scope const& scope)
{
    return hex(hmac_sha256(signing_key(secret_access_key, scope), string_to_sign));
}

void sign(wire_request& request, std::string_view access_key_id, std::string_view secret_access_key,
          scope const& scope)
{
    request.headers.emplace_back("X-Amz-Date", timestamp(scope.when));
    auto const text = string_to_sign(canonical_request(request), scope);
    auto authorization = std::string{algorithm} + " Credential=" + std::string{access_key_id} + "/"
                         + credential_scope(scope) + ", SignedHeaders=" + signed_headers(request.headers)
                         + ", Signature=" + signature(secret_access_key, text, scope);
    request.headers.emplace_back("Authorization", std::move(authorization));
}

} // namespace understudy::sigv4
