#include "sns/signature.hpp"

#include "core/digest.hpp"
#include "core/freed.hpp"
#include "core/ids.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <stdexcept>

namespace understudy::sns {
namespace {

using big_number = owned<BIGNUM, &BN_free>;
using number_context = owned<BN_CTX, &BN_CTX_free>;
using montgomery = owned<BN_MONT_CTX, &BN_MONT_CTX_free>;
using evp_key = owned<EVP_PKEY, &EVP_PKEY_free>;
using certificate = owned<X509, &X509_free>;

// A key as long as those of AWS. It has nothing to hide, so it is the product of many short primes instead of two long
// ones, which nobody sees who verifies; to sign takes a tenth of the time.
constexpr int prime_bits = 128;
constexpr std::size_t prime_count = 16;
constexpr std::size_t key_bytes = prime_count * prime_bits / 8;
constexpr BN_ULONG public_exponent = 65537; // RFC 4871 and everybody since
// How far behind the numbers that the seed gives the next primes are. Found once, by trying, so that nobody has to wait.
using steps_to_primes = std::array<BN_ULONG, prime_count>;
constexpr std::uint64_t seed_of_authority = 0x756e6465727374;
constexpr std::uint64_t seed_of_signer = 0x7564792121;
constexpr steps_to_primes steps_of_authority{14, 10, 216, 46, 50, 64, 60, 212, 84, 24, 20, 24, 8, 26, 54, 56};
constexpr steps_to_primes steps_of_signer{22, 36, 10, 72, 28, 26, 6, 84, 130, 134, 24, 170, 62, 10, 0, 24};

void require(bool good)
{
    if (!good) { throw std::runtime_error{"OpenSSL cannot make the key of the signatures"}; }
}

big_number make_big_number() { return big_number{BN_new()}; }

/// So many steps behind the next number of the seed.
big_number find_prime(id_source& chance, BN_ULONG steps)
{
    std::string bytes;
    for (int word = 0; word < prime_bits / 64; ++word) {
        auto const bits = chance.next();
        for (int shift = 56; shift >= 0; shift -= 8) { bytes += static_cast<char>(bits >> shift & 0xFFU); }
    }
    auto prime = make_big_number();
    BN_bin2bn(reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()),
              prime.get());
    BN_set_bit(prime.get(), 0);
    // The highest bits make the product as long as it has to be.
    for (int bit = prime_bits - 6; bit < prime_bits; ++bit) { BN_set_bit(prime.get(), bit); }
    require(BN_add_word(prime.get(), steps) == 1);
    return prime;
}

class rsa_key {
public:
    rsa_key(std::uint64_t seed, steps_to_primes const& steps)
    {
        number_context const context{BN_CTX_new()};
        id_source chance{seed};
        require(BN_one(modulus_.get()) == 1 && BN_set_word(exponent_.get(), public_exponent) == 1);
        for (std::size_t i = 0; i < prime_count; ++i) {
            factors_[i].prime = find_prime(chance, steps[i]);
            BN_mul(modulus_.get(), modulus_.get(), factors_[i].prime.get(), context.get());
        }
        require(BN_num_bits(modulus_.get()) == static_cast<int>(key_bytes) * 8);
        for (auto& factor : factors_) { complete(factor, context.get()); }
    }

    /// What OpenSSL needs to verify.
    evp_key public_half() const
    {
        owned<OSSL_PARAM_BLD, &OSSL_PARAM_BLD_free> const parts{OSSL_PARAM_BLD_new()};
        require(OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus_.get()) == 1
                && OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent_.get()) == 1);
        return from(parts.get(), EVP_PKEY_PUBLIC_KEY);
    }

    /// What OpenSSL needs to sign.
    evp_key whole() const
    {
        number_context const context{BN_CTX_new()};
        auto const phi = make_big_number(), less = make_big_number(), secret = make_big_number();
        BN_one(phi.get());
        for (auto const& factor : factors_) {
            BN_sub(less.get(), factor.prime.get(), BN_value_one());
            BN_mul(phi.get(), phi.get(), less.get(), context.get());
        }
        require(BN_mod_inverse(secret.get(), exponent_.get(), phi.get(), context.get()) != nullptr);
        owned<OSSL_PARAM_BLD, &OSSL_PARAM_BLD_free> const parts{OSSL_PARAM_BLD_new()};
        require(OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus_.get()) == 1
                && OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent_.get()) == 1
                && OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_D, secret.get()) == 1);
        return from(parts.get(), EVP_PKEY_KEYPAIR);
    }

    /// The padded message to the power of the secret exponent, by the Chinese remainder theorem.
    std::string raise(std::string_view padded) const
    {
        thread_local number_context const context{BN_CTX_new()};
        auto const message = make_big_number(), rest = make_big_number(), sum = make_big_number();
        BN_bin2bn(reinterpret_cast<unsigned char const*>(padded.data()), static_cast<int>(padded.size()),
                  message.get());
        BN_zero(sum.get());
        for (auto const& [prime, secret, share, field] : factors_) {
            require(BN_mod(rest.get(), message.get(), prime.get(), context.get()) == 1
                    && BN_mod_exp_mont(rest.get(), rest.get(), secret.get(), prime.get(), context.get(),
                                       field.get())
                           == 1
                    && BN_mul(rest.get(), rest.get(), share.get(), context.get()) == 1
                    && BN_add(sum.get(), sum.get(), rest.get()) == 1);
        }
        require(BN_mod(sum.get(), sum.get(), modulus_.get(), context.get()) == 1);
        std::string raised(key_bytes, '\0');
        BN_bn2binpad(sum.get(), reinterpret_cast<unsigned char*>(raised.data()),
                     static_cast<int>(raised.size()));
        return raised;
    }

