#include "awslocal/shorthand.hpp"

#include "awslocal/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

bool is_space(char c) noexcept { return std::string_view{" \t\n\r\v\f"}.find(c) != std::string_view::npos; }
bool is_one_of(char c, std::string_view set) noexcept { return set.find(c) != std::string_view::npos; }

/// What a bare word may not begin with; what ends one that stands first, and one that stands behind a comma.
constexpr std::string_view never_first = "\"',=[{";
constexpr std::string_view ends_first = "\"',]}";
constexpr std::string_view ends_second = "\"',=";

class parser {
public:
    explicit parser(std::string_view text) : text_{text} {}

    json::object parse()
    {
        json::object all;
        auto last = at_;
        do {
            if (!all.empty()) { expect_around(','); }
            auto const name = key();
            expect_around('=');
            auto value = values();
            if (all.contains(name)) { twice(name, last + 1); }
            all.emplace(name, std::move(value));
            last = at_;
        } while (!at_end());
        return all;
    }

private:
    [[noreturn]] void refuse(std::string_view expected, std::string_view received) const
    {
        throw shorthand_error{
            fmt::format("Expected: '{}', received: '{}' for input:\n{}", expected, received, location(at_))};
    }

    [[noreturn]] void twice(std::string_view name, std::size_t where) const
    {
        throw shorthand_error{
            fmt::format("Second instance of key \"{}\" encountered for input:\n{}\nThis is often because "
                        "there is a preceding \",\" instead of a space.",
                        name, location(where))};
    }

    /// The text with a mark below the place, in the line that it is in.
    std::string location(std::size_t where) const
    {
        where = std::min(where, text_.size());
        auto const line = text_.substr(0, where).rfind('\n');
        auto const column = line == std::string_view::npos ? where : where - line - 1;
        auto const next = std::min(text_.find('\n', where), text_.size());
        return fmt::format("{}\n{:>{}}{}", text_.substr(0, next), '^', column + 1, text_.substr(next));
    }

    bool at_end() const noexcept { return at_ >= text_.size(); }
    bool is_at(char c) const noexcept { return !at_end() && text_[at_] == c; }
    void skip_spaces() noexcept
    {
        while (!at_end() && is_space(text_[at_])) ++at_;
    }

    void expect(char c)
    {
        if (at_end()) { refuse({&c, 1}, "EOF"); }
        if (text_[at_] != c) { refuse({&c, 1}, text_.substr(at_, 1)); }
        ++at_;
    }

    void expect_around(char c)
    {
        skip_spaces();
        expect(c);
        skip_spaces();
    }

    std::string key()
    {
        constexpr std::string_view others = "-_.#/:";
        auto const begin = at_;
        while (!at_end()
               && (std::isalnum(static_cast<unsigned char>(text_[at_])) || is_one_of(text_[at_], others))) {
            ++at_;
        }
        return std::string{text_.substr(begin, at_ - begin)};
    }

    json::value values()
    {
        if (at_end()) { return ""; }
        if (is_at('[') || is_at('{')) { return bracketed(); }
        return listed();
    }

    /// "a" or "a,b,c": which of them, the next equals sign tells, before which stands a key.
    json::value listed()
    {
        json::array all{first()};
        skip_spaces();
        if (!is_at(',')) { return all.front(); }
        for (;;) {
            auto const comma = at_;
            expect_around(',');
            auto each = second();
            skip_spaces();
            if (each && (at_end() || is_at(','))) {
                all.emplace_back(*std::move(each));
                if (at_end()) { break; }
                continue;
            }
            if (at_end()) { refuse("<second>", "<none>"); }
            at_ = comma;
            break;
        }
        return all.size() == 1 ? all.front() : json::value(std::move(all));
    }

    json::value bracketed()
    {
        if (++depth_ > shorthand_depth_max) { throw shorthand_error{"Brackets are nested too deep"}; }
        auto value = is_at('[') ? list() : map();
        --depth_;
        return value;
    }

