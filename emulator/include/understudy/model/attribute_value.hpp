// DynamoDB's value: exactly one of ten types.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
#pragma once

#include <boost/container/flat_map.hpp>

#include <concepts>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace understudy::dynamodb {

struct attribute_value;

/// A number as text. What a request brings is as the client wrote it; what is stored is in DynamoDB's normal form.
struct number {
    std::string text;
    friend bool operator==(number const&, number const&) = default;
};

struct binary {
    std::string bytes;
    friend bool operator==(binary const&, binary const&) = default;
};

struct null {
    friend bool operator==(null const&, null const&) = default;
};

/// Sets keep the order they were given in; equality of sets, which ignores order, is the business of expressions.
struct string_set {
    std::vector<std::string> values;
    friend bool operator==(string_set const&, string_set const&) = default;
};

struct number_set {
    std::vector<std::string> values;
    friend bool operator==(number_set const&, number_set const&) = default;
};

struct binary_set {
    std::vector<std::string> values;
    friend bool operator==(binary_set const&, binary_set const&) = default;
};

using list = std::vector<attribute_value>;
using attribute_map = boost::container::flat_map<std::string, attribute_value, std::less<>>;

/// What a client sent in place of a value: no member at all (empty), several members, NULL: false, or a null among the
/// members of a set. The service refuses it in its own words and order; it is never stored.
struct malformed {
    enum class fault { no_member, several_members, null_is_false, null_in_set };

    explicit malformed(fault why = fault::no_member);
    malformed(fault why, std::vector<attribute_value> sent);

    fault reason;
    std::vector<attribute_value> members; // of several, as sent
    friend bool operator==(malformed const&, malformed const&);
};

struct attribute_value {
    using variant = std::variant<std::string, number, binary, bool, null, string_set, number_set, binary_set,
                                 list, attribute_map, malformed>;
    variant value;

    attribute_value();
    attribute_value(std::string s) : value{std::move(s)} {}
    attribute_value(std::string_view s) : value{std::string{s}} {}
    attribute_value(char const* s) : value{std::string{s}} {}
    attribute_value(number n) : value{std::move(n)} {}
    attribute_value(std::same_as<int> auto n) : value{number{std::to_string(n)}} {}
    attribute_value(std::same_as<long> auto n) : value{number{std::to_string(n)}} {}
    attribute_value(binary b) : value{std::move(b)} {}
    attribute_value(std::same_as<bool> auto b) : value{b} {}
    attribute_value(null n) : value{n} {}
    attribute_value(string_set s) : value{std::move(s)} {}
    attribute_value(number_set s) : value{std::move(s)} {}
    attribute_value(binary_set s) : value{std::move(s)} {}
    attribute_value(list l);
    attribute_value(attribute_map m);
    attribute_value(malformed m) : value{std::move(m)} {}

    template <class T>
    T const* get_if() const noexcept
    {
        return std::get_if<T>(&value);
    }
    template <class T>
    T* get_if() noexcept
    {
        return std::get_if<T>(&value);
    }

    friend bool operator==(attribute_value const&, attribute_value const&) = default;
};

inline attribute_value::attribute_value() = default;
inline malformed::malformed(fault why) : reason{why} {}
inline malformed::malformed(fault why, std::vector<attribute_value> sent)
    : reason{why}, members(std::move(sent))
{}
inline attribute_value::attribute_value(list l) : value{std::move(l)} {}
inline attribute_value::attribute_value(attribute_map m) : value{std::move(m)} {}
inline bool operator==(malformed const& a, malformed const& b)
{
    return a.reason == b.reason && a.members == b.members;
}

/// The name of the type on the wire: S, N, B, BOOL, NULL, SS, NS, BS, L, M.
std::string_view type_name(attribute_value const& value) noexcept;

class stored_item;

/// An item, or a key: written once, then shared between table, answers and snapshots without a copy.
class item {
public:
    item() = default;
    item(attribute_map attributes);
    item(std::initializer_list<attribute_map::value_type> attributes)
        : item{attribute_map{attributes.begin(), attributes.end()}}
    {}
    /// For the emulator, which keeps items in a form of its own.
    explicit item(stored_item const& from);

    attribute_map const& attributes() const noexcept;
    attribute_value const* find(std::string_view name) const noexcept
    {
        auto const& all = attributes();
        auto const found = all.find(name);
        return found == all.end() ? nullptr : &found->second;
    }
    bool empty() const noexcept { return !stored() && attributes().empty(); }
    std::size_t size() const noexcept { return attributes().size(); }

    /// The form it was made of; null when it was made of attributes.
    stored_item const* stored() const noexcept;

    friend bool operator==(item const& a, item const& b)
    {
        return a.contents_ == b.contents_ || a.attributes() == b.attributes();
    }

private:
    class contents;

    std::shared_ptr<contents const> contents_;
};

} // namespace understudy::dynamodb
