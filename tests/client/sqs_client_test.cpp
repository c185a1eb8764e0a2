#include "scripted_transport.hpp"

#include "support/catch.hpp"

using namespace understudy;
using understudy::testing::header;
using understudy::testing::scripted;

namespace {

constexpr auto url = "http://127.0.0.1:4566/000000000000/q";

} // namespace

TEST_CASE("An SQS call is AWS JSON 1.0, signed for its region", "[client][sqs]")
{
    scripted<sqs_client> sqs;
    sqs.answer(R"({"MD5OfMessageBody":"49f68a5c8493ec2c0bf489821c21fc3b","MessageId":"m"})");
    auto const sent =
        sqs.client.send_message({.QueueUrl = url, .MessageBody = "hi", .DelaySeconds = 3}).value();
    CHECK(sent.MessageId == "m");
    CHECK(sent.MD5OfMessageBody == "49f68a5c8493ec2c0bf489821c21fc3b");

    auto const& request = sqs.last();
    CHECK(request.method == "POST");
    CHECK(request.path == "/");
    CHECK(header(request.headers, "Host") == "127.0.0.1:4566");
    CHECK(header(request.headers, "Content-Type") == "application/x-amz-json-1.0");
    CHECK(header(request.headers, "X-Amz-Target") == "AmazonSQS.SendMessage");
    CHECK(header(request.headers, "x-amzn-query-mode") == "true");
    CHECK_THAT(header(request.headers, "Authorization"),
               Catch::ContainsSubstring(
                   "/eu-west-1/sqs/aws4_request, "
                   "SignedHeaders=content-type;host;x-amz-date;x-amz-target;x-amzn-query-mode, "));
    CHECK(request.body
          == R"({"QueueUrl":"http://127.0.0.1:4566/000000000000/q","MessageBody":"hi","DelaySeconds":3})");
}

TEST_CASE("Every SQS operation goes out under its name and reads its answer", "[client][sqs]")
{
    scripted<sqs_client> sqs;
    auto const target = [&] { return header(sqs.last().headers, "X-Amz-Target"); };

    sqs.answer("");
    CHECK(sqs.client.change_message_visibility(
        {.QueueUrl = url, .ReceiptHandle = "r", .VisibilityTimeout = 0}));
    CHECK(target() == "AmazonSQS.ChangeMessageVisibility");
    CHECK(sqs.last().body.ends_with(R"("ReceiptHandle":"r","VisibilityTimeout":0})"));

    sqs.answer(R"({"QueueUrl":"u"})");
    CHECK(sqs.client.create_queue({.QueueName = "q", .Attributes = {{"DelaySeconds", "1"}}}).value().QueueUrl
          == "u");
    CHECK(target() == "AmazonSQS.CreateQueue");
    CHECK(sqs.last().body == R"({"QueueName":"q","Attributes":{"DelaySeconds":"1"}})");

    sqs.answer("");
    CHECK(sqs.client.delete_message({.QueueUrl = url, .ReceiptHandle = "r"}));
    CHECK(target() == "AmazonSQS.DeleteMessage");

    sqs.answer("{}");
    CHECK(sqs.client.delete_queue({.QueueUrl = url}));
    CHECK(target() == "AmazonSQS.DeleteQueue");

    sqs.answer(R"({"Attributes":{"VisibilityTimeout":"30"}})");
    CHECK(sqs.client.get_queue_attributes({.QueueUrl = url, .AttributeNames = {"All"}}).value().Attributes
          == string_map{{"VisibilityTimeout", "30"}});
    CHECK(target() == "AmazonSQS.GetQueueAttributes");

    sqs.answer(R"({"QueueUrl":"u"})");
    CHECK(sqs.client.get_queue_url({.QueueName = "q"}).value().QueueUrl == "u");
    CHECK(target() == "AmazonSQS.GetQueueUrl");

    sqs.answer(R"({"QueueUrls":["u","v"],"NextToken":"n"})");
    auto const page = sqs.client.list_queues({.MaxResults = 2}).value();
    CHECK(page.QueueUrls == string_list{"u", "v"});
    CHECK(page.NextToken == "n");
    CHECK(target() == "AmazonSQS.ListQueues");

    sqs.answer("");
    CHECK(sqs.client.purge_queue({.QueueUrl = url}));
    CHECK(target() == "AmazonSQS.PurgeQueue");

    sqs.answer("");
    CHECK(sqs.client.set_queue_attributes({.QueueUrl = url, .Attributes = {{"DelaySeconds", "1"}}}));
    CHECK(target() == "AmazonSQS.SetQueueAttributes");
}

TEST_CASE("Received messages come with body and attributes", "[client][sqs]")
{
    scripted<sqs_client> sqs;
    sqs.answer(R"({"Messages":[{"MessageId":"m","ReceiptHandle":"r","MD5OfBody":"d","Body":"hi",)"
               R"("Attributes":{"ApproximateReceiveCount":"1"},)"
               R"("MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"AAE="}}}]})");
    auto const received =
        sqs.client.receive_message({.QueueUrl = url, .MaxNumberOfMessages = 10, .WaitTimeSeconds = 20})
            .value();
    REQUIRE(received.Messages.size() == 1);
    auto const& message = received.Messages.front();
    CHECK(message.Body == "hi");
    CHECK(message.Attributes.at("ApproximateReceiveCount") == "1");
    CHECK(message.MessageAttributes.at("a").BinaryValue->bytes == std::string{"\0\1", 2});

    sqs.answer("{}");
    CHECK(sqs.client.receive_message({.QueueUrl = url}).value().Messages.empty());
}

