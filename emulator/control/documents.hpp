// JSON in and out of the control endpoints: what is written, and what is read with a complaint that helps. For control/ only.
#pragma once

#include "control/world_keeper.hpp"
#include "engine/director.hpp"
#include "protocol/http.hpp"

#include <boost/json.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace understudy::control {

namespace json = boost::json;

/// A request cannot be understood: 400 with this text.
class bad_request : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

protocol::http_response answer_json(json::object const& document, unsigned status = 200);
protocol::http_response refusal(unsigned status, std::string_view message);

/// "real", "manual", "auto"
std::string_view name_of(clock_mode mode);
/// Throws bad_request when no mode has that name.
clock_mode clock_named(std::string_view name);
std::string iso_8601(instant time);
json::object to_json(event const& event);
json::array to_json(std::vector<event> const& events);
json::object to_json(timer_view const& timer);
json::object to_json(fault_report const& report);
json::object to_json(world_view const& world);

/// The members of a request, each asked for by name. Throws bad_request for a value of the wrong kind, and by done() for
/// members that nobody asked for.
class members {
public:
    explicit members(json::object const& object, std::string_view of = "the body") : object_{object}, of_{of}
    {}

    json::value const* find(std::string_view name);
    std::string text(std::string_view name);                                 // empty when it is not there
    std::uint64_t count(std::string_view name, std::uint64_t otherwise = 0); // a number or its text
    milliseconds duration(std::string_view name, milliseconds otherwise);
    void done() const;

private:
    json::object const& object_;
    std::string_view of_;
    std::vector<std::string_view> known_;
};

/// "30s", 1500. Nothing when it is neither, negative or beyond a hundred years.
std::optional<milliseconds> duration_in(json::value const& value);
/// "2026-11-22T10:00:30Z", with a fraction or without, or milliseconds since 1970.
std::optional<instant> instant_in(json::value const& value);
/// {"type": "sqs.message_sent", "resource": "q", "message": id, "concerning": id, "handled": id, "containing": "text",
///  "json": {"path": value}, "caused_by": 41}
event_pattern pattern_in(json::object const& match);
fault fault_in(json::object const& body);

} // namespace understudy::control
