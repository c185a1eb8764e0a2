#include "sns/http_delivery.hpp"

#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/publication.hpp"
#include "sns/service.hpp"

namespace understudy::sns {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=UTF-8";
constexpr unsigned too_many_requests = 429;

/// When a throttled subscription may be sent to, at the earliest now; the next one has to wait longer.
instant take_slot(state& sns, call const& call, http_delivery const& delivery)
{
    auto const rate = delivery.plan.per_second_max;
    if (!rate || delivery.confirmation) { return call.now; }
    auto& free_from = sns.http_deliveries.free_from[delivery.last_resort.subscription_arn.str()];
    auto const slot = std::max(call.now, free_from);
    free_from = slot + std::max(milliseconds{1'000} / *rate, milliseconds{1});
    return slot;
}

void attempt(call const& call, std::uint64_t id, http_delivery& delivery)
{
    ++delivery.attempts;
    delivery.under_way = true;
    auto request = delivery.request;
    request.id = id;
    call.out.postings.push_back(std::move(request));
}

void attempt_at(state& sns, call const& call, std::uint64_t id, instant due)
{
    if (due > call.now) { return call.set_timer(timer_kind::delivery_attempt, id, due); }
    attempt(call, id, sns.http_deliveries.open.at(id));
}

std::string describe(posting_outcome const& outcome)
{
    return outcome.status != 0 ? "status " + std::to_string(outcome.status) : outcome.failure;
}

/// A client error is the receiver's last word, unless it says that it is asked too often.
bool is_final(posting_outcome const& outcome)
{
    return outcome.permanent
           || (outcome.status >= 400 && outcome.status < 500 && outcome.status != too_many_requests);
}

} // namespace

posting make_posting(subscription const& to, std::string_view type, uuid const& message_id,
                     delivery_plan const& plan, shared_text body)
{
    bool const notifies = type == "Notification";
    posting made{.url = to.endpoint, .body = std::move(body)};
    made.headers = {
        {"x-amz-sns-message-type", std::string{type}},
        {"x-amz-sns-message-id", to_string(message_id)},
        {"x-amz-sns-topic-arn", to.topic_arn.str()},
    };
    if (type != "SubscriptionConfirmation") {
        made.headers.emplace_back("x-amz-sns-subscription-arn", to.arn.str());
    }
    if (notifies && to.settings.raw) { made.headers.emplace_back("x-amz-sns-rawdelivery", "true"); }
    made.headers.emplace_back("Content-Type", notifies ? plan.content_type : std::string{plain_text});
    return made;
}

delivery_plan plan_of(topic const& topic, subscription const& subscription)
{
    auto const of_topic = topic.attributes.find("DeliveryPolicy");
    return read_delivery_plan(effective_subscription_delivery_policy(
        subscription.settings.delivery_policy,
        of_topic == topic.attributes.end() ? std::string_view{} : std::string_view{of_topic->second}));
}

void start(state& sns, call const& call, http_delivery delivery)
{
    auto& deliveries = sns.http_deliveries;
    auto const id = ++deliveries.last;
    auto const slot = take_slot(sns, call, delivery);
    delivery.first = slot;
    deliveries.open.emplace(id, std::move(delivery));
    attempt_at(sns, call, id, slot);
}

void try_again(state& sns, call const& call, std::uint64_t id)
{
    auto const found = sns.http_deliveries.open.find(id);
    if (found == sns.http_deliveries.open.end()) { return; }
    auto& delivery = found->second;
    auto const known = find_subscription(sns, delivery.last_resort.subscription_arn);
    if (!known.subscription && !delivery.confirmation) { // ended meanwhile, and so does this
        sns.http_deliveries.open.erase(found);
        return;
    }
    attempt(call, id, delivery);
}

void posting_finished(state& sns, call const& call, std::uint64_t id, posting_outcome const& outcome)
{
    auto const found = sns.http_deliveries.open.find(id);
    if (found == sns.http_deliveries.open.end()) { return; }
    auto& delivery = found->second;
    auto const& about = delivery.last_resort;
    delivery.under_way = false;
    if (outcome.status >= 200 && outcome.status < 300) {
        call.emit({.type = delivery.confirmation ? event_type::confirmation_delivered
                                                 : event_type::message_delivered,
                   .resource = about.topic_arn,
                   .message_id = about.message_id,
                   .body = delivery.confirmation ? delivery.request.body : shared_text{},
                   .cause = about.cause,
                   .detail = delivery.request.url});
        sns.http_deliveries.open.erase(found);
        return;
    }
    auto const why = delivery.request.url + ": " + describe(outcome);
    call.emit({.type = event_type::delivery_attempt_failed,
               .resource = about.topic_arn,
               .message_id = about.message_id,
               .cause = about.cause,
               .receive_count = static_cast<int>(delivery.attempts),
               .detail = why});
    auto const delay = is_final(outcome) ? std::nullopt : delay_before(delivery.plan, delivery.attempts);
    if (delay && call.now + *delay - delivery.first <= limits::delivery_time_max) {
        auto const slot =
            delay->count() == 0 ? call.now : std::max(call.now + *delay, take_slot(sns, call, delivery));
        return attempt_at(sns, call, id, slot);
    }
    auto const known = find_subscription(sns, about.subscription_arn);
    auto lost = std::move(delivery.last_resort);
    bool const replaceable = !delivery.confirmation && known.subscription;
    sns.http_deliveries.open.erase(found);
    divert(call, replaceable ? known.subscription : nullptr, std::move(lost), why);
}

std::vector<posting> postings_under_way(state const& sns)
{
    std::vector<posting> under_way;
    for (auto const& [id, delivery] : sns.http_deliveries.open) {
        if (!delivery.under_way) { continue; }
        under_way.push_back(delivery.request);
        under_way.back().id = id;
    }
    return under_way;
}

} // namespace understudy::sns
