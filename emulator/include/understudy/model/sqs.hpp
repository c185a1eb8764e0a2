// The shapes of Amazon SQS. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
#pragma once

#include <understudy/model/describe.hpp>
#include <understudy/shared_text.hpp>

namespace understudy::sqs {

constexpr std::string_view service_name = "sqs";

/// An entry of a batch that was refused.
struct BatchResultErrorEntry {
    std::string Id = {};
    bool SenderFault = true;
    std::string Code = {};
    std::optional<std::string> Message = {};
};
BOOST_DESCRIBE_STRUCT(BatchResultErrorEntry, (), (Id, SenderFault, Code, Message))

struct AddPermissionRequest {
    using answer = void;
    static constexpr std::string_view operation = "AddPermission";
    std::string QueueUrl = {};
    std::string Label = {};
    std::optional<string_list> AWSAccountIds = {};
    string_list Actions = {};
};
BOOST_DESCRIBE_STRUCT(AddPermissionRequest, (), (QueueUrl, Label, AWSAccountIds, Actions))

struct CancelMessageMoveTaskResult {
    std::int64_t ApproximateNumberOfMessagesMoved = 0;
};
BOOST_DESCRIBE_STRUCT(CancelMessageMoveTaskResult, (), (ApproximateNumberOfMessagesMoved))

struct CancelMessageMoveTaskRequest {
    using answer = CancelMessageMoveTaskResult;
    static constexpr std::string_view operation = "CancelMessageMoveTask";
    std::string TaskHandle = {};
};
BOOST_DESCRIBE_STRUCT(CancelMessageMoveTaskRequest, (), (TaskHandle))

struct ChangeMessageVisibilityRequest {
    using answer = void;
    static constexpr std::string_view operation = "ChangeMessageVisibility";
    std::string QueueUrl = {};
    std::string ReceiptHandle = {};
    std::optional<std::int64_t> VisibilityTimeout = {}; // seconds
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityRequest, (), (QueueUrl, ReceiptHandle, VisibilityTimeout))

struct ChangeMessageVisibilityBatchResultEntry {
    std::string Id = {};
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityBatchResultEntry, (), (Id))

struct ChangeMessageVisibilityBatchResult {
    std::vector<ChangeMessageVisibilityBatchResultEntry> Successful = {};
    std::vector<BatchResultErrorEntry> Failed = {};
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityBatchResult, (), (Successful, Failed))

struct ChangeMessageVisibilityBatchRequestEntry {
    std::optional<std::string> Id = {};
    std::string ReceiptHandle = {};
    std::optional<std::int64_t> VisibilityTimeout = {}; // seconds
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityBatchRequestEntry, (), (Id, ReceiptHandle, VisibilityTimeout))

struct ChangeMessageVisibilityBatchRequest {
    using answer = ChangeMessageVisibilityBatchResult;
    static constexpr std::string_view operation = "ChangeMessageVisibilityBatch";
    std::string QueueUrl = {};
    std::optional<std::vector<ChangeMessageVisibilityBatchRequestEntry>> Entries = {};
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityBatchRequest, (), (QueueUrl, Entries))

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

struct DeleteMessageBatchResultEntry {
    std::string Id = {};
};
BOOST_DESCRIBE_STRUCT(DeleteMessageBatchResultEntry, (), (Id))

struct DeleteMessageBatchResult {
    std::vector<DeleteMessageBatchResultEntry> Successful = {};
    std::vector<BatchResultErrorEntry> Failed = {};
};
BOOST_DESCRIBE_STRUCT(DeleteMessageBatchResult, (), (Successful, Failed))

struct DeleteMessageBatchRequestEntry {
    std::optional<std::string> Id = {};
    std::string ReceiptHandle = {};
};
BOOST_DESCRIBE_STRUCT(DeleteMessageBatchRequestEntry, (), (Id, ReceiptHandle))

struct DeleteMessageBatchRequest {
    using answer = DeleteMessageBatchResult;
    static constexpr std::string_view operation = "DeleteMessageBatch";
    std::string QueueUrl = {};
    std::optional<std::vector<DeleteMessageBatchRequestEntry>> Entries = {};
};
BOOST_DESCRIBE_STRUCT(DeleteMessageBatchRequest, (), (QueueUrl, Entries))

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

struct ListDeadLetterSourceQueuesResult {
    string_list queueUrls = {}; // spelled so by AWS
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListDeadLetterSourceQueuesResult, (), (queueUrls, NextToken))

struct ListDeadLetterSourceQueuesRequest {
    using answer = ListDeadLetterSourceQueuesResult;
    static constexpr std::string_view operation = "ListDeadLetterSourceQueues";
    std::string QueueUrl = {};
    std::optional<std::string> NextToken = {};
    std::optional<std::int64_t> MaxResults = {};
};
BOOST_DESCRIBE_STRUCT(ListDeadLetterSourceQueuesRequest, (), (QueueUrl, NextToken, MaxResults))

struct ListMessageMoveTasksResultEntry {
    std::optional<std::string> TaskHandle = {};
    std::string Status = {};
    std::string SourceArn = {};
    std::optional<std::string> DestinationArn = {};
    std::optional<std::int64_t> MaxNumberOfMessagesPerSecond = {};
    std::int64_t ApproximateNumberOfMessagesMoved = 0;
    std::int64_t ApproximateNumberOfMessagesToMove = 0;
    std::optional<std::string> FailureReason = {};
    std::int64_t StartedTimestamp = 0; // milliseconds since 1970
};
BOOST_DESCRIBE_STRUCT(ListMessageMoveTasksResultEntry, (),
                      (TaskHandle, Status, SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond,
                       ApproximateNumberOfMessagesMoved, ApproximateNumberOfMessagesToMove, FailureReason,
                       StartedTimestamp))

struct ListMessageMoveTasksResult {
    std::vector<ListMessageMoveTasksResultEntry> Results = {};
};
BOOST_DESCRIBE_STRUCT(ListMessageMoveTasksResult, (), (Results))

struct ListMessageMoveTasksRequest {
    using answer = ListMessageMoveTasksResult;
    static constexpr std::string_view operation = "ListMessageMoveTasks";
    std::string SourceArn = {};
    std::optional<std::int64_t> MaxResults = {};
};
BOOST_DESCRIBE_STRUCT(ListMessageMoveTasksRequest, (), (SourceArn, MaxResults))

struct ListQueueTagsResult {
    string_map Tags = {};
};
BOOST_DESCRIBE_STRUCT(ListQueueTagsResult, (), (Tags))

struct ListQueueTagsRequest {
    using answer = ListQueueTagsResult;
    static constexpr std::string_view operation = "ListQueueTags";
    std::string QueueUrl = {};
};
BOOST_DESCRIBE_STRUCT(ListQueueTagsRequest, (), (QueueUrl))

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

struct RemovePermissionRequest {
    using answer = void;
    static constexpr std::string_view operation = "RemovePermission";
    std::string QueueUrl = {};
    std::string Label = {};
};
BOOST_DESCRIBE_STRUCT(RemovePermissionRequest, (), (QueueUrl, Label))

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

struct SendMessageBatchResultEntry {
    std::string Id = {};
    std::string MessageId = {};
    std::string MD5OfMessageBody = {};
    std::optional<std::string> MD5OfMessageAttributes = {};
    std::optional<std::string> MD5OfMessageSystemAttributes = {};
    std::optional<std::string> SequenceNumber = {};
};
BOOST_DESCRIBE_STRUCT(SendMessageBatchResultEntry, (),
                      (Id, MessageId, MD5OfMessageBody, MD5OfMessageAttributes, MD5OfMessageSystemAttributes,
                       SequenceNumber))

struct SendMessageBatchResult {
    std::vector<SendMessageBatchResultEntry> Successful = {};
    std::vector<BatchResultErrorEntry> Failed = {};
};
BOOST_DESCRIBE_STRUCT(SendMessageBatchResult, (), (Successful, Failed))

struct SendMessageBatchRequestEntry {
    std::optional<std::string> Id = {};
    shared_text MessageBody = {};
    std::optional<std::int64_t> DelaySeconds = {};
    message_attributes MessageAttributes = {};
    message_attributes MessageSystemAttributes = {};
    std::optional<std::string> MessageDeduplicationId = {};
    std::optional<std::string> MessageGroupId = {};
};
BOOST_DESCRIBE_STRUCT(SendMessageBatchRequestEntry, (),
                      (Id, MessageBody, DelaySeconds, MessageAttributes, MessageSystemAttributes,
                       MessageDeduplicationId, MessageGroupId))

struct SendMessageBatchRequest {
    using answer = SendMessageBatchResult;
    static constexpr std::string_view operation = "SendMessageBatch";
    std::string QueueUrl = {};
    std::optional<std::vector<SendMessageBatchRequestEntry>> Entries = {};
};
BOOST_DESCRIBE_STRUCT(SendMessageBatchRequest, (), (QueueUrl, Entries))

struct SetQueueAttributesRequest {
    using answer = void;
    static constexpr std::string_view operation = "SetQueueAttributes";
    std::string QueueUrl = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(SetQueueAttributesRequest, (), (QueueUrl, Attributes))

struct StartMessageMoveTaskResult {
    std::string TaskHandle = {};
};
BOOST_DESCRIBE_STRUCT(StartMessageMoveTaskResult, (), (TaskHandle))

struct StartMessageMoveTaskRequest {
    using answer = StartMessageMoveTaskResult;
    static constexpr std::string_view operation = "StartMessageMoveTask";
    std::string SourceArn = {};
    std::optional<std::string> DestinationArn = {};
    std::optional<std::int64_t> MaxNumberOfMessagesPerSecond = {};
};
BOOST_DESCRIBE_STRUCT(StartMessageMoveTaskRequest, (),
                      (SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond))

struct TagQueueRequest {
    using answer = void;
    static constexpr std::string_view operation = "TagQueue";
    std::string QueueUrl = {};
    string_map Tags = {};
};
BOOST_DESCRIBE_STRUCT(TagQueueRequest, (), (QueueUrl, Tags))

struct UntagQueueRequest {
    using answer = void;
    static constexpr std::string_view operation = "UntagQueue";
    std::string QueueUrl = {};
    std::optional<string_list> TagKeys = {};
};
BOOST_DESCRIBE_STRUCT(UntagQueueRequest, (), (QueueUrl, TagKeys))

} // namespace understudy::sqs
