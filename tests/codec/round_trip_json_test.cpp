#include "codec/json.hpp"
#include "shapes.hpp"
#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::codec_test;
using codec::dialect;

template <class T>
static void goes_there_and_back(dialect dialect, T const& shape)
{
    std::string text;
    codec::write_json(text, shape, dialect);
    INFO(codec::detail::type_name_of<T>() << ' ' << text);
    T read;
    auto const error = codec::read_json(text, read, dialect);
    CHECK_FALSE(error);
    CHECK(same(read, shape));
    CHECK((text.front() == '{' && text.back() == '}'));
}

template <class... T>
static void go_there_and_back(dialect dialect, mp_list<T...>)
{
    (goes_there_and_back(dialect, filled<T>()), ...);
    (goes_there_and_back(dialect, T{}), ...);
}

TEST_CASE("Every shape of SQS and SNS survives JSON, full and empty", "[codec][json]")
{
    go_there_and_back(dialect::sqs, sqs_requests{});
    go_there_and_back(dialect::sqs, sqs_answers{});
    go_there_and_back(dialect::sqs, sns_requests{});
    go_there_and_back(dialect::sqs, sns_answers{});
    go_there_and_back(dialect::sqs, sts_answers{});
}

TEST_CASE("Every shape of DynamoDB survives JSON, full and empty", "[codec][json]")
{
    go_there_and_back(dialect::dynamodb, dynamodb_requests{});
    go_there_and_back(dialect::dynamodb, dynamodb_answers{});
}
