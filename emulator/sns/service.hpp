// Amazon SNS as functions over a state. https://docs.aws.amazon.com/sns/latest/api/
// Called by the engine only, one call at a time.
#pragma once

#include <understudy/model/sns.hpp>

#include "core/operation.hpp"
#include "sns/prepared.hpp"
#include "sns/state.hpp"

namespace understudy::sns {

result<void> add_permission(state&, call const&, AddPermissionInput const&);
result<CheckIfPhoneNumberIsOptedOutResponse> check_if_phone_number_is_opted_out(
    state&, call const&, CheckIfPhoneNumberIsOptedOutInput const&);
result<ConfirmSubscriptionResponse> confirm_subscription(state&, call const&,
                                                         ConfirmSubscriptionInput const&);
result<CreatePlatformApplicationResponse> create_platform_application(state&, call const&,
                                                                      CreatePlatformApplicationInput const&);
result<CreateEndpointResponse> create_platform_endpoint(state&, call const&,
                                                        CreatePlatformEndpointInput const&);
result<CreateSMSSandboxPhoneNumberResult> create_sms_sandbox_phone_number(
    state&, call const&, CreateSMSSandboxPhoneNumberInput const&);
result<CreateTopicResponse> create_topic(state&, call const&, CreateTopicInput const&);
result<void> delete_endpoint(state&, call const&, DeleteEndpointInput const&);
result<void> delete_platform_application(state&, call const&, DeletePlatformApplicationInput const&);
result<DeleteSMSSandboxPhoneNumberResult> delete_sms_sandbox_phone_number(
    state&, call const&, DeleteSMSSandboxPhoneNumberInput const&);
result<void> delete_topic(state&, call const&, DeleteTopicInput const&);
result<GetDataProtectionPolicyResponse> get_data_protection_policy(state&, call const&,
                                                                   GetDataProtectionPolicyInput const&);
result<GetEndpointAttributesResponse> get_endpoint_attributes(state&, call const&,
                                                              GetEndpointAttributesInput const&);
result<GetPlatformApplicationAttributesResponse> get_platform_application_attributes(
    state&, call const&, GetPlatformApplicationAttributesInput const&);
result<GetSMSAttributesResponse> get_sms_attributes(state&, call const&, GetSMSAttributesInput const&);
result<GetSMSSandboxAccountStatusResult> get_sms_sandbox_account_status(
    state&, call const&, GetSMSSandboxAccountStatusInput const&);
result<GetSubscriptionAttributesResponse> get_subscription_attributes(state&, call const&,
                                                                      GetSubscriptionAttributesInput const&);
result<GetTopicAttributesResponse> get_topic_attributes(state&, call const&, GetTopicAttributesInput const&);
result<ListEndpointsByPlatformApplicationResponse> list_endpoints_by_platform_application(
    state&, call const&, ListEndpointsByPlatformApplicationInput const&);
result<ListOriginationNumbersResult> list_origination_numbers(state&, call const&,
                                                              ListOriginationNumbersRequest const&);
result<ListPhoneNumbersOptedOutResponse> list_phone_numbers_opted_out(state&, call const&,
                                                                      ListPhoneNumbersOptedOutInput const&);
result<ListPlatformApplicationsResponse> list_platform_applications(state&, call const&,
                                                                    ListPlatformApplicationsInput const&);
result<ListSMSSandboxPhoneNumbersResult> list_sms_sandbox_phone_numbers(
    state&, call const&, ListSMSSandboxPhoneNumbersInput const&);
result<ListSubscriptionsResponse> list_subscriptions(state&, call const&, ListSubscriptionsInput const&);
result<ListSubscriptionsByTopicResponse> list_subscriptions_by_topic(state&, call const&,
                                                                     ListSubscriptionsByTopicInput const&);
result<ListTagsForResourceResponse> list_tags_for_resource(state&, call const&,
                                                           ListTagsForResourceRequest const&);
result<ListTopicsResponse> list_topics(state&, call const&, ListTopicsInput const&);
result<OptInPhoneNumberResponse> opt_in_phone_number(state&, call const&, OptInPhoneNumberInput const&);
result<PublishResponse> publish(state&, call const&, PublishInput const&);
result<PublishBatchResponse> publish_batch(state&, call const&, PublishBatchInput const&);
result<void> put_data_protection_policy(state&, call const&, PutDataProtectionPolicyInput const&);
result<void> remove_permission(state&, call const&, RemovePermissionInput const&);
result<void> set_endpoint_attributes(state&, call const&, SetEndpointAttributesInput const&);
result<void> set_platform_application_attributes(state&, call const&,
                                                 SetPlatformApplicationAttributesInput const&);
result<SetSMSAttributesResponse> set_sms_attributes(state&, call const&, SetSMSAttributesInput const&);
result<void> set_subscription_attributes(state&, call const&, SetSubscriptionAttributesInput const&);
result<void> set_topic_attributes(state&, call const&, SetTopicAttributesInput const&);
result<SubscribeResponse> subscribe(state&, call const&, SubscribeInput const&);
result<TagResourceResponse> tag_resource(state&, call const&, TagResourceRequest const&);
result<void> unsubscribe(state&, call const&, UnsubscribeInput const&);
result<UntagResourceResponse> untag_resource(state&, call const&, UntagResourceRequest const&);
result<VerifySMSSandboxPhoneNumberResult> verify_sms_sandbox_phone_number(
    state&, call const&, VerifySMSSandboxPhoneNumberInput const&);

constexpr std::tuple operations{
    operation{add_permission},
    operation{check_if_phone_number_is_opted_out},
    operation{confirm_subscription},
    operation{create_platform_application},
    operation{create_platform_endpoint},
    operation{create_sms_sandbox_phone_number},
    operation{create_topic},
    operation{delete_endpoint},
    operation{delete_platform_application},
    operation{delete_sms_sandbox_phone_number},
    operation{delete_topic},
    operation{get_data_protection_policy},
    operation{get_endpoint_attributes},
    operation{get_platform_application_attributes},
    operation{get_sms_attributes},
    operation{get_sms_sandbox_account_status},
    operation{get_subscription_attributes},
    operation{get_topic_attributes},
    operation{list_endpoints_by_platform_application},
    operation{list_origination_numbers},
    operation{list_phone_numbers_opted_out},
    operation{list_platform_applications},
    operation{list_sms_sandbox_phone_numbers},
    operation{list_subscriptions},
    operation{list_subscriptions_by_topic},
    operation{list_tags_for_resource},
    operation{list_topics},
    operation{opt_in_phone_number},
    operation{publish},
    operation{publish_batch},
    operation{put_data_protection_policy},
    operation{remove_permission},
    operation{set_endpoint_attributes},
    operation{set_platform_application_attributes},
    operation{set_sms_attributes},
    operation{set_subscription_attributes},
    operation{set_topic_attributes},
    operation{subscribe},
    operation{tag_resource},
    operation{unsubscribe},
    operation{untag_resource},
    operation{verify_sms_sandbox_phone_number},
};

/// Publish and PublishBatch, with what was worked out of their requests ahead.
result<PublishResponse> serve_prepared(state&, call const&, prepared_message const&);
result<PublishBatchResponse> serve_prepared(state&, call const&, prepared_batch const&);

/// No operation of SNS: the owner of the phone has answered STOP, and OptInPhoneNumber takes it back.
result<void> opt_out_phone_number(state&, call const&, std::optional<std::string> const& number);

/// A timer set through call::set_timer has come due.
void on_timer(state&, call const&, timer_id const&);

/// The queue did not take a delivery: it goes to the subscription's dead-letter queue, as another delivery
/// among the call's effects, or is lost.
void delivery_failed(state&, call const&, delivery const&, std::string_view why);

/// An attempt of an HTTP delivery has ended.
void posting_finished(state&, call const&, std::uint64_t id, posting_outcome const& outcome);
/// The attempts whose end has not been told yet: a restored state wants them made again.
std::vector<posting> postings_under_way(state const&);

} // namespace understudy::sns
