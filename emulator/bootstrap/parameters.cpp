#include "bootstrap/parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace understudy::bootstrap {

namespace {

std::optional<double> number_in(std::string_view text)
{
    double value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const good = failure == std::errc{} && end == text.data() + text.size() && !text.empty();
    return good ? std::optional{value} : std::nullopt;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> parts;
    while (true) {
        auto const comma = text.find(',');
        auto part = text.substr(0, comma);
        part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
        part.remove_suffix(part.size() - std::min(part.find_last_not_of(' ') + 1, part.size()));
        parts.emplace_back(part);
        if (comma == std::string_view::npos) { return parts; }
        text.remove_prefix(comma + 1);
    }
}

struct declaration {
    std::string const& name;
    node const& body;

    [[noreturn]] void refuse(std::string_view why) const
    {
        if (auto const* described = body.find("ConstraintDescription")) {
            throw problem{body.line, fmt::format("Parameter '{}' must be {}", name,
                                                 scalar(*described, "ConstraintDescription"))};
        }
        throw problem{body.line, fmt::format("Parameter '{}' {}", name, why)};
    }

    std::optional<double> limit(std::string_view which) const
    {
        auto const* set = body.find(which);
        return set == nullptr ? std::nullopt : number_in(scalar(*set, which));
    }

    void check(std::string const& value, bool is_numeric) const
    {
        if (auto const* allowed = body.find("AllowedValues")) {
            std::vector<std::string> values;
            for (auto const& each : list(*allowed, "AllowedValues")) {
                values.push_back(scalar(each, "an allowed value"));
            }
            if (std::ranges::find(values, value) == values.end()) {
                refuse(fmt::format("must be one of AllowedValues [{}]", fmt::join(values, ", ")));
            }
        }
        if (is_numeric) {
            auto const number = number_in(value);
            if (!number) { refuse("must be a number"); }
            auto const least = limit("MinValue");
            auto const most = limit("MaxValue");
            if (least && *number < *least) {
                refuse(fmt::format("must be a number not less than {}", *least));
            }
            if (most && *number > *most) {
                refuse(fmt::format("must be a number not greater than {}", *most));
            }
            return;
        }
        auto const least = limit("MinLength");
        auto const most = limit("MaxLength");
        auto const size = static_cast<double>(value.size());
        if (least && size < *least) { refuse(fmt::format("must contain at least {} characters", *least)); }
        if (most && size > *most) { refuse(fmt::format("must contain at most {} characters", *most)); }
    }
};

node value_of(declaration const& parameter, parameter_values const& given)
{
    auto const line = parameter.body.line;
    auto const* type = parameter.body.find("Type");
    auto const type_name = type == nullptr ? std::string{"String"} : scalar(*type, "Type");
    auto const named = given.find(parameter.name);
    auto const* otherwise = parameter.body.find("Default");
    if (named == given.end() && otherwise == nullptr) {
        throw problem{line, fmt::format("Parameters: [{}] must have values", parameter.name)};
    }
    auto const text = named != given.end() ? named->second : scalar(*otherwise, "Default");
    bool const is_numeric = type_name == "Number" || type_name == "List<Number>";
    if (type_name == "CommaDelimitedList" || type_name.starts_with("List<")
        || type_name.starts_with("AWS::SSM::Parameter::Value<List<")) {
        std::vector<node> items;
        for (auto& part : split(text)) {
            parameter.check(part, is_numeric);
            items.push_back(text_node(std::move(part), line));
        }
        return list_node(std::move(items), line);
    }
    parameter.check(text, is_numeric);
    return {.is = node::kind::scalar, .quoted = !is_numeric, .line = line, .text = text};
}

} // namespace

std::map<std::string, node, std::less<>> read_parameters(node const* section, parameter_values const& given)
{
    std::map<std::string, node, std::less<>> values;
    if (section == nullptr || section->is_null()) { return values; }
    for (auto const& [name, body] : map(*section, "Parameters")) {
        static_cast<void>(map(body, fmt::format("Parameter '{}'", name)));
        values.emplace(name, value_of({name, body}, given));
    }
    return values;
}

} // namespace understudy::bootstrap