TEST_CASE("A long poll gets its waiting time on top of the time-out", "[client][sqs]")
{
    using namespace std::chrono_literals;
    scripted<sqs_client> sqs;
    sqs.answer("{}");
    CHECK(sqs.client.receive_message({.QueueUrl = url, .WaitTimeSeconds = 20}));
    sqs.answer("{}");
    CHECK(sqs.client.receive_message({.QueueUrl = url}));
    CHECK(sqs.wire->timeouts == std::vector<std::chrono::milliseconds>{80s, 60s});
}

TEST_CASE("A refusal of SQS has its shape, its code, its status and its text", "[client][sqs]")
{
    scripted<sqs_client> sqs;
    sqs.answer(
        R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."})",
        400, {{"x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"}});
    auto const answer = sqs.client.get_queue_url({.QueueName = "q"});
    REQUIRE(!answer);
    CHECK(answer.error().kind
          == error_kind{"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", 400});
    CHECK(answer.error().message == "The specified queue does not exist.");
    CHECK_THROWS_AS(answer.value(), service_exception);
}

TEST_CASE("A refusal that nobody here knows keeps its names, also in copies", "[client][sqs]")
{
    auto const error = [] {
        scripted<sqs_client> sqs;
        sqs.answer(R"({"__type":"com.amazonaws.sqs#BrandNew","message":"new"})", 418,
                   {{"X-Amzn-Query-Error", "Brand.New;Sender"}});
        return sqs.client.get_queue_url({.QueueName = "q"}).error();
    }();
    CHECK(error.kind == error_kind{"BrandNew", "Brand.New", 418});
    CHECK(service_exception{error}.error().kind.shape == "BrandNew");
}

TEST_CASE("An answer that makes no sense is an error of its own kind", "[client][sqs]")
{
    auto const kind_of = [](std::string body, unsigned status) {
        scripted<sqs_client> sqs;
        for (int i = 0; i < 3; ++i) { sqs.answer(body, status); }
        auto options = understudy::testing::test_options();
        options.attempts_max = 1;
        return sqs_client{sqs.wire, options}.get_queue_url({.QueueName = "q"}).error();
    };
    CHECK(kind_of("<html>", 200).kind == client_errors::malformed_answer);
    CHECK(kind_of("<html>", 404).kind.shape == "HTTP404");
    CHECK(kind_of("{}", 404).kind.status == 404);
}

