// Bodies that come or go compressed. DynamoDB takes and sends them; the other services never do. Stateless.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::protocol {

enum class decoding_failure { undecodable, too_large };

struct decoded_content {
    std::string bytes = {};
    std::optional<decoding_failure> failure = {};
};

/// gzip (several members may follow one another) and deflate. Any other encoding is undecodable.
decoded_content decode_content(std::string_view body, std::string_view encoding, std::size_t bytes_max);

/// The encoding that an Accept-Encoding header allows: "gzip", else "deflate"; empty: neither.
std::string_view accepted_encoding(std::string_view header) noexcept;
/// Compresses in one of these two.
std::string encode_content(std::string_view body, std::string_view encoding);

} // namespace understudy::protocol
