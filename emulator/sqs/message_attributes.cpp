#include "sqs/message_attributes.hpp"

#include "core/digest.hpp"
#include "sqs/errors.hpp"
#include "sqs/limits.hpp"
#include "sqs/text.hpp"

#include <algorithm>
#include <charconv>

namespace understudy::sqs {

namespace {

constexpr bool is_digit(char c) noexcept { return '0' <= c && c <= '9'; }

bool is_binary(std::string_view data_type) noexcept { return data_type.starts_with("Binary"); }

std::string_view value_of(MessageAttributeValue const& attribute) noexcept
{
    if (is_binary(attribute.DataType)) {
        return attribute.BinaryValue ? std::string_view{attribute.BinaryValue->bytes} : std::string_view{};
    }
    return attribute.StringValue ? std::string_view{*attribute.StringValue} : std::string_view{};
}

bool has_prefix_ignoring_case(std::string_view text, std::string_view lower) noexcept
{
    return text.size() >= lower.size()
           && std::equal(lower.begin(), lower.end(), text.begin(), [](char wanted, char given) {
                  return wanted == given || ('A' <= given && given <= 'Z' && given - 'A' + 'a' == wanted);
              });
}

result<void> check_name(std::string_view name)
{
    if (name.empty()) return errors::message_attribute_name_empty();
    if (name.size() > limits::attribute_name_bytes_max) return errors::message_attribute_name_too_long();
    // Letters beyond ASCII pass, as they do on AWS, whatever its documentation says.
    bool const known = is_message_text(name) && std::all_of(name.begin(), name.end(), [](char c) {
                           return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || is_digit(c) || c == '_'
                                  || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
                       });
    if (!known) return errors::message_attribute_name_invalid();
    if (has_prefix_ignoring_case(name, "aws.") || has_prefix_ignoring_case(name, "amazon.")) {
        return errors::message_attribute_name_reserved();
    }
    if (name.front() == '.' || name.back() == '.' || name.find("..") != std::string_view::npos) {
        return errors::message_attribute_name_dotted();
    }
    return {};
}

result<void> check_type(std::string_view name, std::string_view type)
{
    if (type.empty()) return errors::message_attribute_type_missing();
    if (type.size() > limits::attribute_type_bytes_max) return errors::message_attribute_type_too_long();
    auto const dot = type.find('.');
    auto const prefix = type.substr(0, dot);
    bool const label_missing = dot != std::string_view::npos && dot + 1 == type.size();
    if (label_missing || !is_message_text(type)
        || (prefix != "String" && prefix != "Number" && prefix != "Binary")) {
        return errors::message_attribute_type_invalid(name);
    }
    return {};
}

std::string_view take_digits(std::string_view& text) noexcept
{
    auto const end = std::find_if_not(text.begin(), text.end(), is_digit);
    auto const digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

/// An exponent, or nothing at all. False when there is something else.
bool take_exponent(std::string_view text, int& exponent) noexcept
{
    if (text.empty()) { return true; }
    if (text.front() != 'e' && text.front() != 'E') { return false; }
    text.remove_prefix(1);
    if (text.size() > 1 && text.front() == '+' && is_digit(text[1])) { text.remove_prefix(1); }
    auto const* const end = text.data() + text.size();
    auto const [stopped, failed] = std::from_chars(text.data(), end, exponent);
    return failed == std::errc{} && stopped == end && -1000 < exponent && exponent < 1000;
}

/// Decimal, perhaps with a fraction and an exponent; up to 38 digits that matter.
bool is_number(std::string_view text) noexcept
{
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) { text.remove_prefix(1); }
    std::string_view const before = take_digits(text);
    std::string_view after;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        after = take_digits(text);
    }
    int exponent = 0;
    if ((before.empty() && after.empty()) || !take_exponent(text, exponent)) { return false; }
    std::string digits{before};
    digits.append(after);
    auto const first = digits.find_first_not_of('0');
    if (first == std::string::npos) { return true; }
    auto const last = digits.find_last_not_of('0');
    auto const magnitude =
        static_cast<std::int64_t>(before.size()) - static_cast<std::int64_t>(first) - 1 + exponent;
    return last - first < limits::number_digits_max && magnitude <= limits::number_exponent_max
           && magnitude >= limits::number_exponent_min;
}

result<void> check_value(std::string_view name, MessageAttributeValue const& attribute)
{
    if (!attribute.StringListValues.empty() || !attribute.BinaryListValues.empty()) {
        return errors::message_attribute_lists_unsupported();
    }
    if (!attribute.StringValue && !attribute.BinaryValue)
        return errors::message_attribute_value_missing(name);
    bool const binary = is_binary(attribute.DataType);
    auto const value = value_of(attribute);
    if (value.empty()) return errors::message_attribute_value_empty(name, binary ? "Binary" : "String");
    if (attribute.StringValue && attribute.BinaryValue)
        return errors::message_attribute_value_ambiguous(name);
    if (binary) return {};
    if (!is_message_text(value)) return errors::message_attribute_characters_invalid();
    if (attribute.DataType.starts_with("Number") && !is_number(value)) {
        return errors::message_attribute_not_a_number(name);
    }
    return {};
}

void append_sized(std::string& buffer, std::string_view text)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buffer.push_back(static_cast<char>(text.size() >> shift & 0xff));
    buffer.append(text);
}

} // namespace

result<void> check_attributes(message_attributes const& attributes)
{
    if (attributes.size() > limits::attributes_max) {
        return errors::message_attributes_too_many(attributes.size());
    }
    for (auto const& [name, attribute] : attributes) {
        if (auto good = check_name(name); !good) return good.error();
        if (auto good = check_type(name, attribute.DataType); !good) return good.error();
        if (auto good = check_value(name, attribute); !good) return good.error();
    }
    return {};
}

result<void> check_system_attributes(message_attributes const& attributes)
{
    for (auto const& [name, attribute] : attributes) {
        if (name != trace_header_name) return errors::message_system_attribute_invalid(name);
        bool const good = attribute.DataType == "String" && attribute.StringValue
                          && !attribute.StringValue->empty() && is_message_text(*attribute.StringValue)
                          && !attribute.BinaryValue;
        if (!good) return errors::message_system_attribute_value_invalid(name);
    }
    return {};
}

std::size_t size_of(message_attributes const& attributes) noexcept
{
    std::size_t size = 0;
    for (auto const& [name, attribute] : attributes) {
        size += name.size() + attribute.DataType.size() + value_of(attribute).size();
    }
    return size;
}

shared_text::md5_type md5_of(message_attributes const& attributes)
{
    constexpr char string_mark = 1;
    constexpr char binary_mark = 2;
    std::string buffer;
    buffer.reserve(size_of(attributes) + attributes.size() * 13);
    for (auto const& [name, attribute] : attributes) { // a map is in the order of its names' bytes
        append_sized(buffer, name);
        append_sized(buffer, attribute.DataType);
        buffer.push_back(is_binary(attribute.DataType) ? binary_mark : string_mark);
        append_sized(buffer, value_of(attribute));
    }
    return md5(buffer);
}

bool is_selected(std::string_view name, string_list const& asked) noexcept
{
    constexpr std::string_view anything = ".*";
    return std::any_of(asked.begin(), asked.end(), [&](std::string_view wanted) {
        if (wanted == "All" || wanted == "*" || wanted == name) { return true; }
        return wanted.ends_with(anything)
               && name.starts_with(wanted.substr(0, wanted.size() - anything.size()));
    });
}

} // namespace understudy::sqs
