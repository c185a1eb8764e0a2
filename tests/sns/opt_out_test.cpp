#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;

namespace {

constexpr auto phone_number = "+15551234567";

bool is_opted_out(stage& aws)
{
    return aws(check_if_phone_number_is_opted_out, CheckIfPhoneNumberIsOptedOutInput{phone_number})
        .value()
        .isOptedOut;
}

} // namespace

TEST_CASE("A phone that has opted out gets no text messages until it is opted in", "[sns][mobile]")
{
    stage aws;
    auto const topic = aws.topic();
    REQUIRE(aws.subscribe_to(topic, "sms", phone_number));
    REQUIRE(opt_out_phone_number(aws.sns, aws.here(), "+1 555-123-4567"));
    CHECK(is_opted_out(aws));
    CHECK(aws(list_phone_numbers_opted_out, ListPhoneNumbersOptedOutInput{}).value().phoneNumbers
          == std::vector<std::string>{phone_number});
    CHECK(aws.send(topic, "through a topic"));
    CHECK(aws.send({.PhoneNumber = phone_number, .Message = "at once"}));
    CHECK(aws.sns.outbox.entries().empty());
    std::size_t failed = 0;
    for (auto const& event : aws.events.events()) {
        if (event.type != event_type::delivery_failed) { continue; }
        ++failed;
        CHECK(event.detail == "+15551234567: the owner of the phone has opted out");
        CHECK(event.cause != 0);
    }
    CHECK(failed == 2);

    REQUIRE(aws(opt_in_phone_number, OptInPhoneNumberInput{phone_number}));
    CHECK_FALSE(is_opted_out(aws));
    CHECK(aws.send(topic, "welcome back"));
    CHECK(aws.sns.outbox.entries().size() == 1);
}

TEST_CASE("A phone opts out of one account in one region", "[sns][mobile]")
{
    stage aws;
    REQUIRE(opt_out_phone_number(aws.sns, aws.here(), phone_number));
    aws.account = "111111111111";
    CHECK_FALSE(is_opted_out(aws));
    aws.account = "000000000000";
    aws.region = "eu-west-1";
    CHECK_FALSE(is_opted_out(aws));
    CHECK(code_of(opt_out_phone_number(aws.sns, aws.here(), "nobody")) == "InvalidParameter");
}

TEST_CASE("A number that has opted out cannot be put into the sandbox", "[sns][mobile]")
{
    stage aws;
    REQUIRE(opt_out_phone_number(aws.sns, aws.here(), phone_number));
    CHECK(code_of(aws(create_sms_sandbox_phone_number,
                      CreateSMSSandboxPhoneNumberInput{.PhoneNumber = phone_number}))
          == "OptedOut");
}

TEST_CASE("Numbers that have opted out come a hundred to a page", "[sns][mobile]")
{
    stage aws;
    for (int i = 0; i < 150; ++i) {
        REQUIRE(opt_out_phone_number(aws.sns, aws.here(), "+1555" + std::to_string(1'000'000 + i)));
    }
    auto const page = aws(list_phone_numbers_opted_out, ListPhoneNumbersOptedOutInput{}).value();
    CHECK(page.phoneNumbers.size() == 100);
    auto const rest =
        aws(list_phone_numbers_opted_out, ListPhoneNumbersOptedOutInput{.nextToken = page.nextToken}).value();
    CHECK(rest.phoneNumbers.size() == 50);
    CHECK_FALSE(rest.nextToken);
    CHECK(text_of(aws(list_phone_numbers_opted_out, ListPhoneNumbersOptedOutInput{.nextToken = "x"}))
          == "Invalid parameter: NextToken");
}
