#include "engine/queue_policy.hpp"

#include "core/arn.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <string>

namespace understudy {

namespace {

namespace json = boost::json;

std::string lower(std::string_view text)
{
    std::string made{text};
    std::ranges::transform(made, made.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return made;
}

/// '*' stands for any run of characters, '?' for one.
bool is_like(std::string_view pattern, std::string_view text)
{
    if (pattern.empty()) { return text.empty(); }
    if (pattern.front() == '*') {
        return is_like(pattern.substr(1), text) || (!text.empty() && is_like(pattern, text.substr(1)));
    }
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front())
           && is_like(pattern.substr(1), text.substr(1));
}

/// One text or a list of them, any of which matches; nothing matches what is not there.
template <class Matches>
bool any_text(json::value const* value, Matches matches)
{
    if (value == nullptr) { return false; }
    if (auto const* text = value->if_string()) {
        return matches(std::string_view{text->data(), text->size()});
    }
    auto const* list = value->if_array();
    return list != nullptr
           && std::ranges::any_of(*list, [&](json::value const& each) { return any_text(&each, matches); });
}

struct sending {
    std::string_view queue_arn;
    std::string_view topic_arn;
};

bool names_the_service(json::value const* principal)
{
    if (principal == nullptr) { return false; }
    if (any_text(principal, [](auto text) { return text == "*"; })) { return true; }
    auto const* kinds = principal->if_object();
    return kinds != nullptr
           && (any_text(kinds->if_contains("AWS"), [](auto text) { return text == "*"; })
               || any_text(kinds->if_contains("Service"),
                           [](auto text) { return text == "*" || is_like("sns*.amazonaws.com", text); }));
}

bool is_met(std::string const& comparison, std::string const& key, json::value const& wanted,
            sending const& what)
{
    auto const account = parse_arn(what.topic_arn) ? parse_arn(what.topic_arn)->account : std::string_view{};
    std::string_view actual;
    if (key == "aws:sourcearn") { actual = what.topic_arn; }
    if (key == "aws:sourceaccount" || key == "aws:sourceowner") { actual = account; }
    if (actual.empty()) { return false; }
    if (comparison == "stringequals") {
        return any_text(&wanted, [&](auto text) { return text == actual; });
    }
    bool const likens = comparison == "arnequals" || comparison == "arnlike" || comparison == "stringlike";
    return likens && any_text(&wanted, [&](auto pattern) { return is_like(pattern, actual); });
}

bool conditions_met(json::value const* conditions, sending const& what)
{
    auto const* comparisons = conditions != nullptr ? conditions->if_object() : nullptr;
    if (comparisons == nullptr) { return true; }
    return std::ranges::all_of(*comparisons, [&](auto const& comparison) {
        auto const* keys = comparison.value().if_object();
        return keys != nullptr && std::ranges::all_of(*keys, [&](auto const& key) {
                   return is_met(lower({comparison.key().data(), comparison.key().size()}),
                                 lower({key.key().data(), key.key().size()}), key.value(), what);
               });
    });
}

bool is_about(json::object const& statement, sending const& what)
{
    return names_the_service(statement.if_contains("Principal"))
           && any_text(statement.if_contains("Action"),
                       [](auto pattern) { return is_like(lower(pattern), "sqs:sendmessage"); })
           && any_text(statement.if_contains("Resource"),
                       [&](auto pattern) { return is_like(pattern, what.queue_arn); })
           && conditions_met(statement.if_contains("Condition"), what);
}

} // namespace

bool lets_topic_send(std::string_view policy, std::string_view queue_arn, std::string_view topic_arn)
{
    json::error_code failure;
    auto const document = json::parse({policy.data(), policy.size()}, failure);
    auto const* members = failure ? nullptr : document.if_object();
    auto const* given = members != nullptr ? members->if_contains("Statement") : nullptr;
    if (given == nullptr) { return false; }
    auto const statements = given->is_array() ? given->get_array() : json::array{*given};
    auto applies = [&](std::string_view effect) {
        return std::ranges::any_of(statements, [&](json::value const& each) {
            auto const* statement = each.if_object();
            return statement != nullptr
                   && any_text(statement->if_contains("Effect"), [&](auto text) { return text == effect; })
                   && is_about(*statement, {queue_arn, topic_arn});
        });
    };
    return applies("Allow") && !applies("Deny");
}

} // namespace understudy
