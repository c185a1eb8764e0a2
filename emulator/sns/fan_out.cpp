#include "sns/endpoint.hpp"
#include "sns/envelope.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/message_view.hpp"
#include "sns/publication.hpp"

#include <array>
#include <map>
#include <optional>

namespace understudy::sns {
namespace {

/// Decides who wants the message. What filters look at is worked out when the first filter asks.
class sieve {
public:
    explicit sieve(publication const& message) : message_{message} {}

    /// Small topics ask every subscriber, and tell of each that does not want the message, and by which key.
    template <class Take, class Leave>
    void sift(Take take, Leave leave)
    {
        auto const& topic = message_.topic;
        // Subscribers of different protocols may get different texts; then each has to be asked.
        if (!topic.audience.filters() || message_.texts()
            || topic.subscriptions.size() <= limits::filtered_events_max) {
            for (auto const& [number, subscription] : topic.subscriptions) {
                consider(subscription, take, leave);
            }
            return;
        }
        auto const none = message_values{};
        auto const numbers =
            topic.audience.candidates(topic.audience.filters_attributes() ? attributes() : none,
                                      topic.audience.filters_bodies() ? body(protocol::sqs) : none);
        for (auto const number : numbers) { consider(topic.subscriptions.find(number)->second, take, leave); }
    }

    /// The same question for one subscriber.
    template <class Take>
    void sift_one(subscription const& subscription, Take take)
    {
        if (!subscription.pending && !obstacle(subscription)) { take(); }
    }

private:
    template <class Take, class Leave>
    void consider(subscription const& subscription, Take& take, Leave& leave)
    {
        if (subscription.pending || subscription.replaying) { return; }
        auto const key = obstacle(subscription);
        key ? leave(subscription, *key) : take(subscription);
    }

    /// The key by which the filter policy keeps the message away; nothing when it does not.
    std::optional<std::string_view> obstacle(subscription const& subscription)
    {
        auto const* filter = subscription.settings.filter.get();
        if (!filter) { return std::nullopt; }
        return filter->obstacle(filter->scope() == filter_scope::message_body ? body(subscription.protocol)
                                                                              : attributes());
    }

    message_values const& attributes()
    {
        if (!attributes_) { attributes_.emplace(message_.request.MessageAttributes); }
        return attributes_->values();
    }

    message_values const& body(protocol protocol)
    {
        auto const which = message_.texts() ? protocol : protocol::sqs; // without texts all read the same
        auto found = bodies_.find(which);
        if (found == bodies_.end()) {
            found = bodies_
                        .try_emplace(which, message_.text_for(name_of(which)),
                                     message_.topic.audience.body_paths())
                        .first;
        }
        return found->second.values();
    }

    publication const& message_;
    std::optional<attributes_view> attributes_;
    std::map<protocol, body_view> bodies_;
};

/// Writes what goes to the subscribers of one message.
class postman {
public:
    postman(state& sns, call const& call, publication const& message)
        : sns_{sns}, call_{call}, message_{message}
    {}

    void send(subscription const& subscription)
    {
        switch (subscription.protocol) {
        case protocol::sqs: return to_queue(subscription);
        case protocol::http:
        case protocol::https: return to_http(subscription);
        default: return to_outbox(subscription);
        }
    }

private:
    void to_queue(subscription const& subscription)
    {
        auto sent = addressed(subscription);
        add_ids(sent, subscription);
        if (sent.attributes.size() > limits::raw_delivery_attributes_max) {
            return divert(call_, &subscription, std::move(sent),
                          subscription.endpoint
                              + ": more than 10 message attributes with raw message delivery");
        }
        call_.out.deliveries.push_back(std::move(sent));
    }

    void to_http(subscription const& subscription)
    {
        auto plan = plan_of(message_.topic, subscription);
        auto last_resort = addressed(subscription);
        auto request = make_posting(subscription, "Notification", message_.id, plan, last_resort.body);
        start(
            sns_, call_,
            {.request = std::move(request), .last_resort = std::move(last_resort), .plan = std::move(plan)});
    }

    void to_outbox(subscription const& subscription)
    {
        auto body = content_for(subscription);
        if (!body) {
            return divert(call_, &subscription, addressed(subscription),
                          subscription.protocol == protocol::sms
                              ? opted_out(subscription.endpoint)
                              : subscription.endpoint + ": the endpoint is disabled or not there");
        }
        sns_.outbox.put({.time = call_.now,
                         .protocol = std::string{name_of(subscription.protocol)},
                         .endpoint = subscription.endpoint,
                         .type = "Notification",
                         .topic_arn = message_.topic.arn.str(),
                         .subscription_arn = subscription.arn.str(),
                         .message_id = message_.id,
                         .subject = message_.request.Subject.value_or(""),
                         .body = *body});
        call_.emit({.type = event_type::message_delivered,
                    .resource = message_.topic.arn,
                    .message_id = message_.id,
                    .body = std::move(*body),
                    .cause = message_.event,
                    .detail = subscription.endpoint});
    }

