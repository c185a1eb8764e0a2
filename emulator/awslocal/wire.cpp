#include "awslocal/wire.hpp"

#include "awslocal/failure.hpp"
#include "codec/form.hpp"
#include "codec/names.hpp"
#include "codec/xml.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

/// The fields of the Query protocol as SNS and STS take them.
class form_writer {
public:
    explicit form_writer(std::string& out) : out_{out} {}

    void write(std::string const& path, json::value const& value, shape const& shape, std::string_view name)
    {
        if (shape.kind == kind::structure) {
            structure(path.empty() ? path : path + ".", value.get_object(), shape);
        } else if (shape.kind == kind::list) {
            elements(path, value.get_array(), *shape.element);
        } else if (shape.kind == kind::map) {
            entries(path, value.get_object(), *shape.element, name);
        } else if (value.is_string()) {
            codec::detail::write_field(out_, path, std::string_view{value.get_string()});
        } else {
            codec::detail::write_field(out_, path, json::serialize(value));
        }
    }

    void structure(std::string const& prefix, json::object const& values, shape const& shape)
    {
        for (auto const& member : shape.members()) {
            if (auto const* value = values.if_contains(member.name)) {
                write(prefix + std::string{member.name}, *value, *member.shape, member.name);
            }
        }
    }

private:
    void elements(std::string const& path, json::array const& values, shape const& shape)
    {
        if (values.empty()) { return codec::detail::write_field(out_, path, ""); }
        for (std::size_t i = 0; i < values.size(); ++i) {
            write(fmt::format("{}.member.{}", path, i + 1), values[i], shape, {});
        }
    }

    void entries(std::string const& path, json::object const& values, shape const& shape,
                 std::string_view name)
    {
        auto const names =
            codec::detail::entry_names_of(name, codec::query_service::sns, shape.kind == kind::structure);
        std::size_t number = 0;
        for (auto const& each : values) {
            auto const at = fmt::format("{}.entry.{}.", path, ++number);
            codec::detail::write_field(out_, at + std::string{names.key}, std::string_view{each.key()});
            write(at + std::string{names.value}, each.value(), shape, {});
        }
    }

    std::string& out_;
};

json::value read_xml(codec::detail::xml_element element, shape const& shape, std::string_view name);

json::object read_xml_members(codec::detail::xml_element element, shape const& shape)
{
    json::object out;
    for (auto const& member : shape.members()) {
        if (auto const child = element.child(member.name)) {
            out.emplace(member.name, read_xml(child, *member.shape, member.name));
        }
    }
    return out;
}

json::value read_xml(codec::detail::xml_element element, shape const& shape, std::string_view name)
{
    if (shape.kind == kind::structure) { return read_xml_members(element, shape); }
    if (shape.kind == kind::list) {
        json::array out;
        for (auto each = element.child("member"); each; each = each.next("member")) {
            out.push_back(read_xml(each, *shape.element, {}));
        }
        return out;
    }
    if (shape.kind == kind::map) {
        auto const names = codec::detail::entry_names_of(name, codec::query_service::sns,
                                                         shape.element->kind == kind::structure);
        json::object out;
        for (auto each = element.child("entry"); each; each = each.next("entry")) {
            out.insert_or_assign(each.child(names.key).text(),
                                 read_xml(each.child(names.value), *shape.element, {}));
        }
        return out;
    }
    auto const text = element.text();
    if (shape.kind == kind::boolean) { return text == "true"; }
    if (shape.kind == kind::integer) {
        std::int64_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        return number;
    }
    return json::value(text);
}

/// "2026-10-01T12:00:00.250000+00:00" of seconds since 1970.
std::string time_text(json::value const& seconds)
{
    using namespace std::chrono;
    auto const whole =
        seconds.is_number() ? microseconds{std::llround(seconds.to_number<double>() * 1e6)} : microseconds{0};
    sys_time<microseconds> const time{whole};
    auto const second = floor<std::chrono::seconds>(time);
    auto const rest = (time - second).count();
    auto text = fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(system_clock::to_time_t(second)));
    if (rest != 0) { text += fmt::format(".{:06}", rest); }
    return text + "+00:00";
}

