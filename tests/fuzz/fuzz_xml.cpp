#include "codec/xml.hpp"

#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>

using namespace understudy;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    sqs::ReceiveMessageResult received;
    (void)codec::read_xml(text, "ReceiveMessage", received, codec::query_service::sqs);
    sns::ListTopicsResponse topics;
    (void)codec::read_xml(text, "ListTopics", topics, codec::query_service::sns);
    sns::GetTopicAttributesResponse attributes;
    (void)codec::read_xml(text, "GetTopicAttributes", attributes, codec::query_service::sns);
    (void)codec::read_xml_error(text);
    return 0;
}
