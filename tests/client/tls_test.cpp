#include "tiny_server.hpp"

#include "scripted_transport.hpp"

#include "support/catch.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace understudy;
using namespace understudy::testing;
using namespace std::chrono_literals;

namespace ssl = boost::asio::ssl;

namespace {

constexpr auto patience = 30s;

struct certificate {
    std::string key;
    std::string text;
};

std::string text_of(BIO* bio)
{
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio, &data);
    std::string out{data, static_cast<std::size_t>(size)};
    BIO_free(bio);
    return out;
}

/// Signed by itself, good for an hour.
certificate make_certificate(char const* alternative_name)
{
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const x509 = X509_new();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, key);
    auto* const name = X509_get_subject_name(x509);
    auto const* const common = reinterpret_cast<unsigned char const*>("understudy test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
    X509_set_issuer_name(x509, name);
    X509_EXTENSION* const extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative_name);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(x509, key, EVP_sha256());

    BIO* const key_out = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(key_out, key, nullptr, nullptr, 0, nullptr, nullptr);
    BIO* const certificate_out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(certificate_out, x509);
    certificate out{text_of(key_out), text_of(certificate_out)};
    X509_free(x509);
    EVP_PKEY_free(key);
    return out;
}

/// A server that speaks TLS under such a certificate.
class tls_server {
public:
    explicit tls_server(char const* alternative_name) : certificate_{make_certificate(alternative_name)}
    {
        context_.use_certificate_chain(boost::asio::buffer(certificate_.text));
        context_.use_private_key(boost::asio::buffer(certificate_.key), ssl::context::pem);
    }

    std::string endpoint() const { return "https://127.0.0.1:" + server_.port(); }
    std::string const& certificate_text() const { return certificate_.text; }

private:
    certificate certificate_;
    ssl::context context_{ssl::context::tls_server};
    tiny_server server_{[this](tcp::socket& socket, int number) {
        ssl::stream<tcp::socket&> stream{socket, context_};
        stream.handshake(ssl::stream_base::server);
        boost::asio::streambuf buffer;
        while (true) {
            read_request(stream, buffer);
            write_answer(stream, std::to_string(number));
        }
    }};
};

/// Makes the system trust one more certificate, as an administrator would.
class trusted {
public:
    explicit trusted(std::string const& certificate)
        : file_{std::filesystem::temp_directory_path()
                / ("understudy-test-" + std::to_string(::getpid()) + ".pem")}
    {
        std::ofstream{file_} << certificate;
        ::setenv("SSL_CERT_FILE", file_.c_str(), 1);
    }
    ~trusted()
    {
        ::unsetenv("SSL_CERT_FILE");
        std::filesystem::remove(file_);
    }
    trusted(trusted const&) = delete;
    trusted& operator=(trusted const&) = delete;

private:
    std::filesystem::path file_;
};

} // namespace

TEST_CASE("Over TLS a server that the system trusts is talked to, and its connection kept", "[client][tls]")
{
    tls_server const server{"IP:127.0.0.1"};
    trusted const trust{server.certificate_text()};
    auto const wire = open_transport(server.endpoint());
    CHECK(wire->send({.body = "x"}, patience).value().body == "1");
    CHECK(wire->send({.body = "y"}, patience).value().body == "1");
}

TEST_CASE("A server that nobody vouches for gets no request", "[client][tls]")
{
    tls_server const server{"IP:127.0.0.1"};
    auto const answer = open_transport(server.endpoint())->send({.body = "secret"}, patience);
    REQUIRE(!answer);
    CHECK(answer.error().reason == wire_failure_reason::insecure);
}

TEST_CASE("A trusted certificate of somebody else does not do", "[client][tls]")
{
    tls_server const server{"DNS:somebody.example"};
    trusted const trust{server.certificate_text()};
    auto const answer = open_transport(server.endpoint())->send({.body = "secret"}, patience);
    REQUIRE(!answer);
    CHECK(answer.error().reason == wire_failure_reason::insecure);
}
