#include "sqs/receipts.hpp"
#include "sqs/text.hpp"

#include "support/catch.hpp"

using namespace understudy::sqs;

TEST_CASE("A receipt handle brings back what was put into it", "[sqs][receipts]")
{
    receipt const made{.queue = 7, .place = 1ULL << 40, .slot = 123456, .number = 3, .message = ~0ULL};
    auto const handle = make_receipt_handle(made);
    CHECK(handle.starts_with("AQEB"));
    CHECK(handle.size() <= 1024);
    auto const read = parse_receipt_handle(handle);
    REQUIRE(read);
    CHECK(read->queue == made.queue);
    CHECK(read->place == made.place);
    CHECK(read->slot == made.slot);
    CHECK(read->number == made.number);
    CHECK(read->message == made.message);
}

TEST_CASE("A handle with any character changed, missing or added is none", "[sqs][receipts]")
{
    auto const handle = make_receipt_handle({.queue = 1, .place = 2, .slot = 3, .number = 4, .message = 5});
    for (std::size_t i = 0; i < handle.size(); ++i) {
        auto other = handle;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(parse_receipt_handle(other));
    }
    CHECK_FALSE(parse_receipt_handle(""));
    CHECK_FALSE(parse_receipt_handle("garbage"));
    CHECK_FALSE(parse_receipt_handle(handle + "A"));
    CHECK_FALSE(parse_receipt_handle(handle.substr(1)));
    CHECK_FALSE(parse_receipt_handle(std::string(handle.size(), 'A')));
    CHECK_FALSE(parse_receipt_handle(std::string(handle.size(), '\xff')));
}

TEST_CASE("Ids of groups and deduplication are visible ASCII, 1 to 128", "[sqs][text]")
{
    CHECK(is_message_id_text("aZ09!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"));
    CHECK(is_message_id_text(std::string(128, 'x')));
    for (std::string bad :
         {std::string{}, std::string{"a b"}, std::string{"ä"}, std::string{"a\n"}, std::string(129, 'x')}) {
        CHECK_FALSE(is_message_id_text(bad));
    }
}
