// Signs what topics send, as Amazon does: RSA with PKCS #1 v1.5, and a certificate by which receivers verify. The key is
// no secret and always the same one, so every emulator signs alike, and a validator that has kept the certificate of an earlier one goes on
// working. Thread-safe.
// https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace understudy::sns {

/// Base64 of the signature. Version 1 hashes with SHA-1, version 2 with SHA-256.
std::string sign(std::string_view text, std::string_view version);

/// Of every signature, in characters.
std::size_t signature_size();

/// The text that is signed: each name and its value on a line of their own.
std::string canonical(std::initializer_list<std::pair<std::string_view, std::string_view>> members);

/// X.509, as PEM: the signer's, and behind it that of the authority which vouches for it.
std::string const& certificate_pem();
/// "/SimpleNotificationService-<32 hexadecimal digits>.pem", below the endpoint.
std::string const& certificate_path();

} // namespace understudy::sns
