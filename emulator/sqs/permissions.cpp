// AddPermission and RemovePermission: two operations that write the queue's policy. Policies are kept and not enforced.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/service.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

namespace understudy::sqs {

namespace json = boost::json;

namespace {

constexpr std::string_view any_action = "*";
constexpr std::array<std::string_view, 9> granted_actions{
    any_action,    "ChangeMessageVisibility",    "DeleteMessage", "GetQueueAttributes",
    "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue",    "ReceiveMessage",
    "SendMessage"};

template <class... Operations>
bool is_operation(std::tuple<Operations...> const&, std::string_view name)
{
    return ((Operations::name() == name) || ...);
}

result<void> check_action(std::string_view action)
{
    if (std::find(granted_actions.begin(), granted_actions.end(), action) != granted_actions.end()) {
        return {};
    }
    if (is_operation(operations, action)) return errors::permitted_action_of_owner(action);
    return errors::permitted_action_unknown(action);
}

bool is_account(std::string_view text) noexcept
{
    constexpr std::size_t digits = 12;
    return text.size() == digits
           && std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

result<void> check(AddPermissionRequest const& request)
{
    if (request.Label.empty()) return errors::parameter_missing("Label");
    if (!request.AWSAccountIds) return errors::parameter_missing("AWSAccountIds");
    if (request.Actions.empty()) return errors::parameter_missing("ActionName");
    if (!is_queue_name(request.Label)) return errors::label_invalid(request.Label); // made as a name is
    if (request.Actions.size() > limits::permitted_actions_max) {
        return errors::permitted_actions_too_many(request.Actions.size());
    }
    for (auto const& action : request.Actions) {
        if (auto good = check_action(action); !good) return good.error();
    }
    auto const& accounts = *request.AWSAccountIds;
    if (accounts.empty() || !std::all_of(accounts.begin(), accounts.end(), is_account)) {
        std::string told;
        for (auto const& account : accounts) told += (told.empty() ? "" : ", ") + account;
        return errors::principal_invalid(told);
    }
    return {};
}

/// One is a plain text, several are a list.
template <class Make>
json::value texts(string_list const& from, Make make)
{
    if (from.size() == 1) { return json::string{make(from.front())}; }
    json::array all;
    for (auto const& each : from) all.emplace_back(make(each));
    return all;
}

json::object statement_of(AddPermissionRequest const& request, std::string_view queue_arn)
{
    auto principals = texts(*request.AWSAccountIds,
                            [](std::string const& account) { return "arn:aws:iam::" + account + ":root"; });
    return {{"Sid", request.Label},
            {"Effect", "Allow"},
            {"Principal", json::object{{"AWS", std::move(principals)}}},
            {"Action", texts(request.Actions, [](std::string const& action) { return "SQS:" + action; })},
            {"Resource", queue_arn}};
}

/// The policy as it is, checked when it was set; its statements as a list.
json::object policy_of(queue const& queue)
{
    auto const& text = queue.attributes.policy;
    if (text.empty()) {
        return {{"Version", "2008-10-17"},
                {"Id", queue.arn.str() + "/SQSDefaultPolicy"},
                {"Statement", json::array{}}};
    }
    auto policy = json::parse(text).as_object();
    auto& statements = policy["Statement"];
    if (!statements.is_array()) { statements = json::array{std::move(statements)}; }
    return policy;
}

json::value* find_statement(json::object& policy, std::string_view label)
{
    auto& statements = policy["Statement"].as_array();
    auto const found = std::find_if(statements.begin(), statements.end(), [&](json::value const& each) {
        auto const* const sid = each.as_object().if_contains("Sid");
        return sid != nullptr && sid->is_string() && std::string_view{sid->get_string()} == label;
    });
    return found == statements.end() ? nullptr : found;
}

} // namespace

result<void> add_permission(state& sqs, call const& call, AddPermissionRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (auto good = check(request); !good) return good.error();
    auto& queue = *found.value();
    auto policy = policy_of(queue);
    auto statement = statement_of(request, queue.arn);
    if (auto const* existing = find_statement(policy, request.Label)) {
        if (!existing->is_object() || existing->get_object() != statement)
            return errors::label_exists(request.Label);
        return {};
    }
    auto& statements = policy["Statement"].as_array();
    if (statements.size() >= limits::policy_statements_max) {
        return errors::permissions_too_many(statements.size() + 1);
    }
    statements.push_back(std::move(statement));
    queue.attributes.policy = json::serialize(policy);
    queue.modified = call.now;
    return {};
}

result<void> remove_permission(state& sqs, call const& call, RemovePermissionRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (request.Label.empty()) return errors::parameter_missing("Label");
    auto& queue = *found.value();
    auto policy = policy_of(queue);
    auto const* const statement = find_statement(policy, request.Label);
    if (statement == nullptr) return errors::label_unknown(request.Label);
    auto& statements = policy["Statement"].as_array();
    statements.erase(statement);
    queue.attributes.policy = statements.empty() ? std::string{} : json::serialize(policy);
    queue.modified = call.now;
    return {};
}

} // namespace understudy::sqs
