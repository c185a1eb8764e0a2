#include "protocol/content_encoding.hpp"

#include <zlib.h>

#include <algorithm>
#include <memory>

namespace understudy::protocol {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr int any_header = 32 + MAX_WBITS; // zlib tells gzip and zlib apart
constexpr int no_header = -MAX_WBITS;      // "deflate" as some send it

/// Inflates one member or stream, appending; takes what it used off the body. False when that is not possible.
bool inflate_one(std::string_view& body, int window_bits, std::string& out, std::size_t bytes_max)
{
    z_stream stream{};
    if (::inflateInit2(&stream, window_bits) != Z_OK) { return false; }
    std::unique_ptr<z_stream, int (*)(z_stream*)> const ending{&stream, &::inflateEnd};
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<unsigned>(body.size());
    int outcome = Z_OK;
    while (outcome == Z_OK && out.size() <= bytes_max) {
        std::size_t const had = out.size();
        out.resize(had + piece_bytes);
        stream.next_out = reinterpret_cast<unsigned char*>(out.data() + had);
        stream.avail_out = piece_bytes;
        outcome = ::inflate(&stream, Z_NO_FLUSH);
        out.resize(had + piece_bytes - stream.avail_out);
    }
    body.remove_prefix(body.size() - stream.avail_in);
    return outcome == Z_STREAM_END || out.size() > bytes_max;
}

} // namespace

decoded_content decode_content(std::string_view body, std::string_view encoding, std::size_t bytes_max)
{
    decoded_content content;
    bool good = encoding == "gzip" || encoding == "deflate";
    std::string_view rest = body;
    for (bool first = true; good && !rest.empty() && content.bytes.size() <= bytes_max; first = false) {
        good = inflate_one(rest, any_header, content.bytes, bytes_max);
        if (!good && first && encoding == "deflate") {
            content.bytes.clear();
            rest = body;
            good = inflate_one(rest, no_header, content.bytes, bytes_max);
        }
    }
    if (!good) {
        content.failure = decoding_failure::undecodable;
    } else if (content.bytes.size() > bytes_max) {
        content.failure = decoding_failure::too_large;
    }
    return content;
}

} // namespace understudy::protocol
