#include "setup.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace customers {
namespace {

namespace json = boost::json;
using understudy::result;

std::string policy_that_lets(std::string const& topic_arn, std::string const& queue_arn)
{
    json::object const statement{
        {"Effect", "Allow"},
        {"Principal", {{"Service", "sns.amazonaws.com"}}},
        {"Action", "sqs:SendMessage"},
        {"Resource", queue_arn},
        {"Condition", {{"ArnEquals", {{"aws:SourceArn", topic_arn}}}}},
    };
    return json::serialize(json::object{{"Version", "2012-10-17"}, {"Statement", json::array{statement}}});
}

std::string redrive_to(std::string const& dead_letter_queue_arn, std::string const& max_receive_count)
{
    return json::serialize(json::object{{"deadLetterTargetArn", dead_letter_queue_arn},
                                        {"maxReceiveCount", std::stoi(max_receive_count)}});
}

struct queue {
    std::string url;
    std::string arn;
};

/// Attributes are set afterwards, so that a queue that has others gets these instead of being an error.
result<queue> make_queue(understudy::sqs_client const& sqs, std::string const& name)
{
    auto const created = sqs.create_queue({.QueueName = name});
    if (!created) return created.error();
    auto const known =
        sqs.get_queue_attributes({.QueueUrl = created->QueueUrl, .AttributeNames = {"QueueArn"}});
    if (!known) return known.error();
    return queue{created->QueueUrl, known->Attributes.at("QueueArn")};
}

result<void> subscribe(aws_clients const& aws, resources const& made, queue const& queue)
{
    auto const subscribed = aws.sns.subscribe({.TopicArn = made.order_created_topic_arn,
                                               .Protocol = "sqs",
                                               .Endpoint = queue.arn,
                                               .ReturnSubscriptionArn = true});
    if (!subscribed) return subscribed.error();
    return {};
}

result<void> make_queues(aws_clients const& aws, settings const& settings, resources& made)
{
    auto const dead_letters = make_queue(aws.sqs, settings.dead_letter_queue());
    if (!dead_letters) return dead_letters.error();
    auto const orders = make_queue(aws.sqs, settings.order_created_queue());
    if (!orders) return orders.error();

    auto const set = aws.sqs.set_queue_attributes(
        {.QueueUrl = orders->url,
         .Attributes = {{"VisibilityTimeout", settings.visibility_timeout},
                        {"RedrivePolicy", redrive_to(dead_letters->arn, settings.max_receive_count)},
                        {"Policy", policy_that_lets(made.order_created_topic_arn, orders->arn)}}});
    if (!set) return set.error();
    made.order_created_queue_url = orders->url;
    made.dead_letter_queue_url = dead_letters->url;
    return subscribe(aws, made, *orders);
}

result<void> make_table(understudy::dynamodb_client const& dynamodb, std::string const& name)
{
    auto const created = dynamodb.create_table({.AttributeDefinitions = {{{"PK", "S"}}},
                                                .TableName = name,
                                                .KeySchema = {{{"PK", "HASH"}}},
                                                .BillingMode = "PAY_PER_REQUEST"});
    if (!created && created.error().kind.shape != "ResourceInUseException") return created.error();
    return {};
}

} // namespace

result<resources> set_up(aws_clients const& aws, settings const& settings)
{
    resources made;
    auto const customer_created = aws.sns.create_topic({.Name = settings.customer_created_topic()});
    if (!customer_created) return customer_created.error();
    made.customer_created_topic_arn = customer_created->TopicArn;
    auto const order_created = aws.sns.create_topic({.Name = settings.order_created_topic()});
    if (!order_created) return order_created.error();
    made.order_created_topic_arn = order_created->TopicArn;

    if (auto const queues = make_queues(aws, settings, made); !queues) return queues.error();
    if (auto const table = make_table(aws.dynamodb, settings.table); !table) return table.error();
    return made;
}

} // namespace customers
