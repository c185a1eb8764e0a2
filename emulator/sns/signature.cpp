#include "sns/signature.hpp"

#include "core/digest.hpp"
#include "sns/signing_key.hpp"

#include <algorithm>
#include <span>

namespace understudy::sns {
namespace {

/// PKCS #1 v1.5: what the hash is, and the hash, behind as many bytes as fill the key.
key_sized pad(std::string_view name_of_hash, std::span<unsigned char const> hash)
{
    key_sized padded;
    padded.fill(0xff);
    padded[0] = 0;
    padded[1] = 1;
    auto const at = std::copy_backward(hash.begin(), hash.end(), padded.end());
    *(std::copy_backward(name_of_hash.begin(), name_of_hash.end(), at) - 1) = 0;
    return padded;
}

key_sized pad(std::string_view text, bool with_sha256)
{
    constexpr std::string_view sha1_name{"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14", 15};
    constexpr std::string_view sha256_name{
        "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 19};
    return with_sha256 ? pad(sha256_name, sha256(text)) : pad(sha1_name, sha1(text));
}

} // namespace

std::string sign(std::string_view text, std::string_view version)
{
    auto const raised = raise(pad(text, version == "2"));
    return base64_encode({reinterpret_cast<char const*>(raised.data()), raised.size()});
}

std::size_t signature_size() { return (key_bytes + 2) / 3 * 4; }

std::string canonical(std::initializer_list<std::pair<std::string_view, std::string_view>> members)
{
    std::string text;
    for (auto const& [name, value] : members) { text.append(name).append("\n").append(value).append("\n"); }
    return text;
}

} // namespace understudy::sns
