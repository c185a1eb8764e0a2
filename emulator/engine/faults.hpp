// Faults that a test asks for: which calls fail, and with what. A value; the engine asks it before each request, and only when
// there are any. Chance comes from a seed of its own, so that the ids of a run stay what they were.
#pragma once

#include <understudy/error.hpp>
#include <understudy/fault.hpp>

#include "core/ids.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace understudy {

struct struck_call {
    std::string_view service;   // "sqs"
    std::string_view operation; // "SendMessage"
    std::string_view resource;  // name of the queue, topic or table; URL of an HTTP endpoint
    std::string_view account;
};

class faults {
public:
    explicit faults(std::uint64_t seed) : chance_{seed} {}

    bool any() const noexcept { return !rules_.empty(); }
    /// Returns the number that names the rule from now on.
    std::uint64_t add(fault rule);
    bool remove(std::uint64_t number);
    void clear() noexcept { rules_.clear(); }
    std::vector<fault_report> const& list() const noexcept { return rules_; }

    /// Counts the call with every rule that means it; the first that fires says what the call gets.
    std::optional<service_error> strike(struck_call const& call);

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
