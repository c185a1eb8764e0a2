#include "core/arn.hpp"
#include "sns/endpoint.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/publication.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

#include <set>

namespace understudy::sns {
namespace {

constexpr std::string_view sms = "sms";

bool is_endpoint_arn(call const& call, std::string_view target)
{
    auto const arn = parse_arn(target);
    return arn && arn->service == "sns" && arn->region == call.region
           && arn->resource.starts_with("endpoint/");
}

result<void> check_message(prepared_message const& message, std::size_t bytes_max)
{
    if (!message.content) { return message.content; }
    if (!message.attributes) { return message.attributes; }
    if (message.bytes > bytes_max) { return errors::message_too_long(); }
    return {};
}

/// Letters, digits and punctuation, as SQS takes them.
bool is_fifo_id(std::string_view id)
{
    return !id.empty() && id.size() <= limits::fifo_id_characters_max
           && std::ranges::all_of(id, [](char c) { return c > ' ' && c < '\x7F'; });
}

result<void> check_group(topic const& topic, PublishInput const& request)
{
    auto const& group = request.MessageGroupId;
    if (topic.fifo && (!group || group->empty())) { return errors::group_id_missing(); }
    if (group && !is_fifo_id(*group)) { return errors::group_id_invalid(); }
    return {};
}

result<void> check_deduplication(topic const& topic, PublishInput const& request)
{
    auto const& deduplication = request.MessageDeduplicationId;
    if (!topic.fifo && deduplication) { return errors::deduplication_id_not_for_standard_topics(); }
    if (topic.fifo && !deduplication && !topic.content_based_deduplication) {
        return errors::deduplication_id_missing();
    }
    if (deduplication && !is_fifo_id(*deduplication)) { return errors::deduplication_id_invalid(); }
    return {};
}

/// What makes two messages of a FIFO topic the same.
std::string deduplication_key(topic const& topic, PublishInput const& request, std::string const& id)
{
    return topic.deduplicates_per_group ? *request.MessageGroupId + '\n' + id : id;
}

void announce(state& sns, call const& call, publication& message)
{
    message.event = call.emit({.type = event_type::message_published,
                               .resource = message.topic.arn,
                               .message_id = message.id,
                               .body = message.body});
    fan_out(sns, call, message);
}

PublishResponse publish_in_order(state& sns, call const& call, topic& topic, publication& message)
{
    auto const& request = message.request;
    message.deduplication_id = request.MessageDeduplicationId.value_or(message.prepared.content_id);
    topic.published.forget_until(call.now);
    auto key = deduplication_key(topic, request, message.deduplication_id);
    if (auto const* before = topic.published.find(key, call.now)) {
        return {to_string(before->message_id), std::to_string(before->sequence)};
    }
    auto const sequence = ++topic.last_sequence;
    message.sequence_number = std::to_string(sequence);
    topic.published.remember(std::move(key), {message.id, sequence, call.now + limits::deduplication_window});
    call.set_timer(timer_kind::topic_deduplication_end, topic.number, topic.published.next());
    announce(sns, call, message);
    keep_in_archive(topic, message, sequence);
    return {std::move(message.id_text), std::move(message.sequence_number)};
}

PublishResponse publish_to_topic(state& sns, call const& call, topic& topic, prepared_message const& prepared)
{
    publication message{.topic = topic,
                        .prepared = prepared,
                        .request = *prepared.request,
                        .body = *prepared.request->Message,
                        .id = call.ids.next_uuid(),
                        .time = call.now};
    message.id_text = to_string(message.id);
    if (topic.fifo) { return publish_in_order(sns, call, topic, message); }
    announce(sns, call, message);
    return {std::move(message.id_text), std::nullopt};
}

/// A message to one phone or app: it ends in the outbox.
result<PublishResponse> publish_directly(state& sns, call const& call, prepared_message const& prepared,
                                         std::string_view protocol, std::string const& endpoint,
                                         std::string_view version)
{
    if (auto checked = check_message(prepared, limits::message_bytes_default); !checked) {
        return checked.error();
    }
    if (!prepared.texts) { return prepared.texts.error(); }
    auto const& request = *prepared.request;
    topic const none;
    publication const message{.topic = none,
                              .prepared = prepared,
                              .request = request,
                              .body = *request.Message,
                              .id = call.ids.next_uuid()};
    auto const body = message.text_for(version);
    auto const cause = call.emit({.type = event_type::message_published,
                                  .resource = endpoint,
                                  .message_id = message.id,
                                  .body = message.body});
    event end{.type = event_type::message_delivered,
              .resource = endpoint,
              .message_id = message.id,
              .body = body,
              .cause = cause,
              .detail = endpoint};
    if (protocol == sms && is_opted_out(sns, call.region, call.account, endpoint)) {
        end.type = event_type::delivery_failed;
        end.detail = opted_out(endpoint);
    } else {
        sns.outbox.put({.time = call.now,
                        .protocol = std::string{protocol},
                        .endpoint = endpoint,
                        .type = "Notification",
                        .message_id = message.id,
                        .subject = request.Subject.value_or(""),
                        .body = body});
    }
    call.emit(std::move(end));
    return PublishResponse{to_string(message.id), std::nullopt};
}

result<PublishResponse> publish_to_phone(state& sns, call const& call, prepared_message const& message)
{
    auto const& given = *message.request->PhoneNumber;
    auto const number = parse_phone_number(given);
    if (!number) { return errors::phone_number_invalid(given); }
    return publish_directly(sns, call, message, sms, *number, sms);
}

result<PublishResponse> publish_to_endpoint(state& sns, call const& call, prepared_message const& message)
{
    auto const& arn = *message.request->TargetArn;
    auto const place = sns.mobile.find(place_of(call.region, call.account));
    if (place == sns.mobile.end()) { return errors::endpoint_not_found(); }
    if (!place->second.endpoints.contains(arn)) {
        return place->second.deleted_endpoints.contains(arn) ? errors::endpoint_deleted(arn)
                                                             : errors::endpoint_not_found();
    }
    if (!find_enabled_endpoint(sns, arn)) { return errors::endpoint_disabled(); }
    return publish_directly(sns, call, message, "application", arn, platform_of(arn));
}

result<void> check_batch_id(std::string const& id)
{
    bool const good = !id.empty() && std::ranges::all_of(id, [](char c) {
        return is_alphanumeric(c) || c == '-' || c == '_';
    });
    if (!good) { return errors::batch_id_invalid(id); }
    if (id.size() > limits::batch_id_characters_max) { return errors::batch_id_too_long(id); }
    return {};
}

result<void> check_batch_ids(std::vector<PublishBatchRequestEntry> const& entries)
{
    if (entries.size() > limits::batch_entries_max) { return errors::batch_too_many_entries(); }
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const path = entry_path(i);
        if (!entries[i].Id) { return errors::parameter_missing(path + "id"); }
        if (!entries[i].Message) { return errors::parameter_missing(path + "message"); }
        ids.insert(*entries[i].Id);
    }
    if (ids.size() < entries.size()) { return errors::batch_ids_not_distinct(); }
    for (auto const& entry : entries) {
        if (auto checked = check_batch_id(*entry.Id); !checked) { return checked; }
    }
    return {};
}

/// What fails a whole batch.
result<void> check_batch(topic const& topic, std::vector<prepared_message> const& messages)
{
    std::size_t bytes = 0;
    for (auto const& message : messages) {
        if (!message.attributes) { return message.attributes; }
        if (!message.texts) { return message.texts.error(); }
        bytes += message.bytes;
    }
    for (auto const& message : messages) {
        if (auto checked = check_group(topic, *message.request); !checked) { return checked; }
    }
    for (auto const& message : messages) {
        if (auto checked = check_deduplication(topic, *message.request); !checked) { return checked; }
    }
    if (bytes > topic.message_bytes_max) { return errors::batch_too_long(); }
    return {};
}

} // namespace

