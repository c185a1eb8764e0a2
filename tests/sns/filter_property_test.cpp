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

/// The values of a key of the message, arrays taken apart; nothing when the key is not there.
std::optional<values> values_of(json::value const& message, std::vector<std::string> const& path,
                                std::size_t at = 0)
{
    if (auto const* array = message.if_array()) {
        std::optional<values> all;
        for (auto const& element : *array) {
            if (auto some = values_of(element, path, at)) {
                if (!all) { all.emplace(); }
                all->insert(all->end(), some->begin(), some->end());
            }
        }
        return all;
    }
    if (at == path.size()) {
        if (message.is_object()) { return std::nullopt; }
        return values{message};
    }
    auto const* object = message.if_object();
    auto const* next = object ? object->if_contains(path[at]) : nullptr;
    return next ? values_of(*next, path, at + 1) : std::nullopt;
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
    if (auto const* list = wanted.if_array()) {
        return std::ranges::none_of(*list, [&](auto const& each) { return equal(each, value); });
    }
    if (wanted.is_object()) {
        return !(value.is_string() && text(value).starts_with(text(wanted.get_object().at("prefix"))));
    }
    return !equal(wanted, value); // anything-but
}

bool rule_holds(json::array const& any_of, std::optional<values> const& found)
{
    return std::ranges::any_of(any_of, [&](json::value const& condition) {
        auto const* object = condition.if_object();
        if (object && object->contains("exists")) {
            return object->at("exists").get_bool() == (found && !found->empty());
        }
        return found
               && std::ranges::any_of(*found, [&](auto const& value) { return passes(condition, value); });
    });
}

bool policy_holds(json::object const& policy, json::value const& message,
                  std::vector<std::string> const& path = {})
{
    return std::ranges::all_of(policy, [&](auto const& member) {
        if (member.key() == "$or") {
            return std::ranges::any_of(member.value().get_array(), [&](auto const& branch) {
                return policy_holds(branch.get_object(), message, path);
            });
        }
        auto below = path;
        below.emplace_back(member.key());
        if (auto const* nested = member.value().if_object()) { return policy_holds(*nested, message, below); }
        return rule_holds(member.value().get_array(), values_of(message, below));
    });
}

/// Makes policies and messages of few keys and values, so that they often meet.
class maker {
public:
    explicit maker(std::uint64_t seed) : chance_{seed} {}

    std::uint64_t below(std::uint64_t bound) { return chance_.below(bound); }
    std::string key() { return std::string(1, static_cast<char>('a' + below(3))); }
    std::string word()
    {
        constexpr std::string_view words[] = {"", "x", "xy", "X", "yx", "y", "1"};
        return std::string{words[below(std::size(words))]};
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
        switch (below(9)) {
        case 0: return json::object{{"prefix", word()}};
        case 1: return json::object{{"suffix", word()}};
        case 2: return json::object{{"equals-ignore-case", word()}};
        case 3: return json::object{{"anything-but", json::array{scalar(), scalar()}}};
        case 4: return json::object{{"anything-but", json::object{{"prefix", "x"}}}};
        case 5: return json::object{{"exists", below(2) == 0}};
        case 6:
            return json::object{{"numeric", json::array{below(2) ? ">=" : ">", 1, below(2) ? "<" : "<=", 3}}};
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
    json::value leaf() { return below(4) == 0 ? json::value(json::array{scalar(), scalar()}) : scalar(); }
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
        } else if (value.is_array() && !value.get_array().front().is_object()) {
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
    maker make{seed};
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
