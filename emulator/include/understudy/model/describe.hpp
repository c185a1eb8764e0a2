// How an AWS shape is written down here: an aggregate whose members are spelled as in the AWS reference, described with
// BOOST_DESCRIBE_STRUCT in the order of the AWS model. Codecs, client and services all work from that description.
//
// * A request names its operation and its answer: `static constexpr std::string_view operation` and `using answer`
//   (void where the AWS model has no output shape).
// * An std::optional member can be absent. A plain scalar of a request acts the same when absent and when empty; a plain
//   scalar of an answer is always there.
// * Lists and maps are plain containers; when empty, each protocol writes them as AWS does.
#pragma once

#include <understudy/clock.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

using string_map = std::map<std::string, std::string, std::less<>>;
using string_list = std::vector<std::string>;

/// Bytes that travel as base64.
struct blob {
    std::string bytes;
    friend bool operator==(blob const&, blob const&) = default;
};

/// The attributes of a message, the same in SQS and SNS.
struct MessageAttributeValue {
    std::optional<std::string> StringValue = {};
    std::optional<blob> BinaryValue = {};
    string_list StringListValues = {};
    std::vector<blob> BinaryListValues = {};
    std::string DataType = {};
    friend bool operator==(MessageAttributeValue const&, MessageAttributeValue const&) = default;
};
BOOST_DESCRIBE_STRUCT(MessageAttributeValue, (),
                      (StringValue, BinaryValue, StringListValues, BinaryListValues, DataType))

using message_attributes = std::map<std::string, MessageAttributeValue, std::less<>>;

} // namespace understudy
