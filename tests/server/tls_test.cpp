// The server over TLS, on the port of plain HTTP; the client is OpenSSL's.
#include "server/stage.hpp"
#include "support/catch.hpp"
#include "tls/identity.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <thread>

using namespace understudy;
using namespace understudy::server;
using namespace std::chrono_literals;

namespace {

namespace net = boost::asio;
namespace ssl = net::ssl;
using net::ip::tcp;

http_server_options secure(http_server_options options = {})
{
    options.tls = std::make_shared<tls::identity>();
    return options;
}

class secure_client {
public:
    explicit secure_client(std::uint16_t port, ssl::context::method method = ssl::context::tls_client)
        : settings_{method}
    {
        stream_.lowest_layer().connect({net::ip::address_v4::loopback(), port});
    }

    secure_client& greet()
    {
        stream_.handshake(ssl::stream_base::client);
        return *this;
    }
    void send(std::string_view text) { net::write(stream_, net::buffer(text.data(), text.size())); }
    std::string receive_body()
    {
        auto const size = net::read_until(stream_, net::dynamic_buffer(rest_), "\r\n\r\n");
        auto const head = rest_.substr(0, size);
        rest_.erase(0, size);
        auto const length = std::stoul(head.substr(head.find("Content-Length: ") + 16));
        if (rest_.size() < length) {
            net::read(stream_, net::dynamic_buffer(rest_), net::transfer_exactly(length - rest_.size()));
        }
        auto body = rest_.substr(0, length);
        rest_.erase(0, length);
        return body;
    }
    std::string ask(std::string_view operation, std::string_view body)
    {
        send(sqs_request(operation, body));
        return receive_body();
    }
    /// What comes behind the last answer.
    boost::system::error_code receive_end()
    {
        boost::system::error_code end;
        char byte;
        stream_.read_some(net::buffer(&byte, 1), end);
        return end;
    }

private:
    net::io_context context_;
    ssl::context settings_;
    ssl::stream<tcp::socket> stream_{context_, settings_};
    std::string rest_;
};

} // namespace

TEST_CASE("One port answers plain and over TLS, of whichever version", "[server][tls]")
{
    stage here{secure()};
    here.create_queue();
    for (auto const method : {ssl::context::tls_client, ssl::context::tlsv12_client}) {
        secure_client client{here.server.port(), method};
        auto const answer = client.greet().ask("GetQueueUrl", R"({"QueueName":"orders"})");
        CHECK(answer == R"({"QueueUrl":"https://localhost/000000000000/orders"})");
    }
    CHECK(here.ask("GetQueueUrl", R"({"QueueName":"orders"})").find("http://") != std::string::npos);
}

TEST_CASE("Pipelined requests are answered in their order over TLS, too", "[server][tls]")
{
    stage here{secure()};
    std::string requests;
    constexpr int count = 300;
    for (int i = 0; i < count; ++i) {
        requests += sqs_request("CreateQueue", R"({"QueueName":"q)" + std::to_string(i) + "\"}");
    }
    secure_client client{here.server.port()};
    client.greet().send(requests);
    for (int i = 0; i < count; ++i) {
        REQUIRE(client.receive_body()
                == R"({"QueueUrl":"https://localhost/000000000000/q)" + std::to_string(i) + "\"}");
    }
}

TEST_CASE("What is larger than a record, and than the socket's buffer, arrives whole over TLS",
          "[server][tls]")
{
    stage here{secure()};
    here.create_queue();
    secure_client client{here.server.port()};
    client.greet();
    std::string text;
    for (int i = 0; text.size() < 200'000; ++i) text += std::to_string(i) + ' ';
    constexpr int count = 20;
    for (int i = 0; i < count; ++i) {
        client.ask("SendMessage", R"({"QueueUrl":"orders","MessageBody":")" + text + "\"}");
    }
    // Asked for all at once and read late, the answers, 4 MB, do not fit into the socket's buffers.
    for (int i = 0; i < count; ++i) {
        client.send(sqs_request("ReceiveMessage", R"({"QueueUrl":"orders"})"));
    }
    for (int i = 0; i < count; ++i) { REQUIRE(client.receive_body().find(text) != std::string::npos); }
}

TEST_CASE("A client that says goodbye is told goodbye", "[server][tls]")
{
    stage here{secure()};
    secure_client client{here.server.port()};
    client.greet().send(sqs_request("ListQueues", "{}", "Connection: close\r\n"));
    CHECK(client.receive_body() == "{}");
    CHECK(client.receive_end() == net::error::eof); // and not merely a connection that has ended
}

TEST_CASE("A client that vanishes in the handshake, or does not go on with it, is left",
          "[server][tls][time]")
{
    stage here{secure({.header_timeout = 20ms})};
    std::string const beginning{"\x16\x03\x01\x02\0\x01", 6};
    {
        auto vanishing = here.connect();
        vanishing.send(beginning);
        vanishing.close(true);
    }
    auto silent = here.connect();
    silent.send(beginning);
    CHECK(silent.receive_all().empty());
    auto talkative = here.connect();
    talkative.send(beginning + std::string(600, 'x'));
    CHECK(talkative.receive_all().starts_with('\x15')); // an alert
    secure_client client{here.server.port()};
    CHECK(client.greet().ask("ListQueues", "{}") == "{}");
}

TEST_CASE("Many clients shake hands at once", "[server][tls]")
{
    stage here{secure({.threads = 4})};
    here.create_queue();
    std::vector<std::thread> clients;
    std::atomic<int> answered = 0;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            for (int k = 0; k < 5; ++k) {
                secure_client client{here.server.port()};
                auto const answer = client.greet().ask("GetQueueUrl", R"({"QueueName":"orders"})");
                if (answer.find("orders") != std::string::npos) { ++answered; }
            }
        });
    }
    for (auto& each : clients) { each.join(); }
    CHECK(answered == 40);
}
