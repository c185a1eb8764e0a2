// Whatever reads is written and read again: the second time it must be the same text.
#include "codec/json.hpp"

#include <understudy/model/dynamodb.hpp>
#include <understudy/model/sqs.hpp>

#include <cstdlib>

using namespace understudy;

template <class T>
static void read_write_read(std::string_view text, codec::dialect dialect)
{
    T shape;
    if (codec::read_json(text, shape, dialect)) return;
    std::string first;
    codec::write_json(first, shape, dialect);
    T again;
    if (codec::read_json(first, again, dialect)) std::abort();
    std::string second;
    codec::write_json(second, again, dialect);
    if (first != second) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    read_write_read<dynamodb::PutItemInput>(text, codec::dialect::dynamodb);
    read_write_read<dynamodb::CreateTableInput>(text, codec::dialect::dynamodb);
    read_write_read<sqs::SendMessageRequest>(text, codec::dialect::sqs);
    read_write_read<sqs::ReceiveMessageRequest>(text, codec::dialect::sqs);
    return 0;
}
