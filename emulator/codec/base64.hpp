// Base64 as blobs travel in it. Stateless, any thread.
#pragma once

#include <string>
#include <string_view>

namespace understudy::codec {

/// Appends with padding.
void write_base64(std::string& out, std::string_view bytes);

struct base64_result {
    bool good = true;
    std::string message = {}; // AWS's words when it is not
};
/// Strict: whole groups of four, padded, unused bits zero. Leaves `bytes` in an unknown state when it refuses.
base64_result read_base64(std::string_view text, std::string& bytes);

} // namespace understudy::codec
