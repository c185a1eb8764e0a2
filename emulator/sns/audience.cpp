#include "sns/audience.hpp"

#include <algorithm>
#include <bit>

namespace understudy::sns {
namespace {

using numbers = std::vector<std::uint64_t>;

std::string key_of(filter_scope scope, std::string_view path, message_value const& value)
{
    std::string key;
    key.reserve(path.size() + value.text.size() + 12);
    key += scope == filter_scope::message_body ? 'b' : 'a';
    key += path;
    key += '\0';
    switch (value.kind) {
    case message_value::type::text: (key += 's') += value.text; break;
    case message_value::type::number:
        (key += 'n') += std::to_string(std::bit_cast<std::uint64_t>(value.number + 0.0)); // -0 is 0
        break;
    case message_value::type::truth: key += value.truth ? 't' : 'f'; break;
    default: key += '0';
    }
    return key;
}

message_value value_of(conditions::equals const& wanted)
{
    using type = message_value::type;
    switch (wanted.value.index()) {
    case 0: return {.kind = type::text, .text = std::get<0>(wanted.value)};
    case 1: return {.kind = type::number, .number = std::get<1>(wanted.value)};
    case 2: return {.kind = type::truth, .truth = std::get<2>(wanted.value)};
    default: return {.kind = type::nothing};
    }
}

std::vector<std::string> keys_of(filter_policy const& filter, filter_group::rule const& rule)
{
    std::vector<std::string> keys;
    for (auto const& wanted : rule.any_of) {
        keys.push_back(key_of(filter.scope(), rule.path, value_of(std::get<conditions::equals>(wanted))));
    }
    return keys;
}

void insert(numbers& into, std::uint64_t number)
{
    auto const place = std::ranges::lower_bound(into, number);
    if (place == into.end() || *place != number) { into.insert(place, number); }
}

void erase(numbers& from, std::uint64_t number)
{
    auto const place = std::ranges::lower_bound(from, number);
    if (place != from.end() && *place == number) { from.erase(place); }
}

} // namespace

void audience::add(std::uint64_t subscription, filter_policy const* filter)
{
    auto const* rule = filter ? filter->equality() : nullptr;
    if (filter) { count(*filter, true); }
    if (!rule) { return insert(always_, subscription); }
    for (auto& key : keys_of(*filter, *rule)) { insert(keyed_[std::move(key)], subscription); }
}

void audience::remove(std::uint64_t subscription, filter_policy const* filter)
{
    auto const* rule = filter ? filter->equality() : nullptr;
    if (filter) { count(*filter, false); }
    if (!rule) { return erase(always_, subscription); }
    for (auto const& key : keys_of(*filter, *rule)) {
        auto const found = keyed_.find(key);
        if (found == keyed_.end()) { continue; } // the policy names the value twice
        erase(found->second, subscription);
        if (found->second.empty()) { keyed_.erase(found); }
    }
}

void audience::count(filter_policy const& filter, bool added)
{
    if (filter.scope() == filter_scope::message_attributes) {
        added ? ++attribute_filters_ : --attribute_filters_;
        return;
    }
    added ? ++body_filters_ : --body_filters_;
    for (auto const& path : filter.paths()) {
        if (added) {
            ++body_paths_[path];
        } else if (auto const found = body_paths_.find(path); --found->second == 0) {
            body_paths_.erase(found);
        }
    }
}

void audience::gather(filter_scope scope, message_values const& values, numbers& found) const
{
    for (auto const& [path, here] : values) {
        for (auto const& value : here) {
            if (value.kind == message_value::type::bytes) { continue; }
            auto const keyed = keyed_.find(key_of(scope, path, value));
            if (keyed != keyed_.end()) {
                found.insert(found.end(), keyed->second.begin(), keyed->second.end());
            }
        }
    }
}

numbers audience::candidates(message_values const& attributes, message_values const& body) const
{
    numbers keyed;
    if (!keyed_.empty()) {
        gather(filter_scope::message_attributes, attributes, keyed);
        gather(filter_scope::message_body, body, keyed);
        std::ranges::sort(keyed);
        keyed.erase(std::unique(keyed.begin(), keyed.end()), keyed.end());
    }
    numbers all;
    all.reserve(keyed.size() + always_.size());
    std::ranges::merge(keyed, always_, std::back_inserter(all));
    return all;
}

} // namespace understudy::sns
