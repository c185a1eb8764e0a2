// Templates that are applied again, seed data, and what is exported.
#include "stage.hpp"

using namespace understudy;
using namespace understudy::bootstrap;

namespace {

std::string const shop = R"(Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: {QueueName: orders, VisibilityTimeout: 30, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: "3"}}
    Metadata:
      Understudy:
        Messages: [first, {order: 1}, {MessageBody: later, DelaySeconds: 5}]
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: dead}}
  News: {Type: AWS::SNS::Topic, Properties: {TopicName: news, DisplayName: News}}
  Sub:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Orders.Arn, FilterPolicy: {kind: [a]}}
  Items:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: items
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}, {AttributeName: n, AttributeType: N}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      GlobalSecondaryIndexes:
        - IndexName: by-n
          KeySchema: [{AttributeName: n, KeyType: HASH}]
          Projection: {ProjectionType: ALL}
      StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
      TimeToLiveSpecification: {AttributeName: gone, Enabled: true}
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      SSESpecification: {SSEEnabled: true}
      Tags: [{Key: team, Value: shop}]
    Metadata:
      Understudy:
        Items: [{id: "1", n: 7, deep: {list: [true, null, {B: aGk=}]}}]
)";

std::string with(std::string text, std::string_view from, std::string_view to)
{
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string changes_of(applied_template const& made)
{
    std::string changes;
    for (auto const& [id, resource] : made.resources) {
        changes += id
                   + (resource.change == resource_change::created   ? "+ "
                      : resource.change == resource_change::updated ? "* "
                                                                    : "= ");
    }
    return changes;
}

} // namespace

TEST_CASE("A template that is applied again changes nothing", "[bootstrap][again]")
{
    stage s;
    CHECK(changes_of(s.aws.apply_template({.text = shop})) == "Dead+ Items+ News+ Orders+ Sub+ ");
    auto const mark = s.aws.events().mark();
    CHECK(changes_of(s.aws.apply_template({.text = shop})) == "Dead= Items= News= Orders= Sub= ");
    CHECK(s.aws.events().matching(message_sent("orders"), mark).empty());
    CHECK(s.sns.list_subscriptions().value().Subscriptions.size() == 1);
}

TEST_CASE("A template that is applied again changes what it says otherwise", "[bootstrap][again]")
{
    stage s;
    s.aws.apply_template({.text = shop});
    auto text = with(shop, "VisibilityTimeout: 30", "VisibilityTimeout: 60");
    text = with(text, "DisplayName: News", "DisplayName: Other");
    text = with(text, "{kind: [a]}", "{kind: [b]}");
    text = with(text, "IndexName: by-n", "IndexName: by-number");
    CHECK(changes_of(s.aws.apply_template({.text = text})) == "Dead= Items* News* Orders* Sub* ");
    CHECK(s.queue("orders").at("VisibilityTimeout") == "60");
    CHECK(s.sns.get_topic_attributes({.TopicArn = s.aws.ref("News").arn}).value().Attributes.at("DisplayName")
          == "Other");
    CHECK(s.subscription(s.aws.ref("Sub").arn).at("FilterPolicy") == R"({"kind":["b"]})");
    auto const table = s.table("items");
    REQUIRE(table.GlobalSecondaryIndexes);
    REQUIRE(table.GlobalSecondaryIndexes->size() == 1);
    CHECK(table.GlobalSecondaryIndexes->at(0).IndexName == "by-number");
}

TEST_CASE("What a template declares no more stays, and is told", "[bootstrap][again]")
{
    stage s;
    s.aws.apply_template(
        {.text = "Resources:\n  A: {Type: AWS::SQS::Queue}\n  B: {Type: AWS::SQS::Queue}\n"});
    auto const made = s.aws.apply_template({.text = "Resources:\n  A: {Type: AWS::SQS::Queue}\n"});
    CHECK(made.warnings
          == std::vector<std::string>{"B is declared no more; " + s.aws.endpoint()
                                      + "/000000000000/stack-B stays"});
    CHECK(s.queues() == 2);
}

TEST_CASE("The key of a table cannot change", "[bootstrap][again]")
{
    stage s;
    s.aws.apply_template({.text = shop});
    auto const text = with(shop, "KeySchema: [{AttributeName: id, KeyType: HASH}]",
                           "KeySchema: [{AttributeName: n, KeyType: HASH}]");
    CHECK(s.complaint(text) == "t.yaml:14: Items: the key of table items cannot change");
}

TEST_CASE("Tables are seeded with items and new queues with messages", "[bootstrap][seeds]")
{
    stage s;
    s.aws.apply_template({.text = shop});
    auto const item =
        s.dynamodb.get_item({.TableName = "items", .Key = dynamodb::item{{"id", "1"}}}).value().Item;
    REQUIRE(item);
    CHECK(*item->find("n") == dynamodb::attribute_value{7});
    dynamodb::list const inside{true, dynamodb::null{}, dynamodb::binary{"hi"}};
    CHECK(*item->find("deep") == dynamodb::attribute_value{dynamodb::attribute_map{{"list", inside}}});

    auto receive = [&] {
        std::vector<std::string> bodies;
        auto const got = s.sqs.receive_message({.QueueUrl = "orders", .MaxNumberOfMessages = 10}).value();
        for (auto const& each : got.Messages) { bodies.emplace_back(each.Body.view()); }
        return bodies;
    };
    CHECK(receive() == std::vector<std::string>{"first", R"({"order":1})"});
    s.aws.advance(5s);
    CHECK(receive() == std::vector<std::string>{"later"});
}

TEST_CASE("Seed data that means nothing is refused before anything is made", "[bootstrap][seeds]")
{
    stage s;
    CHECK(
        s.complaint("Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Metadata: {Understudy: {Items: []}}\n")
        == "t.yaml:4: T: no AWS::SNS::Topic can be seeded");
    CHECK(
        s.complaint("Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Metadata: {Understudy: {Items: []}}\n")
        == "t.yaml:4: Q: a queue is seeded with Messages, not with Items");
    CHECK(s.queues() == 0);
}

TEST_CASE("What is exported makes the same again", "[bootstrap][export]")
{
    stage s;
    s.aws.apply_template({.text = shop});
    s.sqs.create_queue(
        {.QueueName = "by-hand.fifo", .Attributes = {{"FifoQueue", "true"}}, .tags = {{"a", "b"}}});
    auto const exported = s.aws.export_template();
    CHECK(exported.find("by-hand.fifo") != std::string::npos);

    stage other;
    auto const made = other.aws.apply_template({.text = exported, .file = "exported.json"});
    CHECK(made.warnings.empty());
    CHECK(other.aws.export_template() == exported);
    CHECK(other.queue("by-hand.fifo").at("FifoQueue") == "true");
    CHECK(other.queue("orders").at("RedrivePolicy") == s.queue("orders").at("RedrivePolicy"));
    CHECK(other.table("items").StreamSpecification->StreamViewType == "NEW_AND_OLD_IMAGES");
    CHECK(other.sns.list_subscriptions().value().Subscriptions.size() == 1);
    CHECK(changes_of(s.aws.apply_template({.text = exported})).find_first_of("+*") == std::string::npos);
}

TEST_CASE("Of nothing an empty template is exported, and it can be applied", "[bootstrap][export]")
{
    stage s;
    CHECK(s.aws.apply_template({.text = s.aws.export_template()}).resources.empty());
}
