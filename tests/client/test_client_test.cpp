#include <understudy/testing.hpp>

#include "scripted_transport.hpp"

#include <boost/json.hpp>

#include "support/catch.hpp"

using namespace understudy;
using understudy::testing::scripted_transport;
using understudy::testing::test_options;

namespace {

struct with_wire {
    std::shared_ptr<scripted_transport> wire = std::make_shared<scripted_transport>();
    sns_sqs_test_client client{sns_client{wire, test_options()}, sqs_client{wire, test_options()}};

    void answer(std::string body, unsigned status = 200)
    {
        wire->script.push_back(wire_response{status, {}, std::move(body)});
    }
    void answer_topics(std::string const& names, std::string const& next = {})
    {
        answer("<ListTopicsResponse><ListTopicsResult><Topics>" + names + "</Topics>"
               + (next.empty() ? "" : "<NextToken>" + next + "</NextToken>")
               + "</ListTopicsResult></ListTopicsResponse>");
    }
};

} // namespace

TEST_CASE_METHOD(with_wire, "A topic is found by its name, on whichever page", "[testing]")
{
    answer_topics("<member><TopicArn>arn:aws:sns:r:a:other--t</TopicArn></member>", "2");
    answer_topics("<member><TopicArn>arn:aws:sns:r:a:t</TopicArn></member>");
    CHECK(client.get_topic_arn("t") == "arn:aws:sns:r:a:t");
}

TEST_CASE_METHOD(with_wire, "A missing topic and a missing queue are named", "[testing]")
{
    answer_topics("");
    CHECK_THROWS_WITH(client.get_topic_arn("t"), "The topic 't' does not exist.");
    answer_topics("");
    CHECK_THROWS_AS(client.publish("t", {{"a", 1}}), topic_does_not_exist);

    auto const missing = R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no"})";
    answer(missing, 400);
    CHECK_THROWS_WITH(client.get_queue_url("q"), "The queue 'q' does not exist.");
    answer(missing, 400);
    CHECK_THROWS_AS(client.receive("q"), queue_does_not_exist);
    answer(R"({"__type":"com.amazonaws.sqs#OverLimit","message":"no"})", 403);
    CHECK_THROWS_AS(client.get_queue_url("q"), service_exception);
}

TEST_CASE_METHOD(with_wire, "A name that ends in .fifo makes FIFO", "[testing]")
{
    answer(
        "<CreateTopicResponse><CreateTopicResult><TopicArn>t</TopicArn></CreateTopicResult></CreateTopicResponse>");
    client.create_topic("t.fifo");
    CHECK_THAT(wire->sent.back().body, Catch::ContainsSubstring("FifoTopic"));

    answer(R"({"QueueUrl":"u"})");
    answer(R"({"QueueUrl":"u"})");
    answer(R"({"Attributes":{"QueueArn":"arn"}})");
    CHECK(client.create_queue("q.fifo") == "arn");
    CHECK(wire->sent[1].body == R"({"QueueName":"q.fifo","Attributes":{"FifoQueue":"true"}})");
}

TEST_CASE_METHOD(with_wire, "Messages are unpacked, from a notification as from a raw delivery, and deleted",
                 "[testing]")
{
    json_base_envelope const envelope;
    boost::json::value const data{{"order_id", "o"}};
    auto const text = envelope.wrap("t", data);
    boost::json::object const received{
        {"Messages",
         {{{"MessageId", "1"},
           {"ReceiptHandle", "r1"},
           {"Body", boost::json::serialize(boost::json::object{{"Message", text}})}},
          {{"MessageId", "2"}, {"ReceiptHandle", "r2"}, {"Body", text}}}}};
    answer(R"({"QueueUrl":"u"})");
    answer(boost::json::serialize(received));
    answer("");
    answer("");

    auto const messages = client.receive("q");
    REQUIRE(messages.size() == 2);
    CHECK(messages[0].payload == data);
    CHECK(messages[1].payload == data);
    CHECK(wire->sent[2].body == R"({"QueueUrl":"u","ReceiptHandle":"r1"})");
    CHECK(wire->sent[3].body == R"({"QueueUrl":"u","ReceiptHandle":"r2"})");
}

TEST_CASE_METHOD(with_wire, "A policy that the queue has already is left alone", "[testing]")
{
    answer(
        "<CreateTopicResponse><CreateTopicResult><TopicArn>t</TopicArn></CreateTopicResult></CreateTopicResponse>");
    answer(R"({"QueueUrl":"u"})");
    answer(R"({"QueueUrl":"u"})");
    answer(R"({"Attributes":{"QueueArn":"arn"}})");
    answer(R"({"QueueUrl":"u"})");
    answer(R"({"Attributes":{"QueueArn":"arn","Policy":"{}"}})");
    answer(
        "<SubscribeResponse><SubscribeResult><SubscriptionArn>s</SubscriptionArn></SubscribeResult></SubscribeResponse>");
    CHECK(client.subscribe_to("t", "q") == "s");
    CHECK(wire->script.empty());
}
