#include "codec/names.hpp"

#include <algorithm>
#include <array>

namespace understudy::codec::detail {

namespace {

struct flattened {
    std::string_view member;
    flat_name names;
};

// Requests first, then answers. The last SQS models of the Query protocol.
constexpr std::array flat_names{
    flattened{"Attributes", {"Attribute"}},
    flattened{"AttributeNames", {"AttributeName"}},
    flattened{"MessageSystemAttributeNames", {"MessageSystemAttributeName"}},
    flattened{"MessageAttributeNames", {"MessageAttributeName"}},
    flattened{"MessageAttributes", {"MessageAttribute", "MessageAttributes"}},
    flattened{"MessageSystemAttributes", {"MessageSystemAttribute", "MessageSystemAttributes"}},
    flattened{"tags", {"Tag", "Tags"}},
    flattened{"Tags", {"Tag", "Tags"}},
    flattened{"TagKeys", {"TagKey"}},
    flattened{"AWSAccountIds", {"AWSAccountId"}},
    flattened{"Actions", {"ActionName"}},
    flattened{"StringListValues", {"StringListValue"}},
    flattened{"BinaryListValues", {"BinaryListValue"}},
    flattened{"QueueUrls", {"QueueUrl"}},
    flattened{"queueUrls", {"QueueUrl"}},
};

} // namespace

flat_name flat_name_of(std::string_view member, std::string_view element) noexcept
{
    if (!element.empty()) return {element}; // <Message>, SendMessageBatchRequestEntry.1
    auto const found = std::ranges::find(flat_names, member, &flattened::member);
    return found == flat_names.end() ? flat_name{member} : found->names;
}

entry_names entry_names_of(std::string_view member, query_service service, bool structures) noexcept
{
    if (structures) return {"Name", "Value"};
    if (service != query_service::sqs) return {"key", "value"};
    return member == "tags" || member == "Tags" ? entry_names{"Key", "Value"} : entry_names{"Name", "Value"};
}

} // namespace understudy::codec::detail
