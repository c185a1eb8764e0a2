#include "server/raw_client.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace understudy::server {

namespace {

/// A test that waits longer than this for an answer has failed.
constexpr timeval patience{.tv_sec = 20, .tv_usec = 0};

} // namespace

raw_client::raw_client(std::uint16_t port) : handle_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    ::setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (handle_ < 0 || ::connect(handle_, reinterpret_cast<sockaddr*>(&there), sizeof there) != 0) {
        throw std::runtime_error{"cannot connect"};
    }
}

raw_client::~raw_client() { close(); }

void raw_client::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        auto const sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) { throw std::runtime_error{"cannot send"}; }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void raw_client::try_send(std::string_view bytes) const noexcept
{
    try {
        send(bytes);
    } catch (std::runtime_error const&) {
        return; // the server has had enough
    }
}

bool raw_client::fill()
{
    char piece[16 * 1024];
    auto const got = ::recv(handle_, piece, sizeof piece, 0);
    if (got < 0 && errno != ECONNRESET) { throw std::runtime_error{"no answer"}; }
    rest_.append(piece, static_cast<std::size_t>(got > 0 ? got : 0));
    return got > 0;
}

std::string raw_client::receive()
{
    std::size_t end = 0;
    while ((end = rest_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) { return std::exchange(rest_, {}); }
    }
    end += 4;
    if (auto const at = rest_.find("Content-Length: "); at < end) {
        end += std::stoul(rest_.substr(at + 16));
    }
    while (rest_.size() < end) {
        if (!fill()) { throw std::runtime_error{"the answer ends early"}; }
    }
    auto answer = rest_.substr(0, end);
    rest_.erase(0, end);
    return answer;
}

std::string raw_client::receive_body()
{
    auto const answer = receive();
    auto const end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
}

std::string raw_client::receive_until(std::string_view text)
{
    std::size_t at = 0;
    while ((at = rest_.find(text)) == std::string::npos) {
        if (!fill()) { return std::exchange(rest_, {}); }
    }
    auto piece = rest_.substr(0, at + text.size());
    rest_.erase(0, piece.size());
    return piece;
}

std::string raw_client::receive_all()
{
    while (fill()) {}
    return std::exchange(rest_, {});
}

void raw_client::finish_sending() const { ::shutdown(handle_, SHUT_WR); }

void raw_client::close(bool abruptly)
{
    if (handle_ < 0) { return; }
    if (abruptly) {
        linger const reset{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(handle_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    ::close(std::exchange(handle_, -1));
}

std::string sqs_request(std::string_view operation, std::string_view body, std::string_view headers)
{
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS."
           + std::string{operation} + "\r\n" + std::string{headers}
           + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

} // namespace understudy::server
