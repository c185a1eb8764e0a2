#include "sns/permissions.hpp"

#include "sns/access_policy.hpp"
#include "sns/errors.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

bool is_account(std::string_view text) { return text.size() == 12 && std::ranges::all_of(text, is_digit); }

std::string policy_of(topic const& topic)
{
    auto const own = topic.attributes.find("Policy");
    return own == topic.attributes.end() ? default_access_policy(topic.arn, topic.account) : own->second;
}

bool has_direction(boost::json::value const& statement)
{
    auto const* members = statement.if_object();
    auto const* direction = members ? members->if_contains("DataDirection") : nullptr;
    return direction && direction->is_string()
           && (direction->get_string() == "Inbound" || direction->get_string() == "Outbound");
}

} // namespace

result<void> check_data_protection_policy(std::string_view text)
{
    if (text.empty()) { return {}; }
    if (characters(text) > limits::data_protection_policy_characters_max) {
        return errors::data_protection_policy_invalid("must be at most 30720 characters long");
    }
    auto const policy = parse_json(text, limits::json_depth_max);
    if (!policy || !policy->is_object()) {
        return errors::data_protection_policy_invalid("The policy must be a JSON object");
    }
    auto const* statements = policy->get_object().if_contains("Statement");
    auto const* list = statements ? statements->if_array() : nullptr;
    if (!list || list->empty() || !std::ranges::all_of(*list, has_direction)) {
        return errors::data_protection_policy_invalid(
            "Statement DataDirection must be either Inbound or Outbound");
    }
    return {};
}

result<void> add_permission(state& sns, call const& call, AddPermissionInput const& request)
{
    auto const found = find_topic(sns, call, request.TopicArn);
    if (!request.Label) { return errors::parameter_missing("label"); }
    if (request.AWSAccountId.empty()) { return errors::parameter_missing("aWSAccountId"); }
    if (request.ActionName.empty()) { return errors::parameter_missing("actionName"); }
    if (!found) { return found.error(); }
    if (!std::ranges::all_of(request.AWSAccountId, is_account)) { return errors::account_invalid(); }
    auto& topic = **found;
    auto policy = policy_of(topic);
    if (has_statement(policy, *request.Label)) { return errors::statement_exists(); }
    auto grown = with_statement(policy, topic.arn, *request.Label, request.AWSAccountId, request.ActionName);
    if (auto checked = check_access_policy(origin::set, grown); !checked) { return checked; }
    topic.attributes.insert_or_assign("Policy", std::move(grown));
    return {};
}

result<void> remove_permission(state& sns, call const& call, RemovePermissionInput const& request)
{
    auto const found = find_topic(sns, call, request.TopicArn);
    if (!request.Label) { return errors::parameter_missing("label"); }
    if (!found) { return found.error(); }
    auto const policy = policy_of(**found);
    if (!has_statement(policy, *request.Label)) { return {}; } // removing is idempotent
    (*found)->attributes.insert_or_assign("Policy", without_statement(policy, *request.Label));
    return {};
}

result<void> put_data_protection_policy(state& sns, call const& call,
                                        PutDataProtectionPolicyInput const& request)
{
    if (!request.ResourceArn) { return errors::parameter_missing("resourceArn"); }
    if (!request.DataProtectionPolicy) { return errors::parameter_missing("dataProtectionPolicy"); }
    auto const topic = find_topic(sns, call, *request.ResourceArn, "ResourceArn");
    if (!topic) { return topic.error(); }
    if (auto good = check_data_protection_policy(*request.DataProtectionPolicy); !good) { return good; }
    (*topic)->data_protection_policy = *request.DataProtectionPolicy;
    return {};
}

result<GetDataProtectionPolicyResponse> get_data_protection_policy(
    state& sns, call const& call, GetDataProtectionPolicyInput const& request)
{
    if (!request.ResourceArn) { return errors::parameter_missing("resourceArn"); }
    auto const topic = find_topic(sns, call, *request.ResourceArn, "ResourceArn");
    if (!topic) { return topic.error(); }
    return GetDataProtectionPolicyResponse{(*topic)->data_protection_policy};
}

} // namespace understudy::sns
