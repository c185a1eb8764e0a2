// All shapes of the model, and what every one of them can be asked: to be filled with something, and to be compared.
#pragma once

#include "codec/shape.hpp"

#include <understudy/model/dynamodb.hpp>
#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>
#include <understudy/model/sts.hpp>

#include <boost/mp11/list.hpp>

namespace understudy::codec_test {

using boost::mp11::mp_list;

using sqs_requests =
    mp_list<sqs::ChangeMessageVisibilityRequest, sqs::CreateQueueRequest, sqs::DeleteMessageRequest,
            sqs::DeleteQueueRequest, sqs::GetQueueAttributesRequest, sqs::GetQueueUrlRequest,
            sqs::ListQueuesRequest, sqs::PurgeQueueRequest, sqs::ReceiveMessageRequest,
            sqs::SendMessageRequest, sqs::SetQueueAttributesRequest>;
using sns_requests =
    mp_list<sns::CreateTopicInput, sns::DeleteTopicInput, sns::GetSubscriptionAttributesInput,
            sns::GetTopicAttributesInput, sns::ListSubscriptionsInput, sns::ListSubscriptionsByTopicInput,
            sns::ListTopicsInput, sns::PublishInput, sns::SetSubscriptionAttributesInput,
            sns::SetTopicAttributesInput, sns::SubscribeInput, sns::UnsubscribeInput>;
using sts_requests = mp_list<sts::GetCallerIdentityRequest>;
using dynamodb_requests =
    mp_list<dynamodb::CreateTableInput, dynamodb::DeleteItemInput, dynamodb::DeleteTableInput,
            dynamodb::DescribeTableInput, dynamodb::GetItemInput, dynamodb::ListTablesInput,
            dynamodb::PutItemInput, dynamodb::UpdateItemInput>;

using sqs_answers = mp_list<sqs::CreateQueueResult, sqs::GetQueueAttributesResult, sqs::GetQueueUrlResult,
                            sqs::ListQueuesResult, sqs::ReceiveMessageResult, sqs::SendMessageResult>;
using sns_answers =
    mp_list<sns::CreateTopicResponse, sns::GetSubscriptionAttributesResponse, sns::GetTopicAttributesResponse,
            sns::ListSubscriptionsResponse, sns::ListSubscriptionsByTopicResponse, sns::ListTopicsResponse,
            sns::PublishResponse, sns::SubscribeResponse>;
using sts_answers = mp_list<sts::GetCallerIdentityResponse>;
using dynamodb_answers =
    mp_list<dynamodb::CreateTableOutput, dynamodb::DeleteItemOutput, dynamodb::DeleteTableOutput,
            dynamodb::DescribeTableOutput, dynamodb::GetItemOutput, dynamodb::ListTablesOutput,
            dynamodb::PutItemOutput, dynamodb::UpdateItemOutput>;

/// Texts that each notation has to escape somewhere.
inline std::string some_text(unsigned number)
{
    static constexpr std::string_view texts[] = {"plain",
                                                 "a \"quoted\\ text\" &amp; <tag>\r\n\ttail",
                                                 "Zo\xC3\xAB \xF0\x9F\x98\x80",
                                                 " ",
                                                 "a=b&c=d%20+e;f",
                                                 "/:?#[]@!$'()*,~"};
    return std::string{texts[number % std::size(texts)]} + (number % 6 == 3 ? "" : std::to_string(number));
}

inline dynamodb::attribute_map some_attributes()
{
    using namespace dynamodb;
    auto const bytes = std::string{"\0\xFF\x10", 3};
    return {{"S", "text \"\n"},
            {"N", number{"12.50"}},
            {"B", binary{bytes}},
            {"BOOL", true},
            {"NULL", null{}},
            {"SS", string_set{{"b", "a"}}},
            {"NS", number_set{{"2", "1"}}},
            {"BS", binary_set{{bytes, ""}}},
            {"L", list{attribute_value{"x"}, attribute_value{list{}}}},
            {"M", attribute_map{{"inner", attribute_map{}}, {"", number{"1"}}}}};
}

/// Fills a value with something that is not what it is by default; no two values alike.
struct filler {
    unsigned number = 0;

    template <class T>
    void operator()(T& value)
    {
        using namespace codec::detail;
        ++number;
        if constexpr (described<T>) {
            for_each_member<T>([&](auto member) { (*this)(value.*member.pointer); });
        } else if constexpr (is_optional<T>) {
            (*this)(value.emplace());
        } else if constexpr (is_list<T>) {
            for (int i = 0; i < 3; ++i) (*this)(value.emplace_back());
        } else if constexpr (is_map<T>) {
            for (int i = 0; i < 3; ++i) (*this)(value[some_text(++number)]);
        } else {
            scalar(value);
        }
    }

private:
    void scalar(std::string& value) { value = some_text(number); }
    void scalar(shared_text& value) { value = some_text(number); }
    void scalar(blob& value) { value.bytes = std::string("\0\xFE\r\n", number % 5); }
    void scalar(bool& value) { value = true; }
    void scalar(std::int64_t& value) { value = number % 2 == 0 ? -9'007'199'254'740'993 : number; }
    void scalar(double& value) { value = number + 0.5; }
    void scalar(instant& value) { value = instant{milliseconds{1'763'805'600'120 + number}}; }
    void scalar(dynamodb::attribute_value& value) { value = some_text(number); }
    void scalar(dynamodb::item& value) { value = some_attributes(); }
    void scalar(dynamodb::attribute_map& value) { value = some_attributes(); }
};

template <class T>
T filled()
{
    T value;
    filler{}(value);
    return value;
}

template <class T>
bool same(T const& a, T const& b)
{
    using namespace codec::detail;
    if constexpr (described<T>) {
        return !any_member<T>([&](auto member) { return !same(a.*member.pointer, b.*member.pointer); });
    } else if constexpr (is_optional<T>) {
        return a.has_value() == b.has_value() && (!a || same(*a, *b));
    } else if constexpr (is_list<T>) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](auto const& x, auto const& y) { return same(x, y); });
    } else if constexpr (is_map<T>) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto const& x, auto const& y) {
            return x.first == y.first && same(x.second, y.second);
        });
    } else {
        return a == b;
    }
}

} // namespace understudy::codec_test
