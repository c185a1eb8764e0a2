// What a template makes of a table that is there already.
#include "bootstrap/tables.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy::bootstrap {

namespace {

using dynamodb::GlobalSecondaryIndex;
using dynamodb::GlobalSecondaryIndexUpdate;
using dynamodb::KeySchemaElement;
using dynamodb::UpdateTableInput;

bool is_same_key(std::vector<KeySchemaElement> const& a, std::vector<KeySchemaElement> const& b)
{
    return std::ranges::equal(a, b, [](auto const& x, auto const& y) {
        return x.AttributeName == y.AttributeName && x.KeyType == y.KeyType;
    });
}

template <class T>
std::vector<T> or_none(std::optional<std::vector<T>> const& list)
{
    return list.value_or(std::vector<T>{});
}

/// Key and projection, in a form that can be compared.
template <class Index>
std::string shape_of(Index const& index)
{
    std::string shape;
    auto add = [&](std::optional<std::string> const& text) { shape += text.value_or("") + "\n"; };
    auto add_key = [&](std::vector<KeySchemaElement> const& key) {
        for (auto const& each : key) {
            add(each.AttributeName);
            add(each.KeyType);
        }
    };
    std::optional<dynamodb::Projection> projection = index.Projection;
    if constexpr (requires { index.KeySchema->size(); }) {
        add_key(or_none(index.KeySchema));
    } else {
        add_key(index.KeySchema);
    }
    if (projection) {
        add(projection->ProjectionType);
        auto names = projection->NonKeyAttributes.value_or(string_list{});
        std::ranges::sort(names);
        for (auto const& name : names) { add(name); }
    }
    return shape;
}

template <class Wanted, class There>
bool are_same_indexes(std::vector<Wanted> const& wanted, std::vector<There> const& there)
{
    return wanted.size() == there.size() && std::ranges::all_of(wanted, [&](auto const& each) {
               return std::ranges::any_of(there, [&](auto const& other) {
                   return each.IndexName == other.IndexName && shape_of(each) == shape_of(other);
               });
           });
}

bool differs(std::optional<dynamodb::ProvisionedThroughput> const& wanted,
             dynamodb::ProvisionedThroughputDescription const& there)
{
    return wanted
           && (wanted->ReadCapacityUnits != there.ReadCapacityUnits
               || wanted->WriteCapacityUnits != there.WriteCapacityUnits);
}

/// Changes of a table, one request each: DynamoDB takes no more than one change of an index at a time.
class updates {
public:
    updates(dynamodb::CreateTableInput const& wanted, dynamodb::TableDescription const& there)
        : wanted_{wanted}, there_{there}
    {
        change_throughput();
        change_stream();
        change_class();
        change_indexes();
    }

    std::vector<UpdateTableInput> const& requests() const { return requests_; }

private:
    UpdateTableInput& next()
    {
        return requests_.emplace_back(UpdateTableInput{.AttributeDefinitions = wanted_.AttributeDefinitions,
                                                       .TableName = wanted_.TableName});
    }

    bool is_on_demand() const
    {
        return there_.BillingModeSummary && there_.BillingModeSummary->BillingMode == "PAY_PER_REQUEST";
    }

    void change_throughput()
    {
        bool const wants_on_demand = wanted_.BillingMode == "PAY_PER_REQUEST";
        if (wants_on_demand == is_on_demand()
            && (wants_on_demand || !differs(wanted_.ProvisionedThroughput, there_.ProvisionedThroughput))) {
            return;
        }
        auto& request = next();
        request.BillingMode = wants_on_demand ? "PAY_PER_REQUEST" : "PROVISIONED";
        if (wants_on_demand) { return; }
        request.ProvisionedThroughput = wanted_.ProvisionedThroughput;
        if (!is_on_demand()) { return; }
        auto& indexes = request.GlobalSecondaryIndexUpdates;
        for (auto const& index : or_none(wanted_.GlobalSecondaryIndexes)) {
            if (find(*index.IndexName) == nullptr) { continue; }
            if (!indexes) { indexes.emplace(); }
            indexes->push_back({.Update = dynamodb::UpdateGlobalSecondaryIndexAction{
                                    index.IndexName, index.ProvisionedThroughput, {}, {}}});
        }
    }

