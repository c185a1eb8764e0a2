// What a request to publish tells by itself, whatever the topic is: worked out ahead, under no lock, so that a long message
// keeps nobody waiting. Values that look into the request.
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/sns.hpp>

#include <optional>
#include <string>
#include <vector>

namespace understudy::sns {

/// MessageStructure json: a text for each protocol, and "default". Nothing without a structure.
using protocol_texts = std::optional<string_map>;

struct prepared_message {
    PublishInput const* request;
    result<void> content;    // whether Message and Subject may be sent; in a batch they fail the entry alone
    result<void> attributes; // whether MessageAttributes may be
    result<protocol_texts> texts;
    std::size_t bytes;            // as limits count them
    std::string content_id;       // SHA-256, where a topic may take it for the deduplication id
    bool is_message_text;         // the message is made of characters that queues take
    bool is_message_text_in_json; // and so is all that an envelope tells of it
};

struct prepared_batch {
    PublishBatchInput const* request;
    std::vector<PublishInput> inputs = {};
    std::vector<prepared_message> messages = {}; // look into the inputs
};

prepared_message prepare(PublishInput const& request);
prepared_batch prepare(PublishBatchInput const& request);

/// Where the entry, counted from 0, stands in a request: "publishBatchRequestEntries.1.member."
std::string entry_path(std::size_t index);

} // namespace understudy::sns
