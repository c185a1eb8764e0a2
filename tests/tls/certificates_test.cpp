// The certificate that is made, and those that are given.
#include "peer.hpp"

#include "support/catch.hpp"
#include "tls/identity.hpp"
#include "tls/trust.hpp"

#include <openssl/x509_vfy.h>

#include <stdexcept>

using namespace understudy;
using namespace understudy::testing;

namespace {

detail::certificate_pointer shown_by(tls::identity& identity)
{
    tls::channel channel{identity};
    peer client;
    for (int flight = 0; flight < 2; ++flight) {
        read(channel, client.to_wire());
        client.take_from_wire(taken(channel));
    }
    REQUIRE(client.is_established());
    return detail::certificate_pointer{SSL_get1_peer_certificate(client.session())};
}

} // namespace

TEST_CASE("The certificate that is made holds for the names of this machine, and for nothing else", "[tls]")
{
    tls::identity identity;
    auto const shown = shown_by(identity);
    for (auto const* name : {"localhost", "localhost.localstack.cloud", "sqs.localhost.localstack.cloud"}) {
        INFO(name);
        CHECK(X509_check_host(shown.get(), name, 0, 0, nullptr) == 1);
    }
    CHECK(X509_check_host(shown.get(), "somebody.example", 0, 0, nullptr) == 0);
    CHECK(X509_check_ip_asc(shown.get(), "127.0.0.1", 0) == 1);
    CHECK(X509_check_ip_asc(shown.get(), "::1", 0) == 1);
    CHECK(X509_check_ip_asc(shown.get(), "127.0.0.2", 0) == 0);
    std::unique_ptr<GENERAL_NAMES, detail::freed_by<GENERAL_NAMES_free>> const names{
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(shown.get(), NID_subject_alt_name, nullptr, nullptr))};
    CHECK(sk_GENERAL_NAME_num(names.get()) == 6); // *.localhost among them, at which OpenSSL does not look
    CHECK(X509_check_ca(shown.get()) == 0);
    CHECK(X509_get_extension_flags(shown.get()) & EXFLAG_BCONS);
    CHECK(X509_get_extended_key_usage(shown.get()) == XKU_SSL_SERVER);
    CHECK(X509_get_version(shown.get()) == 2);
    int days = 0, seconds = 0;
    ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(shown.get()), X509_get0_notAfter(shown.get()));
    CHECK(days == 398);
    CHECK(X509_cmp_current_time(X509_get0_notBefore(shown.get())) < 0);
    auto const* const serial = X509_get0_serialNumber(shown.get());
    std::uint64_t number = 0;
    CHECK(ASN1_INTEGER_get_uint64(&number, serial) == 1); // so it is positive

    std::unique_ptr<X509_STORE, detail::freed_by<X509_STORE_free>> const trusted{X509_STORE_new()};
    X509_STORE_add_cert(trusted.get(), shown.get());
    std::unique_ptr<X509_STORE_CTX, detail::freed_by<X509_STORE_CTX_free>> const check{X509_STORE_CTX_new()};
    X509_STORE_CTX_init(check.get(), trusted.get(), shown.get(), nullptr);
    CHECK(X509_verify_cert(check.get()) == 1);
}

TEST_CASE("An identity is the same to all of its clients, and another one is not", "[tls]")
{
    tls::identity one, other;
    auto const first = shown_by(one), second = shown_by(one), foreign = shown_by(other);
    CHECK(X509_cmp(first.get(), second.get()) == 0);
    CHECK(X509_cmp(first.get(), foreign.get()) != 0);
    CHECK(ASN1_INTEGER_cmp(X509_get0_serialNumber(first.get()), X509_get0_serialNumber(foreign.get())) != 0);
}

TEST_CASE("A certificate that is given is shown", "[tls]")
{
    auto const authority = make_authority();
    auto const own = make_certificate("IP:127.0.0.1", &authority);
    temporary_file const chain{own.text + authority.text}, key{own.key};
    tls::identity identity{{.certificate_file = chain.path(), .key_file = key.path()}};
    auto const shown = shown_by(identity);
    detail::certificate_pointer const given{
        PEM_read_bio_X509(detail::reader_of(own.text).get(), nullptr, nullptr, nullptr)};
    CHECK(X509_cmp(shown.get(), given.get()) == 0);
}

TEST_CASE("Files that are no certificate, or not its key, are refused by name", "[tls]")
{
    auto const own = make_certificate("IP:127.0.0.1");
    auto const other = make_certificate("IP:127.0.0.1");
    detail::key_pointer const key{
        PEM_read_bio_PrivateKey(detail::reader_of(own.key).get(), nullptr, nullptr, nullptr)};
    auto const locked_text = detail::written([&](BIO* out) {
        unsigned char const password[] = {'x'};
        PEM_write_bio_PrivateKey(out, key.get(), EVP_aes_128_cbc(), password, 1, nullptr, nullptr);
    });
    temporary_file const chain{own.text}, good{own.key}, strange{other.key}, locked{locked_text}, none{"?"};
    auto const give = [](std::string const& certificate_file, std::string const& key_file) {
        return tls::identity{{.certificate_file = certificate_file, .key_file = key_file}};
    };
    auto const refused = [](std::string const& file) { return "cannot use " + file + " for TLS"; };
    CHECK_THROWS_WITH(give("/nowhere.pem", good.path()), refused("/nowhere.pem"));
    CHECK_THROWS_WITH(give(none.path(), good.path()), refused(none.path()));
    CHECK_THROWS_WITH(give(chain.path(), "/nowhere.key"), refused("/nowhere.key"));
    CHECK_THROWS_WITH(give(chain.path(), none.path()), refused(none.path()));
    CHECK_THROWS_WITH(give(chain.path(), strange.path()), refused(strange.path()));
    CHECK_THROWS_WITH(give(chain.path(), locked.path()), refused(locked.path()));
    CHECK_NOTHROW(give(chain.path(), good.path()));
}

TEST_CASE("A file that vouches for nobody is refused by name", "[tls]")
{
    temporary_file const none{"?"}, nothing{""};
    for (auto const& file : {std::string{"/nowhere.pem"}, none.path(), nothing.path()}) {
        CHECK_THROWS_WITH(tls::trust{file}, file + " holds no certificates in PEM");
    }
}
