// Certificates of a test's own making, good for an hour, and files for them.
#pragma once

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <unistd.h>

namespace understudy::testing {

/// Both in PEM.
struct certificate {
    std::string key;
    std::string text;
};

namespace detail {

template <auto Free>
struct freed_by {
    template <class T>
    void operator()(T* what) const
    {
        Free(what);
    }
};
using key_pointer = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_pointer = std::unique_ptr<X509, freed_by<X509_free>>;
using bio_pointer = std::unique_ptr<BIO, freed_by<BIO_free_all>>;

template <class Write>
std::string written(Write write)
{
    bio_pointer const bio{BIO_new(BIO_s_mem())};
    write(bio.get());
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

inline bio_pointer reader_of(std::string const& text)
{
    return bio_pointer{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

inline void extend(X509* what, int kind, char const* value)
{
    std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>> const extension{
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value)};
    X509_add_ext(what, extension.get(), -1);
}

inline void name(X509_NAME* what, char const* common)
{
    auto const* const text = reinterpret_cast<unsigned char const*>(common);
    X509_NAME_add_entry_by_txt(what, "CN", MBSTRING_ASC, text, -1, -1, 0);
}

/// Signed by the issuer, or by itself.
inline certificate make(char const* common_name, int extension, char const* value, certificate const* issuer)
{
    key_pointer const key{EVP_EC_gen("P-256")};
    certificate_pointer const made{X509_new()};
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), issuer == nullptr ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), key.get());
    name(X509_get_subject_name(made.get()), common_name);
    extend(made.get(), extension, value);
    if (issuer == nullptr) {
        X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
        X509_sign(made.get(), key.get(), EVP_sha256());
    } else {
        certificate_pointer const authority{
            PEM_read_bio_X509(reader_of(issuer->text).get(), nullptr, nullptr, nullptr)};
        key_pointer const its_key{
            PEM_read_bio_PrivateKey(reader_of(issuer->key).get(), nullptr, nullptr, nullptr)};
        X509_set_issuer_name(made.get(), X509_get_subject_name(authority.get()));
        X509_sign(made.get(), its_key.get(), EVP_sha256());
    }
    return {written([&](BIO* out) {
                PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            }),
            written([&](BIO* out) { PEM_write_bio_X509(out, made.get()); })};
}

} // namespace detail

/// For "IP:127.0.0.1" or "DNS:somebody.example".
inline certificate make_certificate(char const* alternative_name, certificate const* issuer = nullptr)
{
    return detail::make("understudy test", NID_subject_alt_name, alternative_name, issuer);
}

/// One that vouches for others.
inline certificate make_authority()
{
    return detail::make("understudy test authority", NID_basic_constraints, "critical,CA:TRUE", nullptr);
}

/// A file that is there as long as this is.
class temporary_file {
public:
    explicit temporary_file(std::string const& content)
    {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path()
                / ("understudy-test-" + std::to_string(::getpid()) + '-' + std::to_string(++count));
        std::ofstream{path_} << content;
    }
    ~temporary_file() { std::filesystem::remove(path_); }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

} // namespace understudy::testing
