// Random policies and messages, and a small evaluator that knows the rules of filters from the documentation and nothing of
// the implementation: it walks over the JSON of both each time.
#include "stage.hpp"

#include "sns/message_view.hpp"

#include <boost/json.hpp>

using namespace understudy;
using namespace understudy::sns;

namespace {

namespace json = boost::json;
using values = std::vector<json::value>;

/// Adds the values of a key of the message, arrays taken apart. Dots in the path may stand for members of members or
/// belong to their names.
void add_values(json::value const& message, std::string_view path, values& found)
{
    if (auto const* array = message.if_array()) {
        for (auto const& element : *array) { add_values(element, path, found); }
        return;
    }
    auto const* object = message.if_object();
    if (path.empty()) {
        if (!object) { found.push_back(message); }
        return;
    }
    if (!object) { return; }
    for (auto const& member : *object) {
        std::string_view const key{member.key().data(), member.key().size()};
        if (!path.starts_with(key)) { continue; }
        auto const rest = path.substr(key.size());
        if (rest.empty() || rest.front() == '.') {
            add_values(member.value(), rest.empty() ? rest : rest.substr(1), found);
        }
    }
}

std::string text(json::value const& value) { return value.is_string() ? value.get_string().c_str() : ""; }

bool equal(json::value const& a, json::value const& b)
{
    if (a.is_number() && b.is_number()) { return a.to_number<double>() == b.to_number<double>(); }
    return a == b;
}

std::string lower(std::string t)
{
    std::ranges::transform(t, t.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return t;
}

bool in_range(json::array const& terms, double number)
{
    for (std::size_t i = 0; i + 1 < terms.size(); i += 2) {
        auto const op = text(terms[i]);
        auto const bound = terms[i + 1].to_number<double>();
        bool const good = op == "="    ? number == bound
                          : op == "<"  ? number < bound
                          : op == "<=" ? number <= bound
                          : op == ">"  ? number > bound
                                       : number >= bound;
        if (!good) { return false; }
    }
    return true;
}

bool fits(std::string_view pattern, std::string_view text)
{
    if (pattern.empty()) { return text.empty(); }
    if (pattern.front() == '*') {
        return fits(pattern.substr(1), text) || (!text.empty() && fits(pattern, text.substr(1)));
    }
    return !text.empty() && text.front() == pattern.front() && fits(pattern.substr(1), text.substr(1));
}

/// The 32 bits of an IPv4 address.
std::optional<std::uint32_t> bits_of(std::string const& address)
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    int end = 0;
    if (std::sscanf(address.c_str(), "%3u.%3u.%3u.%3u%n", &a, &b, &c, &d, &end) != 4) { return std::nullopt; }
    if (static_cast<std::size_t>(end) != address.size() || std::max({a, b, c, d}) > 255) {
        return std::nullopt;
    }
    return a << 24 | b << 16 | c << 8 | d;
}

bool in_net(std::string const& net, std::string const& address)
{
    auto const slash = net.find('/');
    auto const shift = 32 - std::stoi(net.substr(slash + 1));
    auto const inside = bits_of(address);
    return inside && *inside >> shift == *bits_of(net.substr(0, slash)) >> shift;
}

bool passes(json::value const& condition, json::value const& value)
{
    auto const* object = condition.if_object();
    if (!object) { return equal(condition, value); }
    auto const& [key, wanted] = *object->begin();
    if (key == "prefix") { return value.is_string() && text(value).starts_with(text(wanted)); }
    if (key == "suffix") { return value.is_string() && text(value).ends_with(text(wanted)); }
    if (key == "equals-ignore-case") {
        return value.is_string() && lower(text(value)) == lower(text(wanted));
    }
    if (key == "numeric") {
        return value.is_number() && in_range(wanted.get_array(), value.to_number<double>());
    }
    if (key == "wildcard") { return value.is_string() && fits(text(wanted), text(value)); }
    if (key == "cidr") { return value.is_string() && in_net(text(wanted), text(value)); }
    if (auto const* list = wanted.if_array()) {
        return std::ranges::none_of(*list, [&](auto const& each) { return equal(each, value); });
    }
    if (auto const* unwanted = wanted.if_object()) {
        auto const& [kind, patterns] = *unwanted->begin();
        if (auto const* list = patterns.if_array()) {
            return std::ranges::none_of(*list, [&, name = kind](auto const& each) {
                return passes(json::object{{name, each}}, value);
            });
        }
        return !passes(wanted, value);
    }
    return !equal(wanted, value); // anything-but
}

bool rule_holds(json::array const& any_of, values const& found)
{
    return std::ranges::any_of(any_of, [&](json::value const& condition) {
        auto const* object = condition.if_object();
        if (object && object->contains("exists")) { return object->at("exists").get_bool() != found.empty(); }
        return std::ranges::any_of(found, [&](auto const& value) { return passes(condition, value); });
    });
}

bool policy_holds(json::object const& policy, json::value const& message, std::string const& path = {})
{
    return std::ranges::all_of(policy, [&](auto const& member) {
        if (member.key() == "$or") {
            return std::ranges::any_of(member.value().get_array(), [&](auto const& branch) {
                return policy_holds(branch.get_object(), message, path);
            });
        }
        auto const below = path + (path.empty() ? "" : ".") + std::string{member.key()};
        if (auto const* nested = member.value().if_object()) { return policy_holds(*nested, message, below); }
        values found;
        add_values(message, below, found);
        return rule_holds(member.value().get_array(), found);
    });
}

/// Makes policies and messages of few keys and values, so that they often meet.
class maker {
public:
    explicit maker(std::uint64_t seed, bool with_dots = false) : chance_{seed}, with_dots_{with_dots} {}

