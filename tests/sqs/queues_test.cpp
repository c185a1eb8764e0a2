#include "transcript.hpp"
#include "world.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

namespace {

template <class T>
std::string code_of(result<T> const& answer)
{
    return answer ? "" : std::string{answer.error().kind.query_code};
}

template <class T>
std::string text_of(result<T> const& answer)
{
    return answer ? "" : answer.error().message;
}

constexpr auto no_queue = "AWS.SimpleQueueService.NonExistentQueue";

} // namespace

TEST_CASE("Names have 1 to 80 letters, digits, hyphens and underscores", "[sqs][queues]")
{
    world aws;
    auto const create = [&](std::string const& name, string_map attributes = {}) {
        return aws(CreateQueueRequest{.QueueName = name, .Attributes = std::move(attributes)});
    };
    CHECK(create(std::string(80, 'x')));
    CHECK(create("A-z_09"));
    for (auto const& bad : {std::string(81, 'x'), std::string{"a.b"}, std::string{"a b"}, std::string{"ä"},
                            std::string{"a/b"}, std::string{"q.fifo"}}) {
        auto const answer = create(bad);
        CHECK(code_of(answer) == "InvalidParameterValue");
        CHECK(text_of(answer)
              == "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    CHECK(create(std::string(75, 'x') + ".fifo", {{"FifoQueue", "TRUE"}}));
    CHECK(aws.attribute(std::string(75, 'x') + ".fifo", "FifoQueue") == "true");
    for (auto const& bad : {std::string(76, 'x') + ".fifo", std::string{".fifo"}, std::string{"q"}}) {
        auto const answer = create(bad, {{"FifoQueue", "true"}});
        CHECK(code_of(answer) == "InvalidParameterValue");
        CHECK(
            text_of(answer)
            == "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must "
               "end with .fifo suffix and be 1 to 80 in length");
    }
}

TEST_CASE("A queue's URL follows the endpoint, and carries the region unless it is the emulator's own",
          "[sqs][queues]")
{
    world aws;
    CHECK(aws.create("q") == "http://127.0.0.1:4566/000000000000/q");
    aws.region = "eu-west-1";
    CHECK(aws.create("q") == "http://127.0.0.1:4566/queue/eu-west-1/000000000000/q");
    CHECK(aws(GetQueueUrlRequest{.QueueName = "q"}).value().QueueUrl
          == "http://127.0.0.1:4566/queue/eu-west-1/000000000000/q");
}

TEST_CASE("Only the last two segments of a QueueUrl matter, and the account has to be the caller's",
          "[sqs][queues]")
{
    world aws;
    aws.create("q");
    auto const purge = [&](std::string url) {
        return code_of(aws(PurgeQueueRequest{.QueueUrl = std::move(url)}));
    };
    for (auto const* url :
         {"https://sqs.us-east-1.amazonaws.com/000000000000/q",
          "https://us-east-1.queue.amazonaws.com/000000000000/q",
          "https://queue.amazonaws.com/000000000000/q",
          "http://localhost:4566/queue/us-east-1/000000000000/q",
          "http://sqs.us-east-1.localhost:4566/000000000000/q", "/000000000000/q", "000000000000/q", "q"}) {
        CHECK(purge(url).empty());
    }
    for (auto const* url :
         {"", "missing", "http://localhost/000000000000/missing", "http://localhost/111111111111/q",
          "http://localhost/q", "http://localhost/000000000000/q/", "/", "//",
          "http://localhost/000000000000/"}) {
        CHECK(purge(url) == no_queue);
    }
}

TEST_CASE("Queues of other accounts and regions are other queues", "[sqs][queues]")
{
    world aws;
    auto const url = aws.create("q");
    aws.send("q", "hi");
    aws.account = "111111111111";
    CHECK(code_of(aws(GetQueueUrlRequest{.QueueName = "q"})) == no_queue);
    CHECK(code_of(aws(PurgeQueueRequest{.QueueUrl = url})) == no_queue);
    aws.create("q");
    CHECK(aws.take("q").empty());
    aws.account = "000000000000";
    aws.region = "eu-west-1";
    CHECK(code_of(aws(GetQueueUrlRequest{.QueueName = "q"})) == no_queue);
    aws.region = "us-east-1";
    CHECK(aws.take("q").size() == 1);
    CHECK(aws(GetQueueUrlRequest{.QueueName = "q", .QueueOwnerAWSAccountId = "111111111111"}).value().QueueUrl
          == "http://127.0.0.1:4566/111111111111/q");
}

TEST_CASE("Every operation on a missing queue says so, even with a bad handle", "[sqs][queues][errors]")
{
    world aws;
    CHECK(code_of(aws(DeleteQueueRequest{.QueueUrl = "q"})) == no_queue);
    CHECK(code_of(aws(PurgeQueueRequest{.QueueUrl = "q"})) == no_queue);
    CHECK(code_of(aws(GetQueueAttributesRequest{.QueueUrl = "q"})) == no_queue);
    CHECK(code_of(aws(SetQueueAttributesRequest{.QueueUrl = "q"})) == no_queue);
    CHECK(code_of(aws(SendMessageRequest{})) == no_queue);
    CHECK(code_of(aws(ReceiveMessageRequest{.QueueUrl = "q", .MaxNumberOfMessages = 99})) == no_queue);
    CHECK(code_of(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = "garbage"})) == no_queue);
    CHECK(code_of(aws(ChangeMessageVisibilityRequest{.QueueUrl = "q", .ReceiptHandle = "garbage"}))
          == no_queue);
    auto const missing = aws(GetQueueUrlRequest{.QueueName = "q"});
    CHECK(code_of(missing) == no_queue);
    CHECK(text_of(missing) == "The specified queue does not exist.");
    CHECK(missing.error().kind.shape == "QueueDoesNotExist");
    auto const nameless = aws(GetQueueUrlRequest{});
    CHECK(code_of(nameless) == "InvalidParameterValue");
    CHECK(text_of(nameless)
          == "Value  for parameter QueueName is invalid. Reason: Must specify a queue name.");
}

