// A subscription's filter policy: parsed and refused once, then asked for each message. An immutable value.
// https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
#pragma once

#include <understudy/error.hpp>

#include "sns/errors.hpp"
#include "sns/filter_condition.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::sns {

enum class filter_scope : std::uint8_t { message_attributes, message_body };

/// All rules hold, and of each list of alternatives at least one does.
struct filter_group {
    struct rule {
        std::string path; // the keys from the root, joined by dots
        std::vector<condition> any_of;
    };
    std::vector<rule> rules = {};
    std::vector<std::vector<filter_group>> alternatives = {};

    /// The key of the first rule that does not hold, "$or" for a list of alternatives; nothing when the message passes.
    std::optional<std::string_view> obstacle(message_values const& message) const;
};

class filter_policy {
public:
    explicit filter_policy(filter_group root, filter_scope scope, bool nested);

    bool matches(message_values const& message) const { return !obstacle(message); }
    std::optional<std::string_view> obstacle(message_values const& message) const
    {
        return root_.obstacle(message);
    }
    filter_scope scope() const noexcept { return scope_; }
    bool nested() const noexcept { return nested_; }
    /// The keys it asks for, each once.
    std::vector<std::string> const& paths() const noexcept { return paths_; }
    /// A rule that asks for equality only: a message that has none of the values of the rule cannot match the
    /// policy. Nothing when there is no such rule.
    filter_group::rule const* equality() const noexcept;

private:
    filter_group root_;
    filter_scope scope_;
    bool nested_;
    std::vector<std::string> paths_;
};

/// The compiled policy; a null pointer when the text asks for nothing: it is empty or {}.
result<std::shared_ptr<filter_policy const>> parse_filter_policy(origin from, std::string_view text,
                                                                 filter_scope scope);

} // namespace understudy::sns
