// A JSON text as a flat row of nodes, parents before children. Strings are views: into the text itself where nothing was
// escaped. A parser of our own, because bodies that hold JSON themselves are full of escapes, and Boost.JSON takes those
// character by character: on SendMessage of 1 KB that was three tenths of all instructions. Private to codec/.
#pragma once

#include <boost/container/small_vector.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace understudy::codec {

/// The services differ in error texts, in what they accept in place of a string, and in what they do with empty lists.
enum class dialect { sqs, dynamodb };

namespace detail {

enum class json_kind : std::uint8_t {
    null,
    false_value,
    true_value,
    integer,
    decimal,
    string,
    array,
    object
};

/// One value. The members of an object are pairs of a string and a value.
struct json_node {
    char const* data = nullptr; // of a string, or of a number as it was written
    std::uint32_t size = 0;     // of the text; or how many elements or members there are
    std::uint32_t nodes = 1;    // this one and all below it
    json_kind kind = json_kind::null;

    std::string_view text() const noexcept { return {data, size}; }
    bool is_object() const noexcept { return kind == json_kind::object; }
    bool is_array() const noexcept { return kind == json_kind::array; }
    bool is_null() const noexcept { return kind == json_kind::null; }

    /// The first child: an element, or the name of the first member.
    json_node const* first() const noexcept { return this + 1; }
    json_node const* next() const noexcept { return this + nodes; }
};

class json_document {
public:
    /// Attribute values nest 32 levels, each worth two levels of JSON; deeper ones must still reach the service, which
    /// refuses them in DynamoDB's words. Beyond this many levels the text is refused here, before the stack is at risk.
    static constexpr std::size_t depth_max = 512;

    json_document() {} // NOLINT(modernize-use-equals-default): that would clear the bytes at hand
    json_document(json_document const&) = delete;
    json_document& operator=(json_document const&) = delete;

    /// False when the text is not JSON. The text must outlive the document.
    bool parse(std::string_view text, dialect dialect);
    json_node const& root() const noexcept { return nodes_.front(); }

private:
    friend class json_parser;

    // Enough for a request of 1 KB without touching the heap.
    static constexpr std::size_t nodes_at_hand = 128;
    static constexpr std::size_t bytes_at_hand = 4096;

    boost::container::small_vector<json_node, nodes_at_hand> nodes_;
    std::unique_ptr<char[]> unescaped_large_;
    std::array<char, bytes_at_hand> unescaped_; // not initialized: what is read was written
};

} // namespace detail
} // namespace understudy::codec
