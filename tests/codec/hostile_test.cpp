// Whatever comes in, the codecs answer: an error or a shape, never a crash, and never at a cost out of proportion.
#include "codec/form.hpp"
#include "codec/json.hpp"
#include "codec/xml.hpp"
#include "shapes.hpp"
#include "support/catch.hpp"

#include <boost/mp11/algorithm.hpp>

#include <random>

using namespace understudy;
using namespace understudy::codec_test;
using codec::dialect;
using codec::query_service;

static std::string repeated(std::string_view text, std::size_t count)
{
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

template <class T>
static bool reads(std::string_view text, dialect dialect)
{
    T shape;
    return !codec::read_json(text, shape, dialect);
}

/// A text to itself in memory, so that a sanitizer sees one byte too far.
static std::vector<char> exact(std::string_view text) { return {text.begin(), text.end()}; }

static void feed_json(std::string_view bytes)
{
    reads<dynamodb::PutItemInput>(bytes, dialect::dynamodb);
    reads<dynamodb::CreateTableInput>(bytes, dialect::dynamodb);
    reads<sqs::SendMessageRequest>(bytes, dialect::sqs);
}

static void feed_form(std::string_view bytes)
{
    auto const fields = codec::form::parse(bytes);
    sqs::SendMessageRequest send;
    (void)codec::read_form(fields, send, query_service::sqs);
    sns::CreateTopicInput topic;
    (void)codec::read_form(fields, topic, query_service::sns);
}

static void feed_xml(std::string_view bytes)
{
    sqs::ReceiveMessageResult received;
    (void)codec::read_xml(bytes, "ReceiveMessage", received, query_service::sqs);
    sns::ListTopicsResponse topics;
    (void)codec::read_xml(bytes, "ListTopics", topics, query_service::sns);
    (void)codec::read_xml_error(bytes);
}

static void feed(std::string_view text)
{
    auto const copy = exact(text);
    std::string_view const bytes{copy.data(), copy.size()};
    feed_json(bytes);
    feed_form(bytes);
    feed_xml(bytes);
}

/// One good text for each reader.
static std::vector<std::string> good_texts()
{
    std::vector<std::string> texts(6);
    codec::write_json(texts[0], filled<dynamodb::PutItemInput>(), dialect::dynamodb);
    codec::write_json(texts[1], filled<sqs::SendMessageRequest>(), dialect::sqs);
    codec::write_form(texts[2], filled<sqs::SendMessageRequest>(), query_service::sqs);
    codec::write_form(texts[3], filled<sns::CreateTopicInput>(), query_service::sns);
    texts[4] = "<ReceiveMessageResponse><ReceiveMessageResult>";
    codec::write_xml(texts[4], filled<sqs::ReceiveMessageResult>(), query_service::sqs);
    texts[4] += "</ReceiveMessageResult></ReceiveMessageResponse>";
    texts[5] =
        R"({"TableName":"\ud83d\u0041\ude00\ud83d\ude00","Item":{"a":{"S":"\\\""},"b":{"S":"a","N":"1"}}})";
    return texts;
}

TEST_CASE("JSON nested without end is refused, whatever it is nested in", "[codec][hostile]")
{
    constexpr std::size_t deep = 100'000;
    for (auto const* head : {"[", "{\"a\":", "{\"L\":[", "{\"M\":{\"a\":", "{\"Item\":{\"a\":{\"L\":["}) {
        CHECK_FALSE(reads<dynamodb::PutItemInput>(repeated(head, deep), dialect::dynamodb));
        CHECK_FALSE(
            reads<dynamodb::PutItemInput>("{\"Item\":{\"a\":" + repeated(head, deep), dialect::dynamodb));
    }
    auto const balanced = [](std::size_t levels) {
        return "{\"x\":" + repeated("[", levels) + repeated("]", levels) + "}";
    };
    auto const most = codec::detail::json_document::depth_max - 1;
    CHECK(reads<sqs::SendMessageRequest>(balanced(most), dialect::sqs));
    CHECK_FALSE(reads<sqs::SendMessageRequest>(balanced(most + 1), dialect::sqs));
}

TEST_CASE("XML and forms nested without end do no harm", "[codec][hostile]")
{
    constexpr std::size_t deep = 100'000;
    feed(repeated("<a>", deep));
    feed("<ReceiveMessageResponse>" + repeated("<ReceiveMessageResult>", deep)
         + repeated("</ReceiveMessageResult>", deep) + "</ReceiveMessageResponse>");
    feed("Attribute" + repeated(".1", deep) + "=x");
    feed(repeated("Tags.member.1.Key=x&", deep));
    feed(repeated("&", deep) + repeated("=", deep) + repeated("%", deep));
}

TEST_CASE("A JSON text cut short at any byte is refused", "[codec][hostile]")
{
    for (auto const& text : good_texts()) {
        if (!text.starts_with('{')) continue;
        for (std::size_t size = 0; size < text.size(); ++size) {
            auto const cut = exact(std::string_view{text}.substr(0, size));
            sqs::SendMessageRequest shape;
            auto const error = codec::read_json({cut.data(), cut.size()}, shape, dialect::sqs);
            REQUIRE(error);
            CHECK(error->syntax);
        }
    }
}

TEST_CASE("A form or an XML text cut short at any byte is survived", "[codec][hostile]")
{
    for (auto const& text : good_texts()) {
        if (text.starts_with('{')) continue;
        for (std::size_t size = 0; size <= text.size(); ++size) {
            auto const cut = exact(std::string_view{text}.substr(0, size));
            text.starts_with('<') ? feed_xml({cut.data(), cut.size()}) : feed_form({cut.data(), cut.size()});
        }
    }
    SUCCEED();
}

TEST_CASE("Random bytes and randomly damaged texts are survived by all readers", "[codec][hostile]")
{
    auto const seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    constexpr std::string_view spice = "{}[]\":,\\u<>&=%.0123456789eE+-aSNBMLdD8\xFF\xC3\xED";
    for (int round = 0; round < 1'000; ++round) {
        std::string noise(random() % 200, ' ');
        for (auto& c : noise)
            c = random() % 4 == 0 ? static_cast<char>(random()) : spice[random() % spice.size()];
        feed(noise);
    }
    auto const texts = good_texts();
    for (int round = 0; round < 1'500; ++round) {
        auto text = texts[random() % texts.size()];
        for (auto hits = random() % 4 + 1; hits > 0; --hits) {
            auto const at = random() % text.size();
            if (random() % 3 == 0) {
                text.erase(at, random() % 9);
                text += ' ';
            } else {
                text[at] = spice[random() % spice.size()];
            }
        }
        feed(text);
    }
    SUCCEED();
}

TEST_CASE("Huge numbers are refused or kept as text, never miscounted", "[codec][hostile]")
{
    auto const digits = std::string(10'000, '9');
    for (auto const& number : {digits, "-" + digits, "1e" + digits, "1e-" + digits, "0." + digits,
                               digits + "." + digits, std::string{"1e309"}, std::string{"-1e309"},
                               std::string{"1e999999999"}, std::string{"9223372036854775808"},
                               std::string{"-9223372036854775809"}, std::string{"18446744073709551616"}}) {
        INFO(number.substr(0, 40));
        dynamodb::ListTablesInput tables;
        auto const error = codec::read_json("{\"Limit\":" + number + "}", tables, dialect::dynamodb);
        if (number.starts_with("0.") || number.starts_with("1e-")) {
            CHECK((error ? error->syntax : tables.Limit == 0));
        } else {
            CHECK(error);
        }
        feed("{\"DelaySeconds\":" + number + ",\"TableName\":" + number + "}");
    }
}
