#include "http_get.hpp"

#include <fmt/format.h>

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace understudy {

namespace {

struct url_parts {
    std::string host, port, path;
};

bool split(std::string_view url, url_parts& parts)
{
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme)) { return false; }
    url.remove_prefix(scheme.size());
    auto const slash = url.find('/');
    auto authority = url.substr(0, slash);
    parts.path = slash == std::string_view::npos ? "/" : std::string{url.substr(slash)};
    auto const colon = authority.rfind(':');
    bool const has_port =
        colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
    parts.port = has_port ? std::string{authority.substr(colon + 1)} : "80";
    authority = authority.substr(0, has_port ? colon : authority.size());
    if (authority.starts_with('[') && authority.ends_with(']')) {
        authority = authority.substr(1, authority.size() - 2);
    }
    parts.host = authority;
    return !parts.host.empty() && !parts.port.empty();
}

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

} // namespace

http_get::http_get(std::string const& url, std::chrono::seconds patience)
{
    url_parts parts;
    if (!split(url, parts)) {
        throw std::runtime_error{fmt::format("'{}' is not a URL such as http://127.0.0.1:4566", url)};
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const failure = ::getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &found);
        failure != 0) {
        throw std::runtime_error{fmt::format("{}: {}", parts.host, ::gai_strerror(failure))};
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const addresses{found, &::freeaddrinfo};
    for (auto const* each = found; each != nullptr && handle_ < 0; each = each->ai_next) {
        handle_ = connect_to(*each, patience);
    }
    if (handle_ < 0) { throw std::runtime_error{fmt::format("{}: {}", url, std::strerror(errno))}; }
    auto const question = fmt::format("GET {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\n\r\n",
                                      parts.path, parts.host, parts.port);
    ::send(handle_, question.data(), question.size(), MSG_NOSIGNAL);
    std::string header;
    next_line(status_line_);
    while (next_line(header) && !header.empty()) {}
}

http_get::~http_get()
{
    if (handle_ >= 0) { ::close(handle_); }
}

bool http_get::read_more()
{
    char piece[4096];
    auto const got = ::recv(handle_, piece, sizeof piece, 0);
    if (got > 0) { unread_.append(piece, static_cast<std::size_t>(got)); }
    return got > 0;
}

bool http_get::next_line(std::string& line)
{
    auto end = unread_.find('\n');
    while (end == std::string::npos && read_more()) { end = unread_.find('\n'); }
    line = unread_.substr(0, end);
    unread_.erase(0, end == std::string::npos ? end : end + 1);
    if (line.ends_with('\r')) { line.pop_back(); }
    return end != std::string::npos;
}

std::string http_get::rest()
{
    while (read_more()) {}
    return std::exchange(unread_, {});
}

} // namespace understudy
