// What a request to send tells by itself, whatever the queue is: worked out ahead, under no lock, so that a long message keeps
// nobody waiting. Values; those of requests look into them.
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/sqs.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace understudy::sqs {

struct prepared_message {
    std::size_t bytes = 0;                            // of body and attributes, as limits count them
    shared_text::md5_type attributes_md5 = {};        // when there are any
    shared_text::md5_type system_attributes_md5 = {}; // likewise
    std::string content_id = {}; // SHA-256 of the body, where a queue may take it for the deduplication id
    result<void> content = {};   // whether body and attributes are made as AWS wants them
};

struct prepared_send {
    SendMessageRequest const* request;
    prepared_message message;
};

struct prepared_send_batch {
    SendMessageBatchRequest const* request;
    std::vector<prepared_message> messages = {}; // one for each entry
};

/// All but whether the content is good.
prepared_message measure(shared_text const& body, message_attributes const& attributes,
                         message_attributes const& system_attributes, bool may_need_id);
prepared_send prepare(SendMessageRequest const& request);
prepared_send_batch prepare(SendMessageBatchRequest const& request);

} // namespace understudy::sqs
