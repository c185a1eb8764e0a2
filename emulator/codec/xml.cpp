#include "codec/xml.hpp"

#include "codec/base64.hpp"
#include "codec/numbers.hpp"

#include <pugixml.hpp>

namespace understudy::codec {

namespace {

std::string_view escape_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\r': return "&#xD;"; // a parser would read it as a line feed
    default: return {};
    }
}

} // namespace

void write_xml_text(std::string& out, std::string_view text)
{
    auto const* run = text.data();
    auto const* const end = run + text.size();
    for (auto const* at = run; at != end; ++at) {
        auto const escape = escape_of(*at);
        if (escape.empty()) continue;
        out.append(run, at);
        out.append(escape);
        run = at + 1;
    }
    out.append(run, end);
}

std::optional<xml_error> read_xml_error(std::string_view document)
{
    detail::xml_document const parsed{document};
    auto const root = parsed.root();
    if (!root) return std::nullopt;
    if (auto const error = root.child("Error")) {
        auto id = root.child("RequestId").text();
        return xml_error{error.child("Code").text(), error.child("Message").text(), std::move(id)};
    }
    // The edge refuses some requests with a bare <UnknownOperationException/>.
    if (root.name().ends_with("Exception")) return xml_error{.code = std::string{root.name()}};
    return std::nullopt;
}

namespace detail {

void write_xml_scalar(std::string& out, blob const& value) { write_base64(out, value.bytes); }

void write_xml_scalar(std::string& out, bool value) { out += value ? "true" : "false"; }

void write_xml_scalar(std::string& out, std::int64_t value) { out += std::to_string(value); }

void open_tag(std::string& out, std::string_view name)
{
    out += '<';
    out += name;
    out += '>';
}

void close_tag(std::string& out, std::string_view name)
{
    out += "</";
    out += name;
    out += '>';
}

void empty_tag(std::string& out, std::string_view name)
{
    out += '<';
    out += name;
    out += "/>";
}

struct xml_document::tree {
    pugi::xml_document document;
};

namespace {

pugi::xml_node node_of(void* node) { return pugi::xml_node{static_cast<pugi::xml_node_struct*>(node)}; }

} // namespace

std::string_view xml_element::name() const { return node_of(node_).name(); }

std::string xml_element::text() const
{
    std::string text;
    for (auto const part : node_of(node_)) {
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) text += part.value();
    }
    return text;
}

xml_element xml_element::child(std::string_view name) const
{
    for (auto const child : node_of(node_)) {
        if (child.type() == pugi::node_element && name == child.name())
            return xml_element{child.internal_object()};
    }
    return {};
}

xml_element xml_element::next(std::string_view name) const
{
    for (auto sibling = node_of(node_).next_sibling(); sibling; sibling = sibling.next_sibling()) {
        if (sibling.type() == pugi::node_element && name == sibling.name()) {
            return xml_element{sibling.internal_object()};
        }
    }
    return {};
}

xml_document::xml_document(std::string_view text) : tree_{std::make_unique<tree>()}
{
    // A body of blanks is a body.
    constexpr auto options = pugi::parse_default | pugi::parse_ws_pcdata;
    if (!tree_->document.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8))
        tree_->document.reset();
}

xml_document::~xml_document() = default;

xml_element xml_document::root() const
{
    auto const root = tree_->document.document_element();
    return root ? xml_element{root.internal_object()} : xml_element{};
}

bool read_xml_scalar(xml_element element, std::string& out)
{
    out = element.text();
    return true;
}

bool read_xml_scalar(xml_element element, shared_text& out)
{
    out = shared_text{element.text()};
    return true;
}

bool read_xml_scalar(xml_element element, blob& out) { return read_base64(element.text(), out.bytes).good; }

bool read_xml_scalar(xml_element element, bool& out)
{
    auto const value = parse_bool(element.text());
    out = value.value_or(false);
    return value.has_value();
}

bool read_xml_scalar(xml_element element, std::int64_t& out)
{
    auto const value = parse_integer(element.text());
    out = value.value_or(0);
    return value.has_value();
}

} // namespace detail
} // namespace understudy::codec
