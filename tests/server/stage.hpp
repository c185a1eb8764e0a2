// A server on a free port before an engine at a fixed time.
#pragma once

#include "protocol/router.hpp"
#include "server/http_server.hpp"
#include "server/raw_client.hpp"
#include "support/fixed_desk.hpp"

namespace understudy::server {

struct stage {
    explicit stage(http_server_options options = {}) : server{router, std::move(options)} {}

    raw_client connect() const { return raw_client{server.port()}; }
    /// One request on a connection of its own.
    std::string ask(std::string_view operation, std::string_view body) const
    {
        auto client = connect();
        client.send(sqs_request(operation, body));
        return client.receive_body();
    }
    void create_queue() const { ask("CreateQueue", R"({"QueueName":"orders"})"); }
    void send(std::string const& body) const
    {
        ask("SendMessage", R"({"QueueUrl":"orders","MessageBody":")" + body + "\"}");
    }
    std::string take() const { return ask("ReceiveMessage", R"({"QueueUrl":"orders"})"); }

    fixed_desk desk;
    protocol::router router{desk};
    http_server server;
};

/// A request that waits for a message.
inline std::string poll_request()
{
    return sqs_request("ReceiveMessage", R"({"QueueUrl":"orders","WaitTimeSeconds":20})");
}

} // namespace understudy::server
