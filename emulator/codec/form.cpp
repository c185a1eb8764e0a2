#include "codec/form.hpp"

#include "codec/base64.hpp"
#include "codec/numbers.hpp"
#include "codec/utf8.hpp"
#include "core/sixteen_bytes.hpp"

#include <algorithm>
#include <charconv>

namespace understudy::codec {

namespace {

int hexadecimal_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The first character, which an escape may stand for, and which is taken away.
char take_character(std::string_view& encoded)
{
    char const first = encoded.front();
    if (first == '%' && encoded.size() > 2) {
        auto const high = hexadecimal_digit(encoded[1]);
        auto const low = hexadecimal_digit(encoded[2]);
        if (high >= 0 && low >= 0) {
            encoded.remove_prefix(3);
            return static_cast<char>(high << 4 | low);
        }
    }
    encoded.remove_prefix(1);
    return first == '+' ? ' ' : first;
}

/// Appends the text without its escapes and answers where it begins.
std::size_t decode(std::string_view encoded, std::vector<char>& out)
{
    auto const at = out.size();
    out.resize(at + encoded.size() + sixteen_bytes::size); // to be written in whole blocks
    auto* to = out.data() + at;
    while (!encoded.empty()) {
        sixteen_bytes const next{encoded};
        next.copy_replacing('+', ' ', to);
        auto const plain = std::min(sixteen_bytes::before(next.equal('%')), encoded.size());
        to += plain;
        encoded.remove_prefix(plain);
        if (plain < sixteen_bytes::size && !encoded.empty()) *to++ = take_character(encoded);
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    std::string_view const decoded{out.data() + at, out.size() - at};
    if (auto const mended = mend_utf8(decoded)) {
        out.resize(at);
        out.insert(out.end(), mended->begin(), mended->end());
    }
    return at;
}

} // namespace

form form::parse(std::string_view encoded)
{
    struct place {
        std::size_t name, value, end;
    };
    form form;
    std::vector<place> places;
    form.text_.reserve(encoded.size() + sixteen_bytes::size);
    while (!encoded.empty()) {
        auto const pair = encoded.substr(0, encoded.find('&'));
        encoded.remove_prefix(std::min(pair.size() + 1, encoded.size()));
        if (pair.empty()) continue;
        if (places.size() == fields_max) {
            form.too_many_ = true;
            break;
        }
        auto const name = pair.substr(0, pair.find('='));
        auto const value = pair.substr(std::min(name.size() + 1, pair.size()));
        auto const name_at = decode(name, form.text_);
        auto const value_at = decode(value, form.text_);
        places.push_back({name_at, value_at, form.text_.size()});
    }
    form.fields_.reserve(places.size());
    for (auto const& [name, value, end] : places) {
        auto const* text = form.text_.data();
        form.fields_.push_back({{text + name, value - name}, {text + value, end - value}});
    }
    std::ranges::stable_sort(form.fields_, {}, &field::name);
    return form;
}

std::optional<std::string_view> form::find(std::string_view name) const
{
    return detail::form_part{fields_}.value(name);
}

bool form::has_prefix(std::string_view prefix) const
{
    auto const at = std::ranges::lower_bound(fields_, prefix, {}, &field::name);
    return at != fields_.end() && at->name.starts_with(prefix);
}

namespace detail {

std::optional<std::string_view> form_part::value(std::string_view name) const
{
    auto const rest_of = [this](form::field const& field) { return rest(field); };
    auto const at = std::ranges::lower_bound(fields_, name, {}, rest_of);
    if (at == fields_.end() || rest(*at) != name) return std::nullopt;
    return at->value;
}

form_part form_part::below(std::string_view name) const
{
    auto const prefix = std::string{name} + '.';
    auto const head_of = [&](form::field const& field) { return rest(field).substr(0, prefix.size()); };
    auto const first = std::ranges::lower_bound(fields_, std::string_view{prefix}, {}, head_of);
    auto const last = std::ranges::upper_bound(fields_, std::string_view{prefix}, {}, head_of);
    return form_part{{first, last}, skip_ + prefix.size()};
}

std::vector<form_part::element> form_part::elements() const
{
    std::vector<element> elements;
    for (auto first = fields_.begin(); first != fields_.end();) {
        auto const digits = rest(*first).substr(0, rest(*first).find('.'));
        auto const last = std::find_if(first, fields_.end(), [&](form::field const& field) {
            return rest(field).substr(0, rest(field).find('.')) != digits;
        });
        std::uint32_t number = 0;
        auto const end = digits.data() + digits.size();
        auto const [stop, error] = std::from_chars(digits.data(), end, number);
        if (error == std::errc{} && stop == end) {
            form_part const group{{first, last}, skip_};
            elements.push_back({number, group.value(digits), group.below(digits)});
        }
        first = last;
    }
    std::ranges::stable_sort(elements, {}, &element::number);
    return elements;
}

std::optional<decode_error> too_many_fields()
{
    return decode_error{.message =
                            "The request has more than " + std::to_string(form::fields_max) + " parameters."};
}

bool read_text(std::string_view text, std::string& out, std::string&)
{
    out.assign(text);
    return true;
}

bool read_text(std::string_view text, shared_text& out, std::string&)
{
    out = shared_text{text};
    return true;
}

bool read_text(std::string_view text, blob& out, std::string& message)
{
    auto read = read_base64(text, out.bytes);
    message = std::move(read.message);
    return read.good;
}

bool read_text(std::string_view text, bool& out, std::string& message)
{
    auto const value = parse_bool(text);
    if (!value) message = "STRING_VALUE can not be converted to a Boolean";
    out = value.value_or(false);
    return value.has_value();
}

bool read_text(std::string_view text, std::int64_t& out, std::string& message)
{
    auto const value = parse_integer(text);
    if (!value) message = "STRING_VALUE can not be converted to an Integer";
    out = value.value_or(0);
    return value.has_value();
}

std::vector<form_part::element> form_reader::elements(form_part const& part, std::string_view member,
                                                      std::string_view element, std::string_view level) const
{
    if (service != query_service::sqs) return part.below(member).below(level).elements();
    auto const [name, also] = flat_name_of(member, element);
    auto found = part.below(name).elements();
    if (found.empty() && !also.empty()) found = part.below(also).elements();
    // Attribute.Name and Attribute.Value without a number: a single one.
    if (found.empty() && level == "entry" && part.below(name).value("Name"))
        found.push_back({1, {}, part.below(name)});
    return found;
}

entry_names form_reader::entry_names_in(form_part const& entry, std::string_view member,
                                        bool structures) const
{
    auto const names = entry_names_of(member, service, structures);
    // Both spellings are understood: Name or key, and for the tags of a queue Key.
    for (auto const& other :
         {names, entry_names{"key", "value"}, entry_names{"Key", "Value"}, entry_names{"Name", "Value"}}) {
        if (entry.value(other.key)) return other;
    }
    return names;
}

void write_field(std::string& out, std::string_view name, std::string_view value)
{
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    out += '&';
    out += name;
    out += '=';
    for (char const c : value) {
        bool const unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                || c == '-' || c == '_' || c == '.' || c == '~';
        if (unreserved) {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += hexadecimal[byte >> 4];
        out += hexadecimal[byte & 15];
    }
}

std::string text_of(std::string_view text) { return std::string{text}; }

std::string text_of(blob const& value)
{
    std::string text;
    write_base64(text, value.bytes);
    return text;
}

std::string text_of(bool value) { return value ? "true" : "false"; }

std::string text_of(std::int64_t value) { return std::to_string(value); }

std::string form_writer::numbered(std::string const& prefix, std::string_view member,
                                  std::string_view element, std::string_view level, std::size_t number) const
{
    auto path = prefix;
    if (service == query_service::sqs) {
        path += flat_name_of(member, element).name;
    } else {
        path += member;
        path += '.';
        path += level;
    }
    return path + '.' + std::to_string(number);
}

} // namespace detail
} // namespace understudy::codec
