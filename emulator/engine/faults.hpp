// Faults that a test asks for: which calls fail, and how. A value; the engine asks it before each request, and only when
// there are any. Chance comes from a seed of its own, so that the ids of a run stay what they were.
#pragma once

#include <understudy/error.hpp>
#include <understudy/fault.hpp>

#include "core/ids.hpp"

#include <string_view>
#include <vector>

namespace understudy {

struct struck_call {
    std::string_view service;   // "sqs"
    std::string_view operation; // "SendMessage"
    std::string_view resource;  // name of the queue, topic or table; URL of an HTTP endpoint
    std::string_view account;
};

/// What befalls an answer on its way to the client.
struct mishap {
    milliseconds latency{0};
    bool lost = false; // the connection closes in its place

    explicit operator bool() const noexcept { return lost || latency.count() > 0; }
};
mishap mishap_of(fault const& rule) noexcept;
/// Whether what a topic sends does not arrive.
bool fails_delivery(fault const& rule) noexcept;
/// What a call is refused with.
service_error error_of(fault const& rule);

class faults {
public:
    explicit faults(std::uint64_t seed) : chance_{seed} {}

    bool any() const noexcept { return !rules_.empty(); }
    /// Returns the number that names the rule from now on.
    std::uint64_t add(fault rule);
    bool remove(std::uint64_t number);
    /// Those of an account only, or all.
    void clear(std::string_view account = {});
    std::vector<fault_report> const& list() const noexcept { return rules_; }

    /// Counts the call with every rule that means it, and returns the first that fires; null: none does. Valid until the
    /// rules change.
    fault const* strike(struck_call const& call);

private:
    bool fires(fault_report& rule);

    std::vector<fault_report> rules_;
    std::uint64_t last_ = 0;
    id_source chance_;
};

/// Name of what a request is about; empty when it is about nothing in particular.
template <class Request>
std::string_view resource_name_of(Request const& request)
{
    auto const last = [](std::string_view text) { return text.substr(text.find_last_of("/:") + 1); };
    if constexpr (requires { request.QueueUrl; }) {
        return last(request.QueueUrl);
    } else if constexpr (requires { request.QueueName; }) {
        return request.QueueName;
    } else if constexpr (requires { request.TopicArn->size(); }) {
        return request.TopicArn ? last(*request.TopicArn) : std::string_view{};
    } else if constexpr (requires { request.TableName->size(); }) {
        return request.TableName ? last(*request.TableName) : std::string_view{};
    } else {
        return {};
    }
}

} // namespace understudy
