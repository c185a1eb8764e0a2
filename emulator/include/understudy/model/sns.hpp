// The shapes of Amazon SNS. https://docs.aws.amazon.com/sns/latest/api/
#pragma once

#include <understudy/model/describe.hpp>
#include <understudy/shared_text.hpp>

namespace understudy::sns {

constexpr std::string_view service_name = "sns";

struct Tag {
    std::optional<std::string> Key = {};
    std::optional<std::string> Value = {};
};
BOOST_DESCRIBE_STRUCT(Tag, (), (Key, Value))

struct CreateTopicResponse {
    std::string TopicArn = {};
};
BOOST_DESCRIBE_STRUCT(CreateTopicResponse, (), (TopicArn))

struct CreateTopicInput {
    using answer = CreateTopicResponse;
    static constexpr std::string_view operation = "CreateTopic";
    std::optional<std::string> Name = {};
    string_map Attributes = {};
    std::vector<Tag> Tags = {};
    std::optional<std::string> DataProtectionPolicy = {};
};
BOOST_DESCRIBE_STRUCT(CreateTopicInput, (), (Name, Attributes, Tags, DataProtectionPolicy))

struct DeleteTopicInput {
    using answer = void;
    static constexpr std::string_view operation = "DeleteTopic";
    std::optional<std::string> TopicArn = {};
};
BOOST_DESCRIBE_STRUCT(DeleteTopicInput, (), (TopicArn))

struct GetSubscriptionAttributesResponse {
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(GetSubscriptionAttributesResponse, (), (Attributes))

struct GetSubscriptionAttributesInput {
    using answer = GetSubscriptionAttributesResponse;
    static constexpr std::string_view operation = "GetSubscriptionAttributes";
    std::optional<std::string> SubscriptionArn = {};
};
BOOST_DESCRIBE_STRUCT(GetSubscriptionAttributesInput, (), (SubscriptionArn))

struct GetTopicAttributesResponse {
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(GetTopicAttributesResponse, (), (Attributes))

struct GetTopicAttributesInput {
    using answer = GetTopicAttributesResponse;
    static constexpr std::string_view operation = "GetTopicAttributes";
    std::optional<std::string> TopicArn = {};
};
BOOST_DESCRIBE_STRUCT(GetTopicAttributesInput, (), (TopicArn))

struct Subscription {
    std::string Owner = {};
    std::string Protocol = {};
    std::string Endpoint = {};
    std::string SubscriptionArn = {};
    std::string TopicArn = {};
};
BOOST_DESCRIBE_STRUCT(Subscription, (), (Owner, Protocol, Endpoint, SubscriptionArn, TopicArn))

struct ListSubscriptionsResponse {
    std::vector<Subscription> Subscriptions = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListSubscriptionsResponse, (), (Subscriptions, NextToken))

struct ListSubscriptionsInput {
    using answer = ListSubscriptionsResponse;
    static constexpr std::string_view operation = "ListSubscriptions";
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListSubscriptionsInput, (), (NextToken))

struct ListSubscriptionsByTopicResponse {
    std::vector<Subscription> Subscriptions = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListSubscriptionsByTopicResponse, (), (Subscriptions, NextToken))

struct ListSubscriptionsByTopicInput {
    using answer = ListSubscriptionsByTopicResponse;
    static constexpr std::string_view operation = "ListSubscriptionsByTopic";
    std::optional<std::string> TopicArn = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListSubscriptionsByTopicInput, (), (TopicArn, NextToken))

struct Topic {
    std::string TopicArn = {};
};
BOOST_DESCRIBE_STRUCT(Topic, (), (TopicArn))

struct ListTopicsResponse {
    std::vector<Topic> Topics = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListTopicsResponse, (), (Topics, NextToken))

struct ListTopicsInput {
    using answer = ListTopicsResponse;
    static constexpr std::string_view operation = "ListTopics";
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListTopicsInput, (), (NextToken))

struct PublishResponse {
    std::string MessageId = {};
    std::optional<std::string> SequenceNumber = {};
};
BOOST_DESCRIBE_STRUCT(PublishResponse, (), (MessageId, SequenceNumber))

struct PublishInput {
    using answer = PublishResponse;
    static constexpr std::string_view operation = "Publish";
    std::optional<std::string> TopicArn = {};
    std::optional<std::string> TargetArn = {};
    std::optional<std::string> PhoneNumber = {};
    std::optional<shared_text> Message = {};
    std::optional<std::string> Subject = {};
    std::optional<std::string> MessageStructure = {};
    message_attributes MessageAttributes = {};
    std::optional<std::string> MessageDeduplicationId = {};
    std::optional<std::string> MessageGroupId = {};
};
BOOST_DESCRIBE_STRUCT(PublishInput, (),
                      (TopicArn, TargetArn, PhoneNumber, Message, Subject, MessageStructure,
                       MessageAttributes, MessageDeduplicationId, MessageGroupId))

struct SetSubscriptionAttributesInput {
    using answer = void;
    static constexpr std::string_view operation = "SetSubscriptionAttributes";
    std::optional<std::string> SubscriptionArn = {};
    std::optional<std::string> AttributeName = {};
    std::optional<std::string> AttributeValue = {};
};
BOOST_DESCRIBE_STRUCT(SetSubscriptionAttributesInput, (), (SubscriptionArn, AttributeName, AttributeValue))

struct SetTopicAttributesInput {
    using answer = void;
    static constexpr std::string_view operation = "SetTopicAttributes";
    std::optional<std::string> TopicArn = {};
    std::optional<std::string> AttributeName = {};
    std::optional<std::string> AttributeValue = {};
};
BOOST_DESCRIBE_STRUCT(SetTopicAttributesInput, (), (TopicArn, AttributeName, AttributeValue))

struct SubscribeResponse {
    std::string SubscriptionArn = {};
};
BOOST_DESCRIBE_STRUCT(SubscribeResponse, (), (SubscriptionArn))

struct SubscribeInput {
    using answer = SubscribeResponse;
    static constexpr std::string_view operation = "Subscribe";
    std::optional<std::string> TopicArn = {};
    std::optional<std::string> Protocol = {};
    std::optional<std::string> Endpoint = {};
    string_map Attributes = {};
    std::optional<bool> ReturnSubscriptionArn = {};
};
BOOST_DESCRIBE_STRUCT(SubscribeInput, (), (TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn))

struct UnsubscribeInput {
    using answer = void;
    static constexpr std::string_view operation = "Unsubscribe";
    std::optional<std::string> SubscriptionArn = {};
};
BOOST_DESCRIBE_STRUCT(UnsubscribeInput, (), (SubscriptionArn))

struct AddPermissionInput {
    using answer = void;
    static constexpr std::string_view operation = "AddPermission";
    std::optional<std::string> TopicArn = {};
    std::optional<std::string> Label = {};
    string_list AWSAccountId = {};
    string_list ActionName = {};
};
BOOST_DESCRIBE_STRUCT(AddPermissionInput, (), (TopicArn, Label, AWSAccountId, ActionName))

struct ConfirmSubscriptionResponse {
    std::string SubscriptionArn = {};
};
BOOST_DESCRIBE_STRUCT(ConfirmSubscriptionResponse, (), (SubscriptionArn))

struct ConfirmSubscriptionInput {
    using answer = ConfirmSubscriptionResponse;
    static constexpr std::string_view operation = "ConfirmSubscription";
    std::optional<std::string> TopicArn = {};
    std::optional<std::string> Token = {};
    std::optional<std::string> AuthenticateOnUnsubscribe = {};
};
BOOST_DESCRIBE_STRUCT(ConfirmSubscriptionInput, (), (TopicArn, Token, AuthenticateOnUnsubscribe))

struct GetDataProtectionPolicyResponse {
    std::string DataProtectionPolicy = {};
};
BOOST_DESCRIBE_STRUCT(GetDataProtectionPolicyResponse, (), (DataProtectionPolicy))

struct GetDataProtectionPolicyInput {
    using answer = GetDataProtectionPolicyResponse;
    static constexpr std::string_view operation = "GetDataProtectionPolicy";
    std::optional<std::string> ResourceArn = {};
};
BOOST_DESCRIBE_STRUCT(GetDataProtectionPolicyInput, (), (ResourceArn))

struct ListTagsForResourceResponse {
    std::vector<Tag> Tags = {};
};
BOOST_DESCRIBE_STRUCT(ListTagsForResourceResponse, (), (Tags))

struct ListTagsForResourceRequest {
    using answer = ListTagsForResourceResponse;
    static constexpr std::string_view operation = "ListTagsForResource";
    std::optional<std::string> ResourceArn = {};
};
BOOST_DESCRIBE_STRUCT(ListTagsForResourceRequest, (), (ResourceArn))

struct PublishBatchRequestEntry {
    std::optional<std::string> Id = {};
    std::optional<shared_text> Message = {};
    std::optional<std::string> Subject = {};
    std::optional<std::string> MessageStructure = {};
    message_attributes MessageAttributes = {};
    std::optional<std::string> MessageDeduplicationId = {};
    std::optional<std::string> MessageGroupId = {};
};
BOOST_DESCRIBE_STRUCT(PublishBatchRequestEntry, (),
                      (Id, Message, Subject, MessageStructure, MessageAttributes, MessageDeduplicationId,
                       MessageGroupId))

struct BatchResultErrorEntry {
    std::string Id = {};
    std::string Code = {};
    std::optional<std::string> Message = {};
    bool SenderFault = {};
};
BOOST_DESCRIBE_STRUCT(BatchResultErrorEntry, (), (Id, Code, Message, SenderFault))

struct PublishBatchResultEntry {
    std::string MessageId = {};
    std::optional<std::string> SequenceNumber = {};
    std::string Id = {};
};
BOOST_DESCRIBE_STRUCT(PublishBatchResultEntry, (), (MessageId, SequenceNumber, Id))

struct PublishBatchResponse {
    std::vector<BatchResultErrorEntry> Failed = {};
    std::vector<PublishBatchResultEntry> Successful = {};
};
BOOST_DESCRIBE_STRUCT(PublishBatchResponse, (), (Failed, Successful))

struct PublishBatchInput {
    using answer = PublishBatchResponse;
    static constexpr std::string_view operation = "PublishBatch";
    std::optional<std::string> TopicArn = {};
    std::vector<PublishBatchRequestEntry> PublishBatchRequestEntries = {};
};
BOOST_DESCRIBE_STRUCT(PublishBatchInput, (), (TopicArn, PublishBatchRequestEntries))

struct PutDataProtectionPolicyInput {
    using answer = void;
    static constexpr std::string_view operation = "PutDataProtectionPolicy";
    std::optional<std::string> ResourceArn = {};
    std::optional<std::string> DataProtectionPolicy = {};
};
BOOST_DESCRIBE_STRUCT(PutDataProtectionPolicyInput, (), (ResourceArn, DataProtectionPolicy))

struct RemovePermissionInput {
    using answer = void;
    static constexpr std::string_view operation = "RemovePermission";
    std::optional<std::string> TopicArn = {};
    std::optional<std::string> Label = {};
};
BOOST_DESCRIBE_STRUCT(RemovePermissionInput, (), (TopicArn, Label))

struct TagResourceResponse {};
BOOST_DESCRIBE_STRUCT(TagResourceResponse, (), ())

struct TagResourceRequest {
    using answer = TagResourceResponse;
    static constexpr std::string_view operation = "TagResource";
    std::optional<std::string> ResourceArn = {};
    std::vector<Tag> Tags = {};
};
BOOST_DESCRIBE_STRUCT(TagResourceRequest, (), (ResourceArn, Tags))

struct UntagResourceResponse {};
BOOST_DESCRIBE_STRUCT(UntagResourceResponse, (), ())

struct UntagResourceRequest {
    using answer = UntagResourceResponse;
    static constexpr std::string_view operation = "UntagResource";
    std::optional<std::string> ResourceArn = {};
    string_list TagKeys = {};
};
BOOST_DESCRIBE_STRUCT(UntagResourceRequest, (), (ResourceArn, TagKeys))

} // namespace understudy::sns

#include <understudy/model/sns_mobile.hpp> // text messages and mobile push
