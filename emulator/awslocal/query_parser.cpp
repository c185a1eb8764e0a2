#include "awslocal/query.hpp"

#include "awslocal/shorthand.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

/// How tightly what stands between two expressions binds them.
enum binding {
    nothing = 0,
    of_pipe = 1,
    of_or = 2,
    of_and = 3,
    of_comparison = 5,
    of_flatten = 9,
    of_star = 20,
    of_filter = 21,
    of_dot = 40,
    of_not = 45,
    of_bracket = 55
};
constexpr int ends_projection = 10;

struct token {
    std::string symbol = {}; // "[?", "&&", "name", "quoted", "literal", "number"; empty: the end
    std::string text = {};
    json::value value = {};
    std::size_t at = 0;
};

bool is_letter(char c) noexcept { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

class lexer {
public:
    explicit lexer(std::string_view text) : text_{text} {}

    std::vector<token> all()
    {
        std::vector<token> tokens;
        for (;;) {
            while (at_ < text_.size()
                   && std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos)
                ++at_;
            tokens.push_back(next());
            if (tokens.back().symbol.empty()) { return tokens; }
        }
    }

private:
    token next()
    {
        auto const begin = at_;
        if (at_ >= text_.size()) { return {.at = begin}; }
        char const c = text_[at_];
        if (is_letter(c)) {
            while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
            return {.symbol = "name", .text = std::string{text_.substr(begin, at_ - begin)}, .at = begin};
        }
        if (is_digit(c) || c == '-') { return number(); }
        if (c == '\'') { return {.symbol = "literal", .value = json::value(until('\'', true)), .at = begin}; }
        if (c == '`') { return {.symbol = "literal", .value = literal(until('`', true)), .at = begin}; }
        if (c == '"') {
            auto const name = literal('"' + until('"', false) + '"');
            if (!name.is_string()) { throw query_error{"Invalid quoted name"}; }
            return {.symbol = "quoted", .text = std::string{name.get_string()}, .at = begin};
        }
        for (std::string_view const symbol :
             {"[?", "[]", "||", "&&", "==", "!=", "<=", ">=", ".", "*", "[", "]",
              "(",  ")",  "{",  "}",  ",",  ":",  "@",  "&",  "|", "!", "<", ">"}) {
            if (text_.substr(at_).starts_with(symbol)) {
                at_ += symbol.size();
                return {.symbol = std::string{symbol}, .at = begin};
            }
        }
        throw query_error{
            fmt::format("Bad jmespath expression: Unknown token '{}':\n{}\n{:>{}}", c, text_, '^', at_ + 1)};
    }

    token number()
    {
        auto const begin = at_++;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        std::int64_t number = 0;
        auto const digits = text_.substr(begin, at_ - begin);
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error != std::errc{} || end != digits.data() + digits.size()) {
            throw query_error{fmt::format("Bad jmespath expression: Unknown token '{}'", digits)};
        }
        return {.symbol = "number", .value = number, .at = begin};
    }

    /// What stands before the mark; "\'" is the mark itself where it is taken out.
    std::string until(char mark, bool without_escapes)
    {
        std::string out;
        for (auto i = at_ + 1; i < text_.size(); ++i) {
            if (text_[i] == mark) {
                at_ = i + 1;
                return out;
            }
            if (text_[i] == '\\' && i + 1 < text_.size()) {
                if (!without_escapes || text_[i + 1] != mark) { out += text_[i]; }
                ++i;
            }
            out += text_[i];
        }
        throw query_error{fmt::format("Bad jmespath expression: Unclosed {} delimiter:\n{}", mark, text_)};
    }

    static json::value literal(std::string_view text)
    {
        boost::system::error_code error;
        auto value = json::parse(text, error, {}, {.max_depth = query_depth_max});
        // A text in backticks may stand without its quotation marks.
        return error ? json::value(text) : value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

query chained(query left, query right)
{
    query out{.kind = query_kind::chain};
    out.parts.push_back(std::move(left));
    out.parts.push_back(std::move(right));
    return out;
}

/// A parser by precedence: what begins an expression, and what goes on with one.
class parser {
public:
    explicit parser(std::string_view text) : text_{text}, tokens_{lexer{text}.all()} {}

    query parse()
    {
        auto whole = expression(nothing);
        if (!is_at("")) { refuse(); }
        return whole;
    }

private:
    token const& now() const { return tokens_[at_]; }
    bool is_at(std::string_view symbol) const { return now().symbol == symbol; }
    token take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    bool take_if(std::string_view symbol)
    {
        bool const is = is_at(symbol);
        if (is) { take(); }
        return is;
    }
    void expect(std::string_view symbol)
    {
        if (!take_if(symbol)) { refuse(); }
    }
    [[noreturn]] void refuse() const
    {
        if (is_at("")) {
            throw query_error{
                fmt::format("Invalid jmespath expression: Incomplete expression:\n\"{}\"\n{:>{}}", text_, '^',
                            text_.size() + 2)};
        }
        throw query_error{
            fmt::format("Invalid jmespath expression: Parse error at column {}:\n\"{}\"\n{:>{}}", now().at,
                        text_, '^', now().at + 2)};
    }

    static int binding_of(std::string_view symbol)
    {
        struct entry {
            std::string_view symbol;
            int binding;
        };
        static constexpr entry table[] = {{"|", of_pipe},        {"||", of_or},         {"&&", of_and},
                                          {"==", of_comparison}, {"!=", of_comparison}, {"<", of_comparison},
                                          {"<=", of_comparison}, {">", of_comparison},  {">=", of_comparison},
                                          {"[]", of_flatten},    {"*", of_star},        {"[?", of_filter},
                                          {".", of_dot},         {"[", of_bracket}};
        auto const* const found = std::ranges::find(table, symbol, &entry::symbol);
        return found == std::end(table) ? nothing : found->binding;
    }

    query expression(int binding)
    {
        if (++depth_ > query_depth_max) { throw query_error{"Expressions are nested too deep"}; }
        auto left = beginning();
        while (binding < binding_of(now().symbol)) left = continuation(std::move(left));
        --depth_;
        return left;
    }

    query beginning()
    {
        if (is_at("")) { refuse(); }
        auto const first = take();
        if (first.symbol == "name" || first.symbol == "quoted") {
            if (first.symbol == "name" && is_at("(")) { return function(first.text); }
            return {.kind = query_kind::field, .text = first.text};
        }
        if (first.symbol == "literal") { return {.kind = query_kind::literal, .value = first.value}; }
        if (first.symbol == "@") { return {}; }
        if (first.symbol == "*") { return projection(query_kind::project_map, {}, of_star); }
        if (first.symbol == "[]") { return flattened({}); }
        if (first.symbol == "[?") { return filter({}); }
        if (first.symbol == "{") { return object(); }
        if (first.symbol == "(") {
            auto inside = expression(nothing);
            expect(")");
            return inside;
        }
        if (first.symbol == "!" || first.symbol == "&") {
            query out{.kind = first.symbol == "!" ? query_kind::negation : query_kind::expression};
            out.parts.push_back(expression(first.symbol == "!" ? of_not : nothing));
            return out;
        }
        if (first.symbol == "[") { return is_index() ? bracket({}) : list(); }
        --at_;
        refuse();
    }

    query continuation(query left)
    {
        auto const symbol = take().symbol;
        if (symbol == ".") {
            if (take_if("*")) { return projection(query_kind::project_map, std::move(left), of_star); }
            return chained(std::move(left), behind_dot(of_dot));
        }
        if (symbol == "|") { return chained(std::move(left), expression(of_pipe)); }
        if (symbol == "[]") { return flattened(std::move(left)); }
        if (symbol == "[?") { return filter(std::move(left)); }
        if (symbol == "[") {
            if (!is_index()) { refuse(); }
            return bracket(std::move(left));
        }
        auto const kind = symbol == "||"   ? query_kind::either
                          : symbol == "&&" ? query_kind::both
                                           : query_kind::comparison;
        query out{.kind = kind, .text = symbol};
        out.parts.push_back(std::move(left));
        out.parts.push_back(expression(binding_of(symbol)));
        return out;
    }

    /// Is what stands behind "[" a number, a slice or a star, and not a list?
    bool is_index() const
    {
        return is_at("number") || is_at(":") || (is_at("*") && tokens_[at_ + 1].symbol == "]");
    }

    query bracket(query left)
    {
        if (take_if("*")) {
            expect("]");
            return projection(query_kind::project, std::move(left), of_star);
        }
        query part{.kind = query_kind::index};
        std::vector<std::optional<std::int64_t>> numbers(1);
        while (!is_at("]")) {
            if (is_at("number") && !numbers.back()) {
                numbers.back() = take().value.as_int64();
            } else {
                expect(":");
                numbers.emplace_back();
            }
        }
        take();
        if (numbers.size() > 3) { refuse(); }
        bool const is_slice = numbers.size() > 1;
        numbers.resize(is_slice ? 3 : 1);
        for (auto const& each : numbers) {
            part.numbers.push_back(each.value_or(0));
            part.given.push_back(each.has_value());
        }
        if (!is_slice) { return chained(std::move(left), std::move(part)); }
        part.kind = query_kind::slice;
        return projection(query_kind::project, chained(std::move(left), std::move(part)), of_star);
    }

    query flattened(query left)
    {
        query flat{.kind = query_kind::flatten};
        flat.parts.push_back(std::move(left));
        return projection(query_kind::project, std::move(flat), of_flatten);
    }

    query filter(query left)
    {
        auto condition = expression(nothing);
        expect("]");
        auto out = projection(query_kind::project_found, std::move(left), of_filter);
        out.parts.push_back(std::move(condition));
        return out;
    }

    query projection(query_kind kind, query left, int binding)
    {
        query out{.kind = kind};
        out.parts.push_back(std::move(left));
        out.parts.push_back(behind_projection(binding));
        return out;
    }

    /// What is asked of each element.
    query behind_projection(int binding)
    {
        if (binding_of(now().symbol) < ends_projection) { return {}; }
        if (is_at("[") || is_at("[?")) { return expression(binding); }
        expect(".");
        return behind_dot(binding);
    }

    query behind_dot(int binding)
    {
        if (is_at("name") || is_at("quoted") || is_at("*")) { return expression(binding); }
        if (take_if("[")) { return list(); }
        if (take_if("{")) { return object(); }
        refuse();
    }

    query list()
    {
        query out{.kind = query_kind::list};
        do {
            out.parts.push_back(expression(nothing));
        } while (take_if(","));
        expect("]");
        return out;
    }

    query object()
    {
        query out{.kind = query_kind::object};
        do {
            if (!is_at("name") && !is_at("quoted")) { refuse(); }
            out.names.push_back(take().text);
            expect(":");
            out.parts.push_back(expression(nothing));
        } while (take_if(","));
        expect("}");
        return out;
    }

    query function(std::string const& name)
    {
        query out{.kind = query_kind::function, .text = name};
        expect("(");
        if (take_if(")")) { return out; }
        do {
            out.parts.push_back(expression(nothing));
        } while (take_if(","));
        expect(")");
        return out;
    }

    std::string_view text_;
    std::vector<token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

} // namespace

query parse_query(std::string_view text) { return parser{text}.parse(); }

} // namespace understudy::awslocal
