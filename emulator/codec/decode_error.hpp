// Why a request could not be read. What the caller makes of it is SerializationException or MalformedInput.
#pragma once

#include <string>

namespace understudy::codec {

struct decode_error {
    bool syntax = false;      // the text is not JSON, or not an object
    std::string message = {}; // AWS's words; empty when AWS has none
};

} // namespace understudy::codec
