#include "core/arn.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/mobile_lookup.hpp"
#include "sns/paging.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

constexpr std::string_view arn_parameter = "EndpointArn";
constexpr std::size_t arn_slashes = 3;

result<platform_endpoint*> find_endpoint(state& sns, call const& call, std::string const& arn)
{
    if (auto good = check_mobile_arn(call, arn, arn_parameter, arn_slashes); !good) { return good.error(); }
    auto& endpoints = mobile_of(sns, call).endpoints;
    auto const found = endpoints.find(arn);
    if (found == endpoints.end()) { return errors::endpoint_does_not_exist(); }
    return &found->second;
}

result<void> check(string_map const& attributes)
{
    for (auto const& [name, value] : attributes) {
        if (name == "CustomUserData") {
            if (value.size() > limits::custom_user_data_bytes_max) {
                return errors::mobile_attribute_invalid(name,
                                                        "must be at most 2048 bytes long in UTF-8 encoding");
            }
        } else if (name == "Enabled") {
            auto const lower = lower_case(value);
            if (lower != "true" && lower != "false") {
                return errors::mobile_attribute_invalid(name, "must be true or false");
            }
        } else if (name == "Token") {
            if (value.empty()) { return errors::mobile_attribute_invalid(name, "cannot be empty"); }
        } else {
            return errors::mobile_attribute_unknown(name);
        }
    }
    return {};
}

/// The attributes with the given ones over them, as they are shown.
string_map merged(string_map attributes, string_map const& given)
{
    for (auto const& [name, value] : given) {
        attributes.insert_or_assign(name, name == "Enabled" ? lower_case(value) : value);
    }
    return attributes;
}

} // namespace

result<CreateEndpointResponse> create_platform_endpoint(state& sns, call const& call,
                                                        CreatePlatformEndpointInput const& request)
{
    if (!request.PlatformApplicationArn) { return errors::parameter_missing("platformApplicationArn"); }
    if (!request.Token) { return errors::parameter_missing("token"); }
    auto const found = find_application(sns, call, request.PlatformApplicationArn);
    if (!found) { return found.error(); }
    if (request.Token->empty()) { return errors::endpoint_token_empty(); }
    string_map wanted{{"Enabled", "true"}, {"Token", *request.Token}};
    if (request.CustomUserData) { wanted["CustomUserData"] = *request.CustomUserData; }
    wanted = merged(std::move(wanted), request.Attributes); // these win
    if (auto good = check(wanted); !good) { return good.error(); }
    auto& endpoints = mobile_of(sns, call).endpoints;
    auto& known = (*found)->endpoints;
    if (auto const same = known.find(*request.Token); same != known.end()) {
        auto const existing = endpoints.find(same->second);
        if (existing->second.attributes != wanted) { return errors::endpoint_differs(same->second); }
        return CreateEndpointResponse{same->second};
    }
    auto const& application = *request.PlatformApplicationArn;
    auto const id = to_string(call.ids.next_uuid());
    auto arn = make_arn("sns", call.region, call.account,
                        "endpoint" + application.substr(application.find('/')) + '/' + id);
    known.emplace(*request.Token, arn);
    endpoints.emplace(arn, platform_endpoint{application, std::move(wanted)});
    return CreateEndpointResponse{std::move(arn)};
}

result<void> delete_endpoint(state& sns, call const& call, DeleteEndpointInput const& request)
{
    if (!request.EndpointArn) { return errors::parameter_missing("endpointArn"); }
    auto const& arn = *request.EndpointArn;
    if (auto good = check_mobile_arn(call, arn, arn_parameter, arn_slashes); !good) { return good; }
    auto& account = mobile_of(sns, call);
    auto const found = account.endpoints.find(arn);
    if (found == account.endpoints.end()) { return {}; } // deleting is idempotent
    auto const application = account.applications.find(found->second.application_arn);
    if (application != account.applications.end()) {
        application->second.endpoints.erase(found->second.attributes.find("Token")->second);
    }
    account.endpoints.erase(found);
    account.deleted_endpoints.insert(arn);
    return {};
}

result<GetEndpointAttributesResponse> get_endpoint_attributes(state& sns, call const& call,
                                                              GetEndpointAttributesInput const& request)
{
    if (!request.EndpointArn) { return errors::parameter_missing("endpointArn"); }
    auto const found = find_endpoint(sns, call, *request.EndpointArn);
    if (!found) { return found.error(); }
    return GetEndpointAttributesResponse{(*found)->attributes};
}

result<void> set_endpoint_attributes(state& sns, call const& call, SetEndpointAttributesInput const& request)
{
    if (!request.EndpointArn) { return errors::parameter_missing("endpointArn"); }
    if (request.Attributes.empty()) { return errors::parameter_missing("attributes"); }
    auto const found = find_endpoint(sns, call, *request.EndpointArn);
    if (!found) { return found.error(); }
    if (auto good = check(request.Attributes); !good) { return good; }
    auto& endpoint = **found;
    auto const before = endpoint.attributes.find("Token")->second;
    endpoint.attributes = merged(std::move(endpoint.attributes), request.Attributes);
    auto& applications = mobile_of(sns, call).applications;
    if (auto const of = applications.find(endpoint.application_arn); of != applications.end()) {
        of->second.endpoints.erase(before);
        of->second.endpoints.insert_or_assign(endpoint.attributes.find("Token")->second,
                                              *request.EndpointArn);
    }
    return {};
}

result<ListEndpointsByPlatformApplicationResponse> list_endpoints_by_platform_application(
    state& sns, call const& call, ListEndpointsByPlatformApplicationInput const& request)
{
    auto const found = find_application(sns, call, request.PlatformApplicationArn);
    if (!found) { return found.error(); }
    auto const& endpoints = mobile_of(sns, call).endpoints;
    ListEndpointsByPlatformApplicationResponse answer;
    auto next = read_page((*found)->endpoints, request.NextToken, [&](auto const& entry) {
        answer.Endpoints.push_back({entry.second, endpoints.find(entry.second)->second.attributes});
    });
    if (!next) { return next.error(); }
    answer.NextToken = std::move(*next);
    return answer;
}

} // namespace understudy::sns
