#include "awslocal/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

constexpr std::size_t width_best = 80; // of a line that can be folded
constexpr std::size_t simple_key_max = 128;

// Characters, of which columns are counted

struct character {
    char32_t code;
    std::string_view bytes;
};

std::vector<character> characters_of(std::string_view text)
{
    std::vector<character> all;
    while (!text.empty()) {
        auto const first = static_cast<unsigned char>(text.front());
        std::size_t const wanted = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        auto const bytes = text.substr(0, wanted);
        char32_t code = wanted == 1 ? first : first & (0xffU >> (wanted + 1));
        for (auto const byte : bytes.substr(1))
            code = code << 6U | (static_cast<unsigned char>(byte) & 0x3fU);
        all.push_back({code, bytes});
        text.remove_prefix(bytes.size());
    }
    return all;
}

bool is_break(char32_t c) noexcept
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}
bool is_blank(char32_t c) noexcept { return c == ' ' || c == '\t' || is_break(c); }
bool is_printable(char32_t c) noexcept
{
    constexpr char32_t byte_order_mark = 0xfeff;
    return c == '\n' || (c >= ' ' && c <= '~') || (c >= 0xa0 && c < 0xd800)
           || (c >= 0xe000 && c <= 0xfffd && c != byte_order_mark);
}

// What a plain text would be taken for by YAML 1.1, if not for a text

class pattern {
public:
    explicit pattern(std::string_view text) : rest_{text} {}

    bool at_end() const noexcept { return rest_.empty(); }
    bool one(std::string_view of) noexcept
    {
        bool const is_there = !rest_.empty() && of.find(rest_.front()) != std::string_view::npos;
        if (is_there) rest_.remove_prefix(1);
        return is_there;
    }
    std::size_t some(std::string_view of, std::size_t most = std::string_view::npos) noexcept
    {
        std::size_t count = 0;
        while (count < most && one(of)) ++count;
        return count;
    }
    bool word(std::string_view wanted) noexcept
    {
        bool const is_there = rest_.starts_with(wanted);
        if (is_there) rest_.remove_prefix(wanted.size());
        return is_there;
    }

private:
    std::string_view rest_;
};

constexpr std::string_view digits = "0123456789";
constexpr std::string_view digits_and_more = "0123456789_";

template <std::size_t Size>
bool is_one_of(std::string_view text, std::array<std::string_view, Size> const& words) noexcept
{
    return std::ranges::find(words, text) != words.end();
}

bool is_word(std::string_view text) noexcept
{
    static constexpr std::array<std::string_view, 25> words{
        "yes", "Yes", "YES", "no",  "No",  "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on",
        "On",  "ON",  "off", "Off", "OFF", "~",  "null", "Null", "NULL", "<<",    "=",     ""};
    static constexpr std::array<std::string_view, 3> nan{".nan", ".NaN", ".NAN"};
    static constexpr std::array<std::string_view, 3> infinite{".inf", ".Inf", ".INF"};
    bool const has_sign = text.starts_with('+') || text.starts_with('-');
    return is_one_of(text, words) || is_one_of(text, nan)
           || is_one_of(has_sign ? text.substr(1) : text, infinite);
}

/// ":59" as often as one likes, as in 1:30:00.
bool sixtieths(pattern& rest) noexcept
{
    bool any = false;
    while (rest.one(":")) {
        bool const is_small = rest.one("012345") ? (rest.one(digits), true) : rest.one("6789");
        if (!is_small) return false;
        any = true;
    }
    return any;
}

bool is_whole_number(std::string_view text) noexcept
{
    auto const matches = [&](auto&& body) {
        pattern rest{text};
        rest.one("+-");
        return body(rest) && rest.at_end();
    };
    return matches([](auto& p) { return p.word("0b") && p.some("01_") > 0; })
           || matches([](auto& p) { return p.word("0x") && p.some("0123456789abcdefABCDEF_") > 0; })
           || matches([](auto& p) { return p.word("0") && p.some("01234567_") > 0; }) || matches([](auto& p) {
                  return p.word("0") || (p.one("123456789") && (p.some(digits_and_more), true));
              })
           || matches([](auto& p) { return p.one("123456789") && (p.some(digits_and_more), sixtieths(p)); });
}

