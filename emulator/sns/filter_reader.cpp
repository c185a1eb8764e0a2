#include "sns/filter_reader.hpp"

#include "sns/filter_tokens.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace understudy::sns {
namespace {

struct complaint {
    std::string text;
};

template <class T>
using reading = std::variant<T, complaint>;

complaint complain(std::string text, std::size_t column) { return {std::move(text) + json_place(column)}; }

/// Walks over the tokens once. A member that returns a complaint leaves the reader unusable.
class reader {
public:
    explicit reader(std::vector<token> tokens) : tokens_{std::move(tokens)} {}

    std::variant<filter_reading, std::string> read()
    {
        if (peek().kind != token_kind::open_object) {
            return complain("Filter is not an object", peek().column()).text;
        }
        auto root = read_group("", 1, true);
        if (auto const* bad = std::get_if<complaint>(&root)) { return bad->text; }
        auto& counted = std::get<counted_group>(root);
        return filter_reading{std::move(counted.group), nested_, counted.keys, counted.combinations,
                              wildcard_points_};
    }

private:
    struct counted_group {
        filter_group group = {};
        std::size_t keys = 0;
        std::uint64_t combinations = 1;
    };

    token const& peek() const { return tokens_[at_]; }
    token const& next() { return tokens_[at_++]; }

    static std::uint64_t product(std::uint64_t a, std::uint64_t b)
    {
        return std::min<std::uint64_t>(a * b, 4 * limits::filter_policy_combinations_max);
    }

    std::optional<complaint> read_members(counted_group& into, std::string const& path, std::size_t depth)
    {
        while (peek().kind != token_kind::close_object) {
            auto const key = text_of(next());
            if (key == "$or" && peek().kind == token_kind::open_array) {
                if (auto bad = read_alternatives(into, path, depth)) { return bad; }
                continue;
            }
            auto const below = path.empty() ? key : path + '.' + key;
            if (peek().kind == token_kind::open_object) {
                nested_ = true;
                auto group = read_group(below, depth + 1, false);
                if (auto* bad = std::get_if<complaint>(&group)) { return std::move(*bad); }
                absorb(into, std::get<counted_group>(std::move(group)));
            } else if (peek().kind == token_kind::open_array) {
                if (auto bad = read_rule(into, below, depth)) { return bad; }
            } else {
                return complain('"' + key + "\" must be an object or an array", peek().column());
            }
        }
        next();
        return std::nullopt;
    }

    reading<counted_group> read_group(std::string const& path, std::size_t depth, bool may_be_empty)
    {
        next();
        if (!may_be_empty && peek().kind == token_kind::close_object) {
            return complain("Empty objects are not allowed", peek().column());
        }
        counted_group group;
        if (auto bad = read_members(group, path, depth)) { return std::move(*bad); }
        return group;
    }

    static void absorb(counted_group& into, counted_group&& nested)
    {
        std::ranges::move(nested.group.rules, std::back_inserter(into.group.rules));
        std::ranges::move(nested.group.alternatives, std::back_inserter(into.group.alternatives));
        into.keys += nested.keys;
        into.combinations = product(into.combinations, nested.combinations);
    }

    std::optional<complaint> read_alternatives(counted_group& into, std::string const& path,
                                               std::size_t depth)
    {
        next();
        std::vector<filter_group> branches;
        std::size_t keys = 0;
        std::uint64_t combinations = 0;
        while (peek().kind != token_kind::close_array) {
            if (peek().kind != token_kind::open_object) {
                return complain("\"$or\" must be an array of objects", peek().column());
            }
            auto branch = read_group(path, depth, false);
            if (auto* bad = std::get_if<complaint>(&branch)) { return std::move(*bad); }
            auto& counted = std::get<counted_group>(branch);
            keys = std::max(keys, counted.keys);
            combinations = std::min<std::uint64_t>(combinations + counted.combinations,
                                                   4 * limits::filter_policy_combinations_max);
            branches.push_back(std::move(counted.group));
        }
        if (branches.size() < 2) {
            return complain("There must have at least 2 Objects in $or relationship", peek().column());
        }
        next();
        into.keys += keys;
        into.combinations = product(into.combinations, combinations);
        into.group.alternatives.push_back(std::move(branches));
        return std::nullopt;
    }

    std::optional<complaint> read_rule(counted_group& into, std::string path, std::size_t depth)
    {
        next();
        if (peek().kind == token_kind::close_array) {
            return complain("Empty arrays are not allowed", peek().column());
        }
        filter_group::rule rule{std::move(path), {}};
        patterns_ = 0;
        pattern_points_ = 0;
        while (peek().kind != token_kind::close_array) {
            auto read = read_condition();
            if (auto* bad = std::get_if<complaint>(&read)) { return std::move(*bad); }
            rule.any_of.push_back(std::get<condition>(std::move(read)));
        }
        next();
        wildcard_points_ += patterns_ * pattern_points_;
        ++into.keys;
        into.combinations = product(into.combinations, product(rule.any_of.size(), depth));
        into.group.rules.push_back(std::move(rule));
        return std::nullopt;
    }

