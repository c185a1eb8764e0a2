// A wire that answers from a script, and remembers what was sent over it. For tests on one thread.
#pragma once

#include <understudy/client.hpp>

#include "support/catch.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace understudy::testing {

class scripted_transport final : public transport {
public:
    std::string_view host() const noexcept override { return "127.0.0.1:4566"; }
    result_or_failure<wire_response> send(wire_request const& request,
                                          std::chrono::milliseconds timeout) override
    {
        sent.push_back(request);
        timeouts.push_back(timeout);
        if (script.empty()) return wire_failure{wire_failure_reason::refused, "the script is over"};
        auto next = std::move(script.front());
        script.pop_front();
        return next;
    }
    void interrupt() override { was_interrupted = true; }

    std::deque<result_or_failure<wire_response>> script;
    std::vector<wire_request> sent;
    std::vector<std::chrono::milliseconds> timeouts;
    bool was_interrupted = false;
};

inline std::string header(wire_headers const& headers, std::string_view name)
{
    for (auto const& [key, value] : headers) {
        if (key == name) return value;
    }
    return "(none)";
}

/// An environment of its own, without touching the process's.
inline environment variables(std::map<std::string, std::string> all)
{
    return [all = std::move(all)](char const* name) -> std::optional<std::string> {
        auto const found = all.find(name);
        if (found == all.end() || found->second.empty()) return std::nullopt;
        return found->second;
    };
}

inline client_options const& test_options()
{
    static client_options const options{.region = "eu-west-1",
                                        .credentials = credentials{"AKIDEXAMPLE", "secret", {}},
                                        .from = variables({})};
    return options;
}

/// A client, and the wire on which it talks.
template <class Client>
struct scripted {
    std::shared_ptr<scripted_transport> wire = std::make_shared<scripted_transport>();
    Client client{wire, test_options()};

    void answer(std::string body, unsigned status = 200, wire_headers headers = {})
    {
        wire->script.push_back(wire_response{status, std::move(headers), std::move(body)});
    }
    wire_request const& last() const { return wire->sent.back(); }
};

} // namespace understudy::testing

/// How a result looks in a failed check. Without this Catch would want to print the value.
template <class T, class E>
struct Catch::StringMaker<boost::system::result<T, E>> {
    static std::string convert(boost::system::result<T, E> const& shown)
    {
        return shown.has_value() ? "a value" : std::string{shown.error().message};
    }
};
