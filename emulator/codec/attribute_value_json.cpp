#include "codec/attribute_value_json.hpp"

#include "codec/json_writer.hpp"
#include "model/stored_item.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <array>

namespace understudy::codec {

using namespace dynamodb;
using std::literals::operator""sv;

namespace detail {

namespace {

std::optional<value_type> value_type_named(std::string_view name)
{
    if (name.size() == 1) {
        switch (name.front()) {
        case 'S': return value_type::S;
        case 'N': return value_type::N;
        case 'B': return value_type::B;
        case 'L': return value_type::L;
        case 'M': return value_type::M;
        default: return std::nullopt;
        }
    }
    if (name == "BOOL") return value_type::BOOL;
    if (name == "NULL") return value_type::NULL_;
    if (name == "SS") return value_type::SS;
    if (name == "NS") return value_type::NS;
    if (name == "BS") return value_type::BS;
    return std::nullopt;
}

bool read_set_member(json_reader& reader, json_node const& node, std::string& out, bool binary)
{
    if (!binary) return read_scalar(reader, node, out);
    blob bytes;
    bool const good = read_scalar(reader, node, bytes);
    out = std::move(bytes.bytes);
    return good;
}

template <class Set>
bool read_set(json_reader& reader, json_node const& node, attribute_value& out)
{
    if (!expect_list(reader, node)) return false;
    Set set;
    set.values.reserve(node.size);
    bool null_inside = false;
    auto const* element = node.first();
    for (auto left = node.size; left > 0; --left, element = element->next()) {
        if (element->is_null()) {
            null_inside = true;
        } else if (!read_set_member(reader, *element, set.values.emplace_back(),
                                    std::is_same_v<Set, binary_set>)) {
            return false;
        }
    }
    if (null_inside) {
        out.value = malformed{malformed::fault::null_in_set, {std::move(set)}};
    } else {
        out.value = std::move(set);
    }
    return true;
}

attribute_value nothing() { return malformed{}; }

bool read_list(json_reader& reader, json_node const& node, attribute_value& out)
{
    if (!expect_list(reader, node)) return false;
    auto& values = out.value.emplace<list>();
    values.reserve(node.size);
    auto const* element = node.first();
    for (auto left = node.size; left > 0; --left, element = element->next()) {
        if (element->is_null()) {
            values.push_back(nothing());
        } else if (!read_attribute_value(reader, *element, values.emplace_back())) {
            return false;
        }
    }
    return true;
}

bool read_null(json_reader& reader, json_node const& node, attribute_value& out)
{
    bool value = false;
    if (!read_scalar(reader, node, value)) return false;
    if (value) {
        out.value = null{};
    } else {
        out.value = malformed{malformed::fault::null_is_false};
    }
    return true;
}

bool read_as(json_reader& reader, value_type type, json_node const& node, attribute_value& out)
{
    switch (type) {
    case value_type::S: return read_scalar(reader, node, out.value.emplace<std::string>());
    case value_type::N: return read_scalar(reader, node, out.value.emplace<number>().text);
    case value_type::B: return read_set_member(reader, node, out.value.emplace<binary>().bytes, true);
    case value_type::BOOL: return read_scalar(reader, node, out.value.emplace<bool>());
    case value_type::NULL_: return read_null(reader, node, out);
    case value_type::SS: return read_set<string_set>(reader, node, out);
    case value_type::NS: return read_set<number_set>(reader, node, out);
    case value_type::BS: return read_set<binary_set>(reader, node, out);
    case value_type::L: return read_list(reader, node, out);
    case value_type::M: return read_attribute_map(reader, node, out.value.emplace<attribute_map>());
    }
    return false;
}

/// The slow path: an attribute value that is not exactly one member.
bool read_several(json_reader& reader, json_node const& node, attribute_value& out)
{
    std::vector<value_type> types;
    std::vector<attribute_value> members;
    auto const* name = node.first();
    for (auto left = node.size; left > 0; --left, name = name->next()->next()) {
        auto const type = value_type_named(name->text());
        if (!type || name->next()->is_null()) continue;
        auto const known = std::ranges::find(types, *type);
        auto const index = static_cast<std::size_t>(known - types.begin());
        if (known == types.end()) {
            types.push_back(*type);
            members.emplace_back();
        }
        if (!read_as(reader, *type, *name->next(), members[index]))
            return false; // the last of equal names wins
    }
    if (members.empty()) {
        out = nothing();
    } else if (members.size() == 1) {
        out = std::move(members.front());
    } else {
        out.value = malformed{malformed::fault::several_members, std::move(members)};
    }
    return true;
}

} // namespace

bool read_attribute_value(json_reader& reader, json_node const& node, attribute_value& out)
{
    if (!expect_structure(reader, node, place::element, "AttributeValue")) return false;
    if (node.size != 1) return read_several(reader, node, out);
    auto const& name = *node.first();
    auto const type = value_type_named(name.text());
    if (!type || name.next()->is_null()) {
        out = nothing();
        return true;
    }
    return read_as(reader, *type, *name.next(), out);
}

bool read_attribute_map(json_reader& reader, json_node const& node, attribute_map& out)
{
    if (!expect_map(reader, node, "AttributeValue")) return false;
    // Sorted before they are read, so that a large item in an unlucky order is not moved about on each insertion.
    boost::container::small_vector<json_node const*, 32> names;
    names.reserve(node.size);
    auto const* name = node.first();
    for (auto left = node.size; left > 0; --left, name = name->next()->next()) names.push_back(name);
    std::sort(names.begin(), names.end(), [](json_node const* a, json_node const* b) {
        auto const order = a->text().compare(b->text());
        return order != 0 ? order < 0 : a < b;
    });

    attribute_map::sequence_type attributes;
    attributes.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i + 1 < names.size() && names[i]->text() == names[i + 1]->text())
            continue; // the last of equal names wins
        auto& [key, value] = attributes.emplace_back();
        key.assign(names[i]->text());
        auto const& sent = *names[i]->next();
        if (sent.is_null()) {
            value = nothing();
        } else if (!read_attribute_value(reader, sent, value)) {
            return false;
        }
    }
    out.adopt_sequence(boost::container::ordered_unique_range, std::move(attributes));
    return true;
}

} // namespace detail

