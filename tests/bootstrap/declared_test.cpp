// Templates go in, and resources come out: CloudFormation, SAM, serverless.yml, and what the CDK writes.
#include "stage.hpp"

#include "bootstrap/apply.hpp"

using namespace understudy;
using namespace understudy::bootstrap;

namespace {

namespace json = boost::json;

bool is_told(std::vector<std::string> const& warnings, std::string_view text)
{
    return std::ranges::any_of(warnings,
                               [&](auto const& line) { return line.find(text) != std::string::npos; });
}

template_text customers(std::string const& stage_name = "dev")
{
    return {.text = contents(std::string{UNDERSTUDY_EXAMPLES_DIR} + "/bootstrap/customers.yaml"),
            .file = "customers.yaml",
            .parameters = {{"Stage", stage_name}}};
}

} // namespace

TEST_CASE("The Customers application finds what its template declares", "[bootstrap][cloudformation]")
{
    stage s;
    auto const made = s.aws.apply_template(customers());
    CHECK(made.stack == "customers");
    CHECK(made.warnings.empty());
    CHECK(made.resources.size() == 7);

    auto const orders = s.queue("customer--order-created");
    CHECK(orders.at("VisibilityTimeout") == "30");
    auto const redrive = json::parse(orders.at("RedrivePolicy")).as_object();
    CHECK(redrive.at("deadLetterTargetArn")
          == "arn:aws:sqs:us-east-1:000000000000:customer--order-created--dlq");
    CHECK(redrive.at("maxReceiveCount") == 3);
    CHECK(json::parse(orders.at("Policy")).at_pointer("/Statement/0/Condition/ArnEquals/aws:SourceArn")
          == "arn:aws:sns:us-east-1:000000000000:order--created");
    CHECK(s.queue("customer--order-created--dlq").at("MessageRetentionPeriod") == "345600");
    CHECK(s.sqs.list_queue_tags({.QueueUrl = "customer--order-created"}).value().Tags
          == string_map{{"stage", "dev"}});

    auto const& url = made.resources.at("OrderCreatedQueue").url;
    CHECK(url == s.aws.endpoint() + "/000000000000/customer--order-created");
    CHECK(made.outputs.at("OrdersUrl") == url);
    CHECK(made.outputs.at("Greeting") == "customers of dev in us-east-1: customer--order-created");
    CHECK(s.aws.ref("OrderCreatedQueue").url == url);
    CHECK(s.aws.ref("Customers").ref == "customers");
    CHECK_THROWS_AS(s.aws.ref("Nobody"), std::out_of_range);

    auto const item =
        s.dynamodb.get_item({.TableName = "customers", .Key = dynamodb::item{{"PK", "CUSTOMER#1"}}})
            .value()
            .Item;
    REQUIRE(item);
    CHECK(*item->find("CustomerId") == dynamodb::attribute_value{"1"});
    CHECK(*item->find("Orders") == dynamodb::attribute_value{dynamodb::string_set{{"order-1", "order-2"}}});
}

TEST_CASE("What is published reaches a queue that a template subscribed", "[bootstrap][cloudformation]")
{
    stage s;
    s.aws.apply_template(customers());
    CHECK(s.sns.publish({.TopicArn = s.aws.ref("OrderCreated").ref, .Message = "hello"}));
    auto const got = s.sqs.receive_message({.QueueUrl = s.aws.ref("OrderCreatedQueue").url}).value();
    REQUIRE(got.Messages.size() == 1);
    CHECK(got.Messages[0].Body.view().find("hello") != std::string_view::npos);
}

TEST_CASE("Parameters, mappings and conditions decide what is made", "[bootstrap][cloudformation]")
{
    stage s;
    s.aws.apply_template(customers("prod"));
    CHECK(s.queue("customer--order-created").at("VisibilityTimeout") == "120");
    CHECK(s.queue("customer--order-created--dlq").at("MessageRetentionPeriod") == "1209600");
}

