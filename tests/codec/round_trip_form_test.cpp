#include "codec/form.hpp"
#include "shapes.hpp"
#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::codec_test;
using codec::query_service;

template <class T>
static void goes_there_and_back(query_service service, T const& shape)
{
    std::string text = "Action=" + std::string{T::operation} + "&Version=1";
    codec::write_form(text, shape, service);
    INFO(text);
    T read;
    auto const error = codec::read_form(codec::form::parse(text), read, service);
    CHECK_FALSE(error);
    CHECK(same(read, shape));
}

template <class... T>
static void go_there_and_back(query_service service, mp_list<T...>)
{
    (goes_there_and_back(service, filled<T>()), ...);
    (goes_there_and_back(service, T{}), ...);
}

TEST_CASE("Every request of SQS, SNS and STS survives a form, full and empty", "[codec][form]")
{
    go_there_and_back(query_service::sqs, sqs_requests{});
    go_there_and_back(query_service::sns, sns_requests{});
    go_there_and_back(query_service::sts, sts_requests{});
}