    /// What leaves for a place outside; nothing when it cannot be reached.
    std::optional<shared_text> content_for(subscription const& subscription)
    {
        switch (subscription.protocol) {
        case protocol::lambda:
            return sns::addressed(notification_for(subscription), notification::form::lambda_event,
                                  subscription.arn);
        case protocol::sms:
            if (is_opted_out(sns_, message_.topic.region, message_.topic.account, subscription.endpoint)) {
                return std::nullopt;
            }
            return text_for(subscription.protocol);
        case protocol::email: return text_for(subscription.protocol);
        case protocol::application: {
            auto const* endpoint = find_enabled_endpoint(sns_, subscription.endpoint);
            if (!endpoint) { return std::nullopt; }
            return message_.text_for(platform_of(endpoint->application_arn));
        }
        default: return body_for(subscription);
        }
    }

    /// As queues and web servers get it.
    shared_text body_for(subscription const& subscription)
    {
        if (subscription.settings.raw) { return text_for(subscription.protocol); }
        return sns::addressed(notification_for(subscription), notification::form::envelope, subscription.arn);
    }

    delivery addressed(subscription const& subscription)
    {
        delivery sent{.queue_arn = subscription.endpoint,
                      .body = body_for(subscription),
                      .is_message_text = is_message_text(subscription),
                      .topic_arn = message_.topic.arn,
                      .subscription_arn = subscription.arn,
                      .message_id = message_.id,
                      .cause = message_.event};
        if (subscription.settings.raw) { sent.attributes = message_.request.MessageAttributes; }
        if (!call_.trace_header.empty()) {
            sent.system_attributes["AWSTraceHeader"] = {.StringValue = std::string{call_.trace_header},
                                                        .DataType = "String"};
        }
        return sent;
    }

    bool is_message_text(subscription const& subscription)
    {
        if (!subscription.settings.raw) { return notification_for(subscription)->is_message_text(); }
        return message_.prepared.is_message_text && !message_.texts();
    }

    /// A standard queue behind a FIFO topic gets neither group nor deduplication id.
    void add_ids(delivery& sent, subscription const& subscription) const
    {
        if (!message_.topic.fifo) {
            sent.group_id = message_.request.MessageGroupId;
        } else if (is_fifo_queue(subscription.endpoint)) {
            sent.group_id = message_.request.MessageGroupId;
            sent.deduplication_id = message_.deduplication_id;
        }
    }

    /// Without a text for each protocol all read the same.
    protocol version_for(protocol protocol) const { return message_.texts() ? protocol : sns::protocol::sqs; }

    shared_text const& text_for(protocol protocol)
    {
        auto const which = version_for(protocol);
        auto& text = texts_[static_cast<std::size_t>(which)];
        if (text.empty()) { text = message_.text_for(name_of(which)); }
        return text;
    }

    std::shared_ptr<notification const> const& notification_for(subscription const& subscription)
    {
        auto const which = version_for(subscription.protocol);
        auto& made = notifications_[static_cast<std::size_t>(which)];
        if (!made) {
            made = std::make_shared<notification const>(call_, message_, text_for(which), sns_.signs);
        }
        return made;
    }

    state& sns_;
    call const& call_;
    publication const& message_;
    std::array<shared_text, protocol_count> texts_;
    std::array<std::shared_ptr<notification const>, protocol_count> notifications_;
};

} // namespace

shared_text publication::text_for(std::string_view protocol) const
{
    if (!texts()) { return body; }
    auto const own = texts()->find(protocol);
    return own != texts()->end() ? own->second : texts()->find("default")->second;
}

std::string opted_out(std::string_view phone_number)
{
    return std::string{phone_number} + ": the owner of the phone has opted out";
}

void fan_out(state& sns, call const& call, publication const& message)
{
    postman postman{sns, call, message};
    auto const& topic = message.topic;
    bool const tells_each = topic.subscriptions.size() <= limits::filtered_events_max;
    std::size_t taken = 0;
    auto tell = [&](std::string detail) {
        call.emit({.type = event_type::message_filtered,
                   .resource = topic.arn,
                   .message_id = message.id,
                   .cause = message.event,
                   .detail = std::move(detail)});
    };
    sieve{message}.sift(
        [&](subscription const& subscription) {
            ++taken;
            postman.send(subscription);
        },
        [&](subscription const& subscription, std::string_view key) {
            if (tells_each) { tell(subscription.arn.str() + ": " + std::string{key}); }
        });
    auto const confirmed = topic.subscriptions.size() - topic.pending;
    if (!tells_each && taken < confirmed) {
        tell(std::to_string(confirmed - taken) + " of " + std::to_string(confirmed) + " subscriptions");
    }
}

void send_to(state& sns, call const& call, publication const& message, subscription const& subscription)
{
    sieve{message}.sift_one(subscription, [&] { postman{sns, call, message}.send(subscription); });
}

void divert(call const& call, subscription const* subscription, delivery failed, std::string_view why)
{
    if (subscription && !failed.to_dead_letter_queue && !subscription->settings.dead_letter_arn.empty()) {
        failed.queue_arn = subscription->settings.dead_letter_arn.str();
        failed.to_dead_letter_queue = true;
        call.out.deliveries.push_back(std::move(failed));
        return;
    }
    call.emit({.type = event_type::delivery_failed,
               .resource = std::move(failed.topic_arn),
               .message_id = failed.message_id,
               .body = std::move(failed.body),
               .cause = failed.cause,
               .detail = std::string{why}});
}

} // namespace understudy::sns
