#include <understudy/testing.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace understudy {
namespace {

namespace json = boost::json;

bool is_fifo(std::string_view name) { return name.ends_with(".fifo"); }

/// The text that the publisher gave: out of SNS's notification, or the body itself after a raw delivery.
std::string published_text(std::string_view body)
{
    boost::system::error_code ec;
    auto const parsed = json::parse(json::string_view{body.data(), body.size()}, ec);
    if (!ec && parsed.is_object()) {
        auto const* const message = parsed.get_object().if_contains("Message");
        if (message && message->is_string()) return std::string{message->get_string()};
    }
    return std::string{body};
}

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

} // namespace

topic_does_not_exist::topic_does_not_exist(std::string_view topic)
    : std::runtime_error{"The topic '" + std::string{topic} + "' does not exist."}
{}

queue_does_not_exist::queue_does_not_exist(std::string_view queue)
    : std::runtime_error{"The queue '" + std::string{queue} + "' does not exist."}
{}

std::string sns_sqs_test_client::create_topic(std::string_view topic) const
{
    string_map attributes;
    if (is_fifo(topic)) attributes = {{"FifoTopic", "true"}, {"ContentBasedDeduplication", "false"}};
    return sns_.create_topic({.Name = std::string{topic}, .Attributes = std::move(attributes)})
        .value()
        .TopicArn;
}

std::string sns_sqs_test_client::create_queue(std::string_view queue, string_map attributes) const
{
    if (is_fifo(queue)) attributes.try_emplace("FifoQueue", "true");
    sqs_.create_queue({.QueueName = std::string{queue}, .Attributes = std::move(attributes)}).value();
    return get_queue_arn(queue);
}

std::string sns_sqs_test_client::subscribe_to(std::string_view topic, std::string_view queue,
                                              string_map attributes) const
{
    auto const topic_arn = create_topic(topic);
    auto const queue_arn = create_queue(queue);
    allow(topic_arn, queue);
    return sns_
        .subscribe({.TopicArn = topic_arn,
                    .Protocol = "sqs",
                    .Endpoint = queue_arn,
                    .Attributes = std::move(attributes),
                    .ReturnSubscriptionArn = true})
        .value()
        .SubscriptionArn;
}

/// A policy that is there already is the application's own, and stays.
void sns_sqs_test_client::allow(std::string const& topic_arn, std::string_view queue) const
{
    auto const known = get_queue_attributes(queue, {"Policy", "QueueArn"});
    if (known.contains("Policy")) return;
    auto const policy = policy_that_lets(topic_arn, known.at("QueueArn"));
    sqs_.set_queue_attributes({.QueueUrl = get_queue_url(queue), .Attributes = {{"Policy", policy}}}).value();
}

std::string sns_sqs_test_client::publish(std::string_view topic, json::value const& data,
                                         envelope const& envelope, sending_options options) const
{
    return sns_
        .publish({.TopicArn = get_topic_arn(topic),
                  .Message = shared_text{envelope.wrap(topic, data)},
                  .MessageAttributes = std::move(options.attributes),
                  .MessageDeduplicationId = std::move(options.deduplication),
                  .MessageGroupId = std::move(options.group)})
        .value()
        .MessageId;
}

std::string sns_sqs_test_client::send(std::string_view queue, json::value const& data,
                                      envelope const& envelope, sending_options options) const
{
    return sqs_
        .send_message({.QueueUrl = get_queue_url(queue),
                       .MessageBody = json::serialize(json::object{{"Message", envelope.wrap({}, data)}}),
                       .MessageAttributes = std::move(options.attributes),
                       .MessageDeduplicationId = std::move(options.deduplication),
                       .MessageGroupId = std::move(options.group)})
        .value()
        .MessageId;
}

std::vector<received_message> sns_sqs_test_client::receive(std::string_view queue, envelope const& envelope,
                                                           int max, std::chrono::seconds wait) const
{
    auto const url = get_queue_url(queue);
    sqs::ReceiveMessageRequest const request{.QueueUrl = url,
                                             .MessageAttributeNames = {"All"},
                                             .MaxNumberOfMessages = max,
                                             .WaitTimeSeconds = wait.count()};
    auto const received = sqs_.receive_message(request).value();

    std::vector<received_message> out;
    for (auto const& message : received.Messages) {
        out.push_back({envelope.unwrap(published_text(message.Body)), message.MessageAttributes});
        sqs_.delete_message({.QueueUrl = url, .ReceiptHandle = message.ReceiptHandle}).value();
    }
    return out;
}

void sns_sqs_test_client::purge_queue(std::string_view queue) const
{
    sqs_.purge_queue({.QueueUrl = get_queue_url(queue)}).value();
}

std::string sns_sqs_test_client::get_topic_arn(std::string_view topic) const
{
    sns::ListTopicsInput request;
    while (true) {
        auto const page = sns_.list_topics(request).value();
        for (auto const& one : page.Topics) {
            if (one.TopicArn.ends_with(":" + std::string{topic})) return one.TopicArn;
        }
        if (!page.NextToken) throw topic_does_not_exist{topic};
        request.NextToken = page.NextToken;
    }
}

string_map sns_sqs_test_client::get_topic_attributes(std::string_view topic) const
{
    return sns_.get_topic_attributes({.TopicArn = get_topic_arn(topic)}).value().Attributes;
}

std::string sns_sqs_test_client::get_queue_url(std::string_view queue) const
{
    auto const found = sqs_.get_queue_url({.QueueName = std::string{queue}});
    if (!found && found.error().kind.shape == "QueueDoesNotExist") throw queue_does_not_exist{queue};
    return found.value().QueueUrl;
}

std::string sns_sqs_test_client::get_queue_arn(std::string_view queue) const
{
    return get_queue_attributes(queue, {"QueueArn"}).at("QueueArn");
}

string_map sns_sqs_test_client::get_queue_attributes(std::string_view queue, string_list names) const
{
    return sqs_.get_queue_attributes({.QueueUrl = get_queue_url(queue), .AttributeNames = std::move(names)})
        .value()
        .Attributes;
}

consumer::consumer(sqs_client sqs, std::string queue_url, handler handle)
    : sqs_{std::move(sqs)}, queue_url_{std::move(queue_url)}, handle_{std::move(handle)}, thread_{[this] {
          run();
      }}
{}

consumer::~consumer()
{
    sqs_.interrupt();
    thread_.join();
}

void consumer::run() const
{
    constexpr int wait_seconds = 20; // AWS: the longest
    while (auto const received =
               sqs_.receive_message({.QueueUrl = queue_url_, .WaitTimeSeconds = wait_seconds})) {
        for (auto const& message : received->Messages) {
            if (handle_(message)) {
                static_cast<void>(
                    sqs_.delete_message({.QueueUrl = queue_url_, .ReceiptHandle = message.ReceiptHandle}));
            }
        }
    }
}

} // namespace understudy