TEST_CASE("Creating a queue again succeeds unless a supplied attribute differs from its present value",
          "[sqs][queues]")
{
    world aws;
    auto const create = [&](string_map attributes) {
        return aws(CreateQueueRequest{.QueueName = "q", .Attributes = std::move(attributes)});
    };
    auto const url = aws.create("q", {{"DelaySeconds", "5"}});
    CHECK(create({}).value().QueueUrl == url);
    CHECK(create({{"DelaySeconds", "5"}, {"VisibilityTimeout", "30"}}).value().QueueUrl == url);
    CHECK(aws(CreateQueueRequest{.QueueName = "q", .tags = {{"a", "b"}}}));
    auto const differs = create({{"DelaySeconds", "6"}});
    CHECK(code_of(differs) == "QueueAlreadyExists");
    CHECK(differs.error().kind.shape == "QueueNameExists");
    CHECK(text_of(differs)
          == "A queue already exists with the same name and a different value for attribute DelaySeconds");
    aws.send("q", "counters do not matter");
    REQUIRE(aws(SetQueueAttributesRequest{.QueueUrl = "q", .Attributes = {{"DelaySeconds", "6"}}}));
    CHECK(create({{"DelaySeconds", "6"}}));
    CHECK(code_of(create({{"DelaySeconds", "5"}})) == "QueueAlreadyExists");
}

TEST_CASE("A queue made anew under an old name starts empty", "[sqs][queues]")
{
    world aws;
    aws.create("q");
    aws.send("q", "hi");
    auto const old = aws.take("q").front();
    REQUIRE(aws(DeleteQueueRequest{.QueueUrl = "q"}));
    CHECK(code_of(aws(DeleteQueueRequest{.QueueUrl = "q"})) == no_queue);
    CHECK(aws.timers.empty());
    aws.create("q");
    CHECK(aws.attribute("q", "ApproximateNumberOfMessagesNotVisible") == "0");
    CHECK(code_of(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = old.ReceiptHandle}))
          == "ReceiptHandleIsInvalid");
}

