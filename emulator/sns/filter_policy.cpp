#include "sns/filter_policy.hpp"

#include "sns/filter_reader.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"

#include <algorithm>

namespace understudy::sns {
namespace {

void collect_paths(filter_group const& group, std::vector<std::string>& paths)
{
    for (auto const& rule : group.rules) { paths.push_back(rule.path); }
    for (auto const& alternatives : group.alternatives) {
        for (auto const& alternative : alternatives) { collect_paths(alternative, paths); }
    }
}

bool is_equality(condition const& wanted) { return std::holds_alternative<conditions::equals>(wanted); }

} // namespace

std::optional<std::string_view> filter_group::obstacle(message_values const& message) const
{
    for (auto const& one : rules) {
        auto const found = message.find(one.path);
        auto const* values = found == message.end() ? nullptr : &found->second;
        if (std::ranges::none_of(one.any_of,
                                 [&](auto const& wanted) { return sns::matches(wanted, values); })) {
            return one.path;
        }
    }
    bool const passes = std::ranges::all_of(alternatives, [&](auto const& branches) {
        return std::ranges::any_of(branches, [&](auto const& branch) { return !branch.obstacle(message); });
    });
    return passes ? std::nullopt : std::optional<std::string_view>{"$or"};
}

filter_policy::filter_policy(filter_group root, filter_scope scope, bool nested)
    : root_{std::move(root)}, scope_{scope}, nested_{nested}
{
    collect_paths(root_, paths_);
    std::ranges::sort(paths_);
    paths_.erase(std::unique(paths_.begin(), paths_.end()), paths_.end());
}

filter_group::rule const* filter_policy::equality() const noexcept
{
    auto const found = std::ranges::find_if(
        root_.rules, [](auto const& rule) { return std::ranges::all_of(rule.any_of, is_equality); });
    return found == root_.rules.end() ? nullptr : &*found;
}

result<std::shared_ptr<filter_policy const>> parse_filter_policy(origin from, std::string_view text,
                                                                 filter_scope scope)
{
    constexpr std::string_view name = "FilterPolicy";
    if (text.empty()) { return std::shared_ptr<filter_policy const>{}; }
    if (text.size() > limits::filter_policy_bytes_max) {
        return errors::policy_invalid(from, name, "Filter policy is too large");
    }
    if (!parse_json(text, limits::json_depth_max)) {
        return errors::policy_invalid(from, name, json_complaint(text));
    }
    auto read = read_filter_policy(text);
    if (auto const* complaint = std::get_if<std::string>(&read)) {
        return errors::policy_invalid(from, name, *complaint);
    }
    auto& policy = std::get<filter_reading>(read);
    if (policy.root.rules.empty() && policy.root.alternatives.empty()) {
        return std::shared_ptr<filter_policy const>{};
    }
    if (policy.nested && scope == filter_scope::message_attributes) {
        return errors::filter_scope_not_nested();
    }
    if (policy.keys > limits::filter_policy_keys_max) {
        return errors::policy_invalid(from, name, "Filter policy can not have more than 5 keys");
    }
    if (policy.combinations > limits::filter_policy_combinations_max
        || policy.wildcard_points > limits::wildcard_points_max) {
        return errors::policy_invalid(from, name, "Filter policy is too complex");
    }
    return std::make_shared<filter_policy const>(std::move(policy.root), scope, policy.nested);
}

} // namespace understudy::sns