    void change_stream()
    {
        auto const& there = there_.StreamSpecification;
        auto const& wanted = wanted_.StreamSpecification;
        bool const is_on = there && there->StreamEnabled.value_or(false);
        bool const wants_on = wanted && wanted->StreamEnabled.value_or(false);
        if (is_on && wants_on && wanted->StreamViewType == there->StreamViewType) { return; }
        if (is_on) { next().StreamSpecification = dynamodb::StreamSpecification{.StreamEnabled = false}; }
        if (wants_on) { next().StreamSpecification = wanted; }
    }

    void change_class()
    {
        auto const has_protection = there_.DeletionProtectionEnabled;
        if (wanted_.DeletionProtectionEnabled && *wanted_.DeletionProtectionEnabled != has_protection) {
            next().DeletionProtectionEnabled = wanted_.DeletionProtectionEnabled;
        }
        auto const there = there_.TableClassSummary ? there_.TableClassSummary->TableClass : "STANDARD";
        if (wanted_.TableClass && *wanted_.TableClass != there) { next().TableClass = wanted_.TableClass; }
    }

    dynamodb::GlobalSecondaryIndexDescription const* find(std::string const& name) const
    {
        if (!there_.GlobalSecondaryIndexes) { return nullptr; }
        auto const found = std::ranges::find(*there_.GlobalSecondaryIndexes, name,
                                             &dynamodb::GlobalSecondaryIndexDescription::IndexName);
        return found == there_.GlobalSecondaryIndexes->end() ? nullptr : &*found;
    }

    void change_indexes()
    {
        auto const wanted = or_none(wanted_.GlobalSecondaryIndexes);
        for (auto const& each : or_none(there_.GlobalSecondaryIndexes)) {
            bool const is_wanted = std::ranges::any_of(wanted, [&](auto const& index) {
                return index.IndexName == each.IndexName && shape_of(index) == shape_of(each);
            });
            if (!is_wanted) {
                change({.Delete = dynamodb::DeleteGlobalSecondaryIndexAction{each.IndexName}});
            }
        }
        for (auto const& index : wanted) {
            auto const* const known = find(index.IndexName.value_or(""));
            if (known == nullptr || shape_of(index) != shape_of(*known)) {
                change({.Create = dynamodb::CreateGlobalSecondaryIndexAction{
                            index.IndexName, index.KeySchema, index.Projection, index.ProvisionedThroughput,
                            index.OnDemandThroughput, index.WarmThroughput}});
            } else if (wanted_.BillingMode != "PAY_PER_REQUEST" && !is_on_demand()
                       && differs(index.ProvisionedThroughput, known->ProvisionedThroughput)) {
                change({.Update = dynamodb::UpdateGlobalSecondaryIndexAction{
                            index.IndexName, index.ProvisionedThroughput, {}, {}}});
            }
        }
    }

    void change(GlobalSecondaryIndexUpdate update)
    {
        next().GlobalSecondaryIndexUpdates = std::vector{std::move(update)};
    }

    dynamodb::CreateTableInput const& wanted_;
    dynamodb::TableDescription const& there_;
    std::vector<UpdateTableInput> requests_ = {};
};

bool set_tags(table_plan const& plan, std::string const& arn, workshop& shop, unsigned line)
{
    auto const wanted = or_none(plan.create.Tags);
    auto const there = granted(shop.services.dynamodb(dynamodb::ListTagsOfResourceInput{arn, {}}), line).Tags;
    bool const are_there = std::ranges::all_of(wanted, [&](auto const& tag) {
        return std::ranges::any_of(
            there, [&](auto const& each) { return each.Key == tag.Key && each.Value == tag.Value; });
    });
    if (are_there) { return false; }
    granted(shop.services.dynamodb(dynamodb::TagResourceInput{arn, wanted}), line);
    return true;
}

} // namespace

bool update_table(table_plan const& plan, dynamodb::TableDescription const& there, workshop& shop,
                  unsigned line)
{
    if (!is_same_key(or_none(plan.create.KeySchema), or_none(there.KeySchema))) {
        throw problem{line, fmt::format("the key of table {} cannot change", there.TableName)};
    }
    if (!are_same_indexes(or_none(plan.create.LocalSecondaryIndexes), or_none(there.LocalSecondaryIndexes))) {
        throw problem{line,
                      fmt::format("the local secondary indexes of table {} cannot change", there.TableName)};
    }
    updates const changes{plan.create, there};
    for (auto const& request : changes.requests()) { granted(shop.services.dynamodb(request), line); }
    bool const are_tagged = set_tags(plan, there.TableArn, shop, line);
    return !changes.requests().empty() || are_tagged;
}

} // namespace understudy::bootstrap
