// Described shapes to and from the JSON of the AWS JSON 1.0 protocol. For protocol/ and client/; stateless, any thread.
// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
#pragma once

#include "codec/attribute_value_json.hpp"
#include "codec/decode_error.hpp"
#include "codec/json_document.hpp"
#include "codec/json_reader.hpp"
#include "codec/json_writer.hpp"
#include "codec/shape.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace understudy::codec {

/// Reads a request or an answer. Unknown members are ignored, null is absent, the last of several equal members wins. The
/// whole text is checked, also where the shape does not look.
template <class T>
std::optional<decode_error> read_json(std::string_view text, T& shape, dialect dialect)
{
    detail::json_document document;
    if (!document.parse(text, dialect) || !document.root().is_object()) return decode_error{.syntax = true};
    detail::json_reader reader{dialect};
    if (detail::read_structure(reader, document.root(), shape)) return std::nullopt;
    return decode_error{.message = std::move(reader.message)};
}

/// Appends the shape, or what is inside of one, without blanks. Unset optionals are left out; so are empty lists and maps in SQS.
template <class T>
void write_json(std::string& out, T const& shape, dialect dialect)
{
    constexpr std::size_t usual_answer = 512;
    if (out.capacity() - out.size() < usual_answer) out.reserve(out.size() + usual_answer);
    json_text text{out};
    detail::write_value(text, shape, dialect);
}

} // namespace understudy::codec