TEST_CASE("Of a SAM template the queues, topics and tables are made, and the rest is named",
          "[bootstrap][sam]")
{
    stage s;
    auto const made = s.aws.apply_template(fixture("sam.yaml"));
    CHECK(made.warnings
          == std::vector<std::string>{
              "sam.yaml:11: HandleOrder is not made: there is no AWS::Serverless::Function here",
              "sam.yaml:53: output Api is left out: Unresolved resource dependencies [ServerlessRestApi]"});
    CHECK(s.queues() == 3);
    auto const orders = s.queue("sam-Orders.fifo");
    CHECK(orders.at("FifoQueue") == "true");
    CHECK(json::parse(orders.at("RedrivePolicy")).as_object().at("maxReceiveCount") == 5);

    auto const subscriptions =
        s.sns.list_subscriptions_by_topic({.TopicArn = s.aws.ref("Alerts").arn}).value().Subscriptions;
    REQUIRE(subscriptions.size() == 2);
    std::set<std::string> endpoints;
    for (auto const& each : subscriptions) { endpoints.insert(each.Endpoint); }
    CHECK(endpoints
          == std::set<std::string>{"arn:aws:lambda:us-east-1:000000000000:function:sam-HandleOrder",
                                   "arn:aws:sqs:us-east-1:000000000000:sam-Audit"});

    auto const sessions = s.table("sam-Sessions");
    CHECK(sessions.KeySchema->at(0).AttributeName == "id");
    CHECK(sessions.BillingModeSummary->BillingMode == "PAY_PER_REQUEST");
    auto const counters = s.table("sam-counters");
    CHECK(counters.AttributeDefinitions->at(0).AttributeType == "N");
    CHECK(counters.ProvisionedThroughput.WriteCapacityUnits == 6);
    CHECK(made.outputs
          == std::map<std::string, std::string, std::less<>>{
              {"Function", "arn:aws:lambda:us-east-1:000000000000:function:sam-HandleOrder"}});
}

TEST_CASE("What is no type of any service is named as any other that is not made", "[bootstrap][errors]")
{
    for (auto const* type : {"''", "A", "Custom::Thing", "Module"}) {
        stage s;
        std::string const text =
            std::string{"Resources:\n  X: {Type: "} + type
            + "}\n  Q: {Type: AWS::SQS::Queue}\nOutputs:\n  Arn: {Value: !GetAtt X.Arn}\n";
        auto const made = s.aws.apply_template({.text = text, .file = "t.yaml"});
        CHECK(is_told(made.warnings, "X is not made: there is no "));
        CHECK(made.outputs.at("Arn").ends_with(":000000000000:t-X"));
        CHECK(s.queues() == 1);
    }
}

TEST_CASE("A serverless.yml has its variables resolved", "[bootstrap][serverless]")
{
    stage s;
    auto source = fixture("serverless.yml");
    auto const made = s.aws.apply_template(source);
    CHECK(made.stack == "shop-dev");
    CHECK(s.queue("shop-dev-orders").at("VisibilityTimeout") == "45");
    CHECK(s.table("shop-dev-000000000000").ProvisionedThroughput.ReadCapacityUnits == 1);
    CHECK(made.outputs.at("QueueArn") == "arn:aws:sqs:us-east-1:000000000000:shop-dev-orders");

    source.parameters["stage"] = "prod";
    CHECK(s.aws.apply_template(source).stack == "shop-prod");
    CHECK(s.table("shop-prod-000000000000").ProvisionedThroughput.ReadCapacityUnits == 100);
}

TEST_CASE("Variables of a serverless.yml that lead nowhere are refused", "[bootstrap][serverless]")
{
    stage s;
    std::string const front =
        "service: a\nprovider: {name: aws}\ncustom: {a: '${self:custom.b}', b: '${self:custom.a}'}\n"
        "resources:\n  Resources:\n    Q: {Type: AWS::SQS::Queue, Properties: {QueueName: '";
    CHECK(s.complaint(front + "${self:custom.c}'}}\n") == "t.yaml:6: ${self:custom.c} has no value");
    CHECK(s.complaint(front + "${ssm:/a/b}'}}\n")
          == "t.yaml:6: ${ssm:/a/b}: values from \"ssm\" are not to be had here");
    CHECK(s.complaint(front + "${self:custom.a}'}}\n")
              .ends_with("these variables lead to each other without end"));
    CHECK(s.queues() == 0);
}

