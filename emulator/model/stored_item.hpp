// How items are kept: a label, by which their keeper finds them, and their attributes one behind another in one block of
// bytes, written once and then shared. A value is looked at where it stands, or read into an attribute_value. Handles may
// be used by several threads, each its own.
#pragma once

#include <understudy/model/attribute_value.hpp>

#include "model/expect.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace understudy::dynamodb {

/// In the order of attribute_value's variant.
enum class value_type : std::uint8_t { S, N, B, BOOL, NULL_, SS, NS, BS, L, M };

/// Its name on the wire.
std::string_view type_name(value_type type) noexcept;

/// A value where it stands. Equal are values whose bytes are.
struct stored_value {
    value_type type = value_type::NULL_;
    std::string_view bytes = {}; // the text of S, N and B; of BOOL one byte; else what the walks below read

    bool is_true() const noexcept { return bytes.front() != 0; }
    attribute_value read() const;

    friend bool operator==(stored_value const&, stored_value const&) = default;
};

/// Walks: next() says whether there was one more, and which.
class stored_texts { // of a set
public:
    explicit stored_texts(std::string_view bytes) noexcept : rest_{bytes} {}
    bool next(std::string_view& text) noexcept;

private:
    std::string_view rest_;
};

class stored_elements { // of a list
public:
    explicit stored_elements(std::string_view bytes) noexcept : rest_{bytes} {}
    bool next(stored_value& element) noexcept;

private:
    std::string_view rest_;
};

class stored_members { // of a map or an item, in the order of their names
public:
    explicit stored_members(std::string_view bytes) noexcept : rest_{bytes} {}
    bool next(std::string_view& name, stored_value& value) noexcept;

private:
    std::string_view rest_;
};

/// A text or a number or a binary that stands elsewhere, looked at as if it were stored; nothing when it is none of them.
std::optional<stored_value> as_stored_scalar(attribute_value const& value) noexcept;

/// A handle, or nothing.
class stored_item {
public:
    static constexpr std::size_t readable_behind =
        16; // bytes, zeros, behind the last: whoever copies texts need not look where they end

    stored_item() noexcept = default;
    /// `size` is what DynamoDB counts. The values are in normal form, none of them malformed.
    stored_item(std::string_view label, attribute_map const& attributes, std::size_t size);
    /// The other item with its label, but that of the attributes named, which stand in order, it has those that `changed` has.
    stored_item(stored_item const& other, std::span<std::string_view const> names,
                attribute_map const& changed, std::size_t size);
    stored_item(stored_item const& other) noexcept;
    stored_item(stored_item&& other) noexcept : block_{std::exchange(other.block_, nullptr)} {}
    stored_item& operator=(stored_item other) noexcept
    {
        std::swap(block_, other.block_);
        return *this;
    }
    ~stored_item()
    {
        if (block_) release();
    }

    explicit operator bool() const noexcept { return block_ != nullptr; }
    /// It will be looked at soon: memory may begin to bring it, or as much as a small item has.
    void expect() const noexcept
    {
        if (block_) expect_memory(block_, 256);
    }
    std::string_view label() const noexcept;
    /// What DynamoDB counts; nothing counts as nothing.
    std::size_t size() const noexcept;
    std::optional<stored_value> find(std::string_view name) const noexcept;
    stored_members members() const noexcept;
    attribute_map attributes() const;
    /// Those of the names, which stand in order, that there are.
    attribute_map attributes(std::span<std::string_view const> names) const;
    /// The item, whose attributes are not read before somebody asks for them.
    item read() const;

    friend bool operator==(stored_item const& a, stored_item const& b) noexcept
    {
        return a.block_ == b.block_ || a.bytes() == b.bytes();
    }

private:
    struct block;

    static block* allocate(std::string_view label, std::size_t length, std::size_t size);
    std::string_view bytes() const noexcept;
    void release() noexcept;

    block* block_ = nullptr;
};

// A value is its type; then a text with its length in front, or a byte for BOOL, or what is inside behind its size. A
// member has its name, a text, in front. Lengths take seven bits a byte, the lowest first; sizes take four bytes.
namespace detail {

inline constexpr std::size_t inside_size_bytes = 4;

inline std::string_view take(std::string_view& rest, std::size_t count) noexcept
{
    std::string_view const taken{rest.data(), count};
    rest.remove_prefix(count);
    return taken;
}

/// The rest of a length of which one byte is not enough.
std::size_t take_long_length(std::string_view& rest, std::size_t length) noexcept;

inline std::string_view take_text(std::string_view& rest) noexcept
{
    std::size_t length = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    return take(rest, length > 0x7f ? take_long_length(rest, length) : length);
}

inline stored_value take_value(std::string_view& rest) noexcept
{
    auto const type = static_cast<value_type>(rest.front());
    rest.remove_prefix(1);
    switch (type) {
    case value_type::S:
    case value_type::N:
    case value_type::B: return {type, take_text(rest)};
    case value_type::BOOL: return {type, take(rest, 1)};
    case value_type::NULL_: return {type, {}};
    default: break;
    }
    std::uint32_t size = 0;
    std::memcpy(&size, rest.data(), inside_size_bytes);
    rest.remove_prefix(inside_size_bytes);
    return {type, take(rest, size)};
}

} // namespace detail

inline bool stored_texts::next(std::string_view& text) noexcept
{
    if (rest_.empty()) return false;
    text = detail::take_text(rest_);
    return true;
}

inline bool stored_elements::next(stored_value& element) noexcept
{
    if (rest_.empty()) return false;
    element = detail::take_value(rest_);
    return true;
}

inline bool stored_members::next(std::string_view& name, stored_value& value) noexcept
{
    if (rest_.empty()) return false;
    name = detail::take_text(rest_);
    value = detail::take_value(rest_);
    return true;
}

} // namespace understudy::dynamodb
