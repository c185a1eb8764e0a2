#include "sns/confirmation.hpp"

#include "core/arn.hpp"
#include "sns/endpoint.hpp"
#include "sns/envelope.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/service.hpp"
#include "sns/subscribers.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

constexpr std::string_view token_start = "2336412f37"; // of every token of AWS
constexpr int token_words = 19;                        // and they have a little over 300 digits

bool is_hexadecimal(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

std::string make_token(call const& call)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string token{token_start};
    for (int word = 0; word < token_words; ++word) {
        auto const bits = call.ids.next();
        for (int shift = 60; shift >= 0; shift -= 4) { token += digits[bits >> shift & 0xFU]; }
    }
    return token;
}

void forget_old_tokens(confirmations& kept, instant now)
{
    while (!kept.ends.empty() && kept.ends.front().first <= now) {
        kept.tokens.erase(kept.ends.front().second);
        kept.ends.pop_front();
    }
}

std::string issue(state& sns, call const& call, confirmation_token content)
{
    forget_old_tokens(sns.confirmations, call.now);
    auto token = make_token(call);
    sns.confirmations.tokens.emplace(token, std::move(content));
    sns.confirmations.ends.emplace_back(call.now + limits::token_lifetime, token);
    return token;
}

void send(state& sns, call const& call, topic const& topic, subscription const& to, std::string_view type,
          std::string_view text, std::string_view token)
{
    auto const id = call.ids.next_uuid();
    shared_text body = confirmation_envelope(call, topic, type, to_string(id), text, token, sns.signs);
    if (to.protocol == protocol::http || to.protocol == protocol::https) {
        auto plan = plan_of(topic, to);
        auto request = make_posting(to, type, id, plan, body);
        start(sns, call,
              {.request = std::move(request),
               .last_resort = {.queue_arn = to.endpoint,
                               .body = std::move(body),
                               .topic_arn = topic.arn,
                               .subscription_arn = to.arn,
                               .message_id = id},
               .confirmation = true,
               .plan = std::move(plan)});
        return;
    }
    if (to.protocol == protocol::email) {
        body = std::string{text}.append("\n").append(subscribe_url(call, topic.arn, token)).append("\n");
    }
    sns.outbox.put({.time = call.now,
                    .protocol = std::string{name_of(to.protocol)},
                    .endpoint = to.endpoint,
                    .type = std::string{type},
                    .topic_arn = topic.arn.str(),
                    .subscription_arn = to.arn.str(),
                    .message_id = id,
                    .subject = "AWS Notification - Subscription Confirmation",
                    .body = body});
    call.emit({.type = event_type::confirmation_delivered,
               .resource = topic.arn,
               .message_id = id,
               .body = std::move(body),
               .detail = to.endpoint});
}

} // namespace

void ask_to_confirm(state& sns, call const& call, topic const& topic, subscription const& pending)
{
    sns.confirmations.pending.insert_or_assign(pending.number, pending.arn);
    call.set_timer(timer_kind::subscription_lapse, pending.number, call.now + limits::pending_lifetime);
    auto const token = issue(sns, call, {pending.arn.str()});
    auto const text = "You have chosen to subscribe to the topic " + topic.arn.str()
                      + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.";
    send(sns, call, topic, pending, "SubscriptionConfirmation", text, token);
}

void lapse(state& sns, std::uint64_t subscription)
{
    auto const waiting = sns.confirmations.pending.extract(subscription);
    if (waiting.empty()) { return; }
    auto const found = find_subscription(sns, waiting.mapped());
    if (found.subscription && found.subscription->pending) { remove(sns, *found.topic, *found.subscription); }
}

void tell_of_end(state& sns, call const& call, topic const& topic, subscription const& ended)
{
    auto const token = issue(sns, call, {ended.arn.str(), ended});
    auto const text = "You have chosen to deactivate subscription " + ended.arn.str()
                      + ".\nTo cancel this operation and restore the subscription, visit the SubscribeURL "
                        "included in this message.";
    send(sns, call, topic, ended, "UnsubscribeConfirmation", text, token);
}

result<ConfirmSubscriptionResponse> confirm_subscription(state& sns, call const& call,
                                                         ConfirmSubscriptionInput const& request)
{
    if (!request.TopicArn) { return errors::parameter_missing("topicArn"); }
    if (!request.Token) { return errors::parameter_missing("token"); }
    if (!check_arn(call, *request.TopicArn, "Topic")) { return errors::topic_of_token_invalid(); }
    if (!is_hexadecimal(*request.Token)) { return errors::token_malformed(); }
    forget_old_tokens(sns.confirmations, call.now);
    auto const known = sns.confirmations.tokens.find(*request.Token);
    if (known == sns.confirmations.tokens.end()) { return errors::token_unknown(); }
    auto& token = known->second;
    auto found = find_subscription(sns, token.subscription_arn);
    if (!found.subscription && token.ended) {
        auto const topic = sns.topics.find(token.ended->topic_arn.view());
        if (topic == sns.topics.end()) { return errors::token_unknown(); }
        add_again(sns, topic->second, *token.ended);
        found = find_subscription(sns, token.subscription_arn);
    }
    if (!found.subscription) { return errors::token_unknown(); }
    auto& subscription = *found.subscription;
    if (subscription.pending) {
        subscription.pending = false;
        sns.confirmations.pending.erase(subscription.number);
        call.set_timer(timer_kind::subscription_lapse, subscription.number, std::nullopt);
        --found.topic->pending;
        subscription.authenticated =
            !call.anonymous && lower_case(request.AuthenticateOnUnsubscribe.value_or("")) == "true";
    }
    return ConfirmSubscriptionResponse{subscription.arn.str()};
}

} // namespace understudy::sns
