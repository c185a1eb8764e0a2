// An emulator that is asked in JSON, whatever the protocol of the service: codec/ makes the shape, the desk takes it. On
// the wire of the Query protocol the shape becomes a form in between, and the answer XML.
#pragma once

#include "support/fixed_desk.hpp"
#include "support/story.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::story {

/// What came of a request: JSON, an error, or a poll that waits.
struct outcome {
    std::string json = {};
    std::optional<service_error> error = {};
    bool waits = false;
};

class stage {
public:
    explicit stage(engine_options options, wire through = wire::json);

    /// `name` is "SendMessage", or "sqs.SendMessage" when another service has an operation of that name too. Nothing when
    /// there is no such operation.
    std::optional<outcome> ask(std::string_view service, std::string_view name, std::string_view json);
    /// The n-th poll that waited, from 1. Nothing when there were not so many.
    outcome const* poll(std::size_t n) const { return n - 1 < polls.size() ? &polls[n - 1] : nullptr; }

    fixed_desk desk;
    wire through;
    caller who{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost:4566"};
    std::vector<outcome> polls = {};
};

} // namespace understudy::story
