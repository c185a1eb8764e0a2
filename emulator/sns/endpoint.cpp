#include "sns/endpoint.hpp"

#include "core/arn.hpp"
#include "sns/errors.hpp"
#include "sns/text.hpp"

#include <array>

namespace understudy::sns {
namespace {

constexpr std::array<std::string_view, 9> protocol_names{
    "application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"};
constexpr std::size_t phone_digits_min = 2;  // E.164
constexpr std::size_t phone_digits_max = 15; // E.164

bool is_arn_of(std::string_view text, std::string_view service, std::string_view resource)
{
    auto const arn = parse_arn(text);
    return arn && arn->service == service && !arn->region.empty() && !arn->account.empty()
           && arn->resource.starts_with(resource) && arn->resource.size() > resource.size();
}

bool is_email_address(std::string_view text)
{
    auto const at = text.find('@');
    return at != std::string_view::npos && at != 0 && at + 1 < text.size()
           && text.find('@', at + 1) == std::string_view::npos
           && std::ranges::all_of(text, [](char c) { return c > ' ' && c != '\x7F'; });
}

} // namespace

std::string_view name_of(protocol protocol) noexcept
{
    return protocol_names[static_cast<std::size_t>(protocol)];
}

std::optional<protocol> parse_protocol(std::string_view name) noexcept
{
    auto const found = std::ranges::find(protocol_names, name);
    if (found == protocol_names.end()) { return std::nullopt; }
    return static_cast<protocol>(found - protocol_names.begin());
}

bool is_queue_arn(std::string_view text) noexcept
{
    auto const arn = parse_arn(text);
    return arn && arn->service == "sqs" && !arn->region.empty() && !arn->account.empty()
           && !arn->resource.empty() && arn->resource.find_first_of(":/") == std::string_view::npos;
}

bool is_fifo_queue(std::string_view arn) noexcept { return arn.ends_with(".fifo"); }

std::optional<std::string> parse_phone_number(std::string_view text)
{
    if (!text.starts_with('+')) { return std::nullopt; }
    std::string number{"+"};
    bool after_digit = false;
    for (auto const c : text.substr(1)) {
        if (is_digit(c)) {
            number += c;
            after_digit = true;
        } else if (after_digit && (c == '-' || c == '.' || c == '/' || c == ' ')) {
            after_digit = false;
        } else {
            return std::nullopt;
        }
    }
    if (!after_digit || number.size() - 1 < phone_digits_min || number.size() - 1 > phone_digits_max) {
        return std::nullopt;
    }
    return number;
}

result<std::string> parse_endpoint(protocol protocol, std::string_view endpoint)
{
    switch (protocol) {
    case protocol::application:
        if (!is_arn_of(endpoint, "sns", "endpoint/")) {
            return errors::application_endpoint_invalid(endpoint);
        }
        break;
    case protocol::email:
    case protocol::email_json:
        if (!is_email_address(endpoint)) { return errors::email_endpoint_invalid(); }
        break;
    case protocol::firehose:
        if (!is_arn_of(endpoint, "firehose", "deliverystream/")) {
            return errors::firehose_endpoint_invalid();
        }
        break;
    case protocol::http:
        if (!endpoint.starts_with("http://")) { return errors::endpoint_does_not_match_protocol(); }
        break;
    case protocol::https:
        if (!endpoint.starts_with("https://")) { return errors::endpoint_does_not_match_protocol(); }
        break;
    case protocol::lambda:
        if (!is_arn_of(endpoint, "lambda", "function:")) { return errors::lambda_endpoint_invalid(); }
        break;
    case protocol::sms: {
        auto number = parse_phone_number(endpoint);
        if (!number) { return errors::sms_endpoint_invalid(endpoint); }
        return std::move(*number);
    }
    case protocol::sqs:
        if (!is_queue_arn(endpoint)) { return errors::sqs_endpoint_invalid(); }
        break;
    }
    return std::string{endpoint};
}

} // namespace understudy::sns
