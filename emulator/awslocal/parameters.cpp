#include "awslocal/parameters.hpp"

#include "awslocal/failure.hpp"
#include "awslocal/output.hpp"
#include "awslocal/shorthand.hpp"
#include "codec/base64.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

constexpr std::string_view text_file = "file://";
constexpr std::string_view binary_file = "fileb://";

[[noreturn]] void refuse(std::string_view option, std::string_view why)
{
    throw failure{exit_usage, fmt::format("Error parsing parameter '{}': {}", option, why)};
}

std::string read_file(std::string_view option, std::string const& word, std::string_view prefix)
{
    std::string path = word.substr(prefix.size());
    if (auto const* home = std::getenv("HOME"); home != nullptr && path.starts_with("~/")) {
        path.replace(0, 1, home);
    }
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file.good() && !file.eof()) {
        refuse(option, fmt::format("Unable to load paramfile {}: [Errno {}] {}: '{}'", word, errno,
                                   std::strerror(errno), path));
    }
    return text;
}

bool looks_like_json(std::string_view word)
{
    auto const first = word.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (word[first] == '{' || word[first] == '[');
}

json::value parse_json(std::string_view option, std::string const& word)
{
    boost::system::error_code error;
    auto value = json::parse(word, error, {}, {.max_depth = 2 * shorthand_depth_max});
    if (error) { refuse(option, fmt::format("Invalid JSON: {}\nJSON received: {}", error.message(), word)); }
    return value;
}

json::value parse_word(std::string_view option, shape const& shape, std::string const& word)
{
    if (shape.kind == kind::integer) { return whole_number(word); }
    if (shape.kind == kind::number) { return decimal_number(word); }
    if (shape.is_scalar()) { return json::value(word); }
    if (looks_like_json(word)) { return parse_json(option, word); }
    auto parsed = parse_shorthand(word);
    if (auto const* error = std::get_if<shorthand_error>(&parsed)) { refuse(option, error->text); }
    json::value value = std::get<json::object>(std::move(parsed));
    fit(value, shape);
    return value;
}

/// What a value that does not fit is told to be, and what would have fitted.
std::string_view python_type(json::value const& value) noexcept
{
    switch (value.kind()) {
    case json::kind::null: return "NoneType";
    case json::kind::bool_: return "bool";
    case json::kind::int64:
    case json::kind::uint64: return "int";
    case json::kind::double_: return "float";
    case json::kind::string: return "str";
    case json::kind::array: return "list";
    default: return "dict";
    }
}

std::string_view wanted_types(kind wanted) noexcept
{
    switch (wanted) {
    case kind::integer: return "<class 'int'>";
    case kind::number: return "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>";
    case kind::boolean: return "<class 'bool'>";
    case kind::list: return "<class 'list'>, <class 'tuple'>";
    case kind::map:
    case kind::structure: return "<class 'dict'>";
    default: return "<class 'str'>";
    }
}

bool is_of(json::value const& value, kind wanted) noexcept
{
    switch (wanted) {
    case kind::integer: return value.is_int64() || value.is_uint64();
    case kind::number: return value.is_number();
    case kind::boolean: return value.is_bool();
    case kind::list: return value.is_array();
    case kind::map:
    case kind::structure: return value.is_object();
    default: return value.is_string();
    }
}

class validator {
public:
    std::string report = {};

    void check(std::string const& path, json::value const& value, shape const& shape)
    {
        if (!is_of(value, shape.kind)) {
            report +=
                fmt::format("\nInvalid type for parameter {}, value: {}, type: <class '{}'>, valid types: {}",
                            path, python_text(value), python_type(value), wanted_types(shape.kind));
        } else if (shape.kind == kind::list) {
            auto const& elements = value.get_array();
            for (std::size_t i = 0; i < elements.size(); ++i) {
                check(fmt::format("{}[{}]", path, i), elements[i], *shape.element);
            }
        } else if (shape.kind == kind::map) {
            for (auto const& each : value.get_object())
                check(below(path, each.key()), each.value(), *shape.element);
        } else if (shape.kind == kind::structure) {
            members(path, value.get_object(), shape);
        }
    }

    void members(std::string const& path, json::object const& values, shape const& shape)
    {
        for (auto const& each : values) {
            auto const* known = find_member(shape, each.key());
            if (known != nullptr) {
                check(below(path, each.key()), each.value(), *known->shape);
                continue;
            }
            std::vector<std::string_view> names;
            for (auto const& member : shape.members()) names.push_back(member.name);
            report += fmt::format("\nUnknown parameter in {}: \"{}\", must be one of: {}",
                                  path.empty() ? "input" : path, std::string_view{each.key()},
                                  fmt::join(names, ", "));
        }
    }

private:
    static std::string below(std::string const& path, std::string_view name)
    {
        return path.empty() ? std::string{name} : fmt::format("{}.{}", path, name);
    }
};

} // namespace

std::string contents_of(std::string_view option, std::string const& word)
{
    if (word.starts_with(text_file)) { return read_file(option, word, text_file); }
    if (word.starts_with(binary_file)) { return read_file(option, word, binary_file); }
    return word;
}

json::value read_parameter(std::string_view option, shape const& shape, std::span<std::string const> words)
{
    if (words.size() == 1) {
        auto const text = contents_of(option, words.front());
        if (shape.kind == kind::blob && words.front().starts_with(binary_file)) {
            std::string encoded;
            codec::write_base64(encoded, text);
            return json::value(encoded);
        }
        if (shape.kind != kind::list) { return parse_word(option, shape, text); }
        if (looks_like_json(text) && text[text.find_first_of("{[")] == '[') {
            return parse_json(option, text);
        }
        json::array one;
        one.push_back(parse_word(option, *shape.element, text));
        return one;
    }
    json::array all;
    for (auto const& word : words) all.push_back(parse_word(option, *shape.element, word));
    return all;
}

void validate(json::object const& parameters, shape const& request)
{
    validator check;
    check.members({}, parameters, request);
    if (!check.report.empty()) { throw failure{exit_usage, "Parameter validation failed:" + check.report}; }
}

} // namespace understudy::awslocal
