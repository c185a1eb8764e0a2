// A plain blocking socket, so that a test decides about every byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace understudy::server {

class raw_client {
public:
    explicit raw_client(std::uint16_t port);
    ~raw_client();
    raw_client(raw_client&& other) noexcept : handle_{other.handle_}, rest_{std::move(other.rest_)}
    {
        other.handle_ = -1;
    }
    raw_client(raw_client const&) = delete;
    raw_client& operator=(raw_client const&) = delete;

    void send(std::string_view bytes) const;
    /// Sends and ignores that the server may have closed.
    void try_send(std::string_view bytes) const noexcept;
    /// The next answer: status line, headers and as much body as they announce. Empty when the connection is closed.
    std::string receive();
    /// The body of the next answer.
    std::string receive_body();
    /// What comes up to the text and with it, or all until the server closes.
    std::string receive_until(std::string_view text);
    /// All that comes until the server closes.
    std::string receive_all();
    /// Nothing more comes from here, but answers are still read.
    void finish_sending() const;
    /// Vanishes: with a reset when `abruptly`.
    void close(bool abruptly = false);

private:
    bool fill();

    int handle_;
    std::string rest_; // received and not handed out
};

/// A POST with an SQS target.
std::string sqs_request(std::string_view operation, std::string_view body, std::string_view headers = "");

} // namespace understudy::server
