// Endpoints of LocalStack, moto, ElasticMQ and DynamoDB's download, as those ask who come from there; and metrics.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/result.hpp"

#include <boost/json/parse.hpp>

using namespace understudy;

namespace {

struct stage {
    using headers = std::vector<std::pair<std::string, std::string>>;

    wire_response ask(std::string method, std::string const& path, headers with = {},
                      std::string body = {}) const
    {
        wire_request const request{
            .method = std::move(method), .path = path, .headers = std::move(with), .body = std::move(body)};
        return open_transport(aws.endpoint())->send(request, 60s).value();
    }
    boost::json::value json(std::string const& path) const
    {
        auto const answer = ask("GET", path);
        INFO(path << ": " << answer.body);
        REQUIRE(answer.status == 200);
        return boost::json::parse(answer.body);
    }
    std::string queue_with(std::string const& name, std::string const& body) const
    {
        auto const url = sqs.create_queue({.QueueName = name}).value().QueueUrl;
        REQUIRE(sqs.send_message({.QueueUrl = url, .MessageBody = body}));
        return url;
    }
    std::string peek(std::string const& query) const
    {
        return ask("GET", "/_aws/sqs/messages?" + query, {{"Accept", "application/json"}}).body;
    }

    emulator aws{{.clock = clock_mode::manual}};
    sqs_client sqs{{.endpoint = aws.endpoint()}};
    sns_client sns{{.endpoint = aws.endpoint()}};
};

bool has(std::string const& text, std::string_view part)
{
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("LocalStack's health tells each service available until it is used", "[foreign]")
{
    stage s;
    for (auto const* path : {"/_localstack/health", "/health"}) {
        auto const document = s.json(path);
        CHECK(document.at("edition") == "community");
        CHECK(document.at("version") == "4.14.0");
        CHECK(document.at("emulator").at("name") == "understudy");
        CHECK(document.at("services").at("sqs") == "available");
        CHECK(document.at("services").at("dynamodb") == "available");
    }
    REQUIRE(s.sqs.list_queues({}));
    CHECK(s.json("/_localstack/health").at("services").at("sqs") == "running");
    CHECK(s.json("/_localstack/health").at("services").at("sns") == "available");
}

TEST_CASE("LocalStack's documents are spelled as scripts look for them", "[foreign]")
{
    stage s;
    CHECK(has(s.ask("GET", "/_localstack/init/ready").body, R"("completed": true)"));
    CHECK(
        s.ask("GET", "/_localstack/init").body
        == R"({"completed": {"BOOT": true, "START": true, "READY": true, "SHUTDOWN": false}, "scripts": []})");
    CHECK(s.ask("GET", "/_localstack/init/late").status == 404);
    auto const info = s.json("/_localstack/info");
    for (auto const* name : {"version", "edition", "is_license_activated", "session_id", "machine_id",
                             "system", "is_docker", "server_time_utc", "uptime"}) {
        CHECK(info.as_object().contains(name));
    }
}

TEST_CASE("A reset has the names of three emulators, and is never got", "[foreign]")
{
    stage s;
    for (auto const* path : {"/_localstack/state/reset", "/moto-api/reset", "/_ministack/reset"}) {
        CAPTURE(path);
        s.queue_with("q", "hi");
        CHECK(s.ask("GET", path).status == 405);
        CHECK(s.ask("POST", path, {{"Origin", "http://attacker.example"}}).status == 403);
        CHECK(s.ask("POST", path, {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
        CHECK(s.sqs.list_queues({})->QueueUrls.size() == 1);
        CHECK(s.ask("POST", path).status == 200); // with no body and no type of one, as people ask
        CHECK(s.sqs.list_queues({})->QueueUrls.empty());
    }
    s.queue_with("q", "hi");
    auto const restart = [&](std::string body) {
        return s.ask("POST", "/_localstack/health", {{"Content-Type", "application/json"}}, std::move(body))
            .status;
    };
    CHECK(restart(R"({"action":"kill"})") == 400);
    CHECK(restart(R"({"action":)") == 400);
    CHECK(s.sqs.list_queues({})->QueueUrls.size() == 1);
    CHECK(restart(R"({"action":"restart"})") == 200);
    CHECK(s.sqs.list_queues({})->QueueUrls.empty());
}

TEST_CASE("A look at messages changes nothing of them", "[foreign]")
{
    stage s;
    auto const url = s.queue_with("q", "first");
    REQUIRE(s.sqs.send_message({.QueueUrl = url, .MessageBody = "second"}));
    auto const seen = s.peek("QueueUrl=" + url);
    CHECK(has(seen, "SQS/BACKDOOR/ACCESS"));
    CHECK(has(seen, R"("Body":"first")"));
    CHECK(has(seen, R"("Body":"second")"));
    CHECK(has(seen, "ApproximateReceiveCount"));
    CHECK_FALSE(has(seen, "ApproximateFirstReceiveTimestamp"));        // there was none
    CHECK_FALSE(has(s.ask("GET", "/metrics").body, "ReceiveMessage")); // nor does it count as one
    CHECK(s.peek("QueueUrl=" + url).size() == seen.size());
    auto const xml = s.ask("GET", "/_aws/sqs/messages/us-east-1/000000000000/q");
    CHECK(has(xml.body, "<ReceiveMessageResponse"));
    CHECK(has(xml.body, "<Body>first</Body>"));
    CHECK(has(s.ask("POST", "/_aws/sqs/messages", {{"Content-Type", "application/x-www-form-urlencoded"}},
                    "Action=ReceiveMessage&QueueUrl=" + url)
                  .body,
              "<Body>second</Body>"));
    auto const as_sdk =
        s.ask("POST", "/_aws/sqs/messages",
              {{"Content-Type", "application/x-amz-json-1.0"}, {"X-Amz-Target", "AmazonSQS.ReceiveMessage"}},
              R"({"QueueUrl":")" + url + "\"}");
    CHECK(has(as_sdk.body, R"({"Messages":[{"MessageId":")"));
    CHECK(has(as_sdk.body, R"("Body":"second")"));
    auto const received = s.sqs.receive_message({.QueueUrl = url,
                                                 .MessageSystemAttributeNames = {"ApproximateReceiveCount"},
                                                 .MaxNumberOfMessages = 10});
    REQUIRE(received->Messages.size() == 2);
    CHECK(received->Messages.at(0).Attributes.at("ApproximateReceiveCount") == "1");
    CHECK(s.ask("GET", "/_aws/sqs/messages?QueueUrl=" + s.aws.endpoint() + "/000000000000/none").status
          == 400);
    CHECK(s.ask("GET", "/_aws/sqs/messages").status == 400);
}

TEST_CASE("What is in flight or delayed is seen by those who ask for it", "[foreign]")
{
    stage s;
    auto const url = s.queue_with("q", "taken");
    REQUIRE(s.sqs.receive_message({.QueueUrl = url})->Messages.size() == 1);
    REQUIRE(s.sqs.send_message({.QueueUrl = url, .MessageBody = "late", .DelaySeconds = 30}));
    auto const query = "QueueUrl=" + url;
    CHECK_FALSE(has(s.peek(query), R"("Body")"));
    CHECK(has(s.peek(query + "&ShowInvisible=true"), R"("Body":"taken")"));
    auto const delayed = s.peek(query + "&ShowDelayed=true");
    CHECK(has(delayed, R"("Body":"late")"));
    CHECK(has(delayed, "IsDelayed"));
    CHECK_FALSE(has(delayed, "taken"));
    s.aws.advance(30s);
    CHECK(has(s.peek(query), R"("Body":"late")"));
}

TEST_CASE("Text messages are shown by phone, and forgotten when told so", "[foreign]")
{
    stage s;
    REQUIRE(s.sns.publish({.PhoneNumber = "+15551234567", .Message = "hi"}));
    REQUIRE(s.sns.publish({.PhoneNumber = "+15557654321", .Message = "you"}));
    auto const all = s.json("/_aws/sns/sms-messages");
    CHECK(all.at("region") == "us-east-1");
    auto const& messages = all.at("sms_messages").as_object();
    CHECK(messages.size() == 2);
    CHECK(messages.at("+15551234567").at(0).at("Message") == "hi");
    CHECK(messages.at("+15551234567").at(0).at("TopicArn").is_null());
    CHECK(s.ask("DELETE", "/_aws/sns/sms-messages?phoneNumber=%2B15551234567").status == 204);
    CHECK(s.json("/_aws/sns/sms-messages").at("sms_messages").as_object().size() == 1);
    CHECK(s.ask("DELETE", "/_aws/sns/sms-messages").status == 204);
    CHECK(s.json("/_aws/sns/sms-messages").at("sms_messages").as_object().empty());
    CHECK(s.ask("POST", "/_aws/sns/sms-messages").status == 405);
}

TEST_CASE("What is pushed to apps is shown by endpoint", "[foreign]")
{
    stage s;
    auto const app = s.sns.create_platform_application(
        {.Name = "app",
         .Platform = "GCM",
         .Attributes = string_map{{"PlatformCredential", "key"}, {"PlatformPrincipal", "app"}}});
    REQUIRE(app);
    auto const endpoint = s.sns.create_platform_endpoint(
        {.PlatformApplicationArn = app->PlatformApplicationArn, .Token = "token"});
    REQUIRE(endpoint);
    auto const arn = endpoint->EndpointArn;
    REQUIRE(s.sns.publish({.TargetArn = arn, .Message = "hi"}));
    auto const shown =
        s.json("/_aws/sns/platform-endpoint-messages").at("platform_endpoint_messages").as_object();
    REQUIRE(shown.contains(arn));
    CHECK(shown.at(arn).at(0).at("TargetArn").as_string() == std::string_view{arn});
    CHECK(s.json("/_aws/sns/platform-endpoint-messages?region=eu-west-1")
              .at("platform_endpoint_messages")
              .as_object()
              .empty());
    CHECK(s.ask("DELETE", "/_aws/sns/platform-endpoint-messages?endpointArn=" + arn).status == 204);
    CHECK(
        s.json("/_aws/sns/platform-endpoint-messages").at("platform_endpoint_messages").as_object().empty());
}

TEST_CASE("The token of a subscription is there to be confirmed with", "[foreign]")
{
    stage s;
    auto const topic = s.sns.create_topic({.Name = "t"}).value().TopicArn;
    auto const pending = s.sns.subscribe(
        {.TopicArn = topic, .Protocol = "email", .Endpoint = "a@example.com", .ReturnSubscriptionArn = true});
    REQUIRE(pending);
    auto const arn = pending->SubscriptionArn;
    auto const document = s.json("/_aws/sns/subscription-tokens/" + arn);
    CHECK(document.at("subscription_arn").as_string() == std::string_view{arn});
    auto const token = std::string{std::string_view{document.at("subscription_token").as_string()}};
    CHECK(s.sns.confirm_subscription({.TopicArn = topic, .Token = token}));
    CHECK(s.ask("GET", "/_aws/sns/subscription-tokens/arn:aws:sns:us-east-1:000000000000:t:none").status
          == 404);
}

TEST_CASE("moto's clients see what there is, and choose the seed", "[foreign]")
{
    auto const first_id = [](bool used) {
        stage s;
        if (used) {
            s.queue_with("other", "hi");
            CHECK(has(s.ask("POST", "/moto-api/seed?a=42").body, R"("from": "the next reset")"));
            CHECK(s.ask("POST", "/moto-api/reset").body == R"({"status": "ok"})");
        } else {
            CHECK(has(s.ask("POST", "/moto-api/seed?a=42").body, R"("from": "now")"));
        }
        auto const url = s.sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
        return s.sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}).value().MessageId;
    };
    CHECK(first_id(false) == first_id(true));
    stage s;
    CHECK(s.ask("POST", "/moto-api/seed?a=many").status == 400);
    s.queue_with("q", "hi");
    CHECK(s.json("/moto-api/data.json").at("sqs").at("Queue").at(0).at("name") == "q");
}

TEST_CASE("Metrics tell requests, times, depths and deliveries", "[foreign][metrics]")
{
    stage s;
    auto const url = s.queue_with("q", "hi");
    auto const topic = s.sns.create_topic({.Name = "t"}).value().TopicArn;
    REQUIRE(s.sns.subscribe(
        {.TopicArn = topic, .Protocol = "sqs", .Endpoint = "arn:aws:sqs:us-east-1:000000000000:q"}));
    REQUIRE(s.sns.publish({.TopicArn = topic, .Message = "hi"}));
    CHECK_FALSE(s.sqs.send_message({.QueueUrl = url + "-none", .MessageBody = "hi"}));
    auto const answer = s.ask("GET", "/metrics");
    CHECK(answer.status == 200);
    for (auto const* line :
         {"understudy_requests_total{service=\"sqs\",operation=\"SendMessage\",status=\"200\"} 1\n",
          "understudy_requests_total{service=\"sqs\",operation=\"SendMessage\",status=\"400\"} 1\n",
          "understudy_request_seconds_count{service=\"sns\"} 3\n",
          "understudy_request_seconds_bucket{service=\"sns\",le=\"+Inf\"} 3\n",
          "understudy_sqs_messages{queue=\"arn:aws:sqs:us-east-1:000000000000:q\",state=\"visible\"} 2\n",
          "understudy_sns_deliveries_total{topic=\"arn:aws:sns:us-east-1:000000000000:t\",protocol=\"sqs\","
          "outcome=\"delivered\"} 1\n",
          "# TYPE understudy_request_seconds histogram\n", "process_resident_memory_bytes "}) {
        CHECK(has(answer.body, line));
    }
}

TEST_CASE("Of very many queues the metrics tell of the first two hundred", "[foreign][metrics]")
{
    stage s;
    for (int i = 0; i < 201; ++i) REQUIRE(s.sqs.create_queue({.QueueName = "q" + std::to_string(i)}));
    auto const text = s.ask("GET", "/metrics").body;
    std::size_t lines = 0;
    for (auto at = text.find("state=\"visible\""); at != std::string::npos;
         at = text.find("state=\"visible\"", at + 1)) {
        ++lines;
    }
    CHECK(lines == 200);
    CHECK(has(text, "understudy_sqs_queues 201\n"));
}

TEST_CASE("Operations that there are not can be looked up", "[foreign][metrics]")
{
    stage s;
    CHECK(s.ask("POST", "/", {{"X-Amz-Target", "AmazonSQS.MakeCoffee"}}, "{}").status == 400);
    auto const usage = s.json("/_understudy/usage");
    REQUIRE(usage.at("unsupported").as_array().size() == 1);
    CHECK(usage.at("unsupported").at(0).at("operation") == "MakeCoffee");
    CHECK(usage.at("unsupported").at(0).at("count") == 1);
}

TEST_CASE("Items whose time to live is over are deleted when somebody says so", "[foreign]")
{
    stage s;
    dynamodb_client const tables{{.endpoint = s.aws.endpoint()}};
    REQUIRE(tables.create_table({.AttributeDefinitions = {{{.AttributeName = "pk", .AttributeType = "S"}}},
                                 .TableName = "sessions",
                                 .KeySchema = {{{.AttributeName = "pk", .KeyType = "HASH"}}},
                                 .BillingMode = "PAY_PER_REQUEST"}));
    REQUIRE(tables.update_time_to_live({.TableName = "sessions",
                                        .TimeToLiveSpecification = dynamodb::TimeToLiveSpecification{
                                            .Enabled = true, .AttributeName = "ttl"}}));
    auto const now = std::chrono::floor<seconds>(s.aws.now()).time_since_epoch().count();
    for (int i = 1; i <= 4; ++i) {
        REQUIRE(tables.put_item(
            {.TableName = "sessions",
             .Item = dynamodb::item{{"pk", std::to_string(i)},
                                    {"ttl", dynamodb::number{std::to_string(now + 60 * i)}}}}));
    }
    auto const* const path = "/_aws/dynamodb/expired";
    auto const mark = s.aws.events().mark();
    CHECK(s.ask("DELETE", path).body == R"({"ExpiredItems": 0})");
    s.aws.advance(61s);
    CHECK(s.ask("GET", path).status == 405);
    CHECK(s.ask("DELETE", path, {{"Origin", "http://attacker.example"}}).status == 403);
    CHECK(tables.scan({.TableName = "sessions"})->Count == 4); // it is seen until it is deleted
    CHECK(s.ask("DELETE", path).body == R"({"ExpiredItems": 1})");
    CHECK(tables.scan({.TableName = "sessions"})->Count == 3);
    s.aws.advance(60s);
    CHECK(s.ask("DELETE", "/_understudy/expired-items").body == "{\"items\":1}\n");
    s.aws.advance(60s);
    CHECK(s.aws.expire_items() == 1);
    CHECK(tables.scan({.TableName = "sessions"})->Count == 1);
    CHECK(s.aws.events().matching(item_expired("sessions"), mark).size() == 3);
}

TEST_CASE("Paths of queues are no endpoints of other emulators", "[foreign]")
{
    stage s;
    auto const url = s.queue_with("health", "hi");
    CHECK(s.sqs.receive_message({.QueueUrl = url})->Messages.size() == 1);
    CHECK(s.ask("GET", "/000000000000/health?Action=GetQueueAttributes").status == 200);
    CHECK(s.ask("GET", "/_localstack/plugins").status == 404);
}
