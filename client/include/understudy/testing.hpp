// Helpers for tests of event-driven applications: a client that speaks of topics and queues by name, probes, envelopes.
// They need an endpoint or a transport, no emulator. Being for tests, they throw.
#pragma once

#include <understudy/client.hpp>
#include <understudy/envelope.hpp>
#include <understudy/probe.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace understudy {

class topic_does_not_exist : public std::runtime_error {
public:
    explicit topic_does_not_exist(std::string_view topic);
};

class queue_does_not_exist : public std::runtime_error {
public:
    explicit queue_does_not_exist(std::string_view queue);
};

/// A message as sns_sqs_test_client::receive hands it out: deleted from the queue already.
struct received_message {
    boost::json::value payload;
    message_attributes attributes = {};
};

/// What goes with a message besides its data.
struct sending_options {
    message_attributes attributes = {};
    std::optional<std::string> group = {};
    std::optional<std::string> deduplication = {};
};

/// Topics and queues by their names. A name that ends in ".fifo" makes FIFO. Refusals of the services are thrown as
/// service_exception. May be used by several threads.
class sns_sqs_test_client {
public:
    /// All from the environment.
    sns_sqs_test_client() : sns_sqs_test_client{client_options{}} {}
    explicit sns_sqs_test_client(client_options options) : sns_{options}, sqs_{options} {}
    explicit sns_sqs_test_client(std::shared_ptr<transport> transport) : sns_{transport}, sqs_{transport} {}
    sns_sqs_test_client(sns_client sns, sqs_client sqs) : sns_{std::move(sns)}, sqs_{std::move(sqs)} {}

    /// ARN of the topic, which may be there already.
    std::string create_topic(std::string_view topic) const;
    /// ARN of the queue, which may be there already.
    std::string create_queue(std::string_view queue, string_map attributes = {}) const;
    /// ARN of the subscription. Creates topic and queue when they are missing, and lets the topic send to the queue.
    std::string subscribe_to(std::string_view topic, std::string_view queue,
                             string_map attributes = {}) const;

    /// Returns the message's id.
    std::string publish(std::string_view topic, boost::json::value const& data,
                        envelope const& envelope = json_base_envelope{}, sending_options options = {}) const;
    /// Past the topic, in the form in which one would have delivered it: {"Message": <envelope>}.
    std::string send(std::string_view queue, boost::json::value const& data,
                     envelope const& envelope = json_base_envelope{}, sending_options options = {}) const;
    /// Takes up to `max` messages, deletes them, and hands out what was in them. Waits for the first one if told to.
    std::vector<received_message> receive(std::string_view queue,
                                          envelope const& envelope = json_base_envelope{}, int max = 10,
                                          std::chrono::seconds wait = {}) const;
    void purge_queue(std::string_view queue) const;

    std::string get_topic_arn(std::string_view topic) const;
    string_map get_topic_attributes(std::string_view topic) const;
    std::string get_queue_url(std::string_view queue) const;
    std::string get_queue_arn(std::string_view queue) const;
    string_map get_queue_attributes(std::string_view queue, string_list names = {"All"}) const;

private:
    void allow(std::string const& topic_arn, std::string_view queue) const;

    sns_client sns_;
    sqs_client sqs_;
};

/// A consumer as applications have one: polls its queue on a thread of its own, hands each message to a function, and deletes it
/// when that returns true. Ends with the object, or when its queue is gone.
class consumer {
public:
    using handler = std::function<bool(sqs::Message const&)>;

    consumer(client_options options, std::string queue_url, handler handle)
        : consumer{sqs_client{std::move(options)}, std::move(queue_url), std::move(handle)}
    {}
    consumer(std::shared_ptr<transport> transport, std::string queue_url, handler handle)
        : consumer{sqs_client{std::move(transport)}, std::move(queue_url), std::move(handle)}
    {}
    ~consumer();
    consumer(consumer const&) = delete;
    consumer& operator=(consumer const&) = delete;

private:
    consumer(sqs_client sqs, std::string queue_url, handler handle);
    void run() const;

    sqs_client sqs_; // nobody else's: it is interrupted in the end
    std::string queue_url_;
    handler handle_;
    std::thread thread_;
};

} // namespace understudy