    std::uint64_t below(std::uint64_t bound) { return chance_.below(bound); }
    std::string letter() { return std::string(1, static_cast<char>('a' + below(3))); }
    std::string key() { return with_dots_ && below(6) == 0 ? letter() + '.' + letter() : letter(); }
    template <std::size_t count>
    std::string one_of(std::string_view const (&texts)[count])
    {
        return std::string{texts[below(count)]};
    }
    std::string word()
    {
        constexpr std::string_view words[] = {"", "x", "xy", "X", "yx", "y", "1", "10.0.0.1", "10.0.1.255"};
        return one_of(words);
    }
    std::string pattern()
    {
        constexpr std::string_view patterns[] = {"x*", "*x", "*", "x*x", "*y*", "x", "1*.*1"};
        return one_of(patterns);
    }
    std::string net()
    {
        constexpr std::string_view nets[] = {"10.0.0.0/24", "10.0.0.0/23", "10.0.0.1/32", "0.0.0.0/1"};
        return one_of(nets);
    }
    json::array range()
    {
        constexpr std::string_view operators[] = {"=", "<", "<=", ">", ">="};
        if (below(2) == 0) { return {one_of(operators), number()}; }
        return {below(2) ? ">=" : ">", 1, below(2) ? "<" : "<=", 3};
    }
    json::value number()
    {
        return below(2) ? json::value(static_cast<std::int64_t>(below(4)))
                        : json::value(0.5 * static_cast<double>(below(8)));
    }
    json::value scalar()
    {
        switch (below(5)) {
        case 0: return number();
        case 1: return json::value(below(2) == 0);
        case 2: return json::value(nullptr);
        default: return json::value(word());
        }
    }
    json::value condition()
    {
        switch (below(13)) {
        case 0: return json::object{{"prefix", word()}};
        case 1: return json::object{{"suffix", word()}};
        case 2: return json::object{{"equals-ignore-case", word()}};
        case 3: return json::object{{"anything-but", json::array{scalar(), scalar()}}};
        case 4: return json::object{{"anything-but", json::object{{"prefix", "x"}}}};
        case 5: return json::object{{"exists", below(2) == 0}};
        case 6: return json::object{{"numeric", range()}};
        case 7: return json::object{{"wildcard", pattern()}};
        case 8: return json::object{{"cidr", net()}};
        case 9: return json::object{{"anything-but", json::object{{"wildcard", pattern()}}}};
        case 10:
            return json::object{
                {"anything-but", json::object{{"wildcard", json::array{pattern(), pattern()}}}}};
        default: return scalar();
        }
    }
    json::array rule()
    {
        json::array made;
        for (auto count = 1 + below(2); count != 0; --count) { made.push_back(condition()); }
        return made;
    }
    json::object policy(bool nested)
    {
        json::object made;
        for (auto count = 1 + below(2); count != 0; --count) {
            auto const k = key();
            if (nested && below(3) == 0) {
                made[k] = json::object{{key(), rule()}};
            } else {
                made[k] = rule();
            }
        }
        if (below(3) == 0) {
            made["$or"] = json::array{json::object{{key(), rule()}}, json::object{{key(), rule()}}};
        }
        return made;
    }
    json::value leaf()
    {
        switch (below(8)) {
        case 0: return json::array{};
        case 1:
        case 2: return json::array{scalar(), scalar()};
        default: return scalar();
        }
    }
    json::object body()
    {
        json::object made;
        for (auto count = below(4); count != 0; --count) {
            auto const k = key();
            switch (below(4)) {
            case 0: made[k] = json::object{{key(), leaf()}}; break;
            case 1:
                made[k] = json::array{json::object{{key(), leaf()}}, json::object{{key(), leaf()}}};
                break;
            default: made[k] = leaf();
            }
        }
        return made;
    }

private:
    id_source chance_;
    bool with_dots_;
};

/// The message as attributes; what they cannot say is left out of it.
message_attributes attributes_of(json::object& message)
{
    message_attributes made;
    json::object kept;
    for (auto const& [key, value] : message) {
        std::string const name{key};
        if (value.is_string() && !value.get_string().empty()) {
            made[name] = text_attribute(value.get_string().c_str());
        } else if (value.is_number()) {
            made[name] = text_attribute(json::serialize(value), "Number");
        } else if (value.is_array() && !value.get_array().empty() && !value.get_array().front().is_object()) {
            made[name] = text_attribute(json::serialize(value), "String.Array");
        } else {
            continue;
        }
        kept[key] = value;
    }
    message = std::move(kept);
    return made;
}

} // namespace

