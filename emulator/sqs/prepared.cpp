#include "sqs/prepared.hpp"

#include "core/digest.hpp"
#include "sqs/errors.hpp"
#include "sqs/message_attributes.hpp"
#include "sqs/text.hpp"

namespace understudy::sqs {

namespace {

/// In the order in which AWS looks at a message.
result<void> check_content(shared_text const& body, message_attributes const& attributes,
                           message_attributes const& system_attributes)
{
    if (!is_message_text(body)) return errors::message_contents_invalid();
    if (auto good = check_attributes(attributes); !good) return good.error();
    return check_system_attributes(system_attributes);
}

/// Of SendMessage, or of an entry of its batch.
template <class Request>
prepared_message prepared_of(Request const& request)
{
    static_cast<void>(request.MessageBody.md5()); // the body keeps it
    bool const may_need_id = request.MessageGroupId && !request.MessageDeduplicationId;
    auto made =
        measure(request.MessageBody, request.MessageAttributes, request.MessageSystemAttributes, may_need_id);
    made.content =
        check_content(request.MessageBody, request.MessageAttributes, request.MessageSystemAttributes);
    return made;
}

} // namespace

prepared_message measure(shared_text const& body, message_attributes const& attributes,
                         message_attributes const& system_attributes, bool may_need_id)
{
    prepared_message measured{.bytes = body.size() + size_of(attributes)};
    if (!attributes.empty()) { measured.attributes_md5 = md5_of(attributes); }
    if (!system_attributes.empty()) { measured.system_attributes_md5 = md5_of(system_attributes); }
    if (may_need_id) { measured.content_id = sha256_hex(body); }
    return measured;
}

prepared_send prepare(SendMessageRequest const& request)
{
    return {.request = &request, .message = prepared_of(request)};
}

prepared_send_batch prepare(SendMessageBatchRequest const& request)
{
    prepared_send_batch batch{.request = &request};
    if (!request.Entries) { return batch; }
    batch.messages.reserve(request.Entries->size());
    for (auto const& entry : *request.Entries) batch.messages.push_back(prepared_of(entry));
    return batch;
}

} // namespace understudy::sqs