bool is_fraction(std::string_view text) noexcept
{
    auto const exponent = [](pattern& p) { return !p.one("eE") || (p.one("+-") && p.some(digits) > 0); };
    auto const matches = [&](bool may_have_sign, auto&& body) {
        pattern rest{text};
        if (may_have_sign) rest.one("+-");
        return body(rest) && rest.at_end();
    };
    auto const whole = [](pattern& p) { return p.one(digits) && (p.some(digits_and_more), true); };
    return matches(true,
                   [&](auto& p) { return whole(p) && p.one(".") && (p.some(digits_and_more), exponent(p)); })
           || matches(
               false,
               [&](auto& p) { return p.one(".") && p.one(digits) && (p.some(digits_and_more), exponent(p)); })
           || matches(true, [&](auto& p) {
                  return whole(p) && sixtieths(p) && p.one(".") && (p.some(digits_and_more), true);
              });
}

bool is_time(std::string_view text) noexcept
{
    auto const few = [](pattern& p) { return p.some(digits, 2) > 0; };
    pattern day{text};
    bool const is_day = day.some(digits, 4) == 4 && day.one("-") && day.some(digits, 2) == 2 && day.one("-")
                        && day.some(digits, 2) == 2 && day.at_end();
    if (is_day) return true;
    pattern p{text};
    bool const is_begun = p.some(digits, 4) == 4 && p.one("-") && few(p) && p.one("-") && few(p)
                          && (p.one("Tt") || p.some(" \t") > 0) && few(p) && p.one(":")
                          && p.some(digits, 2) == 2 && p.one(":") && p.some(digits, 2) == 2;
    if (!is_begun) return false;
    if (p.one(".")) p.some(digits);
    if (p.at_end()) return true;
    p.some(" \t");
    if (p.one("Z")) return p.at_end();
    return p.one("+-") && few(p) && (!p.one(":") || p.some(digits, 2) == 2) && p.at_end();
}

bool is_taken_for_another(std::string_view text) noexcept
{
    return is_word(text) || is_whole_number(text) || is_fraction(text) || is_time(text);
}

// How a text can be written

struct scalar_facts {
    bool is_multiline = false;
    bool may_be_plain = true;
    bool may_be_single_quoted = true;
};

scalar_facts look_at(std::string_view text, std::vector<character> const& all)
{
    scalar_facts facts;
    bool is_special = false;
    bool has_indicator = text.starts_with("---") || text.starts_with("...");
    bool blank_and_break = false; // one behind the other
    bool break_and_blank = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const c = all[i].code;
        bool const is_followed_by_blank = i + 1 == all.size() || is_blank(all[i + 1].code);
        bool const is_preceded_by_blank = i == 0 || is_blank(all[i - 1].code);
        bool const begins =
            c < 0x80
            && std::string_view{"#,[]{}&*!|>'\"%@`"}.find(static_cast<char>(c)) != std::string_view::npos;
        if (i == 0 && begins) has_indicator = true;
        if (i == 0 && (c == '?' || c == '-') && is_followed_by_blank) has_indicator = true;
        if (c == ':' && is_followed_by_blank) has_indicator = true;
        if (i > 0 && c == '#' && is_preceded_by_blank) has_indicator = true;
        if (!is_printable(c)) is_special = true;
        if (is_break(c)) facts.is_multiline = true;
        if (i > 0 && c == ' ' && is_break(all[i - 1].code)) break_and_blank = true;
        if (i > 0 && is_break(c) && all[i - 1].code == ' ') blank_and_break = true;
    }
    auto const at_edge = [&](character const& c) { return c.code == ' ' || is_break(c.code); };
    bool const has_blank_edge = !all.empty() && (at_edge(all.front()) || at_edge(all.back()));
    facts.may_be_single_quoted = !is_special && !blank_and_break && !break_and_blank;
    facts.may_be_plain =
        facts.may_be_single_quoted && !has_blank_edge && !facts.is_multiline && !has_indicator;
    return facts;
}

/// Blocks as the AWS CLI's library for YAML writes them.
class printer {
public:
    std::string out = {};

    /// Its first line goes on where the text ends.
    void block(json::value const& value, std::size_t indent)
    {
        if (auto const* object = value.if_object()) return mapping(*object, indent);
        bool first = true;
        for (auto const& each : value.get_array()) {
            begin_line(first, indent);
            put("-");
            item(each, indent);
        }
    }

private:
    void put(std::string_view text)
    {
        out += text;
        for (auto const byte : text) column_ += (static_cast<unsigned char>(byte) & 0xc0U) != 0x80;
    }
    void break_line(std::size_t indent)
    {
        out += '\n';
        column_ = 0;
        put(std::string(indent, ' '));
    }
    void begin_line(bool& first, std::size_t indent)
    {
        if (!std::exchange(first, false)) break_line(indent);
    }