TEST_CASE("Filters decide over bodies as a reading of the documentation does", "[sns][filter][property]")
{
    constexpr std::uint64_t seed = 20'261'122;
    maker make{seed, true};
    int matched = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto const policy = make.policy(true);
        auto const message = make.body();
        auto const compiled =
            parse_filter_policy(origin::set, json::serialize(policy), filter_scope::message_body);
        INFO("seed " << seed << ", round " << round << ": " << json::serialize(policy) << " for "
                     << json::serialize(message));
        REQUIRE(compiled);
        sns::audience audience;
        audience.add(1, compiled->get());
        auto const text = json::serialize(message);
        body_view const view{text, audience.body_paths()};
        bool const expected = policy_holds(policy, message);
        REQUIRE((*compiled)->matches(view.values()) == expected);
        matched += expected ? 1 : 0;
        if (expected) { REQUIRE(audience.candidates({}, view.values()).size() == 1); }
    }
    CHECK(matched > 1'000); // or the test would say nothing
    CHECK(matched < 19'000);
}

TEST_CASE(
    "Filters decide over attributes as a reading of the documentation does, and the index finds all they want",
    "[sns][filter][property]")
{
    constexpr std::uint64_t seed = 5;
    maker make{seed};
    int matched = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto const policy = make.policy(false);
        auto message = make.body();
        auto const attributes = attributes_of(message);
        auto const compiled =
            parse_filter_policy(origin::set, json::serialize(policy), filter_scope::message_attributes);
        INFO("seed " << seed << ", round " << round << ": " << json::serialize(policy) << " for "
                     << json::serialize(message));
        REQUIRE(compiled);
        attributes_view const view{attributes};
        bool const expected = policy_holds(policy, message);
        REQUIRE((*compiled)->matches(view.values()) == expected);
        matched += expected ? 1 : 0;
        sns::audience audience;
        audience.add(1, compiled->get());
        if (expected) { REQUIRE(audience.candidates(view.values(), {}).size() == 1); }
    }
    CHECK(matched > 1'000);
    CHECK(matched < 19'000);
}

TEST_CASE("However subscriptions come, change and go, a topic of many finds those who want a message",
          "[sns][filter][property]")
{
    auto const seed = GENERATE(1U, 2U, 3U);
    maker make{seed};
    struct subscriber {
        json::object policy; // empty: wants everything
        std::shared_ptr<filter_policy const> compiled;
    };
    std::map<std::uint64_t, subscriber> all;
    sns::audience audience;
    for (int round = 0; round < 2'000; ++round) {
        auto const number = 1 + make.below(150);
        if (auto const known = all.find(number); known != all.end()) {
            audience.remove(number, known->second.compiled.get());
            all.erase(known);
        }
        if (make.below(4) != 0) {
            subscriber fresh;
            if (make.below(8) != 0) { fresh.policy = make.policy(false); }
            auto const text = fresh.policy.empty() ? std::string{} : json::serialize(fresh.policy);
            fresh.compiled = parse_filter_policy(origin::set, text, filter_scope::message_attributes).value();
            audience.add(number, fresh.compiled.get());
            all.emplace(number, std::move(fresh));
        }
        auto message = make.body();
        auto const attributes = attributes_of(message);
        attributes_view const view{attributes};
        std::vector<std::uint64_t> expected;
        for (auto const& [each, who] : all) {
            if (policy_holds(who.policy, message)) { expected.push_back(each); }
        }
        std::vector<std::uint64_t> found;
        for (auto const candidate : audience.candidates(view.values(), {})) {
            auto const& filter = all.at(candidate).compiled;
            if (!filter || filter->matches(view.values())) { found.push_back(candidate); }
        }
        INFO("seed " << seed << ", round " << round << ": " << json::serialize(message));
        REQUIRE(found == expected);
    }
}
