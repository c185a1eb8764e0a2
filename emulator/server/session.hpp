// One connection, on one thread: reads requests, has them answered in order, and writes all answers of one read at once.
// While a poll of it is parked, later requests wait in the buffer. For the .cpp files of this folder only.
#pragma once

#include "server/request_reader.hpp"
#include "server/worker.hpp"
#include "tls/channel.hpp"

#include <optional>

namespace understudy::server {

class session : public std::enable_shared_from_this<session> {
public:
    session(worker& worker, tcp_socket socket, arrival from);

    void start();
    /// The answer of the poll that was parked here.
    void deliver(protocol::late_response late);
    /// Its time is up.
    void expire();
    /// The server stops: a parked poll gets its empty answer, then the connection closes.
    void stop();
    steady_time deadline() const noexcept { return deadline_; }
    void set_deadline(steady_time deadline) noexcept { deadline_ = deadline; }

private:
    struct parked_poll {
        protocol::waiting poll;
        steady_time since;
    };

    void serve();
    bool serve_one();
    void answer(protocol::http_response const& response, steady_time began);
    void stream(protocol::http_response const& piece);
    void refuse(unsigned status);
    void observe(protocol::http_response const& response, steady_time began) const;
    std::uint64_t client_of(protocol::http_request const& request) const;

    void read();
    void on_readable(error_code failure);
    void on_read(error_code failure, std::size_t bytes);
    void take(std::string_view bytes);
    std::string& to_wire();
    void flush();
    void on_writable(error_code failure);
    void finish();
    bool peer_has_gone();
    void discard();
    void close();

    worker& worker_;
    tcp_socket socket_;
    request_reader reader_;
    arrival from_;
    worker::place place_ = {};
    steady_time deadline_ = steady_time::max();
    protocol::late_answer later_ = {};
    std::optional<parked_poll> parked_ = {};
    std::function<void()> undeliverable_ = {}; // of a late answer that is being written
    std::unique_ptr<tls::channel> tls_ = {};
    std::span<char> room_ = {}; // where the bytes of a read go
    std::string out_ = {};
    std::size_t written_ = 0; // of what goes to the wire
    bool first_byte_seen_ = false;
    bool reading_ = false; // a read, or a wait for something to read, is under way
    bool writing_ = false;
    bool told_to_continue_ = false;
    bool last_answer_given_ = false; // what is in out_ is the last
    bool streaming_ = false;         // an answer has begun that ends with the connection
    bool discarding_ = false; // the last answer is written; what the client still sends is read and dropped
    bool closed_ = false;
};

} // namespace understudy::server