    void mapping(json::object const& object, std::size_t indent)
    {
        std::vector<std::string_view> keys;
        for (auto const& each : object) keys.push_back(each.key());
        std::ranges::sort(keys);
        bool first = true;
        for (auto const key : keys) {
            begin_line(first, indent);
            auto const& value = object.at(key);
            auto const characters = characters_of(key);
            if (key.size() > simple_key_max || look_at(key, characters).is_multiline) {
                put("? ");
                text(key, indent + 2, true);
                break_line(indent);
                put(":");
                item(value, indent);
                continue;
            }
            text(key, indent + 2, false);
            put(":");
            bool const is_below = value.is_structured() && !is_empty(value);
            if (!is_below) {
                item(value, indent);
                continue;
            }
            auto const below = value.is_array() ? indent : indent + 2;
            break_line(below);
            block(value, below);
        }
    }

    /// Behind a dash or a colon.
    void item(json::value const& value, std::size_t indent)
    {
        put(" ");
        if (value.is_structured() && !is_empty(value)) return block(value, indent + 2);
        if (value.is_array()) return put("[]");
        if (value.is_object()) return put("{}");
        if (value.is_string()) return text(value.get_string(), indent + 2, true);
        put(value.is_null() ? "null" : json_text(value));
    }

    static bool is_empty(json::value const& value)
    {
        return value.is_array() ? value.get_array().empty() : value.get_object().empty();
    }

    void text(std::string_view text, std::size_t indent, bool may_break)
    {
        auto const all = characters_of(text);
        auto const facts = look_at(text, all);
        if (facts.may_be_plain && !is_taken_for_another(text)) return plain(all, indent, may_break);
        bool const fits_a_line = may_break || !facts.is_multiline;
        if (facts.may_be_single_quoted && fits_a_line) return single_quoted(all, indent, may_break);
        double_quoted(all, indent, may_break);
    }

    void plain(std::vector<character> const& all, std::size_t indent, bool may_break)
    {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (may_break && is_single_blank(all, i) && column_ > width_best) {
                break_line(indent);
            } else {
                put(all[i].bytes);
            }
        }
    }

    void single_quoted(std::vector<character> const& all, std::size_t indent, bool may_break)
    {
        put("'");
        bool in_breaks = false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const c = all[i].code;
            if (is_break(c)) {
                if (!std::exchange(in_breaks, true) && c == '\n') { out += '\n'; }
                out += all[i].bytes;
                column_ = 0;
                continue;
            }
            if (std::exchange(in_breaks, false)) put(std::string(indent, ' '));
            bool const is_inside = i > 0 && i + 1 < all.size();
            if (may_break && is_inside && is_single_blank(all, i) && column_ > width_best) {
                break_line(indent);
            } else {
                put(c == '\'' ? "''" : all[i].bytes);
            }
        }
        if (in_breaks) put(std::string(indent, ' '));
        put("'");
    }

    void double_quoted(std::vector<character> const& all, std::size_t indent, bool may_break)
    {
        put("\"");
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const c = all[i].code;
            bool const is_inside = i > 0 && i + 1 < all.size();
            if (!is_printable(c) || is_break(c) || c == '"' || c == '\\') {
                put(escaped(c));
            } else if (c == ' ' && may_break && is_inside && all[i - 1].code != ' ' && column_ > width_best) {
                break_line(indent);
                if (all[i + 1].code == ' ') put("\\");
            } else {
                put(all[i].bytes);
            }
        }
        put("\"");
    }

    static bool is_single_blank(std::vector<character> const& all, std::size_t i)
    {
        return all[i].code == ' ' && (i == 0 || all[i - 1].code != ' ')
               && (i + 1 == all.size() || all[i + 1].code != ' ');
    }

    static std::string escaped(char32_t c)
    {
        switch (c) {
        case 0: return "\\0";
        case '\a': return "\\a";
        case '\b': return "\\b";
        case '\t': return "\\t";
        case '\n': return "\\n";
        case '\v': return "\\v";
        case '\f': return "\\f";
        case '\r': return "\\r";
        case 0x1b: return "\\e";
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case 0x85: return "\\N";
        case 0x2028: return "\\L";
        case 0x2029: return "\\P";
        default: break;
        }
        auto const code = static_cast<std::uint32_t>(c);
        return code <= 0xff     ? fmt::format("\\x{:02X}", code)
               : code <= 0xffff ? fmt::format("\\u{:04X}", code)
                                : fmt::format("\\U{:08X}", code);
    }

    std::size_t column_ = 0;
};

} // namespace

std::string yaml_text(json::value const& value)
{
    printer printer;
    bool const is_scalar = !value.is_structured();
    if (is_scalar || value == json::array{} || value == json::object{}) return json_text(value) + "\n";
    printer.block(value, 0);
    return printer.out + "\n";
}

} // namespace understudy::awslocal