result<PublishResponse> serve_prepared(state& sns, call const& call, prepared_message const& message)
{
    auto const& request = *message.request;
    if (!request.Message) { return errors::parameter_missing("message"); }
    auto const targets = int{request.TopicArn.has_value()} + int{request.TargetArn.has_value()}
                         + int{request.PhoneNumber.has_value()};
    if (targets == 0) { return errors::target_missing(); }
    if (targets > 1) { return errors::target_ambiguous(); }
    if (request.PhoneNumber) { return publish_to_phone(sns, call, message); }
    if (request.TargetArn && is_endpoint_arn(call, *request.TargetArn)) {
        return publish_to_endpoint(sns, call, message);
    }
    auto const found = request.TopicArn ? find_topic(sns, call, *request.TopicArn, "TopicArn")
                                        : find_topic(sns, call, *request.TargetArn, "TargetArn");
    if (!found) { return found.error(); }
    auto& topic = **found;
    if (auto checked = check_message(message, topic.message_bytes_max); !checked) { return checked.error(); }
    if (!message.texts) { return message.texts.error(); }
    if (auto checked = check_group(topic, request); !checked) { return checked.error(); }
    if (auto checked = check_deduplication(topic, request); !checked) { return checked.error(); }
    return publish_to_topic(sns, call, topic, message);
}

result<PublishBatchResponse> serve_prepared(state& sns, call const& call, prepared_batch const& batch)
{
    auto const& request = *batch.request;
    auto const& entries = request.PublishBatchRequestEntries;
    if (request.TopicArn && entries.empty()) {
        return errors::parameter_missing("publishBatchRequestEntries");
    }
    auto const found = find_topic(sns, call, request.TopicArn);
    if (!found) { return found.error(); }
    auto& topic = **found;
    if (auto checked = check_batch_ids(entries); !checked) { return checked.error(); }
    if (auto checked = check_batch(topic, batch.messages); !checked) { return checked.error(); }
    PublishBatchResponse answer;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (auto const& content = batch.messages[i].content; !content) {
            auto const& refusal = content.error();
            answer.Failed.push_back(
                {*entries[i].Id, std::string{refusal.kind.query_code}, refusal.message, true});
            continue;
        }
        auto sent = publish_to_topic(sns, call, topic, batch.messages[i]);
        answer.Successful.push_back(
            {std::move(sent.MessageId), std::move(sent.SequenceNumber), *entries[i].Id});
    }
    return answer;
}

result<PublishResponse> publish(state& sns, call const& call, PublishInput const& request)
{
    return serve_prepared(sns, call, prepare(request));
}

result<PublishBatchResponse> publish_batch(state& sns, call const& call, PublishBatchInput const& request)
{
    return serve_prepared(sns, call, prepare(request));
}

} // namespace understudy::sns
