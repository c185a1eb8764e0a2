// A state of SNS with what a call needs around it, for tests: ids from one seed, a time that stands until it
// is moved.
#pragma once

#include "sns/service.hpp"
#include "support/result.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace understudy::sns {

constexpr instant noon_ish{milliseconds{1'795'342'530'123}}; // 2026-11-22T10:15:30.123Z

class stage {
public:
    state sns = {};
    event_log events = {};
    id_source ids{7};
    effects out{.events = events};
    instant now = noon_ish;
    std::string account = "000000000000";
    std::string region = "us-east-1";
    std::string endpoint = "http://localhost:4566";
    std::string trace_header = {};
    bool anonymous = false;

    call here()
    {
        out.deliveries.clear();
        out.timers.clear();
        out.postings.clear();
        return {.now = now,
                .arrived = now,
                .real = {},
                .account = account,
                .region = region,
                .default_region = "us-east-1",
                .endpoint = endpoint,
                .trace_header = trace_header,
                .anonymous = anonymous,
                .request_id = {},
                .ids = ids,
                .out = out};
    }

    template <class Returned, class Request>
    Returned operator()(Returned (*operation)(state&, call const&, Request const&), Request const& request)
    {
        return operation(sns, here(), request);
    }

    result<CreateTopicResponse> create(std::string name, string_map attributes = {},
                                       std::vector<Tag> tags = {})
    {
        return (*this)(create_topic, CreateTopicInput{.Name = std::move(name),
                                                      .Attributes = std::move(attributes),
                                                      .Tags = std::move(tags)});
    }
    std::string topic(std::string name = "t", string_map attributes = {})
    {
        return create(std::move(name), std::move(attributes)).value().TopicArn;
    }
    result<SubscribeResponse> subscribe_to(std::string arn, std::string protocol, std::string to,
                                           string_map attributes = {})
    {
        return (*this)(subscribe, SubscribeInput{.TopicArn = std::move(arn),
                                                 .Protocol = std::move(protocol),
                                                 .Endpoint = std::move(to),
                                                 .Attributes = std::move(attributes),
                                                 .ReturnSubscriptionArn = true});
    }
    /// Subscribes a queue and returns the subscription's ARN.
    std::string queue(std::string arn, std::string name, string_map attributes = {})
    {
        return subscribe_to(std::move(arn), "sqs", queue_arn(name), std::move(attributes))
            .value()
            .SubscriptionArn;
    }
    result<void> set(std::string arn, std::string name, std::string value)
    {
        if (std::count(arn.begin(), arn.end(), ':') == 5) {
            return (*this)(
                set_topic_attributes,
                SetTopicAttributesInput{.TopicArn = arn, .AttributeName = name, .AttributeValue = value});
        }
        return (*this)(set_subscription_attributes, SetSubscriptionAttributesInput{.SubscriptionArn = arn,
                                                                                   .AttributeName = name,
                                                                                   .AttributeValue = value});
    }
    string_map attributes(std::string arn)
    {
        if (std::count(arn.begin(), arn.end(), ':') == 5) {
            return (*this)(get_topic_attributes, GetTopicAttributesInput{.TopicArn = arn}).value().Attributes;
        }
        return (*this)(get_subscription_attributes, GetSubscriptionAttributesInput{.SubscriptionArn = arn})
            .value()
            .Attributes;
    }
    result<PublishResponse> send(PublishInput const& request) { return (*this)(publish, request); }
    result<PublishResponse> send(std::string arn, std::string message, message_attributes attributes = {})
    {
        return send({.TopicArn = std::move(arn),
                     .Message = std::move(message),
                     .MessageAttributes = std::move(attributes)});
    }

    static std::string queue_arn(std::string_view name)
    {
        return std::string{"arn:aws:sqs:us-east-1:000000000000:"}.append(name);
    }
    static std::string topic_arn(std::string_view name)
    {
        return std::string{"arn:aws:sns:us-east-1:000000000000:"}.append(name);
    }
};

template <class T>
std::string text_of(result<T> const& refused)
{
    return refused.has_error() ? refused.error().message : "accepted";
}

template <class T>
std::string code_of(result<T> const& refused)
{
    return refused.has_error() ? std::string{refused.error().kind.query_code} : "accepted";
}

inline MessageAttributeValue text_attribute(std::string value, std::string type = "String")
{
    return {.StringValue = std::move(value), .DataType = std::move(type)};
}

inline MessageAttributeValue bytes_attribute(std::string value, std::string type = "Binary")
{
    return {.BinaryValue = blob{std::move(value)}, .DataType = std::move(type)};
}

} // namespace understudy::sns