    json::value list()
    {
        json::array all;
        expect_around('[');
        while (!is_at(']')) {
            all.push_back(element());
            separate(']');
        }
        expect(']');
        return all;
    }

    json::value map()
    {
        json::object all;
        expect_around('{');
        while (!is_at('}')) {
            auto const name = key();
            expect_around('=');
            all.insert_or_assign(name, element());
            separate('}');
        }
        expect('}');
        return all;
    }

    json::value element() { return is_at('[') || is_at('{') ? bracketed() : json::value(first()); }

    void separate(char end)
    {
        skip_spaces();
        if (is_at(end)) { return; }
        expect(',');
        skip_spaces();
    }

    std::string first()
    {
        if (is_at('\'') || is_at('"')) { return quoted(); }
        return word(ends_first).value_or("");
    }

    std::optional<std::string> second()
    {
        if (is_at('\'') || is_at('"')) { return quoted(); }
        return word(ends_second);
    }

    std::string quoted()
    {
        auto const mark = text_[at_];
        std::string out;
        for (auto i = at_ + 1; i < text_.size(); ++i) {
            if (text_[i] == '\\' && i + 1 < text_.size() && (text_[i + 1] == mark || text_[i + 1] == '\\')) {
                out += text_[++i];
            } else if (text_[i] == mark) {
                at_ = i + 1;
                return out;
            } else {
                out += text_[i];
            }
        }
        refuse(mark == '"' ? "<double quoted>" : "<singled quoted>", "<none>");
    }

    /// Nothing when there is no word here. Blanks at its end do not belong to it; "\," is a comma.
    std::optional<std::string> word(std::string_view ends)
    {
        auto const is_comma = [&] { return text_.substr(at_).starts_with("\\,"); };
        if (at_end() || is_space(text_[at_]) || (!is_comma() && is_one_of(text_[at_], never_first))) {
            return std::nullopt;
        }
        std::string out;
        while (!at_end() && (is_comma() || !is_one_of(text_[at_], ends))) {
            if (is_comma()) { ++at_; }
            out += text_[at_++];
        }
        while (!out.empty() && is_space(out.back())) out.pop_back();
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

void fit_scalar(json::value& value, shape const& shape)
{
    if (!value.is_string()) { return; }
    std::string_view const text = value.get_string();
    if (shape.kind == kind::integer) {
        value = whole_number(text);
    } else if (shape.kind == kind::number) {
        value = decimal_number(text);
    } else if (shape.kind == kind::boolean) {
        std::string lower{text};
        std::ranges::transform(lower, lower.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (lower == "true" || lower == "false") { value = lower == "true"; }
    }
}

} // namespace

std::variant<json::object, shorthand_error> parse_shorthand(std::string_view text)
try {
    return parser{text}.parse();
} catch (shorthand_error& error) {
    return std::move(error);
}

void fit(json::value& value, shape const& shape)
{
    if (shape.kind == kind::list) {
        if (!value.is_array()) { value = json::array{value}; }
        for (auto& each : value.get_array()) fit(each, *shape.element);
    } else if (shape.kind == kind::map && value.is_object()) {
        for (auto& each : value.get_object()) fit(each.value(), *shape.element);
    } else if (shape.kind == kind::structure && value.is_object()) {
        for (auto& each : value.get_object()) {
            if (auto const* known = find_member(shape, each.key())) { fit(each.value(), *known->shape); }
        }
    } else if (shape.is_scalar()) {
        fit_scalar(value, shape);
    }
}

std::int64_t whole_number(std::string_view text)
{
    std::int64_t number = 0;
    auto const digits = text.starts_with('+') ? text.substr(1) : text;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        throw failure{exit_other, fmt::format("invalid literal for int() with base 10: '{}'", text)};
    }
    return number;
}

double decimal_number(std::string_view text)
{
    double number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw failure{exit_other, fmt::format("could not convert string to float: '{}'", text)};
    }
    return number;
}

} // namespace understudy::awslocal
