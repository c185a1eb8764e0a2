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

namespace understudy::sns {
namespace {

bool is_structured(PublishInput const& request)
{
    return request.MessageStructure && !request.MessageStructure->empty();
}

result<topic*> find_target(state& sns, call const& call, PublishInput const& request)
{
    if (request.TopicArn) { return find_topic(sns, call, *request.TopicArn, "TopicArn"); }
    auto const& target = *request.TargetArn;
    auto const arn = parse_arn(target);
    if (arn && arn->service == "sns" && arn->region == call.region
        && arn->resource.starts_with("endpoint/")) {
        return errors::endpoint_not_found();
    }
    return find_topic(sns, call, target, "TargetArn");
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

result<void> check_message(PublishInput const& request, std::size_t bytes_max)
{
    if (request.Message->empty()) { return errors::message_empty(); }
    if (request.Subject) {
        if (auto checked = check_subject(*request.Subject); !checked) { return checked; }
    }
    if (auto checked = check_attributes(request.MessageAttributes); !checked) { return checked; }
    if (request.Message->size() + bytes_of(request.MessageAttributes) > bytes_max) {
        return errors::message_too_long();
    }
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

result<void> check_ids(topic const& topic, PublishInput const& request)
{
    auto const& group = request.MessageGroupId;
    auto const& deduplication = request.MessageDeduplicationId;
    if (topic.fifo && (!group || group->empty())) { return errors::group_id_missing(); }
    if (group && !is_fifo_id(*group)) { return errors::group_id_invalid(); }
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

void announce(call const& call, publication& message)
{
    message.event = call.emit({.type = event_type::message_published,
                               .resource = message.topic.arn,
                               .message_id = message.id,
                               .body = *message.request.Message});
    fan_out(call, message);
}

PublishResponse publish_in_order(call const& call, topic& topic, publication& message)
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
    announce(call, message);
    return {std::move(message.id_text), std::move(message.sequence_number)};
}

/// A text message: noted for whoever tests it, sent to nobody.
result<PublishResponse> publish_to_phone(call const& call, PublishInput const& request)
{
    auto const number = parse_phone_number(*request.PhoneNumber);
    if (!number) { return errors::phone_number_invalid(*request.PhoneNumber); }
    if (auto checked = check_message(request, limits::message_bytes_default); !checked) {
        return checked.error();
    }
    if (auto texts = read_structure(request); !texts) { return texts.error(); }
    auto const id = call.ids.next_uuid();
    auto const event = call.emit({.type = event_type::message_published,
                                  .resource = *number,
                                  .message_id = id,
                                  .body = *request.Message});
    call.emit({.type = event_type::delivery_failed,
               .resource = *number,
               .message_id = id,
               .cause = event,
               .detail = "protocol not delivered yet: sms"});
    return PublishResponse{to_string(id), std::nullopt};
}

} // namespace

result<PublishResponse> publish(state& sns, call const& call, PublishInput const& request)
{
    if (!request.Message) { return errors::parameter_missing("message"); }
    auto const targets = int{request.TopicArn.has_value()} + int{request.TargetArn.has_value()}
                         + int{request.PhoneNumber.has_value()};
    if (targets == 0) { return errors::target_missing(); }
    if (targets > 1) { return errors::target_ambiguous(); }
    if (request.PhoneNumber) { return publish_to_phone(call, request); }
    auto const found = find_target(sns, call, request);
    if (!found) { return found.error(); }
    auto& topic = **found;
    if (auto checked = check_message(request, topic.message_bytes_max); !checked) { return checked.error(); }
    auto texts = read_structure(request);
    if (!texts) { return texts.error(); }
    if (auto checked = check_ids(topic, request); !checked) { return checked.error(); }

    publication message{
        .topic = topic, .request = request, .id = call.ids.next_uuid(), .texts = std::move(*texts)};
    message.id_text = to_string(message.id);
    if (topic.fifo) { return publish_in_order(call, topic, message); }
    announce(call, message);
    return PublishResponse{std::move(message.id_text), std::nullopt};
}

} // namespace understudy::sns
