#include "sns/lookup.hpp"

#include "core/arn.hpp"
#include "sns/errors.hpp"

#include <algorithm>

namespace understudy::sns {
namespace {

constexpr std::size_t topic_arn_elements = 6;

std::string_view region_of(std::string_view arn) noexcept
{
    for (int i = 0; i < 3; ++i) { arn.remove_prefix(arn.find(':') + 1); }
    return arn.substr(0, arn.find(':'));
}

} // namespace

std::size_t arn_elements(std::string_view arn) noexcept
{
    return static_cast<std::size_t>(std::ranges::count(arn, ':')) + 1;
}

std::string place_of(std::string_view region, std::string_view account)
{
    std::string place;
    place.reserve(region.size() + 1 + account.size());
    return place.append(region).append(":").append(account);
}

result<void> check_arn(call const& call, std::string_view arn, std::string_view parameter)
{
    auto const elements = arn_elements(arn);
    if (elements < topic_arn_elements) { return errors::arn_elements_missing(parameter, elements); }
    if (region_of(arn) != call.region) { return errors::arn_of_another_region(parameter); }
    return {};
}

result<topic*> find_topic(state& sns, call const& call, std::string const& arn, std::string_view parameter)
{
    // One that is there in the caller's region needs no further look at its ARN.
    auto const found = sns.topics.find(arn);
    if (found != sns.topics.end() && found->second.region == call.region) { return &found->second; }
    if (auto checked = check_arn(call, arn, parameter); !checked) { return checked.error(); }
    return errors::topic_does_not_exist();
}

result<topic*> find_topic(state& sns, call const& call, std::optional<std::string> const& arn)
{
    if (!arn) { return errors::parameter_missing("topicArn"); }
    return find_topic(sns, call, *arn, "TopicArn");
}

found_subscription find_subscription(state& sns, std::string_view arn)
{
    auto const end = arn.rfind(':');
    if (end == std::string_view::npos) { return {}; }
    auto const topic = sns.topics.find(arn.substr(0, end));
    if (topic == sns.topics.end()) { return {}; }
    auto const number = topic->second.by_id.find(std::string{arn.substr(end + 1)});
    if (number == topic->second.by_id.end()) { return {}; }
    return {&topic->second, &topic->second.subscriptions.find(number->second)->second};
}

result<found_subscription> require_subscription(state& sns, call const& call,
                                                std::optional<std::string> const& arn)
{
    if (!arn) { return errors::parameter_missing("subscriptionArn"); }
    if (auto checked = check_arn(call, *arn, "SubscriptionArn"); !checked) { return checked.error(); }
    if (arn_elements(*arn) == topic_arn_elements) { return errors::subscription_id_missing(); }
    auto const found = find_subscription(sns, *arn);
    if (!found.subscription) { return errors::subscription_does_not_exist(); }
    return found;
}

platform_endpoint const* find_enabled_endpoint(state const& sns, std::string_view arn)
{
    auto const parsed = parse_arn(arn);
    if (!parsed) { return nullptr; }
    auto const place = sns.mobile.find(place_of(parsed->region, parsed->account));
    if (place == sns.mobile.end()) { return nullptr; }
    auto const found = place->second.endpoints.find(arn);
    if (found == place->second.endpoints.end()) { return nullptr; }
    auto const& endpoint = found->second;
    return endpoint.attributes.find("Enabled")->second == "true" ? &endpoint : nullptr;
}

bool is_opted_out(state const& sns, std::string_view region, std::string_view account,
                  std::string_view phone_number)
{
    auto const place = sns.mobile.find(place_of(region, account));
    return place != sns.mobile.end() && place->second.opted_out.contains(phone_number);
}

std::string_view platform_of(std::string_view arn) noexcept
{
    auto const start = arn.find('/') + 1; // "app/GCM/name", "endpoint/GCM/name/id"
    return arn.substr(start, arn.find('/', start) - start);
}

} // namespace understudy::sns
