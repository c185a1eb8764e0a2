// What of Mbed TLS has to be kept, and what its versions 2.28 and 3.6 call by different names. For the .cpp files of this folder only.
#pragma once

#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#include <cstddef>

namespace understudy::tls {

/// One of its structs, for as long as this lives.
template <class T, auto Init, auto Free>
class kept {
public:
    kept() { Init(&value_); }
    ~kept() { Free(&value_); }
    kept(kept const&) = delete;
    kept& operator=(kept const&) = delete;

    T* get() noexcept { return &value_; }
    T const* get() const noexcept { return &value_; }

private:
    T value_;
};

using certificates = kept<mbedtls_x509_crt, &mbedtls_x509_crt_init, &mbedtls_x509_crt_free>;
using private_key = kept<mbedtls_pk_context, &mbedtls_pk_init, &mbedtls_pk_free>;
using configuration = kept<mbedtls_ssl_config, &mbedtls_ssl_config_init, &mbedtls_ssl_config_free>;

/// The system's chance, for whoever asks in Mbed TLS's way.
int random_bytes(void*, unsigned char* to, std::size_t count) noexcept;

/// Throws std::runtime_error unless it is zero.
void require(int failure);

/// What both sides have in common: TLS 1.2 at least, no sessions that are taken up again.
void prepare(configuration& made, int endpoint);

/// Zero when it is good.
int read_key(private_key& key, char const* file);
/// Zero when the key is that of the certificate. What is reckoned at a key's first use and then kept has been reckoned afterwards, so that
/// threads may share the key.
int try_key(private_key& key, certificates& shown);

} // namespace understudy::tls
