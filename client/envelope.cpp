#include <understudy/envelope.hpp>

#include "codec/base64.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <zlib.h>

namespace understudy {
namespace {

namespace json = boost::json;

constexpr std::size_t unpacked_bytes_max =
    64 * 1024 * 1024; // so that a small message cannot grow without bounds
constexpr std::string_view raw_encoding = "raw";
constexpr std::string_view compressed_encoding = "base64_gzip_json";

std::string compress(std::string_view text)
{
    auto size = compressBound(text.size());
    std::string out(size, '\0');
    auto const* const bytes = reinterpret_cast<Bytef const*>(text.data());
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, bytes, text.size(), Z_DEFAULT_COMPRESSION)
        != Z_OK) {
        throw bad_envelope{"The data cannot be compressed."};
    }
    out.resize(size);
    return out;
}

std::string decompress(std::string_view bytes)
{
    std::string out;
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) throw bad_envelope{"zlib does not start."};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    int status = Z_OK;
    while (status == Z_OK && out.size() < unpacked_bytes_max) {
        auto const had = out.size();
        constexpr std::size_t step = 64 * 1024;
        out.resize(had + step);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
        stream.avail_out = static_cast<uInt>(step);
        status = inflate(&stream, Z_NO_FLUSH);
        out.resize(had + step - stream.avail_out);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END)
        throw bad_envelope{"The compressed data of an envelope is damaged or too large."};
    return out;
}

json::value parse(std::string_view text)
{
    boost::system::error_code ec;
    auto value = json::parse(json::string_view{text.data(), text.size()}, ec);
    if (ec) throw bad_envelope{"No JSON: " + std::string{text.substr(0, 200)}};
    return value;
}

json::string_view json_view(std::string_view text) { return {text.data(), text.size()}; }

json::object const& object_in(json::object const& parent, std::string_view name)
{
    auto const* const value = parent.if_contains(json_view(name));
    if (!value || !value->is_object()) throw bad_envelope{"The envelope has no '" + std::string{name} + "'."};
    return value->get_object();
}

std::string_view text_in(json::object const& parent, std::string_view name)
{
    auto const* const value = parent.if_contains(json_view(name));
    if (!value || !value->is_string()) throw bad_envelope{"The envelope has no '" + std::string{name} + "'."};
    return {value->get_string().data(), value->get_string().size()};
}

double seconds_since_epoch()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

} // namespace

std::string make_uuid()
{
    thread_local boost::uuids::random_generator generate;
    return to_string(generate());
}

json_base_envelope::json_base_envelope(publisher service) : service_{std::move(service)}
{
    if (service_.uuid.empty()) service_.uuid = make_uuid();
}

std::string json_base_envelope::wrap(std::string_view topic, json::value const& data) const
{
    auto text = json::serialize(data);
    bool const compressed = text.size() >= compressed_from;
    json::value carried = data;
    if (compressed) {
        std::string packed;
        codec::write_base64(packed, compress(text));
        carried = packed;
    }
    json::object const out{
        {"service", {{"name", service_.name}, {"uuid", service_.uuid}}},
        {"metadata",
         {{"message_uuid", service_.uuid + "." + make_uuid()},
          {"protocol_version", json_view(protocol_version)},
          {"compatible_protocol_versions", json::array{"json_base-wip"}},
          {"timestamp", seconds_since_epoch()},
          {"topic", json_view(topic)},
          {"data_encoding", json_view(compressed ? compressed_encoding : raw_encoding)}}},
        {"data", std::move(carried)},
    };
    return json::serialize(out);
}

json::value json_base_envelope::unwrap(std::string_view message) const
{
    auto const parsed = parse(message);
    if (!parsed.is_object()) throw bad_envelope{"The envelope is no JSON object."};
    auto const& all = parsed.get_object();
    auto const& metadata = object_in(all, "metadata");
    auto const version = text_in(metadata, "protocol_version");
    if (version != protocol_version) {
        throw bad_envelope{"The envelope's protocol version is '" + std::string{version} + "', expected '"
                           + std::string{protocol_version} + "'."};
    }
    auto const encoding = text_in(metadata, "data_encoding");
    auto const* const data = all.if_contains("data");
    if (!data) throw bad_envelope{"The envelope has no 'data'."};
    if (encoding == raw_encoding) return *data;
    if (encoding != compressed_encoding)
        throw bad_envelope{"Unknown data encoding '" + std::string{encoding} + "'."};

    std::string packed;
    if (!codec::read_base64(text_in(all, "data"), packed).good) throw bad_envelope{"The data is no base64."};
    return parse(decompress(packed));
}

std::string plain_json::wrap(std::string_view, json::value const& data) const
{
    return json::serialize(data);
}

json::value plain_json::unwrap(std::string_view message) const { return parse(message); }

} // namespace understudy
