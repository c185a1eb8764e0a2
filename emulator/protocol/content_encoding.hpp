// Bodies that come compressed. DynamoDB takes them; the SDKs of the other services never send any. Stateless.
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

} // namespace understudy::protocol
