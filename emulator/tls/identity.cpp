#include "tls/identity.hpp"

#include "tls/parts.hpp"

#include <mbedtls/oid.h>

#include <array>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <string_view>

namespace understudy::tls {

struct identity::impl {
    certificates shown;
    private_key key;
    configuration settings;
};

namespace {

using writer = kept<mbedtls_x509write_cert, &mbedtls_x509write_crt_init, &mbedtls_x509write_crt_free>;
using big_number = kept<mbedtls_mpi, &mbedtls_mpi_init, &mbedtls_mpi_free>;

constexpr auto lifetime = std::chrono::days{398}; // what browsers and Apple's systems take at the most
constexpr auto owner = "CN=Understudy on this machine";

/// In DER: what it is, how long, and what. For short ones.
std::string element(unsigned char tag, std::string const& content)
{
    return std::string{static_cast<char>(tag), static_cast<char>(content.size())} + content;
}

std::string names()
{
    constexpr unsigned char sequence = 0x30, name = 0x82, address = 0x87;
    return element(sequence, element(name, "localhost") + element(name, "*.localhost")
                                 + element(name, "localhost.localstack.cloud")
                                 + element(name, "*.localhost.localstack.cloud")
                                 + element(address, {127, 0, 0, 1})
                                 + element(address, std::string(15, '\0') + '\1'));
}

void add_extension(writer& to, std::string_view kind, bool is_critical, std::string const& value)
{
    require(mbedtls_x509write_crt_set_extension(to.get(), kind.data(), kind.size(), is_critical ? 1 : 0,
                                                reinterpret_cast<unsigned char const*>(value.data()),
                                                value.size()));
}

/// "20231127153000"
std::string calendar(std::chrono::sys_seconds when)
{
    auto const seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 48> text{};
    std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &parts);
    return text.data();
}

void set_serial(writer& to)
{
    std::array<unsigned char, 8> serial;
    require(random_bytes(nullptr, serial.data(), serial.size()));
    serial[0] = static_cast<unsigned char>((serial[0] & 0x3F) | 0x40); // positive, and its first byte no zero
#if MBEDTLS_VERSION_MAJOR >= 3
    require(mbedtls_x509write_crt_set_serial_raw(to.get(), serial.data(), serial.size()));
#else
    big_number number;
    require(mbedtls_mpi_read_binary(number.get(), serial.data(), serial.size()));
    require(mbedtls_x509write_crt_set_serial(to.get(), number.get()));
#endif
}

void make_certificate(certificates& made, private_key& key)
{
    writer to;
    auto* const all = to.get();
    mbedtls_x509write_crt_set_version(all, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(all, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(all, key.get());
    mbedtls_x509write_crt_set_issuer_key(all, key.get());
    require(mbedtls_x509write_crt_set_subject_name(all, owner));
    require(mbedtls_x509write_crt_set_issuer_name(all, owner));
    set_serial(to);
    auto const begin = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
                       - std::chrono::days{1}; // clocks differ
    require(
        mbedtls_x509write_crt_set_validity(all, calendar(begin).c_str(), calendar(begin + lifetime).c_str()));
    add_extension(to, MBEDTLS_OID_SUBJECT_ALT_NAME, false, names());
    add_extension(to, MBEDTLS_OID_BASIC_CONSTRAINTS, true, element(0x30, "")); // it vouches for nobody
    add_extension(to, MBEDTLS_OID_EXTENDED_KEY_USAGE, false,
                  element(0x30, element(0x06, MBEDTLS_OID_SERVER_AUTH)));
    std::array<unsigned char, 2048> room;
    int const size = mbedtls_x509write_crt_der(all, room.data(), room.size(), &random_bytes, nullptr);
    if (size <= 0) { require(-1); }
    auto const count = static_cast<std::size_t>(size); // at the end of the room
    require(mbedtls_x509_crt_parse_der(made.get(), room.data() + room.size() - count, count));
}

void make_key(private_key& made)
{
    require(mbedtls_pk_setup(made.get(), mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)));
    require(
        mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*made.get()), &random_bytes, nullptr));
}

void finish(configuration& made, certificates& shown, private_key& key)
{
    prepare(made, MBEDTLS_SSL_IS_SERVER);
    require(mbedtls_ssl_conf_own_cert(made.get(), shown.get(), key.get()));
}

} // namespace

identity::identity(options const& options)
{
    if (options.certificate_file.empty()) { return; }
    auto const use = [](std::string const& file, int failure) {
        if (failure != 0) { throw std::runtime_error{"cannot use " + file + " for TLS"}; }
    };
    std::call_once(is_made_, [&] {
        auto made = std::make_unique<impl>();
        auto& [shown, key, settings] = *made;
        use(options.certificate_file,
            mbedtls_x509_crt_parse_file(shown.get(), options.certificate_file.c_str()));
        use(options.key_file, read_key(key, options.key_file.c_str()));
        use(options.key_file, try_key(key, shown));
        finish(settings, shown, key);
        impl_ = std::move(made);
    });
}

identity::~identity() = default;

mbedtls_ssl_config const& identity::settings()
{
    std::call_once(is_made_, [this] {
        auto made = std::make_unique<impl>();
        auto& [shown, key, settings] = *made;
        make_key(key);
        make_certificate(shown, key);
        require(try_key(key, shown));
        finish(settings, shown, key);
        impl_ = std::move(made);
    });
    return *impl_->settings.get();
}

} // namespace understudy::tls
