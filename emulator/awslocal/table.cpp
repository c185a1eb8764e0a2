#include "awslocal/failure.hpp"
#include "awslocal/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

constexpr std::size_t padding = 4; // of a cell, with its edge

/// Those that take the room of two: Chinese, Japanese, Korean, and pictures.
bool is_wide(char32_t c) noexcept
{
    static constexpr std::array<std::pair<char32_t, char32_t>, 14> ranges{{
        {0x1100, 0x115f},
        {0x2e80, 0x303e},
        {0x3041, 0x33ff},
        {0x3400, 0x4dbf},
        {0x4e00, 0xa4cf},
        {0xa960, 0xa97c},
        {0xac00, 0xd7a3},
        {0xf900, 0xfaff},
        {0xfe30, 0xfe6b},
        {0xff01, 0xff60},
        {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f},
        {0x1f900, 0x1f9ff},
        {0x20000, 0x3fffd},
    }};
    return std::ranges::any_of(ranges, [c](auto const& each) { return each.first <= c && c <= each.second; });
}

std::size_t width_of(std::string_view text) noexcept
{
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const first = static_cast<unsigned char>(text[at]);
        std::size_t const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        char32_t c = size == 1 ? first : first & (0xffU >> (size + 1));
        for (std::size_t i = 1; i < size && at + i < text.size(); ++i) {
            c = c << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
        }
        width += is_wide(c) ? 2 : 1;
        at += size;
    }
    return width;
}

using names = std::vector<std::string>;

struct section {
    std::string title = {};
    std::size_t indent = 0;
    names headers = {};
    std::vector<names> rows = {};
    std::vector<std::size_t> widths = {}; // of the columns

    void add_header(names const& columns)
    {
        widen(columns);
        headers = columns;
    }
    void add_row(names const& cells)
    {
        auto const columns = widths.size();
        if ((!rows.empty() || !headers.empty()) && cells.size() != columns) {
            throw failure{exit_other, fmt::format("Row should have {} elements, instead it has {}", columns,
                                                  cells.size())};
        }
        widen(cells);
        rows.push_back(cells);
    }

    std::size_t width() const
    {
        auto const columns = std::accumulate(widths.begin(), widths.end(), padding * widths.size()) + 2;
        return std::max(width_of(title) + 2, columns) + 2 * indent;
    }

    /// The widths of the columns in a table that is so wide.
    std::vector<std::size_t> scaled(std::size_t whole) const
    {
        auto const sum = std::accumulate(widths.begin(), widths.end(), padding * widths.size());
        auto const factor = static_cast<double>(whole) / static_cast<double>(sum);
        std::vector<std::size_t> result;
        std::size_t total = 0;
        for (auto const width : widths) {
            result.push_back(
                static_cast<std::size_t>(std::nearbyint(factor * static_cast<double>(width + padding))));
            total += result.back();
        }
        // What rounding has brought too much goes from the first, what is missing goes to the last.
        for (std::size_t i = 0; total > whole; ++i, --total) --result[i % result.size()];
        for (std::size_t i = 0; total < whole; ++i, ++total) ++result[result.size() - 1 - i % result.size()];
        return result;
    }

private:
    void widen(names const& cells)
    {
        widths.resize(std::max(widths.size(), cells.size()));
        for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width_of(cells[i]));
    }
};

bool is_scalar(json::value const& value) { return !value.is_structured(); }

/// What Python takes for false.
bool is_nothing(json::value const& value)
{
    switch (value.kind()) {
    case json::kind::null: return true;
    case json::kind::bool_: return !value.get_bool();
    case json::kind::int64: return value.get_int64() == 0;
    case json::kind::uint64: return value.get_uint64() == 0;
    case json::kind::double_: return value.get_double() == 0;
    case json::kind::string: return value.get_string().empty();
    case json::kind::array: return value.get_array().empty();
    default: return value.get_object().empty();
    }
}

/// Names of the members that are scalars, and of the others; each in order and once.
struct member_names {
    names scalars = {};
    names others = {};

    void add(json::object const& object)
    {
        for (auto const& each : object) {
            (is_scalar(each.value()) ? scalars : others).emplace_back(each.key());
        }
    }
    void settle()
    {
        for (auto* list : {&scalars, &others}) {
            std::ranges::sort(*list);
            auto const rest = std::ranges::unique(*list);
            list->erase(rest.begin(), rest.end());
        }
    }
};

class table_builder {
public:
    std::vector<section> sections = {};

    bool build(std::string_view title, json::value const& value, std::size_t indent = 0)
    {
        if (is_nothing(value)) { return false; }
        sections.push_back({.title = std::string{title}, .indent = indent});
        add(title, value, indent);
        return true;
    }

private:
    section& present() { return sections.back(); }

    void add(std::string_view title, json::value const& value, std::size_t indent)
    {
        if (auto const* object = value.if_object()) { return add_object(*object, indent); }
        auto const* array = value.if_array();
        if (array == nullptr) { return; }
        if (array->front().is_object()) { return add_objects(title, *array, indent); }
        for (auto const& each : *array) add_line(each);
    }

