#include "http_exchange.hpp"

#include "server/web_address.hpp"

#include <fmt/format.h>

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace understudy {

namespace {

/// A socket, or -1 and errno.
int connect_to(addrinfo const& where, std::chrono::seconds patience)
{
    int const handle = ::socket(where.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle < 0) { return handle; }
    timeval const limit{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(handle, where.ai_addr, where.ai_addrlen) == 0) { return handle; }
    int const failure = errno;
    ::close(handle);
    errno = failure;
    return -1;
}

std::string text_of(wire_request const& request, server::web_address const& where)
{
    auto path = where.target; // goes before that of the request, of which "/" adds nothing
    if (path.ends_with('/') && request.path.starts_with('/')) { path.pop_back(); }
    if (path.empty() || request.path != "/") { path += request.path; }
    auto text = fmt::format("{} {} HTTP/1.1\r\n", request.method, path);
    bool const names_host =
        std::ranges::any_of(request.headers, [](auto const& each) { return each.first == "Host"; });
    if (!names_host) { text += fmt::format("Host: {}\r\n", where.authority); }
    for (auto const& [name, value] : request.headers) text += fmt::format("{}: {}\r\n", name, value);
    if (request.method != "GET") { text += fmt::format("Content-Length: {}\r\n", request.body.size()); }
    return text + "Connection: close\r\n\r\n" + request.body;
}

wire_headers::value_type header_of(std::string_view line)
{
    auto const colon = std::min(line.find(':'), line.size());
    std::string name{line.substr(0, colon)};
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto const begin = std::min(line.find_first_not_of(' ', colon + 1), line.size());
    return {std::move(name), std::string{line.substr(begin)}};
}

} // namespace

http_exchange::http_exchange(std::string const& url, std::chrono::seconds patience)
    : http_exchange{url, {.method = "GET", .path = ""}, patience}
{}

http_exchange::http_exchange(std::string const& url, wire_request const& request,
                             std::chrono::seconds patience)
{
    auto const where = server::read_web_address(url);
    if (!where || where->secure) {
        throw std::runtime_error{fmt::format("'{}' is not a URL such as http://127.0.0.1:4566", url)};
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const failure = ::getaddrinfo(where->host.c_str(), where->port.c_str(), &hints, &found);
        failure != 0) {
        throw std::runtime_error{fmt::format("{}: {}", where->host, ::gai_strerror(failure))};
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const addresses{found, &::freeaddrinfo};
    for (auto const* each = found; each != nullptr && handle_ < 0; each = each->ai_next) {
        handle_ = connect_to(*each, patience);
    }
    if (handle_ < 0) { throw std::runtime_error{fmt::format("{}: {}", url, std::strerror(errno))}; }
    send_all(text_of(request, *where));
    next_line(status_line_);
    for (std::string line; next_line(line) && !line.empty();) headers_.push_back(header_of(line));
}

void http_exchange::send_all(std::string_view text)
{
    while (!text.empty()) {
        auto const sent = ::send(handle_, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) { return; } // that nothing comes back will tell
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

unsigned http_exchange::status() const noexcept
{
    unsigned number = 0;
    auto const begin = std::min(status_line_.find(' ') + 1, status_line_.size());
    std::from_chars(status_line_.data() + begin, status_line_.data() + status_line_.size(), number);
    return number;
}

http_exchange::~http_exchange()
{
    if (handle_ >= 0) { ::close(handle_); }
}

bool http_exchange::read_more()
{
    char piece[4096];
    auto const got = ::recv(handle_, piece, sizeof piece, 0);
    if (got > 0) { unread_.append(piece, static_cast<std::size_t>(got)); }
    return got > 0;
}

bool http_exchange::next_line(std::string& line)
{
    auto end = unread_.find('\n');
    while (end == std::string::npos && read_more()) { end = unread_.find('\n'); }
    line = unread_.substr(0, end);
    unread_.erase(0, end == std::string::npos ? end : end + 1);
    if (line.ends_with('\r')) { line.pop_back(); }
    return end != std::string::npos;
}

std::string http_exchange::rest()
{
    while (read_more()) {}
    return std::exchange(unread_, {});
}

} // namespace understudy
