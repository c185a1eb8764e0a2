#include "world.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

namespace {

struct refusal {
    std::string code, text;
    friend bool operator==(refusal const&, refusal const&) = default;
    friend std::ostream& operator<<(std::ostream& out, refusal const& r)
    {
        return out << r.code << ": " << r.text;
    }
};

template <class T>
refusal of(result<T> const& answer)
{
    return answer ? refusal{} : refusal{std::string{answer.error().kind.query_code}, answer.error().message};
}

refusal set(world& aws, std::string const& queue, string_map attributes)
{
    auto const before =
        aws(GetQueueAttributesRequest{.QueueUrl = queue, .AttributeNames = {"All"}}).value().Attributes;
    auto const answer =
        of(aws(SetQueueAttributesRequest{.QueueUrl = queue, .Attributes = std::move(attributes)}));
    if (!answer.code.empty()) {
        auto const after =
            aws(GetQueueAttributesRequest{.QueueUrl = queue, .AttributeNames = {"All"}}).value().Attributes;
        CHECK(before == after); // all or nothing
    }
    return answer;
}

refusal create(world& aws, std::string const& queue, string_map attributes)
{
    return of(aws(CreateQueueRequest{.QueueName = queue, .Attributes = std::move(attributes)}));
}

string_map const fifo{{"FifoQueue", "true"}};

} // namespace

TEST_CASE("All attributes of a fresh queue are these", "[sqs][attributes]")
{
    world aws;
    aws.create("q");
    auto all = [&](std::string const& queue) {
        return aws(GetQueueAttributesRequest{.QueueUrl = queue, .AttributeNames = {"All"}})
            .value()
            .Attributes;
    };
    string_map expected{{"ApproximateNumberOfMessages", "0"},
                        {"ApproximateNumberOfMessagesDelayed", "0"},
                        {"ApproximateNumberOfMessagesNotVisible", "0"},
                        {"CreatedTimestamp", "1795342500"},
                        {"DelaySeconds", "0"},
                        {"LastModifiedTimestamp", "1795342500"},
                        {"MaximumMessageSize", "1048576"},
                        {"MessageRetentionPeriod", "345600"},
                        {"QueueArn", "arn:aws:sqs:us-east-1:000000000000:q"},
                        {"ReceiveMessageWaitTimeSeconds", "0"},
                        {"SqsManagedSseEnabled", "true"},
                        {"VisibilityTimeout", "30"}};
    CHECK(all("q") == expected);

    aws.create("q.fifo", fifo);
    expected["QueueArn"] += ".fifo";
    expected.emplace("ContentBasedDeduplication", "false");
    expected.emplace("DeduplicationScope", "queue");
    expected.emplace("FifoQueue", "true");
    expected.emplace("FifoThroughputLimit", "perQueue");
    CHECK(all("q.fifo") == expected);
}

TEST_CASE("Attributes are told by name; what is not set is left out, what is unknown refused",
          "[sqs][attributes]")
{
    world aws;
    aws.create("q");
    auto const get = [&](string_list names) {
        return aws(GetQueueAttributesRequest{.QueueUrl = "q", .AttributeNames = std::move(names)});
    };
    CHECK(get({}).value().Attributes.empty());
    CHECK(get({"Policy", "RedrivePolicy", "FifoQueue", "KmsMasterKeyId"}).value().Attributes.empty());
    CHECK(get({"QueueArn", "DelaySeconds"}).value().Attributes.size() == 2);
    CHECK(of(get({"DelaySeconds", "Colour"}))
          == refusal{"InvalidAttributeName", "Unknown Attribute Colour."});
}

