// What there is, as a template that makes it again.
#include "bootstrap/apply.hpp"
#include "bootstrap/services.hpp"
#include "codec/json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace understudy::bootstrap {

namespace json = boost::json;

namespace {

/// What a queue has that nobody gave it.
constexpr std::pair<std::string_view, std::string_view> usual_queue_attributes[] = {
    {"ContentBasedDeduplication", "false"},
    {"DeduplicationScope", "queue"},
    {"DelaySeconds", "0"},
    {"FifoThroughputLimit", "perQueue"},
    {"MaximumMessageSize", "1048576"},
    {"MessageRetentionPeriod", "345600"},
    {"ReceiveMessageWaitTimeSeconds", "0"},
    {"SqsManagedSseEnabled", "true"},
    {"VisibilityTimeout", "30"},
};

/// What is told of a resource and is none of its properties.
constexpr std::string_view told_only[] = {
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "BeginningArchiveTime",
    "ConfirmationWasAuthenticated",
    "CreatedTimestamp",
    "EffectiveDeliveryPolicy",
    "LastModifiedTimestamp",
    "Owner",
    "PendingConfirmation",
    "Policy", // a resource of its own
    "QueueArn",
    "ReplayStatus",
    "SubscriptionArn",
    "SubscriptionPrincipal",
    "SubscriptionsConfirmed",
    "SubscriptionsDeleted",
    "SubscriptionsPending",
    "TopicArn",
};

constexpr std::string_view documents[] = {"ArchivePolicy", "DeliveryPolicy",     "FilterPolicy",
                                          "RedrivePolicy", "RedriveAllowPolicy", "ReplayPolicy"};

bool is_one_of(std::string_view name, auto const& names)
{
    return std::ranges::find(names, name) != std::end(names);
}

bool is_usual(std::string_view attribute, std::string_view value)
{
    return std::ranges::any_of(usual_queue_attributes, [&](auto const& each) {
        return each.first == attribute && each.second == value;
    });
}

json::value parsed(std::string_view text)
{
    json::error_code failure;
    auto document = json::parse({text.data(), text.size()}, failure);
    return failure ? json::value(json::string{text.data(), text.size()}) : document;
}

template <class Shape>
json::value written(Shape const& shape)
{
    std::string text;
    codec::write_json(text, shape, codec::dialect::dynamodb);
    return parsed(text);
}

void pretty(std::string& out, json::value const& value, std::size_t indent = 0)
{
    auto line = [&](std::size_t by, bool is_first) {
        out += is_first ? "\n" : ",\n";
        out.append(by, ' ');
    };
    constexpr std::size_t step = 2;
    bool is_first = true;
    if (value.is_object() && !value.get_object().empty()) {
        out += '{';
        for (auto const& each : value.get_object()) {
            line(indent + step, std::exchange(is_first, false));
            codec::write_json_string(out, {each.key().data(), each.key().size()});
            out += ": ";
            pretty(out, each.value(), indent + step);
        }
        line(indent, true);
        out += '}';
    } else if (value.is_array() && !value.get_array().empty()) {
        out += '[';
        for (auto const& each : value.get_array()) {
            line(indent + step, std::exchange(is_first, false));
            pretty(out, each, indent + step);
        }
        line(indent, true);
        out += ']';
    } else {
        out += json::serialize(value);
    }
}

json::object get_att(std::string_view id, std::string_view attribute)
{
    return {{"Fn::GetAtt", json::array{json::value(id), json::value(attribute)}}};
}

json::array tags_of(string_map const& tags)
{
    json::array list;
    for (auto const& [key, value] : tags) { list.push_back(json::object{{"Key", key}, {"Value", value}}); }
    return list;
}

class exporter {
public:
    explicit exporter(local_service& behind) : services_{behind} {}

