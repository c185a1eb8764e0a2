#include "sns/endpoint.hpp"
#include "sns/envelope.hpp"
#include "sns/limits.hpp"
#include "sns/message_view.hpp"
#include "sns/publication.hpp"

#include <map>
#include <optional>

namespace understudy::sns {
namespace {

/// Decides who wants the message. What filters look at is worked out when the first filter asks.
class sieve {
public:
    explicit sieve(publication const& message) : message_{message} {}

    template <class Take>
    void sift(Take take)
    {
        auto const& topic = message_.topic;
        // Subscribers of different protocols may get different texts; then each has to be asked.
        if (!topic.audience.filters() || message_.texts) {
            for (auto const& [number, subscription] : topic.subscriptions) { consider(subscription, take); }
            return;
        }
        auto const none = message_values{};
        auto const numbers =
            topic.audience.candidates(topic.audience.filters_attributes() ? attributes() : none,
                                      topic.audience.filters_bodies() ? body(protocol::sqs) : none);
        for (auto const number : numbers) { consider(topic.subscriptions.find(number)->second, take); }
    }

private:
    template <class Take>
    void consider(subscription const& subscription, Take& take)
    {
        if (!subscription.pending && passes(subscription)) { take(subscription); }
    }

    bool passes(subscription const& subscription)
    {
        auto const* filter = subscription.settings.filter.get();
        if (!filter) { return true; }
        return filter->matches(filter->scope() == filter_scope::message_body ? body(subscription.protocol)
                                                                             : attributes());
    }

    message_values const& attributes()
    {
        if (!attributes_) { attributes_.emplace(message_.request.MessageAttributes); }
        return attributes_->values();
    }

    message_values const& body(protocol protocol)
    {
        auto const which = message_.texts ? protocol : protocol::sqs; // without texts all read the same
        auto found = bodies_.find(which);
        if (found == bodies_.end()) {
            found = bodies_.try_emplace(which, message_.text_for(which), message_.topic.audience.body_paths())
                        .first;
        }
        return found->second.values();
    }

    publication const& message_;
    std::optional<attributes_view> attributes_;
    std::map<protocol, body_view> bodies_;
};

/// Writes what goes to the queues of one message.
class postman {
public:
    postman(call const& call, publication const& message) : call_{call}, message_{message} {}

    void send(subscription const& subscription)
    {
        if (subscription.protocol != protocol::sqs) {
            divert(call_, nullptr, addressed(subscription),
                   std::string{"protocol not delivered yet: "}.append(name_of(subscription.protocol)));
            return;
        }
        auto sent = addressed(subscription);
        add_ids(sent, subscription);
        if (!call_.trace_header.empty()) {
            sent.system_attributes["AWSTraceHeader"] = {.StringValue = std::string{call_.trace_header},
                                                        .DataType = "String"};
        }
        if (!subscription.settings.raw) {
            if (!envelope_) { envelope_.emplace(call_, message_, text()); }
            sent.body = envelope_->addressed_to(subscription.arn);
        } else {
            sent.body = text();
            sent.attributes = message_.request.MessageAttributes;
            if (sent.attributes.size() > limits::raw_delivery_attributes_max) {
                return divert(call_, &subscription, std::move(sent),
                              subscription.endpoint
                                  + ": more than 10 message attributes with raw message delivery");
            }
        }
        call_.out.deliveries.push_back(std::move(sent));
    }

private:
    delivery addressed(subscription const& subscription) const
    {
        return {.queue_arn = subscription.endpoint,
                .body = {},
                .topic_arn = message_.topic.arn,
                .subscription_arn = subscription.arn,
                .message_id = message_.id,
                .cause = message_.event};
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

    shared_text const& text()
    {
        if (!text_) { text_ = message_.text_for(protocol::sqs); }
        return *text_;
    }

    call const& call_;
    publication const& message_;
    std::optional<shared_text> text_;
    std::optional<envelope> envelope_;
};

} // namespace

shared_text publication::text_for(protocol protocol) const
{
    if (!texts) { return *request.Message; }
    auto const name = name_of(protocol);
    auto const* text = texts->if_contains({name.data(), name.size()});
    if (!text || !text->is_string()) { text = texts->if_contains("default"); }
    return std::string_view{text->get_string().data(), text->get_string().size()};
}

void fan_out(call const& call, publication const& message)
{
    postman postman{call, message};
    sieve{message}.sift([&](subscription const& subscription) { postman.send(subscription); });
}

void divert(call const& call, subscription const* subscription, delivery failed, std::string_view why)
{
    if (subscription && !failed.to_dead_letter_queue && !subscription->settings.dead_letter_arn.empty()) {
        failed.queue_arn = subscription->settings.dead_letter_arn;
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
