#include "followers.hpp"

#include "http_exchange.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace understudy {

namespace {

namespace json = boost::json;

std::string percent_encoded(std::string_view text)
{
    std::string encoded;
    for (char const c : text) {
        bool const is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                              || std::string_view{"-._~"}.find(c) != std::string_view::npos;
        encoded += is_plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

std::string url_of(std::string_view endpoint, std::string_view path)
{
    while (endpoint.ends_with('/')) { endpoint.remove_suffix(1); }
    return fmt::format("{}/_understudy/{}", endpoint, path);
}

/// A member as text; empty when it is not there.
std::string text_of(json::object const& object, std::string_view name)
{
    auto const* value = object.if_contains(name);
    if (value == nullptr) { return {}; }
    auto const* text = value->if_string();
    return text != nullptr ? std::string{text->data(), text->size()} : json::serialize(*value);
}

/// "#41 10:00:30.000 sqs.message_sent orders 8d3a5a2c-... because of #40"
std::string line_of(json::object const& event)
{
    auto const time = text_of(event, "time");
    auto const clock = time.substr(std::min(time.find('T') + 1, time.size()), 12);
    auto line = fmt::format("#{} {} {}", text_of(event, "sequence"), clock, text_of(event, "type"));
    auto const add = [&](std::string_view before, std::string_view name) {
        if (auto const text = text_of(event, name); !text.empty()) { line.append(before).append(text); }
    };
    add(" ", "name");
    add(" ", "message_id");
    add(" receive ", "receive_count");
    add(" - ", "detail");
    add(" because of #", "cause");
    return line;
}

void print(std::string const& line)
{
    std::puts(line.c_str());
    std::fflush(stdout); // somebody watches
}

/// What an emulator says about a request that it does not grant.
int refused(http_exchange& answer)
{
    json::error_code failure;
    auto const document = json::parse(answer.rest(), failure);
    auto const* object = failure ? nullptr : document.if_object();
    auto const why = object == nullptr ? answer.status_line() : text_of(*object, "error");
    fmt::print(stderr, "understudy: {}\n", why);
    return 1;
}

int unreachable(std::exception const& failure)
{
    fmt::print(stderr, "understudy: {}\n", failure.what());
    return 1;
}

} // namespace

int tail(tail_options const& options)
try {
    constexpr std::string_view data = "data: ";
    std::string path = "events/stream?";
    auto const ask = [&](std::string_view name, std::string const& value) {
        if (!value.empty()) { path += fmt::format("{}={}&", name, percent_encoded(value)); }
    };
    ask("type", options.type);
    ask("resource", options.resource);
    ask("concerning", options.message);
    ask("after", options.after);
    path.pop_back();
    http_exchange answer{url_of(options.endpoint, path)};
    if (!answer.is_good()) { return refused(answer); }
    std::uint64_t printed = 0;
    for (std::string line; answer.next_line(line);) {
        if (!line.starts_with(data)) { continue; }
        auto const event = line.substr(data.size());
        print(options.as_json ? event : line_of(json::parse(event).as_object()));
        if (++printed == options.count) { return 0; }
    }
    fmt::print(stderr, "understudy: the emulator has ended\n");
    return 1;
} catch (std::exception const& failure) {
    return unreachable(failure);
}

int explain(explain_options const& options)
try {
    http_exchange answer{url_of(options.endpoint, "explain/" + percent_encoded(options.message))};
    if (!answer.is_good()) { return refused(answer); }
    auto const document = json::parse(answer.rest());
    for (auto const& line : document.as_object().at("story").as_array()) {
        print(std::string{std::string_view{line.as_string()}});
    }
    return 0;
} catch (std::exception const& failure) {
    return unreachable(failure);
}

} // namespace understudy