namespace {

void put_texts(json_text& out, std::vector<std::string> const& values, bool is_binary = false)
{
    out.put('[');
    for (auto const& value : values) {
        is_binary ? out.put_base64(value) : out.put_string(value);
        out.put(',');
    }
    values.empty() ? out.put(']') : out.replace_last(']');
}

/// Puts a value as the member of its type: `"S":"x"`.
struct member_writer {
    json_text& out;

    void operator()(std::string const& text) const
    {
        out.put("\"S\":");
        out.put_string(text);
    }
    void operator()(number const& number) const
    {
        out.put("\"N\":");
        out.put_string(number.text);
    }
    void operator()(binary const& binary) const
    {
        out.put("\"B\":");
        out.put_base64(binary.bytes);
    }
    void operator()(bool value) const { out.put(value ? "\"BOOL\":true" : "\"BOOL\":false"); }
    void operator()(null) const { out.put("\"NULL\":true"); }
    void operator()(string_set const& set) const
    {
        out.put("\"SS\":");
        put_texts(out, set.values);
    }
    void operator()(number_set const& set) const
    {
        out.put("\"NS\":");
        put_texts(out, set.values);
    }
    void operator()(binary_set const& set) const
    {
        out.put("\"BS\":");
        put_texts(out, set.values, true);
    }
    void operator()(list const& values) const
    {
        out.put("\"L\":[");
        for (auto const& value : values) {
            detail::write_scalar(out, value);
            out.put(',');
        }
        values.empty() ? out.put(']') : out.replace_last(']');
    }
    void operator()(attribute_map const& map) const
    {
        out.put("\"M\":");
        detail::write_scalar(out, map);
    }
    void operator()(malformed const& sent) const
    {
        bool first = true;
        for (auto const& member : sent.members) {
            if (!first) out.put(',');
            first = false;
            std::visit(*this, member.value);
        }
        if (sent.reason == malformed::fault::null_is_false) out.put("\"NULL\":false");
        if (sent.reason != malformed::fault::null_in_set) return;
        if (sent.members.empty()) return out.put("\"SS\":[null]");
        auto& text = out.flushed();
        bool const empty = text.ends_with("[]");
        text.pop_back();
        text += empty ? "null]" : ",null]";
    }
};

static_assert(stored_item::readable_behind >= sixteen_bytes::size);

constexpr json_token true_token{"true"sv};
constexpr json_token false_token{"false"sv};
constexpr json_token comma{","sv};
constexpr json_token end_of_value{"},"sv};

/// What stands in front of a value: its type. In an object, a colon before it.
template <bool is_member>
json_token const& head_of(value_type type) noexcept
{
    static constexpr auto heads = [] {
        auto const head = [](std::string_view text) { return json_token{text.substr(is_member ? 0 : 1)}; };
        return std::array<json_token, 10>{head(R"(:{"S":)"),    head(R"(:{"N":)"),    head(R"(:{"B":)"),
                                          head(R"(:{"BOOL":)"), head(R"(:{"NULL":)"), head(R"(:{"SS":)"),
                                          head(R"(:{"NS":)"),   head(R"(:{"BS":)"),   head(R"(:{"L":)"),
                                          head(R"(:{"M":)")};
    }();
    return heads[static_cast<std::size_t>(type)];
}

/// Calls put(what) for each part that the walk comes to; it puts a comma behind each.
template <class Walk, class Put, class... What>
void put_parts(json_text& out, char first, char last, Walk walk, Put put, What... what)
{
    out.put(first);
    bool is_empty = true;
    for (; walk.next(what...); is_empty = false) put(what...);
    is_empty ? out.put(last) : out.replace_last(last);
}

void put_texts(json_text& out, std::string_view texts, bool is_binary)
{
    auto const put = [&](std::string_view text) {
        if (!is_binary) return out.put_stored_string(text, comma);
        out.put_base64(text);
        out.put_token(comma);
    };
    put_parts(out, '[', ']', stored_texts{texts}, put, std::string_view{});
}

void put_rest(json_text& out, stored_value const& value);

void put_members(json_text& out, stored_members members)
{
    auto const put = [&](std::string_view name, stored_value const& value) {
        out.put_stored_string(name, head_of<true>(value.type));
        if (value.type == value_type::S)
            return out.put_stored_string(value.bytes, end_of_value); // as most are
        put_rest(out, value);
    };
    put_parts(out, '{', '}', members, put, std::string_view{}, stored_value{});
}

void put_elements(json_text& out, stored_elements elements)
{
    auto const put = [&](stored_value const& element) {
        out.put_token(head_of<false>(element.type));
        put_rest(out, element);
    };
    put_parts(out, '[', ']', elements, put, stored_value{});
}

/// What comes behind the head of a value, up to its end and a comma.
void put_rest(json_text& out, stored_value const& value)
{
    switch (value.type) {
    case value_type::S:
    case value_type::N: return out.put_stored_string(value.bytes, end_of_value);
    case value_type::B: out.put_base64(value.bytes); break;
    case value_type::BOOL: out.put_token(value.is_true() ? true_token : false_token); break;
    case value_type::NULL_: out.put_token(true_token); break;
    case value_type::SS:
    case value_type::NS: put_texts(out, value.bytes, false); break;
    case value_type::BS: put_texts(out, value.bytes, true); break;
    case value_type::L: put_elements(out, stored_elements{value.bytes}); break;
    case value_type::M: put_members(out, stored_members{value.bytes}); break;
    }
    out.put_token(end_of_value);
}

} // namespace

namespace detail {

void write_scalar(json_text& out, attribute_value const& value)
{
    out.put('{');
    std::visit(member_writer{out}, value.value);
    out.put('}');
}

void write_scalar(json_text& out, attribute_map const& map)
{
    out.put('{');
    for (auto const& [name, value] : map) {
        out.put_string(name);
        out.put(':');
        write_scalar(out, value);
        out.put(',');
    }
    map.empty() ? out.put('}') : out.replace_last('}');
}

void write_scalar(json_text& out, item const& item)
{
    auto const* stored = item.stored();
    stored ? put_members(out, stored->members()) : write_scalar(out, item.attributes());
}

} // namespace detail
} // namespace understudy::codec