TEST_CASE("What the CDK writes is applied as it is", "[bootstrap][cdk]")
{
    stage s;
    auto const made = s.aws.apply_template(fixture("orders.template.json"));
    CHECK(made.stack == "orders");
    CHECK(is_told(made.warnings, "CDKMetadata is not made"));
    CHECK(s.queue("orders-Orders5E6F7A8B").at("VisibilityTimeout") == "300");
    auto const subscription = s.subscription(made.resources.at("OrdersTopic3A4B5C6D").arn);
    CHECK(subscription.at("RawMessageDelivery") == "true");
    CHECK(subscription.at("FilterPolicyScope") == "MessageBody");
    CHECK(json::parse(subscription.at("FilterPolicy"))
          == json::parse(R"({"kind":["created",{"prefix":"up"}],"amount":[{"numeric":[">",5]}]})"));
}

TEST_CASE("Complaints name file, line and resource, and all that is wrong at once", "[bootstrap][errors]")
{
    stage s;
    CHECK(s.complaint(R"(Resources:
  A:
    Type: AWS::SQS::Queue
    Properties:
      VisibiltyTimeout: 30
  B:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: sqs}
  C:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: id
  D:
    Type: AWS::SQS::Queue
    Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt A.Arn}, FifoQueue: maybe}
)")
          == "t.yaml:5: A: Encountered unsupported property VisibiltyTimeout\n"
             "t.yaml:8: B: a subscription needs TopicArn and Protocol\n"
             "t.yaml:12: C: KeySchema must be a list, not a text\n"
             "t.yaml:15: D: FifoQueue must be true or false, not \"maybe\"");
    CHECK(s.complaint("Queues: {}\n")
          == "t.yaml:1: Template format error: At least one Resources member must be defined.");
    CHECK(s.complaint("Resources:\n  A: {Type: AWS::SQS::Queue, DependsOn: B}\n  B: {Type: AWS::SQS::Queue, "
                      "Properties: {Tags: [{Key: a, Value: !Ref A}]}}\n")
          == "t.yaml:2: Circular dependency between resources: [A, B, A]");
    CHECK(s.complaint("") == "t.yaml: Template format error: At least one Resources member must be defined.");
    CHECK(s.queues() == 0);
}

TEST_CASE("What a service refuses has the rest taken back", "[bootstrap][errors]")
{
    stage s;
    s.sqs.create_queue({.QueueName = "there", .Attributes = {{"VisibilityTimeout", "7"}}});
    CHECK(s.complaint(R"(Resources:
  There: {Type: AWS::SQS::Queue, Properties: {QueueName: there, VisibilityTimeout: 8}}
  A: {Type: AWS::SQS::Queue, DependsOn: There}
  T: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: sqs, Endpoint: !GetAtt A.Arn}]}}
  Table:
    Type: AWS::Serverless::SimpleTable
  Z:
    Type: AWS::SQS::Queue
    DependsOn: [A, T, Table]
    Properties: {DelaySeconds: 901}
)") == "t.yaml:8: Z: InvalidAttributeValue: Invalid value for the parameter DelaySeconds.");
    CHECK(s.queues() == 1);
    CHECK(s.queue("there").at("VisibilityTimeout") == "7");
    CHECK(s.sns.list_topics().value().Topics.empty());
    CHECK(s.sns.list_subscriptions().value().Subscriptions.empty());
    CHECK(s.dynamodb.list_tables().value().TableNames.empty());
}

TEST_CASE("Names that are made do not exceed what AWS allows", "[bootstrap]")
{
    stage s;
    auto const made = s.aws.apply_template(
        {.text = "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}\n",
         .stack = std::string(100, 'a')});
    CHECK(s.queue(std::string(75, 'a') + ".fifo").at("FifoQueue") == "true");
    CHECK(stack_name_of("deploy/my shop.template.yaml") == "my-shop");
    CHECK(stack_name_of("") == "stack");
}
