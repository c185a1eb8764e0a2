#include "tls/channel.hpp"

#include "tls/identity.hpp"
#include "tls/parts.hpp"
#include "tls/trust.hpp"

#include <mbedtls/error.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <arpa/inet.h>

namespace understudy::tls {

namespace {

using connection = kept<mbedtls_ssl_context, &mbedtls_ssl_init, &mbedtls_ssl_free>;

constexpr std::size_t bytes_kept = 16 * 1024; // a larger buffer is given back

/// As in a certificate; empty when the host is a name.
std::string address_of(std::string const& host)
{
    std::array<char, 16> bytes{};
    if (::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1) { return {bytes.data(), 4}; }
    if (::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1) { return {bytes.data(), bytes.size()}; }
    return {};
}

bool is_for(mbedtls_x509_crt const& shown, std::string_view address)
{
    constexpr int kind = MBEDTLS_ASN1_CONTEXT_SPECIFIC | 7; // an address, RFC 5280
    for (auto const* each = &shown.subject_alt_names; each != nullptr; each = each->next) {
        std::string_view const bytes{reinterpret_cast<char const*>(each->buf.p), each->buf.len};
        if (each->buf.tag == kind && bytes == address) { return true; }
    }
    return false;
}

/// Mbed TLS itself compares names alone.
int check_address(void* address, mbedtls_x509_crt* shown, int depth, std::uint32_t* flaws)
{
    if (depth == 0 && !is_for(*shown, *static_cast<std::string const*>(address))) {
        *flaws |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
    }
    return 0;
}

} // namespace

struct channel::impl {
    explicit impl(mbedtls_ssl_config const& settings)
    {
        require(mbedtls_ssl_setup(session.get(), &settings));
        mbedtls_ssl_set_bio(session.get(), this, &impl::send, &impl::receive, nullptr);
    }

    static int send(void* self, unsigned char const* bytes, std::size_t count)
    {
        auto& to = *static_cast<impl*>(self);
        to.to_wire.append(reinterpret_cast<char const*>(bytes), count);
        to.has_spoken = true;
        to.last_said = bytes[0];
        return static_cast<int>(count);
    }

    static int receive(void* self, unsigned char* bytes, std::size_t room)
    {
        auto& from = *static_cast<impl*>(self);
        auto const count = std::min(room, from.from_wire.size() - from.taken);
        if (count == 0) { return MBEDTLS_ERR_SSL_WANT_READ; }
        std::memcpy(bytes, from.from_wire.data() + from.taken, count);
        from.taken += count;
        return static_cast<int>(count);
    }

    void take(std::string_view bytes)
    {
        from_wire.erase(0, std::exchange(taken, 0));
        if (from_wire.empty() && from_wire.capacity() > bytes_kept) { from_wire = {}; }
        from_wire += bytes;
    }

    bool shake_hands()
    {
        if (is_established || is_over) { return is_established; }
        int const outcome = mbedtls_ssl_handshake(session.get());
        is_established = outcome == 0;
        if (is_established) {
            write(std::exchange(to_say, {}));
        } else if (outcome != MBEDTLS_ERR_SSL_WANT_READ) {
            fail(outcome);
        }
        return is_established;
    }

    std::size_t read(std::span<char> room)
    {
        while (!is_over && shake_hands()) {
            int const outcome =
                mbedtls_ssl_read(session.get(), reinterpret_cast<unsigned char*>(room.data()), room.size());
            if (outcome > 0) { return static_cast<std::size_t>(outcome); }
            if (outcome == MBEDTLS_ERR_SSL_WANT_READ) { break; }
#ifdef MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET
            if (outcome == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) { continue; }
#endif
            is_over = true;
            if (outcome != MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY && outcome != 0) { fail(outcome); }
        }
        return 0;
    }

    void write(std::string_view text)
    {
        if (!is_established) {
            to_say += text;
            return;
        }
        while (!text.empty() && failure == 0) {
            int const outcome = mbedtls_ssl_write(
                session.get(), reinterpret_cast<unsigned char const*>(text.data()), text.size());
            if (outcome > 0) {
                text.remove_prefix(static_cast<std::size_t>(outcome)); // one record
            } else {
                fail(outcome);
            }
        }
    }

    /// The other side is told, if Mbed TLS has not done it.
    void fail(int reason)
    {
        constexpr unsigned char alert = 0x15;
        constexpr std::string_view refusal{"\x15\x03\x03\0\2\2\x28", 7}; // a handshake that failed, unsealed
        is_over = true;
        failure = reason;
        if (reason == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE || last_said == alert) { return; }
        if (has_spoken) {
            mbedtls_ssl_send_alert_message(session.get(), MBEDTLS_SSL_ALERT_LEVEL_FATAL,
                                           MBEDTLS_SSL_ALERT_MSG_HANDSHAKE_FAILURE);
        } else {
            to_wire += refusal; // no version is agreed on yet, with which Mbed TLS would say it
        }
    }

    connection session;
    std::string address; // of the host, if it has to be checked
    std::string from_wire;
    std::size_t taken = 0; // of what came
    std::string to_wire;
    std::string to_say; // before the handshake is over
    bool is_established = false;
    bool is_over = false;
    bool is_finished = false;
    bool has_spoken = false;
    unsigned char last_said = 0; // what kind of record
    int failure = 0;
};

channel::channel(identity& own) : impl_{std::make_unique<impl>(own.settings())} {}

channel::channel(trust const& whom, std::string const& host) : impl_{std::make_unique<impl>(whom.settings())}
{
    auto* const session = impl_->session.get();
    impl_->address = address_of(host);
    bool const is_name = impl_->address.empty();
    require(mbedtls_ssl_set_hostname(session, is_name ? host.c_str() : nullptr));
    if (!is_name && !whom.believes_everybody()) {
        mbedtls_ssl_set_verify(session, &check_address, &impl_->address);
    }
    impl_->shake_hands();
}

channel::~channel() = default;

bool channel::is_established() const noexcept { return impl_->is_established; }

bool channel::is_over() const noexcept { return impl_->is_over; }

std::string channel::failure() const
{
    std::array<char, 256> text{};
    if (impl_->failure == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) {
        auto const flaws = mbedtls_ssl_get_verify_result(impl_->session.get());
        mbedtls_x509_crt_verify_info(text.data(), text.size(), "", flaws);
    } else if (impl_->failure != 0) {
        mbedtls_strerror(impl_->failure, text.data(), text.size());
    }
    std::string_view const all = text.data();
    return std::string{all.substr(0, all.find('\n'))}; // of several flaws, the first
}

void channel::take_from_wire(std::string_view bytes) { impl_->take(bytes); }

std::size_t channel::read(std::span<char> room) { return impl_->read(room); }

void channel::write(std::string_view text) { impl_->write(text); }

void channel::finish()
{
    if (std::exchange(impl_->is_finished, true) || !impl_->is_established || impl_->failure != 0) { return; }
    mbedtls_ssl_close_notify(impl_->session.get());
}

std::string& channel::to_wire() { return impl_->to_wire; }

} // namespace understudy::tls
