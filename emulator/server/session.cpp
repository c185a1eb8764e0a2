#include "server/session.hpp"

#include "protocol/credential.hpp"

#include <boost/asio/error.hpp>

#include <sys/socket.h>

#include <functional>

namespace understudy::server {

namespace {

/// More than this is not read behind a parked poll, and not answered before what is there has been taken.
constexpr std::size_t unserved_bytes_max = 64 * 1024;
constexpr std::size_t unsent_bytes_max = 1024 * 1024;
constexpr std::size_t out_bytes_kept = 64 * 1024; // a larger buffer is given back

std::uint64_t mix(std::uint64_t hash, std::string_view text)
{
    return (hash ^ std::hash<std::string_view>{}(text)) * 0x9e3779b97f4a7c15;
}

/// Clients put what they are doing behind " m/": it differs from request to request.
std::string_view steady_part(std::string_view user_agent)
{
    return user_agent.substr(0, user_agent.find(" m/"));
}

} // namespace

session::session(worker& worker, tcp_socket socket, arrival from)
    : worker_{worker}, socket_{std::move(socket)}, reader_{{worker.options.header_bytes_max,
                                                            worker.options.body_bytes_max,
                                                            worker.options.target_bytes_max}},
      from_{from}
{}

void session::start()
{
    place_ = worker_.join_queue(shared_from_this());
    later_ = [letters = worker_.letters(), self = weak_from_this()](protocol::late_response late) {
        letters->put({self, std::move(late)});
    };
    worker_.wait_for(place_, patience::next_request);
    read();
}

void session::serve()
{
    while (!parked_ && !last_answer_given_ && !writing_ && !closed_ && serve_one()) {
        if (out_.size() >= unsent_bytes_max) { flush(); }
    }
    if (closed_ || writing_) { return; }
    if (parked_) {
        worker_.wait_for(place_, patience::unlimited);
    } else if (reader_.empty() && (!tls_ || tls_->is_established())) {
        worker_.wait_for(place_, patience::next_request);
    } else if (reader_.header_done()) {
        worker_.wait_for(place_, patience::body); // begins anew with each piece that comes
    } else if (place_.kind != patience::header) {
        worker_.wait_for(place_, patience::header); // begins once
    }
    flush();
}

/// False when there is no whole request, or none will be answered any more.
bool session::serve_one()
{
    using enum request_reader::progress;
    switch (reader_.parse()) {
    case complete: break;
    case need_more:
        if (reader_.expects_continue() && !std::exchange(told_to_continue_, true)) {
            out_ += "HTTP/1.1 100 Continue\r\n\r\n";
        }
        return false;
    case body_too_large: refuse(413); return false;
    case target_too_large: refuse(414); return false;
    case header_too_large:
    case malformed: refuse(400); return false;
    }
    told_to_continue_ = false;
    auto const began = worker_.is_watched() ? std::chrono::steady_clock::now() : steady_time{};
    auto request = reader_.request();
    request.client = client_of(request);
    request.secure = tls_ != nullptr;
    request.for_dynamodb = from_.for_dynamodb;
    worker_.busy().fetch_add(1, std::memory_order_relaxed);
    auto result = worker_.handler.handle(request, later_);
    worker_.busy().fetch_sub(1, std::memory_order_release);
    if (auto* waiting = std::get_if<protocol::waiting>(&result)) {
        parked_ = {std::move(*waiting), began};
        return false;
    }
    answer(std::get<protocol::http_response>(result), began);
    return true;
}

/// Appends the answer of the current request, and goes on to the next.
void session::answer(protocol::http_response const& response, steady_time began)
{
    if (response.status == protocol::no_answer || streaming_) {
        if (worker_.is_watched()) { observe(response, began); }
        flush();
        close();
        return;
    }
    bool const keep_alive = reader_.keep_alive() && !worker_.stopping();
    write_response(
        out_, response,
        {.date = worker_.date(), .keep_alive = keep_alive, .head_only = reader_.request().method == "HEAD"});
    last_answer_given_ = !keep_alive;
    if (worker_.is_watched()) { observe(response, began); }
    reader_.next();
}

/// A piece of an answer that goes on. Whoever does not take them is left.
void session::stream(protocol::http_response const& piece)
{
    if (std::exchange(streaming_, true)) {
        out_ += piece.body;
    } else {
        write_response(out_, piece, {.date = worker_.date(), .keep_alive = false, .open_ended = true});
    }
    if (to_wire().size() - written_ > unsent_bytes_max) {
        close();
    } else {
        flush();
    }
}

void session::observe(protocol::http_response const& response, steady_time began) const
{
    std::chrono::duration<double, std::milli> const took = std::chrono::steady_clock::now() - began;
    if (worker_.counter != nullptr) {
        worker_.counter->add(response.operation, response.status, took.count() / 1'000);
    }
    if (!worker_.options.observer) { return; }
    auto const request = reader_.request();
    worker_.options.observer({.operation = response.operation,
                              .method = request.method,
                              .target = request.target,
                              .status = response.status,
                              .milliseconds = took.count(),
                              .resource = response.resource,
                              .request_id = response.request_id});
}

/// What came cannot be read as a request: says so, and nothing more is read.
void session::refuse(unsigned status)
{
    if (worker_.counter != nullptr) { worker_.counter->add({}, status, 0); }
    write_response(out_, {.status = status}, {.date = worker_.date(), .keep_alive = false});
    last_answer_given_ = true;
}

/// The connections of one consumer's pool are one client: same address, same program, same credentials.
std::uint64_t session::client_of(protocol::http_request const& request) const
{
    auto const hash =
        mix(mix(from_.peer, steady_part(request.user_agent)), protocol::access_key(request.authorization));
    return hash == 0 ? 1 : hash;
}

void session::deliver(protocol::late_response late)
{
    if (closed_ || !parked_ || peer_has_gone()) {
        late.undeliverable();
        return;
    }
    if (late.more) { return stream(late.response); }
    auto const since = parked_->since;
    parked_.reset();
    undeliverable_ = std::move(late.undeliverable);
    answer(late.response, since);
    flush();
    if (!closed_ && !writing_ && !last_answer_given_) {
        serve(); // what was sent behind the poll
    }
    if (!closed_ && !writing_ && !discarding_) { read(); }
}

void session::expire() { close(); }

void session::stop()
{
    if (parked_) {
        worker_.handler.cancel(parked_->poll.poll);
        auto const poll = std::exchange(parked_, std::nullopt);
        if (!writing_) {
            answer(poll->poll.nothing, poll->since);
            error_code ignored;
            auto const& bytes = to_wire();
            socket_.write_some(net::buffer(bytes.data() + written_, bytes.size() - written_), ignored);
            socket_.shutdown(tcp_socket::shutdown_send, ignored);
        }
    }
    close();
}

void session::read()
{
    if (reading_ || closed_ || (parked_ && reader_.buffered() > unserved_bytes_max)) { return; }
    reading_ = true;
    if (parked_) {
        // Nothing may be written into the buffer behind our back: the answer may come first.
        socket_.async_wait(tcp_socket::wait_read,
                           [self = shared_from_this()](error_code failure) { self->on_readable(failure); });
        return;
    }
    room_ = reader_.prepare();
    socket_.async_read_some(net::buffer(room_.data(), room_.size()),
                            [self = shared_from_this()](error_code failure, std::size_t bytes) {
                                self->on_read(failure, bytes);
                            });
}

void session::on_readable(error_code failure)
{
    std::size_t bytes = 0;
    if (!failure && !closed_) {
        room_ = reader_.prepare();
        bytes = socket_.read_some(net::buffer(room_.data(), room_.size()), failure);
        if (failure == net::error::would_block) { failure = {}; }
    }
    on_read(failure, bytes);
}

void session::on_read(error_code failure, std::size_t bytes)
{
    reading_ = false;
    if (closed_) { return; }
    if (failure) {
        close();
        return;
    }
    if (discarding_) {
        discard();
        return;
    }
    take({room_.data(), bytes});
    if (!parked_) { serve(); }
    if (tls_ && tls_->is_over()) { close(); }
    if (!closed_ && !writing_ && !discarding_) { read(); }
}

/// What has been read into the room goes to the reader: as it is, or opened if it is sealed.
void session::take(std::string_view bytes)
{
    if (!bytes.empty() && !std::exchange(first_byte_seen_, true) && worker_.options.tls
        && tls::channel::is_wanted_by(bytes.front())) {
        try {
            tls_ = std::make_unique<tls::channel>(*worker_.options.tls);
        } catch (
            std::
                exception const&) { // there is no certificate to be had: he is refused as one who speaks no HTTP
        }
    }
    if (!tls_) { return reader_.commit(bytes.size()); }
    tls_->take_from_wire(bytes);
    while (true) {
        auto const count = tls_->read(reader_.prepare());
        if (count == 0) { return; }
        reader_.commit(count);
    }
}

/// What there is to send, sealed if it has to be.
std::string& session::to_wire()
{
    if (!tls_) { return out_; }
    tls_->write(std::exchange(out_, {}));
    if (last_answer_given_) { tls_->finish(); }
    return tls_->to_wire();
}

/// Hands the kernel what there is to send. Most answers fit in one go.
void session::flush()
{
    if (writing_ || closed_) { return; }
    error_code failure;
    auto& bytes = to_wire();
    while (written_ < bytes.size() && !failure) {
        written_ +=
            socket_.write_some(net::buffer(bytes.data() + written_, bytes.size() - written_), failure);
    }
    if (failure == net::error::would_block) {
        writing_ = true;
        worker_.wait_for(place_, patience::body);
        socket_.async_wait(tcp_socket::wait_write,
                           [self = shared_from_this()](error_code waited) { self->on_writable(waited); });
        return;
    }
    if (failure) {
        close();
        return;
    }
    undeliverable_ = nullptr;
    written_ = 0;
    if (bytes.capacity() > out_bytes_kept) {
        bytes = {};
    } else {
        bytes.clear();
    }
    if (last_answer_given_) { finish(); }
}

void session::on_writable(error_code failure)
{
    writing_ = false;
    if (closed_) { return; }
    if (failure) {
        close();
        return;
    }
    flush();
    if (!closed_ && !writing_ && !discarding_) { serve(); }
    if (!closed_ && !writing_ && !discarding_) { read(); }
}

/// The last answer is on its way. To close now, with unread input, would make the kernel take it back: the client is told
/// that nothing more comes, and what it still sends is dropped until it closes or its time is up.
void session::finish()
{
    error_code ignored;
    socket_.shutdown(tcp_socket::shutdown_send, ignored);
    discarding_ = true;
    worker_.wait_for(place_, patience::header);
    if (!reading_) { discard(); }
}

void session::discard()
{
    reading_ = true;
    auto const room = reader_.prepare();
    socket_.async_read_some(net::buffer(room.data(), room.size()),
                            [self = shared_from_this()](error_code failure, std::size_t bytes) {
                                self->on_read(failure, bytes);
                            });
}

bool session::peer_has_gone()
{
    char byte;
    auto const got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void session::close()
{
    if (closed_) { return; }
    closed_ = true;
    worker_.connection_ended();
    auto const self = shared_from_this();
    worker_.leave_queue(place_);
    if (parked_) {
        worker_.handler.cancel(parked_->poll.poll);
        parked_.reset();
    }
    if (auto const undeliverable = std::exchange(undeliverable_, nullptr)) { undeliverable(); }
    later_ = nullptr;
    error_code ignored;
    socket_.close(ignored);
}

} // namespace understudy::server
