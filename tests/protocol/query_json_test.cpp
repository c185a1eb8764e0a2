#include "protocol/transcript.hpp"
#include "support/catch.hpp"

using namespace understudy::protocol;

namespace {

constexpr std::string_view accept_json = "Accept: application/json\n";

/// Asks a queue by its path.
std::string ask(transcript& aws, std::string_view fields)
{
    return to_text(aws.query(fields, "/000000000000/q", accept_json));
}

std::string good(std::string_view operation, std::string_view result)
{
    std::string text = "200\nx-amzn-RequestId: <id>\nContent-Type: application/json\n\n{\"";
    text.append(operation).append("Response\":{");
    if (!result.empty()) text.append("\"").append(operation).append("Result\":").append(result).append(",");
    return text + R"("ResponseMetadata":{"RequestId":"<id>"}}})";
}

} // namespace

TEST_CASE("Who accepts JSON has the elements of the Query protocol as JSON", "[protocol][query][sqs]")
{
    transcript aws;
    CHECK(to_text(aws.query("Action=CreateQueue&QueueName=q&Version=2012-11-05&Tag.1.Key=a&Tag.1.Value=1",
                            "/", accept_json))
          == good("CreateQueue", R"({"QueueUrl":"http://localhost:4566/000000000000/q"})"));
    CHECK(to_text(aws.query("Action=ListQueues&Version=2012-11-05", "/", accept_json))
          == good("ListQueues", R"({"queueUrls":["http://localhost:4566/000000000000/q"]})"));
    CHECK(ask(aws, "Action=GetQueueAttributes&AttributeName.1=DelaySeconds&AttributeName.2=VisibilityTimeout")
          == good("GetQueueAttributes", R"({"Attributes":[{"Name":"DelaySeconds","Value":"0"},)"
                                        R"({"Name":"VisibilityTimeout","Value":"30"}]})"));
    CHECK(ask(aws, "Action=ListQueueTags") == good("ListQueueTags", R"({"Tags":[{"Key":"a","Value":"1"}]})"));
    CHECK(ask(aws, "Action=PurgeQueue") == good("PurgeQueue", ""));
    CHECK(ask(aws, "Action=ReceiveMessage") == good("ReceiveMessage", "{}"));
}

TEST_CASE("Messages and batches come as lists to those who accept JSON", "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=q&Version=2012-11-05");
    CHECK_THAT(
        ask(aws,
            "Action=SendMessageBatch"
            "&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=say+%22hi%22"
            "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=color"
            "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String"
            "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=blue"
            "&SendMessageBatchRequestEntry.2.Id=b"),
        Catch::ContainsSubstring(R"("SendMessageBatchResult":{"Successful":[{"Id":"a","MessageId":")")
            && Catch::ContainsSubstring(
                R"("Failed":[{"Id":"b","SenderFault":true,"Code":"MissingParameter")"));
    CHECK_THAT(
        ask(aws, "Action=ReceiveMessage&AttributeName.1=ApproximateReceiveCount&MessageAttributeName.1=All"),
        Catch::ContainsSubstring(R"("ReceiveMessageResult":{"messages":[{"MessageId":")")
            && Catch::ContainsSubstring(R"("Body":"say \"hi\"")")
            && Catch::ContainsSubstring(R"("Attributes":[{"Name":"ApproximateReceiveCount","Value":"1"}])")
            && Catch::ContainsSubstring(
                R"("MessageAttributes":[{"Name":"color","Value":{"StringValue":"blue","DataType":"String"}}]}]})"));
}

TEST_CASE("An error of the Query protocol is JSON too, with its usual status", "[protocol][query][sqs]")
{
    transcript aws;
    auto const error = [](std::string_view status, std::string_view code, std::string_view text) {
        return std::string{status} + "\nx-amzn-RequestId: <id>\nContent-Type: application/json\n\n"
               + R"({"Error":{"Type":"Sender","Code":")" + std::string{code} + R"(","Message":")"
               + std::string{text} + R"("},"RequestId":"<id>"})";
    };
    CHECK(ask(aws, "Action=PurgeQueue")
          == error("400", "AWS.SimpleQueueService.NonExistentQueue",
                   "The specified queue does not exist for this wsdl version."));
    CHECK(ask(aws, "Action=MakeTea")
          == error("400", "InvalidAction", "The action MakeTea is not valid for this endpoint."));
    aws.query("Action=CreateQueue&QueueName=q&Version=2012-11-05");
    CHECK(ask(aws, "Action=DeleteMessage&ReceiptHandle=garbage")
          == error("404", "ReceiptHandleIsInvalid",
                   R"(The input receipt handle \"garbage\" is not a valid receipt handle.)"));
    CHECK(ask(aws, "Action=ReceiveMessage&WaitTimeSeconds=soon")
          == error("400", "MalformedInput", "STRING_VALUE can not be converted to an Integer"));
}

TEST_CASE("A poll that waits is answered in JSON as well", "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=q&Version=2012-11-05");
    CHECK(
        aws("POST /000000000000/q\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n\n"
            "Action=ReceiveMessage&WaitTimeSeconds=5")
        == "parked");
    aws.query("Action=SendMessage&MessageBody=x", "/000000000000/q");
    REQUIRE(aws.late.size() == 1);
    CHECK_THAT(aws.late.front(), Catch::ContainsSubstring(R"("messages":[{"MessageId":")"));
}

TEST_CASE("In the Query protocol AttributeName goes before the newer list", "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=q&Version=2012-11-05");
    aws.query("Action=SendMessage&MessageBody=x", "/000000000000/q");
    CHECK_THAT(ask(aws, "Action=ReceiveMessage&VisibilityTimeout=0&AttributeName.1=ApproximateReceiveCount"
                        "&MessageSystemAttributeName.1=All"),
               Catch::ContainsSubstring(R"("Attributes":[{"Name":"ApproximateReceiveCount","Value":"1"}])"));
    CHECK_THAT(ask(aws, "Action=ReceiveMessage&MessageSystemAttributeName.1=All"),
               Catch::ContainsSubstring(R"("Name":"SentTimestamp")"));
}
