#include "core/arn.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/paging.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

constexpr char topic_token = 't';        // and an ARN
constexpr char subscription_token = 's'; // and a number

/// The number after which to go on; 0 for the first page.
result<std::uint64_t> read_number(std::optional<std::string> const& token)
{
    if (is_first_page(token)) { return std::uint64_t{0}; }
    auto const text = read_token(subscription_token, *token);
    if (!text) { return text.error(); }
    auto const number = parse_integer(*text);
    if (!number || *number < 1) { return errors::next_token_invalid(); }
    return static_cast<std::uint64_t>(*number);
}

Subscription shown(subscription const& subscription)
{
    return {.Owner = subscription.owner,
            .Protocol = std::string{name_of(subscription.protocol)},
            .Endpoint = subscription.endpoint,
            .SubscriptionArn = subscription.pending ? "PendingConfirmation" : subscription.arn.str(),
            .TopicArn = subscription.topic_arn.str()};
}

/// One page of a map by number, beginning after `after`.
template <class Response, class Map, class Find>
Response page_of(Map const& numbered, std::uint64_t after, Find find)
{
    Response page;
    auto next = numbered.upper_bound(after);
    std::uint64_t last = 0;
    for (; next != numbered.end() && page.Subscriptions.size() < limits::page_size; ++next) {
        page.Subscriptions.push_back(shown(find(*next)));
        last = next->first;
    }
    if (next != numbered.end()) { page.NextToken = make_token(subscription_token, std::to_string(last)); }
    return page;
}

} // namespace

result<ListTopicsResponse> list_topics(state& sns, call const& call, ListTopicsInput const& request)
{
    auto const prefix = make_arn("sns", call.region, call.account, "");
    auto next = sns.topics.lower_bound(prefix);
    if (!is_first_page(request.NextToken)) {
        auto const last = read_token(topic_token, *request.NextToken);
        if (!last) { return last.error(); }
        if (!last->starts_with(prefix)) { return errors::next_token_invalid(); }
        next = sns.topics.upper_bound(*last);
    }
    auto more = [&] { return next != sns.topics.end() && next->first.starts_with(prefix); };
    ListTopicsResponse page;
    for (; more() && page.Topics.size() < limits::page_size; ++next) { page.Topics.push_back({next->first}); }
    if (more()) { page.NextToken = make_token(topic_token, page.Topics.back().TopicArn); }
    return page;
}

result<ListSubscriptionsResponse> list_subscriptions(state& sns, call const& call,
                                                     ListSubscriptionsInput const& request)
{
    auto const after = read_number(request.NextToken);
    if (!after) { return after.error(); }
    auto const place = sns.subscriptions.find(place_of(call.region, call.account));
    if (place == sns.subscriptions.end()) { return ListSubscriptionsResponse{}; }
    return page_of<ListSubscriptionsResponse>(
        place->second, *after, [&](auto const& entry) -> auto const& {
            auto const& topic = sns.topics.find(entry.second.view())->second;
            return topic.subscriptions.find(entry.first)->second;
        });
}

result<ListSubscriptionsByTopicResponse> list_subscriptions_by_topic(
    state& sns, call const& call, ListSubscriptionsByTopicInput const& request)
{
    auto const topic = find_topic(sns, call, request.TopicArn);
    if (!topic) { return topic.error(); }
    auto const after = read_number(request.NextToken);
    if (!after) { return after.error(); }
    return page_of<ListSubscriptionsByTopicResponse>(
        (*topic)->subscriptions, *after, [](auto const& entry) -> auto const& { return entry.second; });
}

} // namespace understudy::sns
