#include <understudy/client.hpp>

#include "json_wire.hpp"

namespace understudy {
namespace {

constexpr json_service service{"AmazonSQS", codec::dialect::sqs};

} // namespace

sqs_client::sqs_client(client_options options) : sqs_client{nullptr, std::move(options)} {}

sqs_client::sqs_client(std::shared_ptr<transport> transport, client_options options)
    : caller_{std::make_shared<service_caller>(sqs::service_name, std::move(transport), std::move(options))}
{}

result<void> sqs_client::add_permission(sqs::AddPermissionRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::CancelMessageMoveTaskResult> sqs_client::cancel_message_move_task(
    sqs::CancelMessageMoveTaskRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> sqs_client::change_message_visibility(sqs::ChangeMessageVisibilityRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::ChangeMessageVisibilityBatchResult> sqs_client::change_message_visibility_batch(
    sqs::ChangeMessageVisibilityBatchRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::CreateQueueResult> sqs_client::create_queue(sqs::CreateQueueRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> sqs_client::delete_message(sqs::DeleteMessageRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::DeleteMessageBatchResult> sqs_client::delete_message_batch(
    sqs::DeleteMessageBatchRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> sqs_client::delete_queue(sqs::DeleteQueueRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::GetQueueAttributesResult> sqs_client::get_queue_attributes(
    sqs::GetQueueAttributesRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::GetQueueUrlResult> sqs_client::get_queue_url(sqs::GetQueueUrlRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::ListDeadLetterSourceQueuesResult> sqs_client::list_dead_letter_source_queues(
    sqs::ListDeadLetterSourceQueuesRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::ListMessageMoveTasksResult> sqs_client::list_message_move_tasks(
    sqs::ListMessageMoveTasksRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::ListQueueTagsResult> sqs_client::list_queue_tags(sqs::ListQueueTagsRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::ListQueuesResult> sqs_client::list_queues(sqs::ListQueuesRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> sqs_client::purge_queue(sqs::PurgeQueueRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::ReceiveMessageResult> sqs_client::receive_message(sqs::ReceiveMessageRequest const& request) const
{
    std::chrono::seconds const wait{request.WaitTimeSeconds.value_or(0)};
    return call_json(*caller_, service, request, wait);
}

result<void> sqs_client::remove_permission(sqs::RemovePermissionRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::SendMessageResult> sqs_client::send_message(sqs::SendMessageRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::SendMessageBatchResult> sqs_client::send_message_batch(
    sqs::SendMessageBatchRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> sqs_client::set_queue_attributes(sqs::SetQueueAttributesRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<sqs::StartMessageMoveTaskResult> sqs_client::start_message_move_task(
    sqs::StartMessageMoveTaskRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> sqs_client::tag_queue(sqs::TagQueueRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> sqs_client::untag_queue(sqs::UntagQueueRequest const& request) const
{
    return call_json(*caller_, service, request);
}

void sqs_client::interrupt() const { caller_->interrupt(); }

} // namespace understudy