private:
    struct prime_factor {
        big_number prime = make_big_number();
        big_number secret = make_big_number(); // exponent
        big_number share = make_big_number();  // 1 modulo this prime, 0 modulo all others
        montgomery field{BN_MONT_CTX_new()};
    };

    void complete(prime_factor& made, BN_CTX* context)
    {
        auto const others = make_big_number(), less = make_big_number();
        BN_sub(less.get(), made.prime.get(), BN_value_one());
        BN_div(others.get(), nullptr, modulus_.get(), made.prime.get(), context);
        require(BN_mod_inverse(made.secret.get(), exponent_.get(), less.get(), context) != nullptr
                && BN_mod_inverse(made.share.get(), others.get(), made.prime.get(), context) != nullptr
                && BN_mul(made.share.get(), made.share.get(), others.get(), context) == 1
                && BN_MONT_CTX_set(made.field.get(), made.prime.get(), context) == 1);
    }

    static evp_key from(OSSL_PARAM_BLD* parts, int selection)
    {
        owned<OSSL_PARAM, &OSSL_PARAM_free> const parameters{OSSL_PARAM_BLD_to_param(parts)};
        owned<EVP_PKEY_CTX, &EVP_PKEY_CTX_free> const maker{
            EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
        EVP_PKEY* made = nullptr;
        require(EVP_PKEY_fromdata_init(maker.get()) == 1
                && EVP_PKEY_fromdata(maker.get(), &made, selection, parameters.get()) == 1);
        return evp_key{made};
    }

    big_number modulus_ = make_big_number();
    big_number exponent_ = make_big_number();
    std::array<prime_factor, prime_count> factors_;
};

void add_extension(X509* x509, int kind, char const* value)
{
    owned<X509_EXTENSION, &X509_EXTENSION_free> const extension{
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value)};
    require(extension != nullptr && X509_add_ext(x509, extension.get(), -1) == 1);
}

/// Without an issuer it is the authority's own.
certificate make_certificate(char const* common_name, EVP_PKEY* owner, X509* issuer, EVP_PKEY* authority)
{
    certificate made{X509_new()};
    auto* const x509 = made.get();
    auto* const name = X509_get_subject_name(x509);
    auto add = [&](char const* field, char const* value) {
        X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC, reinterpret_cast<unsigned char const*>(value),
                                   -1, -1, 0);
    };
    add("O", "Understudy");
    add("CN", common_name);
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), issuer == nullptr ? 1 : 2);
    // Wide enough for every time to which a test may set its clock.
    require(ASN1_TIME_set_string(X509_getm_notBefore(x509), "20000101000000Z") == 1
            && ASN1_TIME_set_string(X509_getm_notAfter(x509), "21991231235959Z") == 1);
    X509_set_issuer_name(x509, issuer == nullptr ? name : X509_get_subject_name(issuer));
    X509_set_pubkey(x509, owner);
    if (issuer == nullptr) {
        add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
        add_extension(x509, NID_key_usage, "critical,keyCertSign");
    } else {
        add_extension(x509, NID_basic_constraints, "critical,CA:FALSE");
        add_extension(x509, NID_key_usage, "critical,digitalSignature");
        add_extension(x509, NID_subject_alt_name, "DNS:sns.amazonaws.com,DNS:sns.*.amazonaws.com");
    }
    require(X509_sign(x509, authority, EVP_sha256()) > 0);
    return made;
}

std::string to_pem(X509* x509)
{
    owned<BIO, &BIO_free_all> const memory{BIO_new(BIO_s_mem())};
    require(PEM_write_bio_X509(memory.get(), x509) == 1);
    char* text = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

/// The signer's certificate, and behind it that of the authority which vouches for it.
std::string make_chain(rsa_key const& signer)
{
    auto const authority = rsa_key{seed_of_authority, steps_of_authority}.whole();
    auto const root = make_certificate("Understudy Authority", authority.get(), nullptr, authority.get());
    auto const own = signer.public_half();
    auto const leaf = make_certificate("sns.amazonaws.com", own.get(), root.get(), authority.get());
    return to_pem(leaf.get()) + to_pem(root.get());
}

struct identity {
    rsa_key signer{seed_of_signer, steps_of_signer};
    std::string pem = make_chain(signer);
    std::string path = "/SimpleNotificationService-" + md5_hex(pem) + ".pem";
};

identity const& own()
{
    static identity const made;
    return made;
}

/// PKCS #1 v1.5: what the hash is, and the hash, behind as many bytes as fill the key.
std::string pad(std::string_view text, std::string_view version)
{
    constexpr std::string_view sha1{"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14", 15};
    constexpr std::string_view sha256{
        "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 19};
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    unsigned size = 0;
    require(EVP_Digest(text.data(), text.size(), hash.data(), &size,
                       version == "2" ? EVP_sha256() : EVP_sha1(), nullptr)
            == 1);
    auto const name = version == "2" ? sha256 : sha1;
    std::string padded{'\0', '\1'};
    padded.append(key_bytes - 3 - name.size() - size, '\xff');
    padded += '\0';
    return padded.append(name).append(reinterpret_cast<char const*>(hash.data()), size);
}

} // namespace

std::string sign(std::string_view text, std::string_view version)
{
    return base64_encode(own().signer.raise(pad(text, version)));
}

std::size_t signature_size() { return (key_bytes + 2) / 3 * 4; }

std::string canonical(std::initializer_list<std::pair<std::string_view, std::string_view>> members)
{
    std::string text;
    for (auto const& [name, value] : members) { text.append(name).append("\n").append(value).append("\n"); }
    return text;
}

std::string const& certificate_pem() { return own().pem; }

std::string const& certificate_path() { return own().path; }

} // namespace understudy::sns