    reading<conditions::equals> read_scalar()
    {
        auto const& token = next();
        if (token.kind == token_kind::text) { return conditions::equals{text_of(token)}; }
        if (token.kind == token_kind::literal) {
            if (token.raw == "null") { return conditions::equals{std::monostate{}}; }
            return conditions::equals{token.raw == "true"};
        }
        auto number = number_of(token);
        if (auto* bad = std::get_if<complaint>(&number)) { return std::move(*bad); }
        return conditions::equals{std::get<double>(number)};
    }

    static reading<double> number_of(token const& token)
    {
        auto const number = parse_number(token.raw);
        if (!number || std::abs(*number) > limits::filter_number_max) {
            return complain("Value must be between -1.0E9 and 1.0E9, inclusive", token.column());
        }
        return *number;
    }

    reading<condition> read_condition()
    {
        if (peek().is_scalar()) { return widen(read_scalar()); }
        if (peek().kind != token_kind::open_object) {
            return complain("Match value must be String, number, true, false, or null", peek().column());
        }
        next();
        if (peek().kind == token_kind::close_object) {
            return complain("Empty objects are not allowed", peek().column());
        }
        auto read = read_operator(text_of(next()));
        if (std::holds_alternative<complaint>(read)) { return read; }
        if (peek().kind != token_kind::close_object) {
            next();
            return complain("Only one key allowed in match expression", peek().column());
        }
        next();
        return read;
    }

    template <class Condition>
    static reading<condition> widen(reading<Condition>&& read)
    {
        if (auto* bad = std::get_if<complaint>(&read)) { return std::move(*bad); }
        return condition{std::get<Condition>(std::move(read))};
    }

    reading<condition> read_operator(std::string const& name)
    {
        if (name == "prefix") { return read_text<conditions::prefix>(name); }
        if (name == "suffix") { return read_text<conditions::suffix>(name); }
        if (name == "equals-ignore-case") { return read_text<conditions::equals_ignore_case>(name); }
        if (name == "wildcard") { return read_wildcard(); }
        if (name == "anything-but") { return read_anything_but(); }
        if (name == "numeric") { return read_numeric(); }
        if (name == "exists") { return read_exists(); }
        if (name == "cidr") { return read_cidr(); }
        return complain("Unrecognized match type " + name, peek().column());
    }

    template <class Condition>
    reading<condition> read_text(std::string const& name)
    {
        if (peek().kind != token_kind::text) {
            return complain(name + " match pattern must be a string", peek().column());
        }
        return condition{Condition{text_of(next())}};
    }

    reading<std::string> read_pattern()
    {
        auto const& token = next();
        if (token.kind != token_kind::text) {
            return complain("wildcard match pattern must be a string", token.column());
        }
        auto pattern = text_of(token);
        auto const stars = static_cast<std::size_t>(std::ranges::count(pattern, '*'));
        if (stars > limits::wildcards_per_pattern_max || pattern.find("**") != std::string::npos) {
            return complain("wildcard match pattern has too many wildcards", token.column_behind());
        }
        ++patterns_;
        pattern_points_ += stars > 1 ? limits::wildcard_points_of_many : stars;
        return pattern;
    }

    reading<condition> read_wildcard()
    {
        auto pattern = read_pattern();
        if (auto* bad = std::get_if<complaint>(&pattern)) { return std::move(*bad); }
        return condition{conditions::wildcard{std::get<std::string>(std::move(pattern))}};
    }

    reading<condition> read_anything_but()
    {
        if (peek().kind == token_kind::open_object) { return read_anything_but_operator(); }
        conditions::anything_but unwanted;
        if (peek().is_scalar()) {
            auto value = read_scalar();
            if (auto* bad = std::get_if<complaint>(&value)) { return std::move(*bad); }
            unwanted.values.push_back(std::get<conditions::equals>(std::move(value)));
            return condition{std::move(unwanted)};
        }
        next();
        if (peek().kind == token_kind::close_array) {
            return complain("Empty arrays are not allowed", peek().column());
        }
        while (peek().kind != token_kind::close_array) {
            if (!peek().is_scalar()) {
                return complain("Match value must be String, number, true, false, or null", peek().column());
            }
            auto value = read_scalar();
            if (auto* bad = std::get_if<complaint>(&value)) { return std::move(*bad); }
            unwanted.values.push_back(std::get<conditions::equals>(std::move(value)));
        }
        next();
        return condition{std::move(unwanted)};
    }

    reading<condition> read_anything_but_operator()
    {
        next();
        if (peek().kind == token_kind::close_object) {
            return complain("Empty objects are not allowed", peek().column());
        }
        auto const name = text_of(next());
        reading<condition> read = condition{};
        if (name == "prefix") {
            read = read_text<conditions::anything_but_prefix>(name);
        } else if (name == "wildcard") {
            read = read_anything_but_wildcard();
        } else {
            return complain("Unsupported anything-but pattern: " + name, peek().column());
        }
        if (std::holds_alternative<complaint>(read)) { return read; }
        if (peek().kind != token_kind::close_object) {
            next();
            return complain("Only one key allowed in match expression", peek().column());
        }
        next();
        return read;
    }

