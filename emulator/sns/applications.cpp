#include "core/arn.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/mobile_lookup.hpp"
#include "sns/paging.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

#include <array>

namespace understudy::sns {
namespace {

constexpr std::array<std::string_view, 10> platforms{
    "ADM", "APNS", "APNS_SANDBOX", "APNS_VOIP", "APNS_VOIP_SANDBOX", "BAIDU", "GCM", "MACOS", "MPNS", "WNS"};
constexpr std::string_view credential = "PlatformCredential";
constexpr std::string_view principal = "PlatformPrincipal";
constexpr std::array<std::string_view, 10> settable{
    "ApplePlatformBundleID",    "ApplePlatformTeamID",    "Enabled",
    "EventDeliveryFailure",     "EventEndpointCreated",   "EventEndpointDeleted",
    "EventEndpointUpdated",     "FailureFeedbackRoleArn", "SuccessFeedbackRoleArn",
    "SuccessFeedbackSampleRate"};

result<void> check_name(std::string_view name)
{
    auto refuse = [&](std::string_view why) { return errors::application_name_invalid(name, why); };
    if (name.empty()) { return refuse("cannot be empty"); }
    if (name.size() > limits::application_name_characters_max) {
        return refuse("must be at most 256 characters long");
    }
    bool const good = std::ranges::all_of(
        name, [](char c) { return is_alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
    if (!good) { return refuse("must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'"); }
    return {};
}

result<void> change(platform_application& application, string_map const& attributes)
{
    for (auto const& [name, value] : attributes) {
        if (name == credential || name == principal) {
            application.credentials.insert_or_assign(name, value);
            continue;
        }
        if (std::ranges::find(settable, name) == settable.end()) {
            return errors::mobile_attribute_unknown(name);
        }
        if (name == "SuccessFeedbackSampleRate") {
            auto const rate = parse_integer(value);
            if (!rate || *rate < 0 || *rate > 100) {
                return errors::mobile_attribute_invalid(
                    name, value + " value provided is not an integer between 0-100");
            }
        }
        application.attributes.insert_or_assign(name, value);
    }
    auto const has = [&](std::string_view name) { return application.credentials.contains(name); };
    if (has(principal) && !has(credential)) { return errors::credential_alone(principal, credential); }
    if (has(credential) && !has(principal) && attributes.contains(credential)) {
        return errors::credential_alone(credential, principal);
    }
    return {};
}

} // namespace

result<void> check_mobile_arn(call const& call, std::string_view arn, std::string_view parameter,
                              std::size_t slashes)
{
    if (auto checked = check_arn(call, arn, parameter); !checked) { return checked; }
    auto const resource = parse_arn(arn) ? parse_arn(arn)->resource : std::string_view{};
    if (static_cast<std::size_t>(std::ranges::count(resource, '/')) != slashes) {
        return errors::arn_slashes_wrong(parameter);
    }
    return {};
}

mobile_account& mobile_of(state& sns, call const& call)
{
    return sns.mobile[place_of(call.region, call.account)];
}

result<platform_application*> find_application(state& sns, call const& call,
                                               std::optional<std::string> const& arn)
{
    if (!arn) { return errors::parameter_missing("platformApplicationArn"); }
    if (auto good = check_mobile_arn(call, *arn, "PlatformApplicationArn", 2); !good) { return good.error(); }
    auto& applications = mobile_of(sns, call).applications;
    auto const found = applications.find(*arn);
    if (found == applications.end()) { return errors::application_does_not_exist(); }
    return &found->second;
}

result<CreatePlatformApplicationResponse> create_platform_application(
    state& sns, call const& call, CreatePlatformApplicationInput const& request)
{
    if (!request.Name) { return errors::parameter_missing("name"); }
    if (!request.Platform) { return errors::parameter_missing("platform"); }
    if (request.Attributes.empty()) { return errors::parameter_missing("attributes"); }
    if (auto good = check_name(*request.Name); !good) { return good.error(); }
    if (std::ranges::find(platforms, *request.Platform) == platforms.end()) {
        return errors::platform_not_supported(*request.Platform);
    }
    platform_application fresh{.attributes = {{"Enabled", "true"}}};
    if (auto changed = change(fresh, request.Attributes); !changed) { return changed.error(); }
    auto arn = make_arn("sns", call.region, call.account, "app/" + *request.Platform + '/' + *request.Name);
    auto& applications = mobile_of(sns, call).applications;
    auto const existing = applications.find(arn);
    if (existing != applications.end()) {
        if (existing->second.credentials != fresh.credentials
            || existing->second.attributes != fresh.attributes) {
            return errors::application_differs();
        }
    } else {
        applications.emplace(arn, std::move(fresh));
    }
    return CreatePlatformApplicationResponse{std::move(arn)};
}

result<void> delete_platform_application(state& sns, call const& call,
                                         DeletePlatformApplicationInput const& request)
{
    if (!request.PlatformApplicationArn) { return errors::parameter_missing("platformApplicationArn"); }
    auto const& arn = *request.PlatformApplicationArn;
    if (auto good = check_mobile_arn(call, arn, "PlatformApplicationArn", 2); !good) { return good; }
    mobile_of(sns, call).applications.erase(arn); // its endpoints stay
    return {};
}

result<GetPlatformApplicationAttributesResponse> get_platform_application_attributes(
    state& sns, call const& call, GetPlatformApplicationAttributesInput const& request)
{
    auto const found = find_application(sns, call, request.PlatformApplicationArn);
    if (!found) { return found.error(); }
    return GetPlatformApplicationAttributesResponse{(*found)->attributes};
}

result<void> set_platform_application_attributes(state& sns, call const& call,
                                                 SetPlatformApplicationAttributesInput const& request)
{
    if (!request.PlatformApplicationArn) { return errors::parameter_missing("platformApplicationArn"); }
    if (auto good = check_mobile_arn(call, *request.PlatformApplicationArn, "PlatformApplicationArn", 2);
        !good) {
        return good;
    }
    if (request.Attributes.empty()) { return errors::parameter_missing("attributes"); }
    auto const found = find_application(sns, call, request.PlatformApplicationArn);
    if (!found) { return found.error(); }
    auto changed = **found;
    if (auto good = change(changed, request.Attributes); !good) { return good; }
    **found = std::move(changed);
    return {};
}

result<ListPlatformApplicationsResponse> list_platform_applications(
    state& sns, call const& call, ListPlatformApplicationsInput const& request)
{
    ListPlatformApplicationsResponse answer;
    auto next = read_page(mobile_of(sns, call).applications, request.NextToken, [&](auto const& entry) {
        answer.PlatformApplications.push_back({entry.first, entry.second.attributes});
    });
    if (!next) { return next.error(); }
    answer.NextToken = std::move(*next);
    return answer;
}

} // namespace understudy::sns