TEST_CASE("No answer at all is an error with status 0", "[client][sqs]")
{
    auto const kind_of = [](wire_failure_reason reason) {
        scripted<sqs_client> sqs;
        sqs.wire->script.push_back(wire_failure{reason, "text"});
        auto options = understudy::testing::test_options();
        options.attempts_max = 1;
        auto const error = sqs_client{sqs.wire, options}.list_queues().error();
        CHECK(error.message == "text");
        CHECK(error.kind.status == 0);
        return error.kind;
    };
    CHECK(kind_of(wire_failure_reason::refused) == client_errors::connection_error);
    CHECK(kind_of(wire_failure_reason::closed) == client_errors::connection_error);
    CHECK(kind_of(wire_failure_reason::insecure) == client_errors::connection_error);
    CHECK(kind_of(wire_failure_reason::timed_out) == client_errors::timed_out);
    CHECK(kind_of(wire_failure_reason::malformed) == client_errors::malformed_answer);
    CHECK(kind_of(wire_failure_reason::interrupted) == client_errors::interrupted);
}

TEST_CASE("The newer SQS operations go out under their names too", "[client][sqs]")
{
    scripted<sqs_client> sqs;
    auto const asked = [&](auto call, std::string_view answer = "{}") {
        sqs.answer(std::string{answer});
        CHECK(call(sqs.client));
        return header(sqs.last().headers, "X-Amz-Target").substr(std::string_view{"AmazonSQS."}.size()) + " "
               + sqs.last().body;
    };
    CHECK(asked(
              [](auto& c) {
                  return c.add_permission({.QueueUrl = "q", .Label = "l", .AWSAccountIds = string_list{"1"}});
              },
              "")
          == R"(AddPermission {"QueueUrl":"q","Label":"l","AWSAccountIds":["1"]})");
    CHECK(asked([](auto& c) { return c.cancel_message_move_task({.TaskHandle = "t"}); })
          == R"(CancelMessageMoveTask {"TaskHandle":"t"})");
    CHECK(asked([](auto& c) {
              return c.change_message_visibility_batch({.QueueUrl = "q", .Entries = {{{.Id = "1"}}}});
          })
          == R"(ChangeMessageVisibilityBatch {"QueueUrl":"q","Entries":[{"Id":"1","ReceiptHandle":""}]})");
    CHECK(asked([](auto& c) { return c.delete_message_batch({.QueueUrl = "q", .Entries = {{{.Id = "1"}}}}); })
          == R"(DeleteMessageBatch {"QueueUrl":"q","Entries":[{"Id":"1","ReceiptHandle":""}]})");
    CHECK(asked([](auto& c) { return c.list_dead_letter_source_queues({.QueueUrl = "q"}); })
          == R"(ListDeadLetterSourceQueues {"QueueUrl":"q"})");
    CHECK(asked([](auto& c) { return c.list_message_move_tasks({.SourceArn = "a"}); })
          == R"(ListMessageMoveTasks {"SourceArn":"a"})");
    CHECK(asked([](auto& c) { return c.list_queue_tags({.QueueUrl = "q"}); })
          == R"(ListQueueTags {"QueueUrl":"q"})");
    CHECK(asked([](auto& c) { return c.remove_permission({.QueueUrl = "q", .Label = "l"}); }, "")
          == R"(RemovePermission {"QueueUrl":"q","Label":"l"})");
    CHECK(asked([](auto& c) {
              return c.send_message_batch({.QueueUrl = "q", .Entries = {{{.Id = "1", .MessageBody = "x"}}}});
          })
          == R"(SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"1","MessageBody":"x"}]})");
    CHECK(asked([](auto& c) { return c.start_message_move_task({.SourceArn = "a"}); })
          == R"(StartMessageMoveTask {"SourceArn":"a"})");
    CHECK(asked(
              [](auto& c) {
                  return c.tag_queue({.QueueUrl = "q", .Tags = {{"k", "v"}}});
              },
              "")
          == R"(TagQueue {"QueueUrl":"q","Tags":{"k":"v"}})");
    CHECK(asked([](auto& c) { return c.untag_queue({.QueueUrl = "q", .TagKeys = string_list{"k"}}); }, "")
          == R"(UntagQueue {"QueueUrl":"q","TagKeys":["k"]})");
}
