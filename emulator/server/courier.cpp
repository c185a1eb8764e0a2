#include "server/courier.hpp"

#include "core/digest.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>

#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

namespace understudy {

namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;

constexpr std::uint64_t answer_bytes_max = 1024 * 1024; // more is not read; the status counts
constexpr std::string_view agent = "Amazon Simple Notification Service Agent";

/// Link-local addresses, at which clouds tell a machine its secrets.
bool is_metadata(net::ip::address const& address)
{
    if (address.is_v4()) {
        auto const bytes = address.to_v4().to_bytes();
        return bytes[0] == 169 && bytes[1] == 254;
    }
    auto const v6 = address.to_v6();
    if (v6.is_v4_mapped()) { return is_metadata(net::ip::make_address_v4(net::ip::v4_mapped, v6)); }
    static auto const imds = net::ip::make_address_v6("fd00:ec2::254");
    return v6.is_link_local() || v6 == imds;
}

} // namespace

struct courier::impl {
    /// One request. Lives as long as something of it is under way.
    struct visit : std::enable_shared_from_this<visit> {
        visit(impl& o, std::uint64_t n, posting p)
            : owner{o}, number{n}, request{std::move(p)}, resolver{o.io}, plain{o.io}, deadline{o.io}
        {}

        void start()
        {
            auto const url = boost::urls::parse_uri(request.url);
            if (!url || url->host().empty()) { return finish({.failure = "not a URL", .permanent = true}); }
            secure = url->scheme() == "https";
            host = url->host_address();
            auto const port = url->has_port() ? std::string{url->port()} : secure ? "443" : "80";
            prepare(std::string{url->encoded_resource()}, std::string{url->encoded_host_and_port()});
            if (url->has_userinfo()) { authorize(url->user(), url->password()); }
            deadline.expires_after(owner.options.timeout);
            deadline.async_wait([self = shared_from_this()](error_code cancelled) {
                if (!cancelled) { self->finish({.failure = "timed out"}); }
            });
            resolver.async_resolve(host, port, [self = shared_from_this()](error_code failure, auto found) {
                self->on_resolved(failure, std::move(found));
            });
        }

        void prepare(std::string target, std::string const& authority)
        {
            message.method(http::verb::post);
            message.target(target.empty() || target.front() != '/' ? "/" + target : target);
            message.version(11);
            for (auto const& [name, value] : request.headers) { message.insert(name, value); }
            message.set(http::field::host, authority);
            message.set(http::field::user_agent, agent);
            message.set(http::field::connection, "Keep-Alive");
            message.set(http::field::accept_encoding, "gzip,deflate");
            message.body() = request.body.str();
            message.prepare_payload();
        }

        void authorize(std::string const& user, std::string const& password)
        {
            message.set(http::field::authorization, "Basic " + base64_encode(user + ':' + password));
        }

        void on_resolved(error_code failure, tcp::resolver::results_type const& found)
        {
            if (failure) { return finish({.failure = "cannot resolve the host"}); }
            std::vector<tcp::endpoint> endpoints;
            for (auto const& each : found) {
                if (!is_metadata(each.endpoint().address())) { endpoints.push_back(each.endpoint()); }
            }
            if (endpoints.empty()) {
                return finish({.failure = "the address is not one to send to", .permanent = true});
            }
            net::async_connect(plain, endpoints,
                               [self = shared_from_this()](error_code bad, tcp::endpoint const&) {
                                   if (bad) {
                                       return self->finish({.failure = "cannot connect: " + bad.message()});
                                   }
                                   self->secure ? self->shake_hands() : self->send(self->plain);
                               });
        }

        void shake_hands()
        {
            encrypted.emplace(plain, owner.tls());
            SSL_set_tlsext_host_name(encrypted->native_handle(), host.c_str());
            if (owner.checks_certificates()) {
                encrypted->set_verify_callback(net::ssl::host_name_verification{host});
            }
            encrypted->async_handshake(net::ssl::stream_base::client,
                                       [self = shared_from_this()](error_code failure) {
                                           if (failure) {
                                               return self->finish({.failure = "TLS: " + failure.message()});
                                           }
                                           self->send(*self->encrypted);
                                       });
        }

