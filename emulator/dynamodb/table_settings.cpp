#include "core/arn.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/service.hpp"
#include "dynamodb/tables.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

/// The table that a ResourceArn means; null with a name, because only ARNs will do.
result<shared_table*> find_resource(state& state, call const& call, std::optional<std::string> const& given)
{
    if (!given) {
        constraints violated;
        violated.null("resourceArn");
        return *violated.error();
    }
    if (!given->starts_with("arn:")) return errors::arn_without_prefix(*given);
    auto const arn = parse_arn(*given);
    if (!arn || arn->service != "dynamodb") return errors::arn_of_other_service(*given);
    constexpr std::string_view prefix = "table/";
    auto const name = arn->resource.starts_with(prefix) ? arn->resource.substr(prefix.size()) : "";
    bool const is_stream = name.find("/stream/") != std::string_view::npos;
    if (name.empty() || (!is_stream && name.find('/') != std::string_view::npos))
        return errors::arn_of_other_resource(*given);
    if (arn->region != call.region) return errors::arn_of_other_region(*given);
    if (arn->account != call.account) return errors::access_denied();
    auto* found = find_table(state, call, name);
    if (!found) return errors::resource_arn_not_found(*given);
    return found;
}

/// The table that an operation on settings names.
result<shared_table*> find_named(state& state, call const& call, std::optional<std::string> const& given,
                                 service_error (*missing)(std::string_view))
{
    auto const name = table_to_change(call, given);
    if (!name) return name.error();
    auto* found = find_table(state, call, *name);
    if (!found) return missing(*name);
    return found;
}

ContinuousBackupsDescription backups_of(table const& table, instant now)
{
    PointInTimeRecoveryDescription told{.PointInTimeRecoveryStatus = "DISABLED"};
    if (table.recovery.is_enabled) {
        told = {.PointInTimeRecoveryStatus = "ENABLED",
                .RecoveryPeriodInDays = table.recovery.days,
                .EarliestRestorableDateTime =
                    std::max<instant>(table.recovery.since, now - std::chrono::days{table.recovery.days}),
                .LatestRestorableDateTime =
                    std::max<instant>(table.recovery.since, now - std::chrono::minutes{5})};
    }
    return {.ContinuousBackupsStatus = "ENABLED", .PointInTimeRecoveryDescription = std::move(told)};
}

maybe_refusal check_time_to_live(table const& table, TimeToLiveSpecification const& wanted)
{
    auto const& current = table.time_to_live;
    if (*wanted.Enabled && current == wanted.AttributeName) return errors::ttl_already_enabled();
    if (current && current != wanted.AttributeName) return errors::ttl_on_other_attribute(*current);
    return *wanted.Enabled || current ? std::nullopt : maybe_refusal{errors::ttl_already_disabled()};
}

} // namespace

result<void> tag_resource(state& state, call const& call, TagResourceInput const& request)
{
    if (!request.Tags || request.Tags->empty()) return errors::no_tags();
    auto const found = find_resource(state, call, request.ResourceArn);
    if (!found) return found.error();
    if (auto refused = check_tags(*request.Tags)) return std::move(*refused);
    auto tags = (*found)->read().tags;
    for (auto const& tag : *request.Tags) tags[*tag.Key] = *tag.Value;
    if (tags.size() > limits::tags_max) return errors::too_many_tags();
    (*found)->write().tags = std::move(tags);
    return {};
}

result<void> untag_resource(state& state, call const& call, UntagResourceInput const& request)
{
    if (!request.TagKeys || request.TagKeys->empty()) return errors::no_tag_keys();
    auto const found = find_resource(state, call, request.ResourceArn);
    if (!found) return found.error();
    if (request.TagKeys->size() > limits::tags_max) return errors::too_many_tags();
    for (auto const& key : *request.TagKeys) (*found)->write().tags.erase(key);
    return {};
}

result<ListTagsOfResourceOutput> list_tags_of_resource(state& state, call const& call,
                                                       ListTagsOfResourceInput const& request)
{
    auto const found = find_resource(state, call, request.ResourceArn);
    if (!found) return found.error();
    ListTagsOfResourceOutput output;
    for (auto const& [key, value] : (*found)->read().tags) output.Tags.push_back({key, value});
    return output;
}

