#include "tls/trust.hpp"

#include "tls/parts.hpp"

#include <array>
#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

namespace understudy::tls {

std::string file_of_system()
{
    if (auto const* const said = std::getenv("SSL_CERT_FILE"); said != nullptr && *said != '\0') {
        return said;
    }
    constexpr std::array usual{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                               "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};
    for (auto const* const file : usual) {
        if (::access(file, R_OK) == 0) { return file; }
    }
    return usual.front();
}

struct trust::impl {
    certificates believed;
    configuration settings;
    bool is_blind = false;
};

trust::trust() : impl_{std::make_unique<impl>()}
{
    prepare(impl_->settings, MBEDTLS_SSL_IS_CLIENT);
    mbedtls_ssl_conf_authmode(impl_->settings.get(), MBEDTLS_SSL_VERIFY_NONE);
    impl_->is_blind = true;
}

trust::trust(std::string const& file) : impl_{std::make_unique<impl>()}
{
    // What cannot be read among others is left out.
    if (mbedtls_x509_crt_parse_file(impl_->believed.get(), file.c_str()) < 0
        || impl_->believed.get()->raw.p == nullptr) {
        throw std::runtime_error{file + " holds no certificates in PEM"};
    }
    prepare(impl_->settings, MBEDTLS_SSL_IS_CLIENT);
    mbedtls_ssl_conf_authmode(impl_->settings.get(), MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(impl_->settings.get(), impl_->believed.get(), nullptr);
}

trust::~trust() = default;

mbedtls_ssl_config const& trust::settings() const noexcept { return *impl_->settings.get(); }

bool trust::believes_everybody() const noexcept { return impl_->is_blind; }

} // namespace understudy::tls
