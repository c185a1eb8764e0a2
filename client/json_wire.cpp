#include "json_wire.hpp"

#include "error_names.hpp"
#include "wire_headers.hpp"

#include <zlib.h>

#include <charconv>

namespace understudy {
namespace {

/// The body of a refusal. DynamoDB writes "message" for some errors and "Message" for others.
struct refusal {
    std::optional<std::string> __type = {};
    std::optional<std::string> message = {};
    std::optional<std::string> Message = {};
    std::optional<dynamodb::item> Item = {};
    std::optional<std::vector<dynamodb::CancellationReason>> CancellationReasons = {};
    std::optional<std::vector<dynamodb::ThrottlingReason>> ThrottlingReasons = {};
    std::optional<std::vector<dynamodb::ThrottlingReason>> throttlingReasons = {};
};
BOOST_DESCRIBE_STRUCT(refusal, (),
                      (__type, message, Message, Item, CancellationReasons, ThrottlingReasons,
                       throttlingReasons))

/// DynamoDB tells a checksum of the body. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
bool checksum_is_wrong(wire_response const& response)
{
    auto const told = find_header(response.headers, "x-amz-crc32");
    if (!told) return false;
    unsigned long expected = 0;
    auto const read = std::from_chars(told->data(), told->data() + told->size(), expected);
    auto const* const bytes = reinterpret_cast<unsigned char const*>(response.body.data());
    return read.ec != std::errc{} || crc32_z(0, bytes, response.body.size()) != expected;
}

std::string_view after(std::string_view text, char mark)
{
    auto const at = text.rfind(mark);
    return at == std::string_view::npos ? text : text.substr(at + 1);
}

} // namespace

wire_request json_request(json_service const& service, std::string_view operation, std::string body)
{
    wire_request out;
    out.headers.emplace_back("Content-Type", "application/x-amz-json-1.0");
    out.headers.emplace_back("X-Amz-Target",
                             std::string{service.target_prefix} + "." + std::string{operation});
    if (service.dialect == codec::dialect::sqs) out.headers.emplace_back("x-amzn-query-mode", "true");
    out.body = std::move(body);
    return out;
}

std::optional<service_error> json_refusal(std::string_view service, wire_response const& response)
{
    if (checksum_is_wrong(response)) {
        return service_error{client_errors::malformed_answer,
                             "The checksum of the answer does not fit its body."};
    }
    if (response.status / 100 == 2) return std::nullopt;

    refusal told;
    auto const fault = codec::read_json(response.body, told, codec::dialect::dynamodb);
    if (fault || !told.__type) {
        auto error = named_by_shape(service, "HTTP" + std::to_string(response.status), {}, response.status);
        error.message = malformed_answer("the request", response).message;
        return error;
    }
    auto code = find_header(response.headers, "x-amzn-query-error").value_or("");
    code = code.substr(0, code.find(';'));
    auto error = named_by_shape(service, after(*told.__type, '#'), code, response.status);
    error.message = told.message ? *told.message : told.Message.value_or("");
    if (told.Item) error.item = std::make_shared<dynamodb::item const>(*std::move(told.Item));
    if (told.CancellationReasons) {
        error.reasons = std::make_shared<std::vector<dynamodb::CancellationReason> const>(
            *std::move(told.CancellationReasons));
    }
    for (auto* reasons : {&told.ThrottlingReasons, &told.throttlingReasons}) {
        if (*reasons) {
            error.throttling =
                std::make_shared<std::vector<dynamodb::ThrottlingReason> const>(*std::move(*reasons));
        }
    }
    return error;
}

} // namespace understudy
