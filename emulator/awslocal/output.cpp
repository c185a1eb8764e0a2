#include "awslocal/output.hpp"

#include "codec/json_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

std::string number_text(double number)
{
    auto text = fmt::format("{}", number);
    bool const is_whole = text.find_first_of(".en") == std::string::npos;
    return is_whole ? text + ".0" : text;
}

std::string whole_text(json::value const& value)
{
    return value.is_uint64() ? std::to_string(value.get_uint64()) : std::to_string(value.get_int64());
}

class json_printer {
public:
    explicit json_printer(std::string& out) : out_{out} {}

    void print(json::value const& value)
    {
        switch (value.kind()) {
        case json::kind::object: return print_object(value.get_object());
        case json::kind::array: return print_array(value.get_array());
        case json::kind::string: return codec::write_json_string(out_, std::string_view{value.get_string()});
        case json::kind::double_: out_ += number_text(value.get_double()); return;
        case json::kind::bool_: out_ += value.get_bool() ? "true" : "false"; return;
        case json::kind::null: out_ += "null"; return;
        default: out_ += whole_text(value); return;
        }
    }

private:
    void print_object(json::object const& object)
    {
        if (object.empty()) {
            out_ += "{}";
            return;
        }
        char next = '{';
        ++depth_;
        for (auto const& each : object) {
            out_ += std::exchange(next, ',');
            new_line();
            codec::write_json_string(out_, std::string_view{each.key()});
            out_ += ": ";
            print(each.value());
        }
        end('}');
    }

    void print_array(json::array const& array)
    {
        if (array.empty()) {
            out_ += "[]";
            return;
        }
        char next = '[';
        ++depth_;
        for (auto const& each : array) {
            out_ += std::exchange(next, ',');
            new_line();
            print(each);
        }
        end(']');
    }

    void new_line() { out_.append("\n").append(4 * depth_, ' '); }
    void end(char bracket)
    {
        --depth_;
        new_line();
        out_ += bracket;
    }

    std::string& out_;
    std::size_t depth_ = 0;
};

bool is_scalar(json::value const& value) { return !value.is_structured(); }

std::string upper(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

using names = std::vector<std::string>;
using label = std::optional<std::string>;

class tab_printer {
public:
    std::string out = {};

    void print(json::value const& value, label const& of = {}, names const* columns = nullptr)
    {
        if (auto const* object = value.if_object()) {
            print_object(*object, of, columns);
        } else if (auto const* array = value.if_array()) {
            print_array(*array, of);
        } else {
            line({python_text(value)});
        }
    }

private:
    void line(std::vector<std::string> const& cells) { out += fmt::format("{}\n", fmt::join(cells, "\t")); }

    void print_array(json::array const& array, label const& of)
    {
        if (array.empty()) { return; }
        if (std::ranges::any_of(array, [](auto const& each) { return each.is_object(); })) {
            auto const columns = scalar_names(array);
            for (auto const& each : array) print(each, of, &columns);
            return;
        }
        std::vector<std::string> cells;
        for (auto const& each : array) {
            if (is_scalar(each)) { cells.push_back(python_text(each)); }
        }
        if (of) {
            for (auto const& cell : cells) line({upper(*of), cell});
        } else if (!cells.empty()) {
            line(cells);
        }
        for (auto const& each : array) {
            if (!is_scalar(each)) { print(each, of); }
        }
    }

    /// The members that are scalars in one of the objects at least.
    static names scalar_names(json::array const& objects)
    {
        std::set<std::string> found;
        for (auto const& each : objects) {
            if (!each.is_object()) { continue; }
            for (auto const& member : each.get_object()) {
                if (is_scalar(member.value())) { found.emplace(member.key()); }
            }
        }
        return {found.begin(), found.end()};
    }

    void print_object(json::object const& object, label const& of, names const* columns)
    {
        names own;
        if (columns == nullptr) {
            own = scalar_names({object});
            columns = &own;
        }
        std::vector<std::string> cells;
        for (auto const& name : *columns) {
            auto const* value = object.if_contains(name);
            cells.push_back(value == nullptr ? "" : python_text(*value));
        }
        if (!cells.empty()) {
            if (of) { cells.insert(cells.begin(), upper(*of)); }
            line(cells);
        }
        names rest;
        for (auto const& each : object) {
            if (std::ranges::find(*columns, std::string_view{each.key()}) == columns->end()) {
                rest.emplace_back(each.key());
            }
        }
        std::ranges::sort(rest);
        for (auto const& name : rest) print(object.at(name), name);
    }
};

std::string quoted(json::value const& value)
{
    return value.is_string() ? fmt::format("'{}'", std::string_view{value.get_string()}) : python_text(value);
}

} // namespace

std::string json_text(json::value const& value)
{
    std::string out;
    json_printer{out}.print(value);
    return out;
}

std::string tabbed_text(json::value const& value)
{
    tab_printer printer;
    printer.print(value);
    return std::move(printer.out);
}

std::string python_text(json::value const& value)
{
    std::vector<std::string> inside;
    switch (value.kind()) {
    case json::kind::null: return "None";
    case json::kind::bool_: return value.get_bool() ? "True" : "False";
    case json::kind::double_: return number_text(value.get_double());
    case json::kind::string: return std::string{value.get_string()};
    case json::kind::array:
        for (auto const& each : value.get_array()) inside.push_back(quoted(each));
        return fmt::format("[{}]", fmt::join(inside, ", "));
    case json::kind::object:
        for (auto const& each : value.get_object()) {
            inside.push_back(fmt::format("'{}': {}", std::string_view{each.key()}, quoted(each.value())));
        }
        return fmt::format("{{{}}}", fmt::join(inside, ", "));
    default: return whole_text(value);
    }
}

} // namespace understudy::awslocal