TEST_CASE("A change moves LastModifiedTimestamp and nothing else does", "[sqs][attributes][time]")
{
    world aws;
    aws.create("q");
    aws.advance(milliseconds{1'500});
    aws.send("q", "hi");
    CHECK(aws.attribute("q", "LastModifiedTimestamp") == "1795342500");
    CHECK(set(aws, "q", {{"DelaySeconds", "1"}}) == refusal{});
    CHECK(aws.attribute("q", "LastModifiedTimestamp") == "1795342501");
    CHECK(aws.attribute("q", "CreatedTimestamp") == "1795342500");
}

TEST_CASE("Numbers are digits within a range", "[sqs][attributes][errors]")
{
    world aws;
    aws.create("q");
    struct range {
        std::string name, min, max, below, above;
    };
    for (auto const& [name, min, max, below, above] :
         {range{"DelaySeconds", "0", "900", "-1", "901"},
          range{"MaximumMessageSize", "1024", "1048576", "1023", "1048577"},
          range{"MessageRetentionPeriod", "60", "1209600", "59", "1209601"},
          range{"ReceiveMessageWaitTimeSeconds", "0", "20", "-1", "21"},
          range{"VisibilityTimeout", "0", "43200", "-1", "43201"},
          range{"KmsDataKeyReusePeriodSeconds", "60", "86400", "59", "86401"}}) {
        CHECK(set(aws, "q", {{name, min}}) == refusal{});
        CHECK(aws.attribute("q", name) == min);
        CHECK(set(aws, "q", {{name, max}}) == refusal{});
        CHECK(aws.attribute("q", name) == max);
        for (auto const& bad :
             {below, above, std::string{}, std::string{"+60"}, std::string{" 60"}, std::string{"60 "},
              std::string{"60.0"}, std::string{"true"}, std::string{"99999999999999999999999"}}) {
            refusal const expected{"InvalidAttributeValue", "Invalid value for the parameter " + name + "."};
            CHECK(set(aws, "q", {{name, bad}}) == expected);
            CHECK(create(aws, "other", {{name, bad}}) == expected);
        }
    }
}

TEST_CASE("Names that cannot be set are unknown", "[sqs][attributes][errors]")
{
    world aws;
    aws.create("q");
    for (std::string name :
         {"Colour", "QueueArn", "CreatedTimestamp", "ApproximateNumberOfMessages", "All", ""}) {
        refusal const expected{"InvalidAttributeName", "Unknown Attribute " + name + "."};
        CHECK(set(aws, "q", {{name, "1"}, {"DelaySeconds", "7"}}) == expected);
        CHECK(create(aws, "other", {{name, "1"}}) == expected);
    }
    CHECK(set(aws, "q", {})
          == refusal{"MissingParameter", "The request must contain the parameter Attribute.Name."});
}

TEST_CASE("Attributes of FIFO queues do not exist on standard queues", "[sqs][attributes][fifo][errors]")
{
    world aws;
    aws.create("q");
    for (auto const* value : {"true", "false", "x"}) {
        CHECK(set(aws, "q", {{"FifoQueue", value}})
              == refusal{"InvalidAttributeName", "Unknown Attribute FifoQueue."});
    }
    CHECK(create(aws, "p", {{"FifoQueue", "false"}})
          == refusal{"InvalidAttributeName", "Unknown Attribute FifoQueue."});
    CHECK(set(aws, "q", {{"ContentBasedDeduplication", "true"}})
          == refusal{"InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication."});
    for (std::string name : {"DeduplicationScope", "FifoThroughputLimit"}) {
        CHECK(set(aws, "q", {{name, "queue"}})
              == refusal{"InvalidAttributeName",
                         "You can specify the " + name + " only when FifoQueue is set to true."});
    }
}

TEST_CASE("A FIFO queue keeps its type", "[sqs][attributes][fifo]")
{
    world aws;
    aws.create("q.fifo", fifo);
    CHECK(set(aws, "q.fifo", {{"FifoQueue", "true"}}) == refusal{});
    CHECK(set(aws, "q.fifo", {{"FifoQueue", "false"}})
          == refusal{
              "InvalidAttributeValue",
              "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."});
    CHECK(set(aws, "q.fifo", {{"ContentBasedDeduplication", "TRUE"}}) == refusal{});
    CHECK(aws.attribute("q.fifo", "ContentBasedDeduplication") == "true");
    CHECK(set(aws, "q.fifo", {{"FifoThroughputLimit", "perMessageGroupId"}}).code == "InvalidAttributeValue");
    CHECK(set(aws, "q.fifo",
              {{"FifoThroughputLimit", "perMessageGroupId"}, {"DeduplicationScope", "messageGroup"}})
          == refusal{});
    CHECK(aws.attribute("q.fifo", "FifoThroughputLimit") == "perMessageGroupId");
    CHECK(set(aws, "q.fifo", {{"DeduplicationScope", "other"}})
          == refusal{"InvalidAttributeValue", "Invalid value for the parameter DeduplicationScope."});
}

TEST_CASE("Encryption is by a key of KMS or by SQS", "[sqs][attributes]")
{
    world aws;
    aws.create("q");
    CHECK(set(aws, "q", {{"KmsMasterKeyId", "alias/aws/sqs"}, {"SqsManagedSseEnabled", "true"}})
          == refusal{"InvalidAttributeName",
                     "You can use one type of server-side encryption (SSE) at one time. You can "
                     "either enable KMS SSE or SQS SSE."});
    CHECK(set(aws, "q", {{"KmsMasterKeyId", "alias/aws/sqs"}}) == refusal{});
    CHECK(aws.attribute("q", "SqsManagedSseEnabled") == "false");
    CHECK(aws.attribute("q", "KmsDataKeyReusePeriodSeconds") == "300");
    CHECK(set(aws, "q", {{"KmsMasterKeyId", ""}, {"KmsDataKeyReusePeriodSeconds", "300"}}) == refusal{});
    CHECK(aws.attribute("q", "KmsMasterKeyId").empty());
    CHECK(aws.attribute("q", "KmsDataKeyReusePeriodSeconds").empty());
    CHECK(aws.attribute("q", "SqsManagedSseEnabled") == "false");
    CHECK(set(aws, "q",
              {{"KmsMasterKeyId", "key"},
               {"KmsDataKeyReusePeriodSeconds", "60"},
               {"SqsManagedSseEnabled", "false"}})
          == refusal{});
    CHECK(aws.attribute("q", "KmsDataKeyReusePeriodSeconds") == "60");
    CHECK(set(aws, "q", {{"SqsManagedSseEnabled", "maybe"}}).code == "InvalidAttributeValue");
}

TEST_CASE("A policy is kept as written, and has to be one", "[sqs][attributes]")
{
    world aws;
    aws.create("q");
    std::string const good =
        R"({ "Version": "2012-10-17", "Statement": [{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}] })";
    CHECK(set(aws, "q", {{"Policy", good}}) == refusal{});
    CHECK(aws.attribute("q", "Policy") == good);
    std::string many = R"({"Statement":[{}])";
    for (int i = 0; i < 21; ++i) many.insert(many.size() - 1, ",{}");
    many += "}";
    CHECK(set(aws, "q", {{"Policy", many}}).text
          == "22 statements were found in the submitted policy, max allowed is 20");
    for (std::string bad : {"x", "{", "[]", "{}", R"({"Statement":[]})", R"({"Statement":[1]})",
                            R"({"Version":"2013-01-01","Statement":[{}]})",
                            R"({"Colour":1,"Statement":[{}]})", R"({"Statement":[{"Colour":1}]})"}) {
        CHECK(set(aws, "q", {{"Policy", bad}})
              == refusal{"InvalidAttributeValue", "Invalid value for the parameter Policy."});
    }
    std::string const deep(5'000, '[');
    CHECK(set(aws, "q", {{"Policy", deep}}).code == "InvalidAttributeValue");
    CHECK(set(aws, "q", {{"Policy", ""}}) == refusal{});
    CHECK(aws.attribute("q", "Policy").empty());
}