    std::string run()
    {
        add_queues();
        add_topics();
        add_subscriptions();
        add_tables();
        json::object const document{{"AWSTemplateFormatVersion", "2010-09-09"},
                                    {"Resources", std::move(resources_)}};
        std::string text;
        pretty(text, document);
        return text + '\n';
    }

private:
    /// "OrdersDlq" of "orders--dlq"; a number behind it when there is one already.
    std::string id_of(std::string_view name, std::string_view kind)
    {
        std::string id;
        bool is_begin = true;
        for (auto const c : name) {
            bool const is_lower = c >= 'a' && c <= 'z';
            bool const is_good = is_lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (is_good) { id += is_begin && is_lower ? static_cast<char>(c - 'a' + 'A') : c; }
            is_begin = !is_good;
        }
        id += kind;
        auto unique = id;
        for (int number = 2; resources_.contains(unique); ++number) {
            unique = fmt::format("{}{}", id, number);
        }
        return unique;
    }

    void add(std::string const& id, std::string_view type, json::object properties)
    {
        resources_[id] = json::object{{"Type", type}, {"Properties", std::move(properties)}};
    }

    void add_queues()
    {
        std::vector<std::string> urls;
        sqs::ListQueuesRequest page{.MaxResults = 1'000};
        do {
            auto const listed = granted(services_.sqs(page), 0);
            urls.insert(urls.end(), listed.QueueUrls.begin(), listed.QueueUrls.end());
            page.NextToken = listed.NextToken;
        } while (page.NextToken);
        std::map<std::string, string_map> all;
        for (auto const& url : urls) {
            auto attributes =
                granted(services_.sqs(sqs::GetQueueAttributesRequest{url, {"All"}}), 0).Attributes;
            auto const name = url.substr(url.rfind('/') + 1);
            auto const id = id_of(name, "Queue");
            resources_[id] = nullptr; // keeps the place
            ids_[attributes["QueueArn"]] = id;
            all[name] = std::move(attributes);
        }
        for (auto const& [name, attributes] : all) { add_queue(name, attributes); }
    }

    void add_queue(std::string const& name, string_map const& attributes)
    {
        auto const& id = ids_[attributes.at("QueueArn")];
        json::object properties{{"QueueName", name}};
        for (auto const& [attribute, value] : attributes) {
            if (is_usual(attribute, value) || is_one_of(attribute, told_only)) { continue; }
            properties[attribute] = is_one_of(attribute, documents) ? parsed(value) : json::value(value);
        }
        if (auto* redrive = properties.if_contains("RedrivePolicy")) { name_target(*redrive); }
        auto const tags = granted(services_.sqs(sqs::ListQueueTagsRequest{name}), 0).Tags;
        if (!tags.empty()) { properties["Tags"] = tags_of(tags); }
        add(id, "AWS::SQS::Queue", std::move(properties));
        if (auto const policy = attributes.find("Policy"); policy != attributes.end()) {
            add(id_of(name, "QueuePolicy"), "AWS::SQS::QueuePolicy",
                {{"Queues", json::array{json::object{{"Ref", id}}}},
                 {"PolicyDocument", parsed(policy->second)}});
        }
    }

    /// A dead-letter queue that is exported too is named, so that it is made first.
    void name_target(json::value& policy)
    {
        auto* const members = policy.if_object();
        auto* const target = members == nullptr ? nullptr : members->if_contains("deadLetterTargetArn");
        if (target == nullptr || !target->is_string()) { return; }
        auto const known = ids_.find(std::string{target->get_string()});
        if (known != ids_.end()) { *target = get_att(known->second, "Arn"); }
    }

    void add_topics()
    {
        sns::ListTopicsInput page;
        do {
            auto const listed = granted(services_.sns(page), 0);
            for (auto const& topic : listed.Topics) { add_topic(topic.TopicArn); }
            page.NextToken = listed.NextToken;
        } while (page.NextToken);
    }

    void add_topic(std::string const& arn)
    {
        auto const attributes = granted(services_.sns(sns::GetTopicAttributesInput{arn}), 0).Attributes;
        auto const name = arn.substr(arn.rfind(':') + 1);
        auto const id = id_of(name, "Topic");
        ids_[arn] = id;
        json::object properties{{"TopicName", name}};
        for (auto const& [attribute, value] : attributes) {
            bool const is_moot = value.empty() || is_usual(attribute, value)
                                 || attribute.find("Feedback") != std::string::npos;
            if (is_moot || is_one_of(attribute, told_only)) { continue; }
            properties[attribute] = is_one_of(attribute, documents) ? parsed(value) : json::value(value);
        }
        string_map tags;
        for (auto const& tag : granted(services_.sns(sns::ListTagsForResourceRequest{arn}), 0).Tags) {
            tags[tag.Key.value_or("")] = tag.Value.value_or("");
        }
        if (!tags.empty()) { properties["Tags"] = tags_of(tags); }
        add(id, "AWS::SNS::Topic", std::move(properties));
        auto const& policy = attributes.at("Policy");
        if (policy.find("__default_policy_ID") != std::string::npos) { return; }
        add(id_of(name, "TopicPolicy"), "AWS::SNS::TopicPolicy",
            {{"Topics", json::array{json::object{{"Ref", id}}}}, {"PolicyDocument", parsed(policy)}});
    }

    void add_subscriptions()
    {
        sns::ListSubscriptionsInput page;
        do {
            auto const listed = granted(services_.sns(page), 0);
            for (auto const& each : listed.Subscriptions) { add_subscription(each); }
            page.NextToken = listed.NextToken;
        } while (page.NextToken);
    }

    void add_subscription(sns::Subscription const& subscription)
    {
        auto const topic = ids_.find(subscription.TopicArn);
        json::object properties;
        properties["TopicArn"] =
            topic == ids_.end() ? json::value(subscription.TopicArn) : json::object{{"Ref", topic->second}};
        properties["Protocol"] = subscription.Protocol;
        auto const endpoint = ids_.find(subscription.Endpoint);
        properties["Endpoint"] =
            endpoint == ids_.end() ? json::value(subscription.Endpoint) : get_att(endpoint->second, "Arn");
        if (subscription.SubscriptionArn.starts_with("arn:")) { // else it is not confirmed yet
            add_attributes(subscription.SubscriptionArn, properties);
        }
        auto const last = [](std::string_view text) { return text.substr(text.find_last_of(":/") + 1); };
        add(id_of(fmt::format("{}-{}", last(subscription.TopicArn), last(subscription.Endpoint)),
                  "Subscription"),
            "AWS::SNS::Subscription", std::move(properties));
    }

    void add_attributes(std::string const& arn, json::object& properties)
    {
        auto const told = granted(services_.sns(sns::GetSubscriptionAttributesInput{arn}), 0).Attributes;
        bool const is_filtered = told.contains("FilterPolicy");
        for (auto const& [attribute, value] : told) {
            if (properties.contains(attribute) || is_one_of(attribute, told_only)) { continue; }
            if (attribute == "RawMessageDelivery" && value == "false") { continue; }
            if (attribute == "FilterPolicyScope" && !is_filtered) { continue; }
            properties[attribute] = is_one_of(attribute, documents) ? parsed(value) : json::value(value);
        }
        if (auto* redrive = properties.if_contains("RedrivePolicy")) { name_target(*redrive); }
    }

    void add_tables()
    {
        dynamodb::ListTablesInput page;
        do {
            auto const listed = granted(services_.dynamodb(page), 0);
            for (auto const& name : listed.TableNames) { add_table(name); }
            page.ExclusiveStartTableName = listed.LastEvaluatedTableName;
        } while (page.ExclusiveStartTableName);
    }

    static std::optional<dynamodb::ProvisionedThroughput> throughput_of(
        dynamodb::ProvisionedThroughputDescription const& there)
    {
        if (there.ReadCapacityUnits == 0) { return std::nullopt; }
        return dynamodb::ProvisionedThroughput{there.ReadCapacityUnits, there.WriteCapacityUnits};
    }

    void add_table(std::string const& name)
    {
        auto const table = granted(services_.dynamodb(dynamodb::DescribeTableInput{name}), 0).Table;
        bool const is_on_demand =
            table.BillingModeSummary && table.BillingModeSummary->BillingMode == "PAY_PER_REQUEST";
        dynamodb::CreateTableInput request{.AttributeDefinitions = table.AttributeDefinitions,
                                           .TableName = name,
                                           .KeySchema = table.KeySchema,
                                           .BillingMode = is_on_demand ? "PAY_PER_REQUEST" : "PROVISIONED",
                                           .ProvisionedThroughput =
                                               throughput_of(table.ProvisionedThroughput),
                                           .OnDemandThroughput = table.OnDemandThroughput};
        if (table.TableClassSummary) { request.TableClass = table.TableClassSummary->TableClass; }
        if (table.DeletionProtectionEnabled) { request.DeletionProtectionEnabled = true; }
        if (table.LocalSecondaryIndexes) {
            auto& indexes = request.LocalSecondaryIndexes.emplace();
            for (auto const& each : *table.LocalSecondaryIndexes) {
                indexes.push_back({each.IndexName, each.KeySchema, each.Projection});
            }
        }
        if (table.GlobalSecondaryIndexes) {
            auto& indexes = request.GlobalSecondaryIndexes.emplace();
            for (auto const& each : *table.GlobalSecondaryIndexes) {
                indexes.push_back({.IndexName = each.IndexName,
                                   .KeySchema = each.KeySchema,
                                   .Projection = each.Projection,
                                   .ProvisionedThroughput = throughput_of(each.ProvisionedThroughput),
                                   .OnDemandThroughput = each.OnDemandThroughput});
            }
        }
        auto tags =
            granted(services_.dynamodb(dynamodb::ListTagsOfResourceInput{table.TableArn, {}}), 0).Tags;
        if (!tags.empty()) { request.Tags = std::move(tags); }
        auto properties = written(request).as_object();
        add_settings(table, properties);
        add(id_of(name, "Table"), "AWS::DynamoDB::Table", std::move(properties));
    }

    /// What CreateTable does not take, or calls otherwise.
    void add_settings(dynamodb::TableDescription const& table, json::object& properties)
    {
        if (table.StreamSpecification && table.StreamSpecification->StreamViewType) {
            properties["StreamSpecification"] =
                json::object{{"StreamViewType", *table.StreamSpecification->StreamViewType}};
        }
        if (table.SSEDescription) { properties["SSESpecification"] = json::object{{"SSEEnabled", true}}; }
        auto const& name = table.TableName;
        auto const ttl =
            granted(services_.dynamodb(dynamodb::DescribeTimeToLiveInput{name}), 0).TimeToLiveDescription;
        if (ttl.AttributeName) {
            properties["TimeToLiveSpecification"] =
                json::object{{"AttributeName", *ttl.AttributeName}, {"Enabled", true}};
        }
        auto const recovery = granted(services_.dynamodb(dynamodb::DescribeContinuousBackupsInput{name}), 0)
                                  .ContinuousBackupsDescription.PointInTimeRecoveryDescription;
        if (recovery && recovery->PointInTimeRecoveryStatus == "ENABLED") {
            properties["PointInTimeRecoverySpecification"] =
                json::object{{"PointInTimeRecoveryEnabled", true}};
        }
    }

    services services_;
    json::object resources_ = {};
    std::map<std::string, std::string, std::less<>> ids_ = {}; // by ARN
};

} // namespace

std::string export_template(local_service& services)
try {
    return exporter{services}.run();
} catch (problem const& what) {
    throw template_error{{{.file = {}, .message = what.what()}}};
}

} // namespace understudy::bootstrap
