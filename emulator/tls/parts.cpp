#include "tls/parts.hpp"

#include <mbedtls/error.h>
#if MBEDTLS_VERSION_MAJOR >= 3
#include <psa/crypto.h>
#endif

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace understudy::tls {

int random_bytes(void*, unsigned char* to, std::size_t count) noexcept
{
    constexpr std::size_t at_once = 256; // getentropy gives no more
    for (; count > 0; count -= std::min(count, at_once), to += at_once) {
        if (::getentropy(to, std::min(count, at_once)) != 0) { return MBEDTLS_ERR_SSL_INTERNAL_ERROR; }
    }
    return 0;
}

void require(int failure)
{
    if (failure != 0) { throw std::runtime_error{"Mbed TLS refuses what TLS needs"}; }
}

void prepare(configuration& made, int endpoint)
{
#if MBEDTLS_VERSION_MAJOR >= 3
    require(::psa_crypto_init()); // for TLS 1.3
#endif
    auto* const all = made.get();
    require(
        mbedtls_ssl_config_defaults(all, endpoint, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT));
    mbedtls_ssl_conf_rng(all, &random_bytes, nullptr);
#if MBEDTLS_VERSION_MAJOR >= 3
    mbedtls_ssl_conf_min_tls_version(all, MBEDTLS_SSL_VERSION_TLS1_2);
#else
    mbedtls_ssl_conf_min_version(all, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
    // Left to itself it takes the largest, with which a handshake takes twice as long.
    static constexpr mbedtls_ecp_group_id groups[] = {MBEDTLS_ECP_DP_CURVE25519, MBEDTLS_ECP_DP_SECP256R1,
                                                      MBEDTLS_ECP_DP_SECP384R1, MBEDTLS_ECP_DP_SECP521R1,
                                                      MBEDTLS_ECP_DP_NONE};
    mbedtls_ssl_conf_curves(all, groups);
#endif
#if defined(MBEDTLS_SSL_SESSION_TICKETS) && defined(MBEDTLS_SSL_CLI_C)
    mbedtls_ssl_conf_session_tickets(all, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
#endif
}

int read_key(private_key& key, char const* file)
{
#if MBEDTLS_VERSION_MAJOR >= 3
    return mbedtls_pk_parse_keyfile(key.get(), file, nullptr, &random_bytes, nullptr);
#else
    return mbedtls_pk_parse_keyfile(key.get(), file, nullptr);
#endif
}

int try_key(private_key& key, certificates& shown)
{
    constexpr std::array<unsigned char, 32> hash{};
    std::array<unsigned char, MBEDTLS_PK_SIGNATURE_MAX_SIZE> signature;
    std::size_t size = 0;
#if MBEDTLS_VERSION_MAJOR >= 3
    int const failure = mbedtls_pk_sign(key.get(), MBEDTLS_MD_SHA256, hash.data(), hash.size(),
                                        signature.data(), signature.size(), &size, &random_bytes, nullptr);
#else
    int const failure = mbedtls_pk_sign(key.get(), MBEDTLS_MD_SHA256, hash.data(), hash.size(),
                                        signature.data(), &size, &random_bytes, nullptr);
#endif
    if (failure != 0) { return failure; }
    return mbedtls_pk_verify(&shown.get()->pk, MBEDTLS_MD_SHA256, hash.data(), hash.size(), signature.data(),
                             size);
}

} // namespace understudy::tls
