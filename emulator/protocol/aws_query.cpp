#include "protocol/aws_query.hpp"

#include "codec/xml.hpp"
#include "core/buffered_text.hpp"

#include <fmt/format.h>

namespace understudy::protocol {

namespace {

constexpr std::string_view xml = "text/xml";

/// Each element on a line of its own, two blanks further in than what it stands in: so SNS writes its documents. The text
/// has no blanks between its elements yet.
std::string indented(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 2);
    std::size_t depth = 0;
    auto const write_line = [&](std::string_view line) { out.append(2 * depth, ' ').append(line) += '\n'; };
    while (text.starts_with('<')) {
        auto end = text.find('>') + 1;
        bool const closes = text[1] == '/';
        bool const is_empty = text[end - 2] == '/';
        bool const opens = !closes && !is_empty && text[end] == '<' && text[end + 1] != '/';
        if (!closes && !is_empty && !opens) {
            end = text.find('>', text.find("</", end)) + 1;
        } // with what is in it
        if (closes) { --depth; }
        write_line(text.substr(0, end));
        if (opens) { ++depth; }
        text.remove_prefix(end);
    }
    return out;
}

void lay_out(query_dialect const& dialect, std::string& document)
{
    if (dialect.service == codec::query_service::sns) { document = indented(document); }
}

} // namespace

http_response query_answer(query_dialect const& dialect, uuid const& id, std::string_view action,
                           bool has_result, std::string_view result)
{
    http_response response{.content_type = xml, .request_id = to_string(id)};
    buffered_text out{response.body};
    auto const put = [&out](auto const&... pieces) { (out.put(std::string_view{pieces}), ...); };
    put(dialect.declaration, "<", action, "Response xmlns=\"", dialect.name_space, "\">");
    if (!result.empty()) {
        put("<", action, "Result>", result, "</", action, "Result>");
    } else if (has_result) {
        put("<", action, "Result/>");
    }
    put("<ResponseMetadata><RequestId>", response.request_id, "</RequestId></ResponseMetadata></", action,
        "Response>\n");
    lay_out(dialect, out.flushed());
    return response;
}

http_response query_error(query_dialect const& dialect, uuid const& id, service_error const& error)
{
    http_response response{.status = error.kind.status, .content_type = xml, .request_id = to_string(id)};
    auto& body = response.body;
    fmt::format_to(std::back_inserter(body),
                   R"({}<ErrorResponse xmlns="{}"><Error><Type>{}</Type><Code>{}</Code><Message>)",
                   dialect.declaration, dialect.name_space, error.kind.status < 500 ? "Sender" : "Receiver",
                   error.kind.query_code);
    codec::write_xml_text(body, error.message);
    fmt::format_to(std::back_inserter(body),
                   "</Message>{}</Error><RequestId>{}</RequestId></ErrorResponse>\n", dialect.detail,
                   response.request_id);
    lay_out(dialect, response.body);
    return response;
}

} // namespace understudy::protocol
