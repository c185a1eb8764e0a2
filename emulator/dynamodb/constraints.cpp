#include "dynamodb/constraints.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

constexpr int errors_told_max = 10; // AWS tells no more at once

bool belongs_in_a_name(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
           || c == '-';
}

} // namespace

std::string in_quotes(std::string_view value)
{
    std::string text{"'"};
    text += value;
    return text += '\'';
}

void constraints::add(std::string_view quoted_value, std::string_view path, std::string_view rule)
{
    if (count_ == errors_told_max) return;
    if (count_++ > 0) text_ += "; ";
    text_ += "Value ";
    text_ += quoted_value;
    text_ += " at '";
    text_ += path;
    text_ += "' failed to satisfy constraint: ";
    text_ += rule;
    if (count_ == 1) first_ = text_;
}

void constraints::null(std::string_view path) { add("null", path, "Member must not be null"); }

void constraints::length_min(std::string_view value, std::size_t length, std::size_t min,
                             std::string_view path)
{
    if (length >= min) return;
    add(in_quotes(value), path, "Member must have length greater than or equal to " + std::to_string(min));
}

void constraints::length_max(std::string_view value, std::size_t length, std::size_t max,
                             std::string_view path)
{
    if (length <= max) return;
    add(in_quotes(value), path, "Member must have length less than or equal to " + std::to_string(max));
}

void constraints::at_least(std::int64_t value, std::int64_t min, std::string_view path)
{
    if (value >= min) return;
    add(in_quotes(std::to_string(value)), path,
        "Member must have value greater than or equal to " + std::to_string(min));
}

void constraints::at_most(std::int64_t value, std::int64_t max, std::string_view path)
{
    if (value <= max) return;
    add(in_quotes(std::to_string(value)), path,
        "Member must have value less than or equal to " + std::to_string(max));
}

void constraints::one_of(std::optional<std::string> const& value,
                         std::initializer_list<std::string_view> allowed, std::string_view path)
{
    if (!value || std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return;
    std::string rule = "Member must satisfy enum value set: [";
    for (auto const name : allowed) {
        if (name != *allowed.begin()) rule += ", ";
        rule += name;
    }
    add(in_quotes(*value), path, rule + "]");
}

void constraints::name(std::string_view value, std::string_view path)
{
    if (value.empty() || !std::all_of(value.begin(), value.end(), belongs_in_a_name)) {
        add(in_quotes(value), path, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }
    length_min(value, value.size(), limits::table_name_length_min, path);
    length_max(value, value.size(), limits::table_name_length_max, path);
}

void constraints::names_in_map(std::string_view printed, std::string_view path)
{
    add(in_quotes(printed), path,
        "Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length "
        "greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]");
}

std::optional<service_error> constraints::error() const
{
    if (count_ == 0) return std::nullopt;
    return errors::validation(std::to_string(count_)
                              + (count_ == 1 ? " validation error" : " validation errors")
                              + " detected: " + text_);
}

std::optional<service_error> constraints::first_error() const
{
    if (count_ == 0) return std::nullopt;
    return errors::validation("1 validation error detected: " + first_);
}

} // namespace understudy::dynamodb
