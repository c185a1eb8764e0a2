#include "protocol/content_encoding.hpp"

#include "core/trimmed.hpp"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <new>

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

constexpr int fastest = 1; // the client is on the same machine

/// "q=0" and "q=0.000" say that the encoding is not wanted.
bool is_wanted(std::string_view parameters) noexcept
{
    return !parameters.starts_with("q=") || parameters.find_first_of("123456789") != std::string_view::npos;
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

std::string_view accepted_encoding(std::string_view header) noexcept
{
    bool allows_deflate = false;
    while (!header.empty()) {
        auto const element = header.substr(0, header.find(','));
        header.remove_prefix(std::min(header.size(), element.size() + 1));
        auto const semicolon = std::min(element.find(';'), element.size());
        auto const name = trimmed(element.substr(0, semicolon));
        if (!is_wanted(trimmed(element.substr(std::min(semicolon + 1, element.size()))))) { continue; }
        if (name == "gzip") { return "gzip"; }
        allows_deflate = allows_deflate || name == "deflate";
    }
    return allows_deflate ? "deflate" : "";
}

std::string encode_content(std::string_view body, std::string_view encoding)
{
    std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> const compressor{
        ::libdeflate_alloc_compressor(fastest), &::libdeflate_free_compressor};
    if (!compressor) { throw std::bad_alloc{}; }
    bool const is_gzip = encoding == "gzip";
    auto const bound = is_gzip ? ::libdeflate_gzip_compress_bound : ::libdeflate_zlib_compress_bound;
    auto const compress = is_gzip ? ::libdeflate_gzip_compress : ::libdeflate_zlib_compress;
    std::string out(bound(compressor.get(), body.size()), '\0');
    out.resize(compress(compressor.get(), body.data(), body.size(), out.data(), out.size()));
    return out;
}

} // namespace understudy::protocol