/// What the shape knows of it, in its order.
json::value told(json::value const& value, shape const& shape)
{
    if (shape.kind == kind::timestamp) { return json::value(time_text(value)); }
    if (shape.kind == kind::list && value.is_array()) {
        json::array out;
        for (auto const& each : value.get_array()) out.push_back(told(each, *shape.element));
        return out;
    }
    if (shape.kind == kind::map && value.is_object()) {
        json::object out;
        for (auto const& each : value.get_object())
            out.emplace(each.key(), told(each.value(), *shape.element));
        return out;
    }
    if (shape.kind != kind::structure || !value.is_object()) { return value; }
    json::object out;
    for (auto const& member : shape.members()) {
        auto const* found = value.get_object().if_contains(member.name);
        if (found != nullptr && !found->is_null()) { out.emplace(member.name, told(*found, *member.shape)); }
    }
    return out;
}

std::string_view header(wire_response const& response, std::string_view name)
{
    auto const found = std::ranges::find(response.headers, name, &wire_headers::value_type::first);
    return found == response.headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::string text_in(json::object const& object, std::string_view name)
{
    auto const* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

json::object parse_object(std::string_view body)
{
    boost::system::error_code error;
    auto value = json::parse(body.empty() ? "{}" : body, error, {}, {.max_depth = 512});
    if (error || !value.is_object()) {
        throw failure{
            exit_other,
            fmt::format("Unable to parse response, invalid JSON received. Further retries may succeed:\n{}",
                        body.substr(0, 200))};
    }
    return std::move(value.get_object());
}

[[noreturn]] void refuse_json(wire_response const& response)
{
    auto const body = parse_object(response.body);
    auto const type = text_in(body, "__type");
    auto code = type.substr(type.rfind('#') + 1);
    if (auto const old = header(response, "x-amzn-query-error"); !old.empty()) {
        code = old.substr(0, old.find(';'));
    }
    auto message = text_in(body, "message");
    if (message.empty()) { message = text_in(body, "Message"); }
    throw refusal{code.empty() ? std::to_string(response.status) : std::move(code), std::move(message)};
}

[[noreturn]] void refuse_xml(wire_response const& response)
{
    auto told = codec::read_xml_error(response.body);
    if (!told) { throw refusal{std::to_string(response.status), response.body.substr(0, 200)}; }
    throw refusal{std::move(told->code), std::move(told->message)};
}

} // namespace

wire_request write_request(service const& service, command const& command, json::object const& parameters)
{
    wire_request out;
    if (service.protocol == protocol::json) {
        out.headers = {{"Content-Type", "application/x-amz-json-1.0"},
                       {"X-Amz-Target", fmt::format("{}.{}", service.version, command.operation)},
                       {"X-Amzn-Query-Mode", "true"}};
        out.body = json::serialize(parameters);
    } else {
        out.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
        out.body = fmt::format("Action={}&Version={}", command.operation, service.version);
        form_writer{out.body}.structure({}, parameters, *command.request);
    }
    return out;
}

json::object read_answer(service const& service, command const& command, wire_response const& response)
{
    bool const is_good = response.status / 100 == 2;
    if (service.protocol == protocol::json) {
        if (!is_good) { refuse_json(response); }
        if (command.answer == nullptr) { return {}; }
        return told(parse_object(response.body), *command.answer).get_object();
    }
    if (!is_good) { refuse_xml(response); }
    if (command.answer == nullptr) { return {}; }
    codec::detail::xml_document const document{response.body};
    auto const result = document.root() ? document.root().child(std::string{command.operation} + "Result")
                                        : codec::detail::xml_element{};
    return result ? read_xml_members(result, *command.answer) : json::object{};
}

} // namespace understudy::awslocal
