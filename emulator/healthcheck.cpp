#include "healthcheck.hpp"

#include <fmt/format.h>

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

namespace understudy {

namespace {

constexpr timeval patience{.tv_sec = 2, .tv_usec = 0};

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

class connection {
public:
    explicit connection(addrinfo const& where)
        : handle_{::socket(where.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        ::setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(handle_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        connected_ = handle_ >= 0 && ::connect(handle_, where.ai_addr, where.ai_addrlen) == 0;
    }
    ~connection()
    {
        if (handle_ >= 0) ::close(handle_);
    }
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;

    bool connected() const noexcept { return connected_; }

    /// The first line of the answer.
    std::string ask(std::string_view question) const
    {
        std::string answer;
        if (::send(handle_, question.data(), question.size(), MSG_NOSIGNAL)
            != static_cast<ssize_t>(question.size())) {
            return answer;
        }
        char piece[512];
        for (ssize_t got = 0;
             answer.find('\n') == std::string::npos && (got = ::recv(handle_, piece, sizeof piece, 0)) > 0;) {
            answer.append(piece, static_cast<std::size_t>(got));
        }
        return answer.substr(0, answer.find_first_of("\r\n"));
    }

private:
    int handle_;
    bool connected_ = false;
};

} // namespace

std::string check_health(std::string const& url)
{
    url_parts parts;
    if (!split(url, parts)) {
        return fmt::format("'{}' is not a URL such as http://127.0.0.1:4566/_understudy/health", url);
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const failure = ::getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &found);
        failure != 0) {
        return fmt::format("{}: {}", parts.host, ::gai_strerror(failure));
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const addresses{found, &::freeaddrinfo};
    for (auto const* each = found; each != nullptr; each = each->ai_next) {
        connection const there{*each};
        if (!there.connected()) { continue; }
        auto const status =
            there.ask(fmt::format("GET {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\n\r\n", parts.path,
                                  parts.host, parts.port));
        return status.starts_with("HTTP/1.1 200") ? "" : fmt::format("{} answers '{}'", url, status);
    }
    return fmt::format("{}: {}", url, std::strerror(errno));
}

} // namespace understudy
