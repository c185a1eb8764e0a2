#include "protocol/aws_json.hpp"

#include "codec/json.hpp"

namespace understudy::protocol {

namespace {

struct any_object {};
BOOST_DESCRIBE_STRUCT(any_object, (), ())

} // namespace

std::string_view media_type(std::string_view content_type) noexcept
{
    content_type = content_type.substr(0, content_type.find(';'));
    while (content_type.ends_with(' ') || content_type.ends_with('\t')) { content_type.remove_suffix(1); }
    while (content_type.starts_with(' ') || content_type.starts_with('\t')) { content_type.remove_prefix(1); }
    return content_type;
}

std::string_view operation_in(std::string_view amz_target) noexcept
{
    auto const dot = amz_target.rfind('.');
    return dot == std::string_view::npos ? amz_target : amz_target.substr(dot + 1);
}

bool is_json_object(std::string_view text)
{
    any_object ignored;
    return !codec::read_json(text, ignored, codec::dialect::dynamodb);
}

std::string json_error_body(service_error const& error, std::string_view own_namespace,
                            std::string_view message_key)
{
    auto const name_space = error.kind.name_space.empty() ? own_namespace : error.kind.name_space;
    std::string body = R"({"__type":")";
    body += name_space;
    body += '#';
    body += error.kind.shape;
    body += '"';
    if (!error.message.empty()) {
        body += ",\"";
        body += message_key;
        body += "\":";
        codec::write_json_string(body, error.message);
    }
    return body;
}

http_response unknown_operation_page() { return {.status = 404, .body = "<UnknownOperationException/>\n"}; }

} // namespace understudy::protocol
