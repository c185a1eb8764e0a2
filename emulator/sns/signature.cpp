#include "sns/signature.hpp"

#include "core/digest.hpp"
#include "core/ids.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace understudy::sns {
namespace {

template <auto Free>
struct freed {
    template <class T>
    void operator()(T* pointer) const
    {
        Free(pointer);
    }
};
using number = std::unique_ptr<BIGNUM, freed<&BN_free>>;
using number_context = std::unique_ptr<BN_CTX, freed<&BN_CTX_free>>;
using key = std::unique_ptr<EVP_PKEY, freed<&EVP_PKEY_free>>;
using certificate = std::unique_ptr<X509, freed<&X509_free>>;

constexpr std::uint64_t seed = 0x756e6465727374;
// Of 64 bits: half of a key of 1024 bits, the shortest that every validator takes. A key like that of AWS, of 2048 bits,
// takes 0.8 ms for each signature in place of 0.1.
constexpr int prime_words = 8;
constexpr BN_ULONG public_exponent = 65537; // RFC 4871 and everybody since
// How far behind the numbers that the seed gives the next primes are. Found once, by trying, so that nobody has to wait.
constexpr std::array<BN_ULONG, 2> steps_to_primes{1158, 436};

[[noreturn]] void fail() { throw std::runtime_error{"OpenSSL cannot make the key of the signatures"}; }

void require(bool good)
{
    if (!good) { fail(); }
}

number make_number() { return number{BN_new()}; }

/// A prime of half the key's length: so many steps behind the next number of the seed.
number find_prime(id_source& chance, BN_ULONG steps)
{
    std::string bytes;
    for (int word = 0; word < prime_words; ++word) {
        auto const bits = chance.next();
        for (int shift = 56; shift >= 0; shift -= 8) { bytes += static_cast<char>(bits >> shift & 0xFFU); }
    }
    auto prime = make_number();
    BN_bin2bn(reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()),
              prime.get());
    // The two highest bits make the product as long as it has to be.
    for (int const bit : {0, prime_words * 64 - 1, prime_words * 64 - 2}) { BN_set_bit(prime.get(), bit); }
    require(BN_add_word(prime.get(), steps) == 1);
    return prime;
}

key make_key()
{
    number_context const context{BN_CTX_new()};
    id_source chance{seed};
    auto p = find_prime(chance, steps_to_primes[0]);
    auto q = find_prime(chance, steps_to_primes[1]);
    if (BN_cmp(p.get(), q.get()) < 0) { std::swap(p, q); }
    auto const n = make_number(), e = make_number(), d = make_number(), phi = make_number();
    auto const p1 = make_number(), q1 = make_number(), dp = make_number(), dq = make_number(),
               inverse = make_number();
    BN_mul(n.get(), p.get(), q.get(), context.get());
    BN_set_word(e.get(), public_exponent);
    BN_sub(p1.get(), p.get(), BN_value_one());
    BN_sub(q1.get(), q.get(), BN_value_one());
    BN_mul(phi.get(), p1.get(), q1.get(), context.get());
    require(BN_mod_inverse(d.get(), e.get(), phi.get(), context.get()) != nullptr);
    BN_mod(dp.get(), d.get(), p1.get(), context.get());
    BN_mod(dq.get(), d.get(), q1.get(), context.get());
    require(BN_mod_inverse(inverse.get(), q.get(), p.get(), context.get()) != nullptr);

    std::unique_ptr<OSSL_PARAM_BLD, freed<&OSSL_PARAM_BLD_free>> const parts{OSSL_PARAM_BLD_new()};
    std::pair<char const*, BIGNUM const*> const named[] = {
        {OSSL_PKEY_PARAM_RSA_N, n.get()},          {OSSL_PKEY_PARAM_RSA_E, e.get()},
        {OSSL_PKEY_PARAM_RSA_D, d.get()},          {OSSL_PKEY_PARAM_RSA_FACTOR1, p.get()},
        {OSSL_PKEY_PARAM_RSA_FACTOR2, q.get()},    {OSSL_PKEY_PARAM_RSA_EXPONENT1, dp.get()},
        {OSSL_PKEY_PARAM_RSA_EXPONENT2, dq.get()}, {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, inverse.get()},
    };
    for (auto const& [name, value] : named) {
        require(OSSL_PARAM_BLD_push_BN(parts.get(), name, value) == 1);
    }
    std::unique_ptr<OSSL_PARAM, freed<&OSSL_PARAM_free>> const parameters{
        OSSL_PARAM_BLD_to_param(parts.get())};
    std::unique_ptr<EVP_PKEY_CTX, freed<&EVP_PKEY_CTX_free>> const maker{
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
    EVP_PKEY* made = nullptr;
    require(EVP_PKEY_fromdata_init(maker.get()) == 1
            && EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
    return key{made};
}

certificate make_certificate(EVP_PKEY* signer)
{
    certificate made{X509_new()};
    auto* const x509 = made.get();
    auto* const name = X509_get_subject_name(x509);
    auto add = [&](char const* field, char const* value) {
        X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC, reinterpret_cast<unsigned char const*>(value),
                                   -1, -1, 0);
    };
    add("O", "Understudy");
    add("CN", "sns.amazonaws.com");
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    // Wide enough for every time to which a test may set its clock.
    require(ASN1_TIME_set_string(X509_getm_notBefore(x509), "20000101000000Z") == 1
            && ASN1_TIME_set_string(X509_getm_notAfter(x509), "21991231235959Z") == 1);
    X509_set_issuer_name(x509, name);
    X509_set_pubkey(x509, signer);
    auto* const names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                            "DNS:sns.amazonaws.com,DNS:sns.*.amazonaws.com");
    require(names != nullptr);
    X509_add_ext(x509, names, -1);
    X509_EXTENSION_free(names);
    require(X509_sign(x509, signer, EVP_sha256()) > 0);
    return made;
}

std::string to_pem(X509* x509)
{
    std::unique_ptr<BIO, freed<&BIO_free_all>> const memory{BIO_new(BIO_s_mem())};
    require(PEM_write_bio_X509(memory.get(), x509) == 1);
    char* text = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

struct identity {
    key signer = make_key();
    std::string pem = to_pem(make_certificate(signer.get()).get());
    std::string path = "/SimpleNotificationService-" + md5_hex(pem) + ".pem";
};

identity const& own()
{
    static identity const made;
    return made;
}

} // namespace

std::string sign(std::string_view text, std::string_view version)
{
    std::unique_ptr<EVP_MD_CTX, freed<&EVP_MD_CTX_free>> const context{EVP_MD_CTX_new()};
    auto const* const bytes = reinterpret_cast<unsigned char const*>(text.data());
    std::size_t size = 0;
    require(EVP_DigestSignInit(context.get(), nullptr, version == "2" ? EVP_sha256() : EVP_sha1(), nullptr,
                               own().signer.get())
                == 1
            && EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1);
    std::string signature(size, '\0');
    require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                           text.size())
            == 1);
    return base64_encode(signature);
}

std::string canonical(std::initializer_list<std::pair<std::string_view, std::string_view>> members)
{
    std::string text;
    for (auto const& [name, value] : members) { text.append(name).append("\n").append(value).append("\n"); }
    return text;
}

std::string const& certificate_pem() { return own().pem; }

std::string const& certificate_path() { return own().path; }

} // namespace understudy::sns
