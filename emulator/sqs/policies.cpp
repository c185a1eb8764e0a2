#include "sqs/policies.hpp"

#include "sqs/errors.hpp"
#include "sqs/limits.hpp"
#include "sqs/names.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace understudy::sqs {

namespace json = boost::json;

namespace {

constexpr std::string_view target_key = "deadLetterTargetArn";
constexpr std::string_view count_key = "maxReceiveCount";
constexpr std::string_view permission_key = "redrivePermission";
constexpr std::string_view sources_key = "sourceQueueArns";
constexpr std::array<std::string_view, 3> permissions{"allowAll", "denyAll", "byQueue"};

std::optional<json::object> parse_object(std::string_view text)
{
    boost::system::error_code failed;
    auto value = json::parse({text.data(), text.size()}, failed);
    if (failed || !value.is_object()) { return std::nullopt; }
    return std::move(value.get_object());
}

/// A count may be a number or a text of digits.
std::optional<int> parse_count(json::value const& value)
{
    std::int64_t count = 0;
    if (auto const* text = value.if_string()) {
        auto const* const end = text->data() + text->size();
        auto const [stopped, failed] = std::from_chars(text->data(), end, count);
        if (failed != std::errc{} || stopped != end) { return std::nullopt; }
    } else if (value.is_int64()) {
        count = value.get_int64();
    } else {
        return std::nullopt;
    }
    return limits::receives_before_dead_letter.contains(count) ? std::optional{static_cast<int>(count)}
                                                               : std::nullopt;
}

std::string echo(json::value const& value)
{
    return value.is_string() ? std::string{std::string_view{value.get_string()}} : json::serialize(value);
}

std::optional<std::vector<std::string>> parse_texts(json::value const& value)
{
    auto const* list = value.if_array();
    if (list == nullptr) { return std::nullopt; }
    std::vector<std::string> texts;
    for (auto const& entry : *list) {
        if (!entry.is_string()) { return std::nullopt; }
        texts.emplace_back(std::string_view{entry.get_string()});
    }
    return texts;
}

template <std::size_t N>
bool knows_all(json::object const& object, std::array<std::string_view, N> const& known)
{
    return std::all_of(object.begin(), object.end(), [&](auto const& member) {
        return std::find(known.begin(), known.end(), std::string_view{member.key()}) != known.end();
    });
}

bool is_statement(json::value const& value)
{
    constexpr std::array<std::string_view, 9> known{"Sid",          "Effect",      "Principal",
                                                    "NotPrincipal", "Action",      "NotAction",
                                                    "Resource",     "NotResource", "Condition"};
    return value.is_object() && knows_all(value.get_object(), known);
}

} // namespace

bool redrive_allow_policy::allows(std::string_view source_arn) const
{
    switch (permission) {
    case permission_type::allow_all: return true;
    case permission_type::deny_all: return false;
    case permission_type::by_queue: break;
    }
    return std::find(source_arns.begin(), source_arns.end(), source_arn) != source_arns.end();
}

result<redrive_policy> parse_redrive_policy(std::string_view text)
{
    auto const object = parse_object(text);
    if (!object) return errors::redrive_policy_malformed();
    auto const* count = object->if_contains(count_key);
    if (count == nullptr) return errors::redrive_policy_incomplete(text, count_key);
    auto const* target = object->if_contains(target_key);
    if (target == nullptr) return errors::redrive_policy_incomplete(text, target_key);
    if (object->size() > 2) return errors::redrive_policy_key_unknown(text);
    auto const count_max = parse_count(*count);
    if (!count_max) return errors::redrive_count_invalid(text, echo(*count));
    if (!target->is_string() || !parse_queue_arn(std::string_view{target->get_string()})) {
        return errors::redrive_target_is_no_queue(text);
    }
    return redrive_policy{.target_arn = std::string{std::string_view{target->get_string()}},
                          .receive_count_max = *count_max};
}

result<redrive_allow_policy> parse_redrive_allow_policy(std::string_view text)
{
    auto const object = parse_object(text);
    if (!object || !knows_all(*object, std::array{permission_key, sources_key})) {
        return errors::redrive_allow_policy_malformed();
    }
    auto const* permission = object->if_contains(permission_key);
    if (permission == nullptr || !permission->is_string()) {
        return errors::redrive_allow_policy_malformed();
    }
    auto const found =
        std::find(permissions.begin(), permissions.end(), std::string_view{permission->get_string()});
    if (found == permissions.end()) { return errors::redrive_allow_policy_malformed(); }
    redrive_allow_policy policy;
    policy.permission = static_cast<redrive_allow_policy::permission_type>(found - permissions.begin());
    auto const* sources = object->if_contains(sources_key);
    if (sources != nullptr) {
        auto texts = parse_texts(*sources);
        if (!texts) return errors::redrive_allow_policy_malformed();
        policy.source_arns = std::move(*texts);
    }
    if (policy.permission != redrive_allow_policy::permission_type::by_queue) {
        if (sources != nullptr) return errors::redrive_sources_superfluous(text);
        return policy;
    }
    if (policy.source_arns.empty()) return errors::redrive_sources_missing(text);
    if (policy.source_arns.size() > limits::redrive_sources_max)
        return errors::redrive_sources_too_many(text);
    return policy;
}

result<void> check_access_policy(std::string_view text)
{
    constexpr std::string_view name = "Policy";
    constexpr std::array<std::string_view, 3> known{"Version", "Id", "Statement"};
    auto const object = text.size() <= limits::policy_bytes_max ? parse_object(text) : std::nullopt;
    if (!object || !knows_all(*object, known)) { return errors::attribute_value_invalid(name); }
    if (auto const* version = object->if_contains("Version")) {
        if (*version != "2012-10-17" && *version != "2008-10-17") {
            return errors::attribute_value_invalid(name);
        }
    }
    auto const* statement = object->if_contains("Statement");
    if (statement == nullptr) { return errors::attribute_value_invalid(name); }
    if (auto const* list = statement->if_array()) {
        if (list->size() > limits::policy_statements_max) {
            return errors::policy_statements_too_many(list->size());
        }
        if (list->empty() || !std::all_of(list->begin(), list->end(), is_statement)) {
            return errors::attribute_value_invalid(name);
        }
    } else if (!is_statement(*statement)) {
        return errors::attribute_value_invalid(name);
    }
    return {};
}

std::string to_json(redrive_policy const& policy)
{
    return json::serialize(
        json::object{{target_key, policy.target_arn}, {count_key, policy.receive_count_max}});
}

std::string to_json(redrive_allow_policy const& policy)
{
    json::object object{{permission_key, permissions[static_cast<std::size_t>(policy.permission)]}};
    if (!policy.source_arns.empty()) {
        json::array sources;
        for (auto const& arn : policy.source_arns) sources.emplace_back(arn);
        object.emplace(sources_key, std::move(sources));
    }
    return json::serialize(object);
}

} // namespace understudy::sqs
