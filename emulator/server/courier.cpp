#include "server/courier.hpp"

#include "core/digest.hpp"
#include "server/answer_reader.hpp"
#include "server/web_address.hpp"
#include "tls/channel.hpp"
#include "tls/trust.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

namespace understudy {

namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

std::string text_of(posting const& request, server::web_address const& where)
{
    auto text = "POST " + where.target + " HTTP/1.1\r\n";
    auto const add = [&](std::string_view name, std::string_view value) {
        text.append(name).append(": ").append(value).append("\r\n");
    };
    for (auto const& [name, value] : request.headers) { add(name, value); }
    add("Host", where.authority);
    add("User-Agent", "Amazon Simple Notification Service Agent");
    add("Connection", "Keep-Alive");
    add("Accept-Encoding", "gzip,deflate");
    if (where.user) { add("Authorization", "Basic " + base64_encode(*where.user + ':' + where.password)); }
    add("Content-Length", std::to_string(request.body.size()));
    return text.append("\r\n").append(request.body.view());
}

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
            auto where = server::read_web_address(request.url);
            if (!where) { return finish({.failure = "not a URL", .permanent = true}); }
            unsent = text_of(request, *where);
            secure = where->secure;
            host = std::move(where->host);
            deadline.expires_after(owner.options.timeout);
            deadline.async_wait([self = shared_from_this()](error_code cancelled) {
                if (!cancelled) { self->finish({.failure = "timed out"}); }
            });
            resolver.async_resolve(host, where->port,
                                   [self = shared_from_this()](error_code failure, auto found) {
                                       self->on_resolved(failure, std::move(found));
                                   });
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
                                   self->greet();
                               });
        }

        void greet()
        {
            if (secure) {
                try {
                    channel.emplace(owner.trusted(), host);
                } catch (std::exception const& refused) {
                    return finish({.failure = std::string{"TLS: "} + refused.what()});
                }
                channel->write(std::exchange(unsent, {}));
            }
            send();
        }

        bool is_greeting() const { return channel && !channel->is_established(); }
        std::string& to_wire() { return channel ? channel->to_wire() : unsent; }

        /// What there is to send, and then reads on.
        void send()
        {
            if (to_wire().empty()) { return receive(); }
            net::async_write(plain, net::buffer(to_wire()),
                             [self = shared_from_this()](error_code failure, std::size_t) {
                                 if (failure) {
                                     auto const* const what = self->is_greeting() ? "TLS: " : "cannot send: ";
                                     return self->finish({.failure = what + failure.message()});
                                 }
                                 self->to_wire().clear();
                                 self->receive();
                             });
        }

        void receive()
        {
            plain.async_read_some(
                net::buffer(room), [self = shared_from_this()](error_code failure, std::size_t count) {
                    if (self->finished) { return; }
                    failure ? self->on_end(failure) : self->on_bytes({self->room.data(), count});
                });
        }

        void on_bytes(std::string_view bytes)
        {
            if (!channel) { return on_text(bytes) ? void() : receive(); }
            channel->take_from_wire(bytes);
            std::array<char, 4096> opened;
            while (auto const count = channel->read(opened)) {
                if (on_text({opened.data(), count})) { return; }
            }
            if (!channel->is_over()) { return send(); }
            auto const wrong = channel->failure();
            if (wrong.empty()) { return on_end(net::error::eof); }
            leave({.failure = (is_greeting() ? "TLS: " : "no answer: ") + wrong});
        }

        /// Whether that was all.
        bool on_text(std::string_view text)
        {
            auto const progress = answer.take(text);
            if (progress == server::answer_reader::progress::need_more) { return false; }
            bool const good = progress == server::answer_reader::progress::complete;
            finish(good ? posting_outcome{.status = answer.status()}
                        : posting_outcome{.failure = "no answer: it is no HTTP"});
            return true;
        }

        void on_end(error_code failure)
        {
            if (is_greeting()) { return finish({.failure = "TLS: " + failure.message()}); }
            if (failure != net::error::eof) { return finish({.failure = "no answer: " + failure.message()}); }
            if (answer.end() == server::answer_reader::progress::complete) {
                return finish({.status = answer.status()});
            }
            finish(
                {.failure = answer.has_begun() ? "no answer: partial message" : "no answer: end of stream"});
        }

        /// Tells the other side first what is wrong with it.
        void leave(posting_outcome outcome)
        {
            net::async_write(
                plain, net::buffer(to_wire()),
                [self = shared_from_this(), outcome](error_code, std::size_t) { self->finish(outcome); });
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
        std::optional<tls::channel> channel;
        net::steady_timer deadline;
        std::string host;
        bool secure = false;
        bool finished = false;
        std::string unsent;
        std::array<char, 4096> room;
        server::answer_reader answer;
    };

    impl(courier::done d, courier_options o) : done{std::move(d)}, options{std::move(o)}
    {
        if (!options.ca_file.empty()) { trust_.emplace(options.ca_file); }
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

    /// Without certificates to trust made when somebody has an https endpoint. On the thread only.
    tls::trust const& trusted() { return trust_ ? *trust_ : trust_.emplace(); }

    courier::done done;
    courier_options options;
    net::io_context io{1};
    std::optional<net::executor_work_guard<net::io_context::executor_type>> work{io.get_executor()};
    std::optional<tls::trust> trust_;
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