        template <class Stream>
        void send(Stream& stream)
        {
            answer.body_limit(answer_bytes_max);
            http::async_write(
                stream, message, [self = shared_from_this(), &stream](error_code failure, std::size_t) {
                    if (failure) { return self->finish({.failure = "cannot send: " + failure.message()}); }
                    http::async_read(stream, self->buffer, self->answer,
                                     [self](error_code bad, std::size_t) { self->on_answered(bad); });
                });
        }

        void on_answered(error_code failure)
        {
            if (failure && !(failure == http::error::body_limit && answer.is_header_done())) {
                return finish({.failure = "no answer: " + failure.message()});
            }
            finish({.status = answer.get().result_int()});
        }

        void finish(posting_outcome outcome)
        {
            if (std::exchange(finished, true)) { return; }
            close();
            owner.open.erase(shared_from_this());
            owner.done(number, outcome);
        }

        void close()
        {
            error_code ignored;
            finished = true;
            deadline.cancel();
            resolver.cancel();
            plain.close(ignored);
        }

        impl& owner;
        std::uint64_t number;
        posting request;
        tcp::resolver resolver;
        tcp::socket plain;
        std::optional<net::ssl::stream<tcp::socket&>> encrypted;
        net::steady_timer deadline;
        std::string host;
        bool secure = false;
        bool finished = false;
        http::request<http::string_body> message;
        boost::beast::flat_buffer buffer{64 * 1024 + answer_bytes_max};
        http::response_parser<http::string_body> answer;
    };

    impl(courier::done d, courier_options o) : done{std::move(d)}, options{std::move(o)}
    {
        if (checks_certificates()) { trust(tls_.emplace(net::ssl::context::tls_client)); }
    }

    ~impl()
    {
        net::post(io, [this] {
            stopping = true;
            for (auto const& each : std::exchange(open, {})) { each->close(); }
        });
        work.reset();
        if (thread.joinable()) { thread.join(); }
    }

    void post(std::uint64_t number, posting request)
    {
        {
            std::lock_guard const lock{mutex};
            if (!thread.joinable()) {
                thread = std::thread{[this] { io.run(); }};
            }
        }
        net::post(io, [this, number, request = std::move(request)]() mutable {
            if (stopping) { return; }
            auto const next = std::make_shared<visit>(*this, number, std::move(request));
            open.insert(next);
            next->start();
        });
    }

    bool checks_certificates() const noexcept { return !options.ca_file.empty(); }

    void trust(net::ssl::context& context) const
    {
        error_code failure;
        context.load_verify_file(options.ca_file, failure);
        if (failure) { throw std::runtime_error{options.ca_file + " holds no certificates in PEM"}; }
        context.set_verify_mode(net::ssl::verify_peer);
    }

    /// Without certificates to trust made when somebody has an https endpoint: it takes milliseconds and megabytes. On the
    /// thread only.
    net::ssl::context& tls()
    {
        if (!tls_) { tls_.emplace(net::ssl::context::tls_client).set_verify_mode(net::ssl::verify_none); }
        return *tls_;
    }

    courier::done done;
    courier_options options;
    net::io_context io{1};
    std::optional<net::executor_work_guard<net::io_context::executor_type>> work{io.get_executor()};
    std::optional<net::ssl::context> tls_;
    std::set<std::shared_ptr<visit>> open; // of the thread
    bool stopping = false;                 // of the thread
    std::mutex mutex;
    std::thread thread;
};

courier::courier(done tell, courier_options options)
    : impl_{std::make_unique<impl>(std::move(tell), std::move(options))}
{}

courier::~courier() = default;

void courier::post(std::uint64_t number, posting request) { impl_->post(number, std::move(request)); }

} // namespace understudy
