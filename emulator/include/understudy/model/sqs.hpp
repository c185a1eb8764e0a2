// The shapes of Amazon SQS. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
#pragma once

#include <understudy/model/describe.hpp>
#include <understudy/shared_text.hpp>

namespace understudy::sqs {

constexpr std::string_view service_name = "sqs";

struct ChangeMessageVisibilityRequest {
    using answer = void;
    static constexpr std::string_view operation = "ChangeMessageVisibility";
    std::string QueueUrl = {};
    std::string ReceiptHandle = {};
    std::optional<std::int64_t> VisibilityTimeout = {}; // seconds
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityRequest, (), (QueueUrl, ReceiptHandle, VisibilityTimeout))

struct CreateQueueResult {
    std::string QueueUrl = {};
};
BOOST_DESCRIBE_STRUCT(CreateQueueResult, (), (QueueUrl))

struct CreateQueueRequest {
    using answer = CreateQueueResult;
    static constexpr std::string_view operation = "CreateQueue";
    std::string QueueName = {};
    string_map Attributes = {};
    string_map tags = {};
};
BOOST_DESCRIBE_STRUCT(CreateQueueRequest, (), (QueueName, Attributes, tags))

struct DeleteMessageRequest {
    using answer = void;
    static constexpr std::string_view operation = "DeleteMessage";
    std::string QueueUrl = {};
    std::string ReceiptHandle = {};
};
BOOST_DESCRIBE_STRUCT(DeleteMessageRequest, (), (QueueUrl, ReceiptHandle))

struct DeleteQueueRequest {
    using answer = void;
    static constexpr std::string_view operation = "DeleteQueue";
    std::string QueueUrl = {};
};
BOOST_DESCRIBE_STRUCT(DeleteQueueRequest, (), (QueueUrl))

struct GetQueueAttributesResult {
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(GetQueueAttributesResult, (), (Attributes))

struct GetQueueAttributesRequest {
    using answer = GetQueueAttributesResult;
    static constexpr std::string_view operation = "GetQueueAttributes";
    std::string QueueUrl = {};
    string_list AttributeNames = {};
};
BOOST_DESCRIBE_STRUCT(GetQueueAttributesRequest, (), (QueueUrl, AttributeNames))

struct GetQueueUrlResult {
    std::string QueueUrl = {};
};
BOOST_DESCRIBE_STRUCT(GetQueueUrlResult, (), (QueueUrl))

struct GetQueueUrlRequest {
    using answer = GetQueueUrlResult;
    static constexpr std::string_view operation = "GetQueueUrl";
    std::string QueueName = {};
    std::optional<std::string> QueueOwnerAWSAccountId = {};
};
BOOST_DESCRIBE_STRUCT(GetQueueUrlRequest, (), (QueueName, QueueOwnerAWSAccountId))

struct ListQueuesResult {
    string_list QueueUrls = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListQueuesResult, (), (QueueUrls, NextToken))

struct ListQueuesRequest {
    using answer = ListQueuesResult;
    static constexpr std::string_view operation = "ListQueues";
    std::optional<std::string> QueueNamePrefix = {};
    std::optional<std::string> NextToken = {};
    std::optional<std::int64_t> MaxResults = {};
};
BOOST_DESCRIBE_STRUCT(ListQueuesRequest, (), (QueueNamePrefix, NextToken, MaxResults))

struct PurgeQueueRequest {
    using answer = void;
    static constexpr std::string_view operation = "PurgeQueue";
    std::string QueueUrl = {};
};
BOOST_DESCRIBE_STRUCT(PurgeQueueRequest, (), (QueueUrl))

struct Message {
    std::string MessageId = {};
    std::string ReceiptHandle = {};
    std::string MD5OfBody = {};
    shared_text Body = {};
    string_map Attributes = {};
    std::optional<std::string> MD5OfMessageAttributes = {};
    message_attributes MessageAttributes = {};
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (MessageId, ReceiptHandle, MD5OfBody, Body, Attributes, MD5OfMessageAttributes,
                       MessageAttributes))

struct ReceiveMessageResult {
    std::vector<Message> Messages = {};
};
BOOST_DESCRIBE_STRUCT(ReceiveMessageResult, (), (Messages))

struct ReceiveMessageRequest {
    using answer = ReceiveMessageResult;
    static constexpr std::string_view operation = "ReceiveMessage";
    std::string QueueUrl = {};
    string_list AttributeNames = {};
    string_list MessageSystemAttributeNames = {};
    string_list MessageAttributeNames = {};
    std::optional<std::int64_t> MaxNumberOfMessages = {};
    std::optional<std::int64_t> VisibilityTimeout = {}; // seconds
    std::optional<std::int64_t> WaitTimeSeconds = {};
    std::optional<std::string> ReceiveRequestAttemptId = {};
};
BOOST_DESCRIBE_STRUCT(ReceiveMessageRequest, (),
                      (QueueUrl, AttributeNames, MessageSystemAttributeNames, MessageAttributeNames,
                       MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds, ReceiveRequestAttemptId))

struct SendMessageResult {
    std::string MD5OfMessageBody = {};
    std::optional<std::string> MD5OfMessageAttributes = {};
    std::optional<std::string> MD5OfMessageSystemAttributes = {};
    std::string MessageId = {};
    std::optional<std::string> SequenceNumber = {};
};
BOOST_DESCRIBE_STRUCT(SendMessageResult, (),
                      (MD5OfMessageBody, MD5OfMessageAttributes, MD5OfMessageSystemAttributes, MessageId,
                       SequenceNumber))

struct SendMessageRequest {
    using answer = SendMessageResult;
    static constexpr std::string_view operation = "SendMessage";
    std::string QueueUrl = {};
    shared_text MessageBody = {};
    std::optional<std::int64_t> DelaySeconds = {};
    message_attributes MessageAttributes = {};
    message_attributes MessageSystemAttributes = {};
    std::optional<std::string> MessageDeduplicationId = {};
    std::optional<std::string> MessageGroupId = {};
};
BOOST_DESCRIBE_STRUCT(SendMessageRequest, (),
                      (QueueUrl, MessageBody, DelaySeconds, MessageAttributes, MessageSystemAttributes,
                       MessageDeduplicationId, MessageGroupId))

struct SetQueueAttributesRequest {
    using answer = void;
    static constexpr std::string_view operation = "SetQueueAttributes";
    std::string QueueUrl = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(SetQueueAttributesRequest, (), (QueueUrl, Attributes))

} // namespace understudy::sqs