result<UpdateTimeToLiveOutput> update_time_to_live(state& state, call const& call,
                                                   UpdateTimeToLiveInput const& request)
{
    constraints violated;
    check_name_of_table(request.TableName, violated);
    auto const& wanted = request.TimeToLiveSpecification;
    if (!wanted) violated.null("timeToLiveSpecification");
    if (wanted && !wanted->Enabled) violated.null("timeToLiveSpecification.enabled");
    if (wanted && !wanted->AttributeName) violated.null("timeToLiveSpecification.attributeName");
    if (wanted && wanted->AttributeName) {
        auto const& name = *wanted->AttributeName;
        violated.length_min(name, name.size(), 1, "timeToLiveSpecification.attributeName");
        violated.length_max(name, name.size(), limits::key_attribute_name_bytes_max,
                            "timeToLiveSpecification.attributeName");
    }
    if (auto refused = violated.error()) return std::move(*refused);
    auto const found = find_named(state, call, request.TableName, errors::table_not_found);
    if (!found) return found.error();
    auto const& table = (*found)->read();
    if (table.status == table_status::creating) return errors::ttl_table_being_created(table.name);
    if (auto refused = check_time_to_live(table, *wanted)) return std::move(*refused);
    (*found)->write().time_to_live = *wanted->Enabled ? wanted->AttributeName : std::nullopt;
    return UpdateTimeToLiveOutput{*wanted};
}

result<DescribeTimeToLiveOutput> describe_time_to_live(state& state, call const& call,
                                                       DescribeTimeToLiveInput const& request)
{
    auto const found = find_named(state, call, request.TableName, errors::table_not_found);
    if (!found) return found.error();
    auto const& table = (*found)->read();
    if (table.status == table_status::creating || table.status == table_status::deleting)
        return errors::ttl_not_described(name_of(table.status));
    return DescribeTimeToLiveOutput{{.TimeToLiveStatus = table.time_to_live ? "ENABLED" : "DISABLED",
                                     .AttributeName = table.time_to_live}};
}

result<DescribeContinuousBackupsOutput> describe_continuous_backups(
    state& state, call const& call, DescribeContinuousBackupsInput const& request)
{
    auto const found = find_named(state, call, request.TableName, errors::table_of_backups_not_found);
    if (!found) return found.error();
    return DescribeContinuousBackupsOutput{backups_of((*found)->read(), call.now)};
}

result<UpdateContinuousBackupsOutput> update_continuous_backups(state& state, call const& call,
                                                                UpdateContinuousBackupsInput const& request)
{
    constraints violated;
    constexpr std::string_view path = "pointInTimeRecoverySpecification";
    check_name_of_table(request.TableName, violated);
    auto const& wanted = request.PointInTimeRecoverySpecification;
    if (!wanted) violated.null(path);
    if (wanted && !wanted->PointInTimeRecoveryEnabled)
        violated.null(std::string{path} + ".pointInTimeRecoveryEnabled");
    if (wanted && wanted->RecoveryPeriodInDays) {
        violated.at_least(*wanted->RecoveryPeriodInDays, 1, std::string{path} + ".recoveryPeriodInDays");
        violated.at_most(*wanted->RecoveryPeriodInDays, limits::recovery_days_max,
                         std::string{path} + ".recoveryPeriodInDays");
    }
    if (auto refused = violated.error()) return std::move(*refused);
    bool const enables = *wanted->PointInTimeRecoveryEnabled;
    if (!enables && wanted->RecoveryPeriodInDays) return errors::recovery_period_without_recovery();
    auto const found = find_named(state, call, request.TableName, errors::table_of_backups_not_found);
    if (!found) return found.error();
    auto& recovery = (*found)->write().recovery;
    if (enables && !recovery.is_enabled) recovery.since = call.now;
    recovery.is_enabled = enables;
    recovery.days =
        wanted->RecoveryPeriodInDays.value_or(enables ? recovery.days : limits::recovery_days_max);
    return UpdateContinuousBackupsOutput{backups_of((*found)->read(), call.now)};
}

result<DescribeLimitsOutput> describe_limits(state&, call const&, DescribeLimitsInput const&)
{
    return DescribeLimitsOutput{limits::account_capacity_units, limits::account_capacity_units,
                                limits::table_capacity_units, limits::table_capacity_units};
}

result<DescribeEndpointsResponse> describe_endpoints(state&, call const& call,
                                                     DescribeEndpointsRequest const&)
{
    auto const scheme = call.endpoint.find("://");
    auto address = scheme == std::string_view::npos ? call.endpoint : call.endpoint.substr(scheme + 3);
    if (address.empty()) address = "localhost";
    return DescribeEndpointsResponse{{{std::string{address}, limits::endpoint_cache_minutes}}};
}

} // namespace understudy::dynamodb