TEST_CASE("Recreating and purging within a minute are refused when asked to be strict", "[sqs][queues][time]")
{
    world aws;
    auto const purge = [&] { return aws(PurgeQueueRequest{.QueueUrl = "q"}); };
    aws.create("q");
    CHECK(purge());
    CHECK(purge());
    aws.sqs.strict_timers = true;
    aws.advance(milliseconds{59'999});
    auto const refused = purge();
    CHECK(code_of(refused) == "AWS.SimpleQueueService.PurgeQueueInProgress");
    CHECK(refused.error().kind.status == 403);
    CHECK(text_of(refused) == "Only one PurgeQueue operation on q is allowed every 60 seconds.");
    aws.advance(milliseconds{1});
    CHECK(purge());

    REQUIRE(aws(DeleteQueueRequest{.QueueUrl = "q"}));
    aws.advance(milliseconds{59'999});
    auto const early = aws(CreateQueueRequest{.QueueName = "q"});
    CHECK(code_of(early) == "AWS.SimpleQueueService.QueueDeletedRecently");
    CHECK(
        text_of(early)
        == "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
    aws.advance(milliseconds{1});
    CHECK(aws(CreateQueueRequest{.QueueName = "q"}));
}

TEST_CASE("A purge takes what is visible, delayed and in flight", "[sqs][queues]")
{
    CHECK(play(R"(
        create q
        send q "1" -> m1 ; send q "2" -> m2 ; send q "3" delay=60 -> m3
        receive q  -> m1
        count q    -> 1 1 1
        purge q
        count q    -> 0 0 0
        delete q m1 -> done
        advance 2min
        receive q  -> nothing
    )") == "");
}

TEST_CASE("Queues are listed by name, prefix and page", "[sqs][queues]")
{
    world aws;
    for (auto const* name : {"b", "a2", "a1", "A1", "a3"}) aws.create(name);
    aws.account = "111111111111";
    aws.create("a0");
    aws.account = "000000000000";
    auto const list = [&](ListQueuesRequest const& request) {
        auto const answer = aws(request).value();
        std::string names;
        for (auto const& url : answer.QueueUrls) names += url.substr(url.rfind('/') + 1) + " ";
        return std::pair{names, answer.NextToken};
    };
    CHECK(list({}) == std::pair{std::string{"A1 a1 a2 a3 b "}, std::optional<std::string>{}});
    CHECK(list({.QueueNamePrefix = "a"}).first == "a1 a2 a3 ");
    CHECK(list({.QueueNamePrefix = "c"}).first.empty());

    auto const first = list({.QueueNamePrefix = "a", .MaxResults = 2});
    CHECK(first.first == "a1 a2 ");
    REQUIRE(first.second);
    auto const second = list({.QueueNamePrefix = "a", .NextToken = first.second, .MaxResults = 1});
    CHECK(second.first == "a3 ");
    CHECK_FALSE(second.second); // the page that exhausts the list
    CHECK_FALSE(list({.QueueNamePrefix = "a", .MaxResults = 3}).second);

    CHECK(
        text_of(aws(ListQueuesRequest{.QueueNamePrefix = "b", .NextToken = first.second, .MaxResults = 1}))
        == "Invalid NextToken value. If you are passing in NextToken, you must not change the other request "
           "parameters.");
    CHECK(text_of(aws(ListQueuesRequest{.QueueNamePrefix = "a", .NextToken = first.second}))
          == "MaxResults is a mandatory parameter when you provide a value for NextToken.");
    CHECK(text_of(aws(ListQueuesRequest{.NextToken = "%", .MaxResults = 1}))
          == "Invalid or expired next token.");
    for (int bad : {0, 1001, -1}) {
        CHECK(
            text_of(aws(ListQueuesRequest{.MaxResults = bad}))
            == "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and "
               "1000.");
    }
}

TEST_CASE("A list without a page size ends after a thousand queues", "[sqs][queues]")
{
    world aws;
    for (int i = 0; i < 1001; ++i) aws.create("q" + std::to_string(i));
    auto const all = aws(ListQueuesRequest{}).value();
    CHECK(all.QueueUrls.size() == 1000);
    CHECK_FALSE(all.NextToken);
}

TEST_CASE("Tags given at creation are checked", "[sqs][queues]")
{
    world aws;
    auto const create = [&](string_map tags) {
        return code_of(aws(CreateQueueRequest{.QueueName = "q", .tags = std::move(tags)}));
    };
    string_map many;
    for (int i = 0; i < 51; ++i) many.emplace(std::to_string(i), "");
    CHECK(create(many) == "InvalidParameterValue");
    CHECK(create({{"", "x"}}) == "InvalidParameterValue");
    CHECK(create({{std::string(129, 'k'), "x"}}) == "InvalidParameterValue");
    CHECK(create({{"k", std::string(257, 'v')}}) == "InvalidParameterValue");
    CHECK(create({{"aws:k", "v"}}) == "InvalidParameterValue");
    CHECK(code_of(aws(GetQueueUrlRequest{.QueueName = "q"})) == no_queue);
    many.erase("50");
    CHECK(create(many).empty());
}
