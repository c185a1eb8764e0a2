#include "core/arn.hpp"
#include "core/digest.hpp"
#include "sns/endpoint.hpp"
#include "sns/errors.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/message_attributes.hpp"
#include "sns/publication.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

#include <set>

namespace understudy::sns {
namespace {

bool is_structured(PublishInput const& request)
{
    return request.MessageStructure && !request.MessageStructure->empty();
}

bool is_endpoint_arn(call const& call, std::string_view target)
{
    auto const arn = parse_arn(target);
    return arn && arn->service == "sns" && arn->region == call.region
           && arn->resource.starts_with("endpoint/");
}

result<void> check_subject(std::string_view subject)
{
    bool const good = !subject.empty() && characters(subject) <= limits::subject_characters_max
                      && std::ranges::all_of(subject, [](char c) {
                             return static_cast<unsigned char>(c) >= 0x20 && c != '\x7F';
                         });
    if (!good) { return errors::subject_invalid(); }
    return {};
}

/// What concerns the message alone; in a batch it fails the entry and not the call.
result<void> check_content(PublishInput const& request)
{
    if (request.Message->empty()) { return errors::message_empty(); }
    return request.Subject ? check_subject(*request.Subject) : result<void>{};
}

std::size_t size_of(PublishInput const& request)
{
    return request.Message->size() + bytes_of(request.MessageAttributes);
}

result<void> check_message(PublishInput const& request, std::size_t bytes_max)
{
    if (auto checked = check_content(request); !checked) { return checked; }
    if (auto checked = check_attributes(request.MessageAttributes); !checked) { return checked; }
    if (size_of(request) > bytes_max) { return errors::message_too_long(); }
    return {};
}

/// The text for each protocol; nothing without a structure.
result<std::optional<boost::json::object>> read_structure(PublishInput const& request)
{
    if (!is_structured(request)) { return std::optional<boost::json::object>{}; }
    if (*request.MessageStructure != "json") { return errors::message_structure_invalid(); }
    auto value = parse_json(*request.Message, limits::message_json_depth_max);
    if (!value) { return errors::message_structure_not_json(); }
    auto const* object = value->if_object();
    auto const* text = object ? object->if_contains("default") : nullptr;
    if (!text || !text->is_string()) { return errors::message_structure_without_default(); }
    return std::optional{std::move(value->get_object())};
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
    message.deduplication_id =
        request.MessageDeduplicationId ? *request.MessageDeduplicationId : sha256_hex(*request.Message);
    topic.published.forget_until(call.now);
    auto key = deduplication_key(topic, request, message.deduplication_id);
    if (auto const* before = topic.published.find(key, call.now)) {
        return {to_string(before->message_id), std::to_string(before->sequence)};
    }
    auto const sequence = ++topic.last_sequence;
    message.sequence_number = std::to_string(sequence);
    topic.published.remember(std::move(key), {message.id, sequence, call.now + limits::deduplication_window});
    call.set_timer(timer_kind::topic_deduplication_end, topic.number, topic.published.next());
    keep_in_archive(topic, message, call.now);
    announce(sns, call, message);
    return {std::move(message.id_text), std::move(message.sequence_number)};
}

PublishResponse publish_to_topic(state& sns, call const& call, topic& topic, PublishInput const& request,
                                 std::optional<boost::json::object> texts)
{
    publication message{.topic = topic,
                        .request = request,
                        .body = *request.Message,
                        .id = call.ids.next_uuid(),
                        .time = call.now,
                        .texts = std::move(texts)};
    message.id_text = to_string(message.id);
    if (topic.fifo) { return publish_in_order(sns, call, topic, message); }
    announce(sns, call, message);
    return {std::move(message.id_text), std::nullopt};
}

/// A message to one phone or app: it ends in the outbox.
result<PublishResponse> publish_directly(state& sns, call const& call, PublishInput const& request,
                                         std::string_view protocol, std::string const& endpoint,
                                         std::string_view version)
{
    if (auto checked = check_message(request, limits::message_bytes_default); !checked) {
        return checked.error();
    }
    auto texts = read_structure(request);
    if (!texts) { return texts.error(); }
    topic const none;
    publication const message{.topic = none,
                              .request = request,
                              .body = *request.Message,
                              .id = call.ids.next_uuid(),
                              .texts = std::move(*texts)};
    auto const body = message.text_for(version);
    auto const cause = call.emit({.type = event_type::message_published,
                                  .resource = endpoint,
                                  .message_id = message.id,
                                  .body = message.body});
    sns.outbox.put({.time = call.now,
                    .protocol = std::string{protocol},
                    .endpoint = endpoint,
                    .type = "Notification",
                    .message_id = message.id,
                    .subject = request.Subject.value_or(""),
                    .body = body});
    call.emit({.type = event_type::message_delivered,
               .resource = endpoint,
               .message_id = message.id,
               .body = body,
               .cause = cause,
               .detail = endpoint});
    return PublishResponse{to_string(message.id), std::nullopt};
}

result<PublishResponse> publish_to_phone(state& sns, call const& call, PublishInput const& request)
{
    auto const number = parse_phone_number(*request.PhoneNumber);
    if (!number) { return errors::phone_number_invalid(*request.PhoneNumber); }
    return publish_directly(sns, call, request, "sms", *number, "sms");
}

result<PublishResponse> publish_to_endpoint(state& sns, call const& call, PublishInput const& request)
{
    auto const& arn = *request.TargetArn;
    auto const place = sns.mobile.find(place_of(call.region, call.account));
    if (place == sns.mobile.end() || !place->second.endpoints.contains(arn)) {
        return errors::endpoint_not_found();
    }
    if (!find_enabled_endpoint(sns, arn)) { return errors::endpoint_disabled(); }
    return publish_directly(sns, call, request, "application", arn, platform_of(arn));
}

PublishInput input_of(PublishBatchRequestEntry const& entry)
{
    return {.Message = entry.Message,
            .Subject = entry.Subject,
            .MessageStructure = entry.MessageStructure,
            .MessageAttributes = entry.MessageAttributes,
            .MessageDeduplicationId = entry.MessageDeduplicationId,
            .MessageGroupId = entry.MessageGroupId};
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
        auto const path = "publishBatchRequestEntries." + std::to_string(i + 1) + ".member.";
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

/// What fails a whole batch. The texts of each message come back.
result<std::vector<std::optional<boost::json::object>>> check_batch(topic const& topic,
                                                                    std::vector<PublishInput> const& messages)
{
    std::vector<std::optional<boost::json::object>> texts;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        auto const path = "publishBatchRequestEntries." + std::to_string(i + 1) + ".member.";
        if (auto checked = check_attributes(messages[i].MessageAttributes, path); !checked) {
            return checked.error();
        }
        auto read = read_structure(messages[i]);
        if (!read) { return read.error(); }
        texts.push_back(std::move(*read));
        bytes += size_of(messages[i]);
    }
    for (auto const& message : messages) {
        if (auto checked = check_group(topic, message); !checked) { return checked.error(); }
    }
    for (auto const& message : messages) {
        if (auto checked = check_deduplication(topic, message); !checked) { return checked.error(); }
    }
    if (bytes > topic.message_bytes_max) { return errors::batch_too_long(); }
    return texts;
}

} // namespace

result<PublishResponse> publish(state& sns, call const& call, PublishInput const& request)
{
    if (!request.Message) { return errors::parameter_missing("message"); }
    auto const targets = int{request.TopicArn.has_value()} + int{request.TargetArn.has_value()}
                         + int{request.PhoneNumber.has_value()};
    if (targets == 0) { return errors::target_missing(); }
    if (targets > 1) { return errors::target_ambiguous(); }
    if (request.PhoneNumber) { return publish_to_phone(sns, call, request); }
    if (request.TargetArn && is_endpoint_arn(call, *request.TargetArn)) {
        return publish_to_endpoint(sns, call, request);
    }
    auto const found = request.TopicArn ? find_topic(sns, call, *request.TopicArn, "TopicArn")
                                        : find_topic(sns, call, *request.TargetArn, "TargetArn");
    if (!found) { return found.error(); }
    auto& topic = **found;
    if (auto checked = check_message(request, topic.message_bytes_max); !checked) { return checked.error(); }
    auto texts = read_structure(request);
    if (!texts) { return texts.error(); }
    if (auto checked = check_group(topic, request); !checked) { return checked.error(); }
    if (auto checked = check_deduplication(topic, request); !checked) { return checked.error(); }
    return publish_to_topic(sns, call, topic, request, std::move(*texts));
}

result<PublishBatchResponse> publish_batch(state& sns, call const& call, PublishBatchInput const& request)
{
    auto const& entries = request.PublishBatchRequestEntries;
    if (request.TopicArn && entries.empty()) {
        return errors::parameter_missing("publishBatchRequestEntries");
    }
    auto const found = find_topic(sns, call, request.TopicArn);
    if (!found) { return found.error(); }
    auto& topic = **found;
    if (auto checked = check_batch_ids(entries); !checked) { return checked.error(); }
    std::vector<PublishInput> messages;
    std::ranges::transform(entries, std::back_inserter(messages), input_of);
    auto texts = check_batch(topic, messages);
    if (!texts) { return texts.error(); }
    PublishBatchResponse answer;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (auto checked = check_content(messages[i]); !checked) {
            auto const& refusal = checked.error();
            answer.Failed.push_back(
                {*entries[i].Id, std::string{refusal.kind.query_code}, refusal.message, true});
            continue;
        }
        auto sent = publish_to_topic(sns, call, topic, messages[i], std::move((*texts)[i]));
        answer.Successful.push_back(
            {std::move(sent.MessageId), std::move(sent.SequenceNumber), *entries[i].Id});
    }
    return answer;
}

} // namespace understudy::sns
