// A server for tests of the transport: every connection is given to a function, on a thread of its own. Port 0.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace understudy::testing {

using boost::asio::ip::tcp;

class tiny_server {
public:
    /// `serve` gets the connection and its number, from 1; an exception in it ends the connection.
    using server = std::function<void(tcp::socket&, int)>;

    explicit tiny_server(server serve) : serve_{std::move(serve)}, accepting_{[this] { accept(); }} {}

    ~tiny_server()
    {
        closing_ = true;
        boost::system::error_code ignored;
        tcp::socket wake{context_};
        wake.connect(acceptor_.local_endpoint(), ignored);
        accepting_.join();
        {
            std::lock_guard const lock{mutex_};
            for (auto& socket : sockets_) { socket->shutdown(tcp::socket::shutdown_both, ignored); }
        }
        for (auto& thread : serving_) { thread.join(); }
    }

    std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
    std::string endpoint() const { return "http://127.0.0.1:" + port(); }
    int connections() const { return connections_; }

private:
    void accept()
    {
        while (true) {
            auto socket = std::make_shared<tcp::socket>(context_);
            boost::system::error_code ec;
            acceptor_.accept(*socket, ec);
            if (closing_) return;
            if (ec) continue;
            int const number = ++connections_;
            std::lock_guard const lock{mutex_};
            sockets_.push_back(socket);
            serving_.emplace_back([this, socket, number] {
                try {
                    serve_(*socket, number);
                } catch (std::exception const&) {}
                std::lock_guard const closing{mutex_};
                boost::system::error_code ignored;
                socket->shutdown(tcp::socket::shutdown_both, ignored);
            });
        }
    }

    boost::asio::io_context context_;
    tcp::acceptor acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}};
    server serve_;
    std::atomic<bool> closing_ = false;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::vector<std::shared_ptr<tcp::socket>> sockets_;
    std::vector<std::thread> serving_;
    std::thread accepting_;
};

/// Reads one request without caring what is in it: its head, and the body that Content-Length announces.
template <class Stream>
std::string read_request(Stream& stream, boost::asio::streambuf& buffer)
{
    auto const head_size = boost::asio::read_until(stream, buffer, "\r\n\r\n");
    std::string request{static_cast<char const*>(buffer.data().data()), head_size};
    buffer.consume(head_size);
    auto const at = request.find("Content-Length: ");
    std::size_t const length = at == std::string::npos ? 0 : std::stoul(request.substr(at + 16));
    if (buffer.size() < length) {
        boost::asio::read(stream, buffer, boost::asio::transfer_exactly(length - buffer.size()));
    }
    request.append(static_cast<char const*>(buffer.data().data()), length);
    buffer.consume(length);
    return request;
}

template <class Stream>
void write_answer(Stream& stream, std::string const& body, std::string const& headers = {},
                  std::string const& status = "200 OK")
{
    boost::asio::write(stream,
                       boost::asio::buffer("HTTP/1.1 " + status + "\r\nContent-Length: "
                                           + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body));
}

/// Answers every request with the number of its connection.
inline void answer_with_number(tcp::socket& socket, int number)
{
    boost::asio::streambuf buffer;
    while (true) {
        read_request(socket, buffer);
        write_answer(socket, std::to_string(number));
    }
}

} // namespace understudy::testing
