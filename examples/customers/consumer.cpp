#include "consumer.hpp"

#include <understudy/envelope.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <iostream>

namespace customers {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto wait_seconds = 20;        // the longest that SQS knows
constexpr auto messages_at_once = 10;    // the most that SQS gives
constexpr auto pause_after_failure = 1s; // so that a service that is down is left in peace

/// The event that a notification of SNS carries in its envelope.
std::optional<order_created_event> read_event(std::string_view body)
{
    boost::system::error_code ec;
    auto const notification = json::parse({body.data(), body.size()}, ec);
    auto const* const object = ec ? nullptr : notification.if_object();
    auto const* const message = object ? object->if_contains("Message") : nullptr;
    auto const* const text = message ? message->if_string() : nullptr;
    if (!text) return std::nullopt;
    try {
        return read_order_created_event(
            understudy::json_base_envelope{}.unwrap({text->data(), text->size()}));
    } catch (understudy::bad_envelope const&) {
        return std::nullopt;
    }
}

void log(std::string const& line) { std::clog << "consumer: " + line + "\n" << std::flush; }

} // namespace

consumer::consumer(understudy::sqs_client sqs, std::string queue_url, repository customers)
    : sqs_{std::move(sqs)}, queue_url_{std::move(queue_url)},
      customers_{std::move(customers)}, thread_{[this] { run(); }}
{}

consumer::~consumer()
{
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
    }
    stop_.notify_all();
    sqs_.interrupt();
    thread_.join();
}

void consumer::run()
{
    while (!is_stopping()) { receive_once(); }
}

void consumer::receive_once()
{
    auto const received = sqs_.receive_message(
        {.QueueUrl = queue_url_, .MaxNumberOfMessages = messages_at_once, .WaitTimeSeconds = wait_seconds});
    if (!received) {
        bool const expected = received.error().kind == understudy::client_errors::interrupted;
        if (!expected) log(std::string{received.error().kind.shape} + ": " + received.error().message);
        return pause();
    }
    for (auto const& message : received->Messages) {
        if (!handle(message.Body)) continue;
        auto const deleted =
            sqs_.delete_message({.QueueUrl = queue_url_, .ReceiptHandle = message.ReceiptHandle});
        if (!deleted && !is_stopping())
            log("cannot delete " + message.MessageId + ": " + deleted.error().message);
    }
}

bool consumer::handle(std::string_view body) const
{
    auto const event = read_event(body);
    if (!event) {
        log("not an OrderCreatedEvent: " + std::string{body.substr(0, 200)});
        return false;
    }
    auto const added = customers_.add_order(event->customer_id, event->order_id);
    if (!added) {
        log("order " + event->order_id + ": " + added.error().message);
        return false;
    }
    if (!*added) log("order " + event->order_id + ": there is no customer " + event->customer_id);
    return *added;
}

bool consumer::is_stopping() const
{
    std::lock_guard const lock{mutex_};
    return stopping_;
}

void consumer::pause()
{
    std::unique_lock lock{mutex_};
    stop_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
}

} // namespace customers
