// Whatever reads is written and read again: the second time it must be the same text.
#include "codec/form.hpp"

#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>

#include <cstdlib>

using namespace understudy;

template <class T>
static void read_write_read(codec::form const& form, codec::query_service service)
{
    T shape;
    if (codec::read_form(form, shape, service)) return;
    std::string first;
    codec::write_form(first, shape, service);
    T again;
    if (codec::read_form(codec::form::parse(first), again, service)) std::abort();
    std::string second;
    codec::write_form(second, again, service);
    if (first != second) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    auto const form = codec::form::parse({reinterpret_cast<char const*>(data), size});
    read_write_read<sqs::CreateQueueRequest>(form, codec::query_service::sqs);
    read_write_read<sqs::SendMessageRequest>(form, codec::query_service::sqs);
    read_write_read<sqs::ReceiveMessageRequest>(form, codec::query_service::sqs);
    read_write_read<sns::CreateTopicInput>(form, codec::query_service::sns);
    read_write_read<sns::PublishInput>(form, codec::query_service::sns);
    return 0;
}
