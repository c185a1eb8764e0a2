#include "sns/prepared.hpp"

#include "core/digest.hpp"
#include "core/message_text.hpp"
#include "sns/errors.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/message_attributes.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

result<void> check_subject(std::string_view subject)
{
    bool const good = !subject.empty() && characters(subject) <= limits::subject_characters_max
                      && std::ranges::all_of(subject, [](char c) {
                             return static_cast<unsigned char>(c) >= 0x20 && c != '\x7F';
                         });
    if (!good) { return errors::subject_invalid(); }
    return {};
}

result<void> check_content(PublishInput const& request, std::string_view message)
{
    if (message.empty()) { return errors::message_empty(); }
    return request.Subject ? check_subject(*request.Subject) : result<void>{};
}

result<protocol_texts> read_structure(PublishInput const& request, std::string_view message)
{
    if (!request.MessageStructure || request.MessageStructure->empty()) { return protocol_texts{}; }
    if (*request.MessageStructure != "json") { return errors::message_structure_invalid(); }
    auto value = parse_json(message, limits::message_json_depth_max);
    if (!value) { return errors::message_structure_not_json(); }
    auto const* object = value->if_object();
    auto const* text = object ? object->if_contains("default") : nullptr;
    if (!text || !text->is_string()) { return errors::message_structure_without_default(); }
    string_map texts;
    for (auto const& [protocol, its_text] : *object) {
        if (its_text.is_string()) texts.emplace(protocol, its_text.get_string());
    }
    return protocol_texts{std::move(texts)};
}

bool are_message_text_in_json(message_attributes const& attributes)
{
    return std::ranges::all_of(attributes, [](auto const& named) {
        auto const& value = named.second;
        return is_message_text_in_json(value.DataType)
               && (!value.StringValue || is_message_text_in_json(*value.StringValue));
    });
}

prepared_message prepare(PublishInput const& request, std::string_view path)
{
    auto const message = request.Message ? request.Message->view() : std::string_view{};
    bool const is_plain = understudy::is_message_text(message);
    bool const may_need_id = request.MessageGroupId && !request.MessageDeduplicationId;
    return {.request = &request,
            .content = check_content(request, message),
            .attributes = check_attributes(request.MessageAttributes, path),
            .texts = read_structure(request, message),
            .bytes = message.size() + bytes_of(request.MessageAttributes),
            .content_id = may_need_id ? sha256_hex(message) : std::string{},
            .is_message_text = is_plain,
            .is_message_text_in_json = (is_plain || is_message_text_in_json(message))
                                       && is_message_text_in_json(request.Subject.value_or(""))
                                       && are_message_text_in_json(request.MessageAttributes)};
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

} // namespace

prepared_message prepare(PublishInput const& request) { return prepare(request, {}); }

prepared_batch prepare(PublishBatchInput const& request)
{
    prepared_batch batch{.request = &request};
    std::ranges::transform(request.PublishBatchRequestEntries, std::back_inserter(batch.inputs), input_of);
    for (auto const& input : batch.inputs) {
        batch.messages.push_back(prepare(input, entry_path(batch.messages.size())));
    }
    return batch;
}

std::string entry_path(std::size_t index)
{
    return "publishBatchRequestEntries." + std::to_string(index + 1) + ".member.";
}

} // namespace understudy::sns
