#include "sns/access_policy.hpp"

#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/text.hpp"

#include <boost/json/serialize.hpp>

#include <array>

namespace understudy::sns {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 14> known_actions{"addpermission",
                                                         "deletetopic",
                                                         "getdataprotectionpolicy",
                                                         "gettopicattributes",
                                                         "listsubscriptionsbytopic",
                                                         "listtagsforresource",
                                                         "publish",
                                                         "putdataprotectionpolicy",
                                                         "receive",
                                                         "removepermission",
                                                         "settopicattributes",
                                                         "subscribe",
                                                         "tagresource",
                                                         "untagresource"};

/// An action of SNS that concerns topics, or a beginning of one followed by '*'. "SNS:*" is more than SNS
/// lets a topic allow.
bool is_known_action(std::string_view text)
{
    auto const action = lower_case(text);
    if (!action.starts_with("sns:")) { return false; }
    auto name = std::string_view{action}.substr(4);
    bool const open = name.ends_with('*');
    if (open) { name.remove_suffix(1); }
    return !name.empty() && std::ranges::any_of(known_actions, [&](auto known) {
        return open ? known.starts_with(name) : known == name;
    });
}

bool is_known_principal(std::string_view text)
{
    return text == "*" || text.starts_with("arn:")
           || (text.size() == 12 && std::ranges::all_of(text, is_digit));
}

/// One text or a list of them, each of which passes.
template <class Predicate>
bool all_texts(json::value const& value, Predicate passes)
{
    if (auto const* text = value.if_string()) { return passes(text_of(*text)); }
    auto const* list = value.if_array();
    return list && !list->empty() && std::ranges::all_of(*list, [&](json::value const& one) {
               return one.is_string() && passes(text_of(one.get_string()));
           });
}

result<void> check_statement(origin from, json::value const& value)
{
    auto const* statement = value.if_object();
    if (!statement) { return errors::policy_malformed(from); }
    auto const* effect = statement->if_contains("Effect");
    if (!effect || !effect->is_string()
        || (effect->get_string() != "Allow" && effect->get_string() != "Deny")) {
        return errors::policy_malformed(from);
    }
    auto const* principal = statement->if_contains("Principal");
    if (!principal) { principal = statement->if_contains("NotPrincipal"); }
    if (!principal) { return errors::policy_malformed(from); }
    if (principal->is_string() && principal->get_string() != "*") {
        return errors::policy_principal_not_found(from);
    }
    if (auto const* kinds = principal->if_object()) {
        auto const* accounts = kinds->if_contains("AWS");
        if (accounts && !all_texts(*accounts, is_known_principal)) {
            return errors::policy_principal_not_found(from);
        }
    }
    auto const* action = statement->if_contains("Action");
    if (!action) { action = statement->if_contains("NotAction"); }
    if (!action) { return errors::policy_malformed(from); }
    if (!all_texts(*action, is_known_action)) { return errors::policy_action_unknown(from); }
    return {};
}

json::value parsed(std::string_view policy) { return parse_json(policy, limits::json_depth_max).value(); }

/// A policy with one statement may have it without a list around it.
json::array& statements_of(json::value& policy)
{
    auto& statements = policy.get_object()["Statement"];
    if (!statements.is_array()) { statements = json::array{statements}; }
    return statements.get_array();
}

bool is_labelled(json::value const& statement, std::string_view label)
{
    auto const* sid = statement.get_object().if_contains("Sid");
    return sid && sid->is_string() && text_of(sid->get_string()) == label;
}

/// One text, or a list of several.
json::value one_or_many(json::array texts)
{
    return texts.size() == 1 ? json::value(texts.front()) : json::value(std::move(texts));
}

} // namespace

bool has_statement(std::string_view policy, std::string_view label)
{
    auto document = parsed(policy);
    return std::ranges::any_of(statements_of(document),
                               [&](auto const& one) { return is_labelled(one, label); });
}

std::string with_statement(std::string_view policy, std::string_view topic_arn, std::string_view label,
                           std::vector<std::string> const& accounts, std::vector<std::string> const& actions)
{
    json::array principals;
    for (auto const& account : accounts) {
        principals.emplace_back(std::string{"arn:"}
                                    .append(topic_arn.substr(4, topic_arn.find(':', 4) - 4))
                                    .append(":iam::")
                                    .append(account)
                                    .append(":root"));
    }
    json::array named;
    for (auto const& action : actions) { named.emplace_back("SNS:" + action); }
    auto const text = [](std::string_view given) { return json::string_view{given.data(), given.size()}; };
    auto document = parsed(policy);
    statements_of(document).push_back(
        json::object{{"Sid", text(label)},
                     {"Effect", "Allow"},
                     {"Principal", json::object{{"AWS", one_or_many(std::move(principals))}}},
                     {"Action", one_or_many(std::move(named))},
                     {"Resource", text(topic_arn)}});
    return json::serialize(document);
}

std::string without_statement(std::string_view policy, std::string_view label)
{
    auto document = parsed(policy);
    auto& statements = statements_of(document);
    json::array kept;
    for (auto& one : statements) {
        if (!is_labelled(one, label)) { kept.push_back(std::move(one)); }
    }
    statements = std::move(kept);
    return json::serialize(document);
}

result<void> check_access_policy(origin from, std::string_view text)
{
    auto const policy = parse_json(text, limits::json_depth_max);
    if (!policy || !policy->is_object()) { return errors::policy_malformed(from); }
    auto const* statements = policy->get_object().if_contains("Statement");
    if (!statements) { return errors::policy_malformed(from); }
    if (!statements->is_array()) { return check_statement(from, *statements); }
    for (auto const& statement : statements->get_array()) {
        if (auto checked = check_statement(from, statement); !checked) { return checked; }
    }
    return {};
}

std::string default_access_policy(std::string_view topic_arn, std::string_view account)
{
    std::string policy =
        R"({"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",)"
        R"("Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",)"
        R"("SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",)"
        R"("SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":)";
    append_json_string(policy, topic_arn);
    policy += R"(,"Condition":{"StringEquals":{"AWS:SourceOwner":)";
    append_json_string(policy, account);
    return policy += "}}}]}";
}

} // namespace understudy::sns