    /// One of a list: a scalar, a list of them, or something with its own sections.
    void add_line(json::value const& value)
    {
        if (is_scalar(value)) { return present().add_row({python_text(value)}); }
        names cells;
        bool all_scalars = true;
        if (auto const* object = value.if_object()) {
            for (auto const& each : *object) cells.emplace_back(each.key()); // as Python goes through one
        } else {
            for (auto const& each : value.get_array()) {
                all_scalars = all_scalars && is_scalar(each);
                if (all_scalars) { cells.push_back(python_text(each)); }
            }
        }
        if (all_scalars) { return present().add_row(cells); }
        add({}, value, 0);
    }

    void add_object(json::object const& object, std::size_t indent)
    {
        member_names found;
        found.add(object);
        found.settle();
        auto const& scalars = found.scalars;
        if (scalars.size() == 1) {
            present().add_row({scalars.front(), python_text(object.at(scalars.front()))});
        } else if (!scalars.empty()) {
            present().add_header(scalars);
            present().add_row(cells_of(object, scalars));
        }
        for (auto const& name : found.others) build(name, object.at(name), indent + 1);
    }

    void add_objects(std::string_view title, json::array const& array, std::size_t indent)
    {
        member_names found;
        for (auto const& each : array) {
            if (auto const* object = each.if_object()) { found.add(*object); }
        }
        found.settle();
        present().add_header(found.scalars);
        for (bool first = true; auto const& each : array) {
            auto const* object = each.if_object();
            if (object == nullptr) { continue; }
            if (!std::exchange(first, false) && !found.others.empty()) {
                sections.push_back({.title = std::string{title}, .indent = indent});
                present().add_header(found.scalars);
            }
            present().add_row(cells_of(*object, found.scalars));
            for (auto const& name : found.others) {
                if (auto const* member = object->if_contains(name)) { build(name, *member, indent + 1); }
            }
        }
    }

    static names cells_of(json::object const& object, names const& columns)
    {
        names cells;
        for (auto const& name : columns) {
            auto const* value = object.if_contains(name);
            cells.push_back(value == nullptr ? "" : python_text(*value));
        }
        return cells;
    }
};

std::string blanks(std::size_t count) { return std::string(count, ' '); }
std::size_t less(std::size_t a, std::size_t b) noexcept { return a > b ? a - b : 0; }

std::string centered(std::string_view text, std::size_t length, std::string_view left_edge)
{
    auto const width = width_of(text);
    auto const begin = less(length / 2, width / 2 + 1);
    auto const rest = less(length, left_edge.size() + begin + width + 1);
    return fmt::format("{}{}{}{}|", left_edge, blanks(begin), text, blanks(rest));
}

std::string to_the_left(std::string_view text, std::size_t length, std::string_view left_edge)
{
    constexpr std::size_t indent = 2;
    auto const width = width_of(text) + left_edge.size() + 1;
    auto const begin = width + indent <= length ? indent : 0;
    return fmt::format("{}{}{}{}|", left_edge, blanks(begin), text, blanks(less(length, width + begin)));
}

class table_printer {
public:
    explicit table_printer(std::size_t width) : width_{width}, out_(width, '-') { out_ += '\n'; }

    void print(section const& section)
    {
        auto const width = width_ - 2 * section.indent;
        edge_ = std::string(section.indent, '|');
        if (!section.title.empty()) {
            line(centered(section.title, width, "|"));
            if (section.headers.empty() && section.rows.empty()) {
                line("+" + std::string(width - 2, '-') + "+");
            }
        }
        if (section.widths.empty()) { return; }
        auto const widths = section.scaled(width);
        if (!section.headers.empty()) {
            rule(widths);
            cells(section.headers, widths, centered);
        }
        if (section.rows.empty()) { return; }
        rule(widths);
        for (auto const& row : section.rows) cells(row, widths, to_the_left);
        rule(widths);
    }

    std::string take() { return std::move(out_); }

private:
    void line(std::string_view text) { out_.append(edge_).append(text).append(edge_) += '\n'; }

    void rule(std::vector<std::size_t> const& widths)
    {
        std::string text;
        for (auto const width : widths) {
            if (text.empty()) { text += '+'; }
            text.append(less(width, text.size() == 1 ? 2 : 1), '-') += '+';
        }
        line(text);
    }

    void cells(names const& texts, std::vector<std::size_t> const& widths,
               std::string (*lay_out)(std::string_view, std::size_t, std::string_view))
    {
        std::string text;
        for (std::size_t i = 0; i < texts.size(); ++i)
            text += lay_out(texts[i], widths[i], i == 0 ? "|" : "");
        line(text);
    }

    std::size_t width_;
    std::string edge_;
    std::string out_;
};

std::size_t width_of(std::vector<section> const& sections)
{
    std::size_t width = 0;
    for (auto const& each : sections) width = std::max(width, each.width());
    return width;
}

/// A row with its headers, turned by a quarter: it is less wide so.
void turn(section& section)
{
    if (section.rows.size() != 1 || section.headers.empty()) { return; }
    auto turned = awslocal::section{.title = section.title, .indent = section.indent};
    for (std::size_t i = 0; i < section.headers.size(); ++i) {
        turned.add_row({section.headers[i], section.rows.front()[i]});
    }
    section = std::move(turned);
}

} // namespace

std::string table_text(std::string_view title, json::value const& value, std::size_t columns)
{
    table_builder table;
    if (!table.build(title, value)) { return {}; }
    if (width_of(table.sections) > columns) { std::ranges::for_each(table.sections, turn); }
    table_printer printer{width_of(table.sections)};
    for (auto const& each : table.sections) printer.print(each);
    return printer.take();
}

} // namespace understudy::awslocal
