// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html
#include "bootstrap/tables.hpp"

#include "bootstrap/shapes.hpp"
#include "core/arn.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy::bootstrap {

namespace {

constexpr std::size_t name_size_max = 255;
constexpr std::string_view table_is_missing = "ResourceNotFoundException";

/// Settings of services that are not there.
constexpr std::string_view without_effect[] = {
    "ContributorInsightsSpecification",
    "ImportSourceSpecification",
    "KinesisStreamSpecification",
    "ResourcePolicy",
};

bool is_without_effect(std::string_view name)
{
    return std::ranges::find(without_effect, name) != std::end(without_effect);
}

/// CloudFormation calls some members otherwise than the service does, and has some more.
node in_words_of_the_service(node value, std::string_view property)
{
    if (property == "StreamSpecification") {
        std::erase_if(value.members, [](member const& each) { return each.name == "ResourcePolicy"; });
        if (value.find("StreamEnabled") == nullptr) {
            value.members.push_back(
                {"StreamEnabled", {.is = node::kind::scalar, .line = value.line, .text = "true"}});
        }
    } else if (property == "SSESpecification") {
        for (auto& each : value.members) {
            if (each.name == "SSEEnabled") { each.name = "Enabled"; }
        }
    } else if (property == "GlobalSecondaryIndexes") {
        for (auto& index : value.items) {
            std::erase_if(index.members, [](member const& each) { return is_without_effect(each.name); });
        }
    }
    return value;
}

std::vector<dynamodb::Tag> tags_in(node const& value)
{
    std::vector<dynamodb::Tag> tags;
    for (auto& [key, text] : read_tags(value)) { tags.push_back({key, text}); }
    return tags;
}

void read_property(member const& given, table_plan& plan)
{
    if (given.name == "TableName") { return; }
    if (given.name == "Tags") {
        plan.create.Tags = tags_in(given.value);
    } else if (given.name == "TimeToLiveSpecification") {
        read_shape(given.value, plan.time_to_live.emplace(), given.name);
    } else if (given.name == "PointInTimeRecoverySpecification") {
        read_shape(given.value, plan.recovery.emplace(), given.name);
    } else if (is_without_effect(given.name)) {
        plan.unused.push_back(given.name);
    } else if (!read_member({given.name, in_words_of_the_service(given.value, given.name)}, plan.create)) {
        refuse_property(given);
    }
}

/// "String" of SAM is "S".
std::string type_letter(node const& type)
{
    auto const& name = scalar(type, "Type");
    if (name == "String" || name == "Number" || name == "Binary") { return name.substr(0, 1); }
    throw problem{type.line, fmt::format("the type of a key is String, Number or Binary, not {}", name)};
}

identity identity_of(std::string const& name, std::string const& arn, std::string const& stream)
{
    return {.ref = name, .attributes = {{"Arn", arn}, {"StreamArn", stream}, {"TableName", name}}};
}

identity foresee(table_plan const& plan, setting const& setting)
{
    auto const& name = *plan.create.TableName;
    auto const arn = make_arn("dynamodb", setting.region, setting.account, "table/" + name);
    auto identity =
        identity_of(name, arn, arn + "/stream/1970-01-01T00:00:00.000"); // in fact when it is made
    if (!plan.create.StreamSpecification) { identity.attributes.erase("StreamArn"); }
    return identity;
}

void set_aside(table_plan const& plan, workshop& shop, std::string const& name, unsigned line)
{
    if (plan.time_to_live) {
        auto const there = granted(shop.services.dynamodb(dynamodb::DescribeTimeToLiveInput{name}), line)
                               .TimeToLiveDescription;
        bool const is_on = there.TimeToLiveStatus == "ENABLED" || there.TimeToLiveStatus == "ENABLING";
        if (is_on != plan.time_to_live->Enabled.value_or(false)) {
            granted(shop.services.dynamodb(dynamodb::UpdateTimeToLiveInput{name, plan.time_to_live}), line);
        }
    }
    if (plan.recovery) {
        auto const there =
            granted(shop.services.dynamodb(dynamodb::DescribeContinuousBackupsInput{name}), line)
                .ContinuousBackupsDescription.PointInTimeRecoveryDescription;
        bool const is_on = there && there->PointInTimeRecoveryStatus == "ENABLED";
        if (is_on != plan.recovery->PointInTimeRecoveryEnabled.value_or(false)) {
            granted(shop.services.dynamodb(dynamodb::UpdateContinuousBackupsInput{name, plan.recovery}),
                    line);
        }
    }
}

} // namespace

table_plan read_table(resource const& resource, setting const& setting)
{
    table_plan plan{.create = {.TableName = name_of(resource, "TableName", setting, name_size_max)}};
    for (auto const& each : resource.properties.members) { read_property(each, plan); }
    return plan;
}

table_plan read_simple_table(resource const& resource, setting const& setting)
{
    table_plan plan{.create = {.TableName = name_of(resource, "TableName", setting, name_size_max)}};
    std::string key = "id";
    std::string type = "S";
    for (auto const& each : resource.properties.members) {
        if (each.name != "PrimaryKey") {
            read_property(each, plan);
            continue;
        }
        if (auto const* name = each.value.find("Name")) { key = scalar(*name, "Name"); }
        if (auto const* given = each.value.find("Type")) { type = type_letter(*given); }
    }
    plan.create.AttributeDefinitions = {{key, type}};
    plan.create.KeySchema = {{key, "HASH"}};
    if (!plan.create.ProvisionedThroughput) { plan.create.BillingMode = "PAY_PER_REQUEST"; }
    return plan;
}

made provide(table_plan const& plan, workshop& shop, unsigned line)
{
    auto const& name = *plan.create.TableName;
    for (auto const& each : plan.unused) { shop.notes.push_back(each + " has no effect here"); }
    auto there = shop.services.dynamodb(dynamodb::DescribeTableInput{name});
    made result;
    if (there) {
        if (update_table(plan, there->Table, shop, line)) { result.change = resource_change::updated; }
    } else if (there.error().kind.shape == table_is_missing) {
        granted(shop.services.dynamodb(plan.create), line);
        result.change = resource_change::created;
        shop.undo.emplace_back([&shop, name] {
            static_cast<void>(shop.services.dynamodb(
                dynamodb::UpdateTableInput{.TableName = name, .DeletionProtectionEnabled = false}));
            static_cast<void>(shop.services.dynamodb(dynamodb::DeleteTableInput{name}));
        });
    } else {
        throw problem{line, text_of(there.error())};
    }
    set_aside(plan, shop, name, line);
    auto const table = granted(shop.services.dynamodb(dynamodb::DescribeTableInput{name}), line).Table;
    result.identity = identity_of(name, table.TableArn, table.LatestStreamArn.value_or(""));
    if (!table.LatestStreamArn) { result.identity.attributes.erase("StreamArn"); }
    result.arn = table.TableArn;
    return result;
}

identity foresee_table(resource const& resource, setting const& setting)
{
    return foresee(read_table(resource, setting), setting);
}

made make_table(resource const& resource, workshop& shop)
{
    return provide(read_table(resource, shop.setting), shop, resource.line);
}

identity foresee_simple_table(resource const& resource, setting const& setting)
{
    return foresee(read_simple_table(resource, setting), setting);
}

made make_simple_table(resource const& resource, workshop& shop)
{
    return provide(read_simple_table(resource, shop.setting), shop, resource.line);
}

} // namespace understudy::bootstrap