    reading<condition> read_anything_but_wildcard()
    {
        bool const list = peek().kind == token_kind::open_array;
        if (list) { next(); }
        conditions::anything_but_wildcard unwanted;
        do {
            if (list && unwanted.patterns.empty() && peek().kind == token_kind::close_array) {
                return complain("Empty arrays are not allowed", peek().column());
            }
            auto pattern = read_pattern();
            if (auto* bad = std::get_if<complaint>(&pattern)) { return std::move(*bad); }
            unwanted.patterns.push_back(std::get<std::string>(std::move(pattern)));
        } while (list && peek().kind != token_kind::close_array);
        if (list) { next(); }
        return condition{std::move(unwanted)};
    }

    reading<condition> read_exists()
    {
        auto const& token = next();
        if (token.kind != token_kind::literal || token.raw == "null") {
            return complain("exists match pattern must be either true or false.", token.column());
        }
        return condition{conditions::exists{token.raw == "true"}};
    }

    reading<condition> read_cidr()
    {
        if (peek().kind != token_kind::text) {
            return complain("prefix match pattern must be a string", peek().column()); // AWS says prefix here
        }
        auto const text = text_of(next());
        auto const slash = text.find('/');
        if (slash == std::string::npos || text.find('/', slash + 1) != std::string::npos) {
            return complaint{"Malformed CIDR, one '/' required"};
        }
        unsigned bits = 0;
        auto const* const end = text.data() + text.size();
        auto const [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
        if (stop != end || error != std::errc{}) {
            return complaint{"Malformed CIDR, mask bits must be an integer"};
        }
        auto const address = parse_address(std::string_view{text}.substr(0, slash));
        if (!address) { return complaint{"Nonstandard IP address: " + text.substr(0, slash)}; }
        if (bits > address->second * 8U) { return complaint{"Malformed CIDR, mask bits out of range"}; }
        return condition{conditions::cidr{address->first, address->second, bits}};
    }

    reading<condition> read_numeric()
    {
        if (peek().kind != token_kind::open_array) {
            return complain("Value of numeric must be an array.", peek().column());
        }
        next();
        if (peek().kind != token_kind::text) {
            return complain("Invalid member in numeric match: " + std::string{peek().raw}, peek().column());
        }
        auto const operation = text_of(next());
        if (operation == "=") { return read_numeric_one("=", "equals"); }
        if (operation == "<" || operation == "<=") { return read_numeric_one(operation, operation); }
        if (operation == ">" || operation == ">=") { return read_numeric_range(operation); }
        return complain("Unrecognized numeric range operator: " + operation, peek().column());
    }

    reading<double> read_bound(std::string_view operation)
    {
        if (peek().kind != token_kind::number) {
            return complain("Value of " + std::string{operation} + " must be numeric", peek().column());
        }
        return number_of(next());
    }

    reading<condition> read_numeric_one(std::string_view operation, std::string_view name)
    {
        auto bound = read_bound(name);
        if (auto* bad = std::get_if<complaint>(&bound)) { return std::move(*bad); }
        if (peek().kind != token_kind::close_array) {
            return complain("Too many elements in numeric expression", peek().column());
        }
        next();
        auto const number = std::get<double>(bound);
        if (operation == "=") {
            return condition{conditions::numeric{
                .low = number, .high = number, .low_included = true, .high_included = true}};
        }
        return condition{conditions::numeric{.high = number, .high_included = operation == "<="}};
    }

    reading<condition> read_numeric_range(std::string const& low_operation)
    {
        auto low = read_bound(low_operation);
        if (auto* bad = std::get_if<complaint>(&low)) { return std::move(*bad); }
        conditions::numeric range{.low = std::get<double>(low), .low_included = low_operation == ">="};
        if (peek().kind == token_kind::close_array) {
            next();
            return condition{range};
        }
        if (peek().kind != token_kind::text) {
            return complain("Bad value in numeric range: " + std::string{peek().raw}, peek().column());
        }
        auto const& operation_token = next();
        auto const operation = text_of(operation_token);
        if (operation != "<" && operation != "<=") {
            return complain("Bad numeric range operator: " + operation, operation_token.column_behind());
        }
        auto high = read_bound(operation);
        if (auto* bad = std::get_if<complaint>(&high)) { return std::move(*bad); }
        range.high = std::get<double>(high);
        range.high_included = operation == "<=";
        if (*range.low >= *range.high) { return complain("Bottom must be less than top", peek().column()); }
        if (peek().kind != token_kind::close_array) {
            return complain("Too many terms in numeric range expression", peek().column());
        }
        next();
        return condition{range};
    }

    std::vector<token> tokens_;
    std::size_t at_ = 0;
    bool nested_ = false;
    std::size_t wildcard_points_ = 0;
    std::size_t patterns_ = 0; // of the rule being read
    std::size_t pattern_points_ = 0;
};

} // namespace

std::variant<filter_reading, std::string> read_filter_policy(std::string_view json)
{
    auto const compact = without_blanks(json);
    return reader{tokens_of(compact)}.read();
}

} // namespace understudy::sns
