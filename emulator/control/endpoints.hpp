// What stands under /_understudy/: a line for each path and method. For control/ only.
#pragma once

#include "control/documents.hpp"
#include "control/process.hpp"
#include "control/template_keeper.hpp"
#include "control/world_keeper.hpp"

#include <span>
#include <stop_token>

namespace understudy::control {

/// A request of which nothing is left in the connection's buffer.
struct question {
    std::string argument = {}; // what stands in the place of '*'
    std::string query = {};
    json::object body = {};
    std::string text = {};       // the body of those that take a text
    std::string last_event = {}; // Last-Event-ID of a follower that comes back
    std::string accept = {};     // which types of answers
    world_keeper* worlds = nullptr;
    template_keeper* templates = nullptr;
    std::string reached_at = {}; // "http://host:port"
    process* house = nullptr;    // in which the emulator lives; none: it tells of none
    std::stop_token stop = {};
    /// Sends a piece of an answer that goes on until its connection ends; only for what waits.
    std::function<void(protocol::http_response)> send = {};
};

struct endpoint {
    std::string_view method;
    std::string_view path; // below /_understudy/; '*' is any one segment, '**' at the end any number
    protocol::http_response (*answer)(director&, question const&);
    std::string_view summary;
    std::string_view members = {}; // of the body or, with GET, of the query: names with blanks between them
    bool waits = false;            // may take real time: not for a thread of the server
    bool takes_text = false;       // the body is a text, and `members` are of the query
};

constexpr milliseconds wait_max = std::chrono::minutes{10}; // of real time, for any request

/// How long the request may take, in real time.
real_cap cap_in(members& read, question const& asked, milliseconds otherwise);
/// The number in the path. Throws bad_request when it is none.
std::uint64_t number_of(question const& asked);
protocol::http_response done_or(bool done, std::string_view missing);

std::span<endpoint const> endpoints();
/// Those of other emulators, below "/": see foreign_endpoints.cpp.
std::span<endpoint const> foreign_endpoints();
/// All of them as an OpenAPI document.
json::object describe_endpoints();
/// Nothing when the path is not that of the endpoint; otherwise what stands in the place of '*'.
std::optional<std::string_view> argument_of(endpoint const& endpoint, std::string_view path);

} // namespace understudy::control
