#include "codec/xml.hpp"
#include "shapes.hpp"
#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::codec_test;
using codec::query_service;

template <class T>
static void goes_there_and_back(query_service service, T const& shape)
{
    std::string text = "<?xml version=\"1.0\"?><PlayResponse xmlns=\"http://example.com/\"><PlayResult>";
    codec::write_xml(text, shape, service);
    text += "</PlayResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></PlayResponse>";
    INFO(text);
    T read;
    CHECK(codec::read_xml(text, "Play", read, service));
    CHECK(same(read, shape));
}

template <class... T>
static void go_there_and_back(query_service service, mp_list<T...>)
{
    (goes_there_and_back(service, filled<T>()), ...);
    (goes_there_and_back(service, T{}), ...);
}

TEST_CASE("Every answer of SQS, SNS and STS survives XML, full and empty", "[codec][xml]")
{
    go_there_and_back(query_service::sqs, sqs_answers{});
    go_there_and_back(query_service::sns, sns_answers{});
    go_there_and_back(query_service::sts, sts_answers{});
}
