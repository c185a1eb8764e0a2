#include "server/tls.hpp"

#include "core/freed.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <new>
#include <stdexcept>
#include <utility>

namespace understudy::server {

namespace {

using key = owned<EVP_PKEY, &EVP_PKEY_free>;
using certificate = owned<X509, &X509_free>;
using extension = owned<X509_EXTENSION, &X509_EXTENSION_free>;

constexpr long lifetime_seconds = 398L * 24 * 60 * 60; // what browsers and Apple's systems take at the most
constexpr auto names =
    "DNS:localhost,DNS:*.localhost,DNS:localhost.localstack.cloud,DNS:*.localhost.localstack.cloud,"
    "IP:127.0.0.1,IP:::1";

void require(bool good)
{
    if (!good) throw std::runtime_error{"OpenSSL cannot make a certificate for TLS"};
}

void add_extension(X509* made, int kind, char const* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, made, made, nullptr, nullptr, 0);
    extension const added{X509V3_EXT_conf_nid(nullptr, &context, kind, value)};
    require(added != nullptr && X509_add_ext(made, added.get(), -1) == 1);
}

certificate make_certificate(EVP_PKEY* signer)
{
    certificate made{X509_new()};
    std::uint64_t serial = 0;
    require(made != nullptr && RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
    constexpr long version_3 = 2;
    X509_set_version(made.get(), version_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -24L * 60 * 60); // clocks differ
    X509_gmtime_adj(X509_getm_notAfter(made.get()), lifetime_seconds - 24L * 60 * 60);
    auto* const name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>("Understudy on this machine"), -1, -1,
                               0);
    X509_set_issuer_name(made.get(), name);
    X509_set_pubkey(made.get(), signer);
    add_extension(made.get(), NID_subject_alt_name, names);
    add_extension(made.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(made.get(), NID_ext_key_usage, "serverAuth");
    require(X509_sign(made.get(), signer, EVP_sha256()) > 0);
    return made;
}

std::shared_ptr<SSL_CTX> make_context()
{
    std::shared_ptr<SSL_CTX> made{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
    require(made != nullptr);
    SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(made.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(made.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_OFF);
    return made;
}

} // namespace

tls_identity::tls_identity(tls_options const& options)
{
    if (options.certificate_file.empty()) return;
    auto const use = [](std::string const& file, int is_good) {
        if (is_good == 1) return;
        ERR_clear_error();
        throw std::runtime_error{"cannot use " + file + " for TLS"};
    };
    std::call_once(is_made_, [&] { context_ = make_context(); });
    auto const& chain = options.certificate_file;
    use(chain, SSL_CTX_use_certificate_chain_file(context_.get(), chain.c_str()));
    use(options.key_file,
        SSL_CTX_use_PrivateKey_file(context_.get(), options.key_file.c_str(), SSL_FILETYPE_PEM));
}

ssl_ctx_st* tls_identity::context()
{
    std::call_once(is_made_, [this] {
        auto made = make_context();
        key const own{EVP_EC_gen("P-256")};
        require(own != nullptr && SSL_CTX_use_certificate(made.get(), make_certificate(own.get()).get()) == 1
                && SSL_CTX_use_PrivateKey(made.get(), own.get()) == 1);
        context_ = std::move(made);
    });
    return context_.get();
}

tls_channel::tls_channel(tls_identity& identity) : session_{SSL_new(identity.context())}
{
    if (session_ == nullptr) throw std::bad_alloc{};
    SSL_set_bio(session_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(session_);
}

tls_channel::~tls_channel() { SSL_free(session_); }

bool tls_channel::is_established() const noexcept { return SSL_is_init_finished(session_) == 1; }

void tls_channel::take_from_wire(std::string_view bytes)
{
    BIO_write(SSL_get_rbio(session_), bytes.data(), static_cast<int>(bytes.size())); // memory: all of it
}

std::size_t tls_channel::read(std::span<char> room)
{
    std::size_t count = 0;
    ERR_clear_error();
    if (SSL_read_ex(session_, room.data(), room.size(), &count) == 1) return count;
    is_over_ = SSL_get_error(session_, 0) != SSL_ERROR_WANT_READ;
    ERR_clear_error();
    return 0;
}

void tls_channel::write(std::string_view text)
{
    std::size_t count = 0;
    ERR_clear_error();
    if (!text.empty() && SSL_write_ex(session_, text.data(), text.size(), &count) != 1) is_over_ = true;
}

void tls_channel::finish()
{
    if (std::exchange(is_finished_, true) || !is_established()) return;
    SSL_shutdown(session_);
    ERR_clear_error();
}

std::string& tls_channel::to_wire()
{
    auto* const sealed = SSL_get_wbio(session_);
    char* bytes = nullptr;
    auto const size = BIO_get_mem_data(sealed, &bytes);
    to_wire_.append(bytes, static_cast<std::size_t>(size));
    BIO_reset(sealed);
    return to_wire_;
}

} // namespace understudy::server
