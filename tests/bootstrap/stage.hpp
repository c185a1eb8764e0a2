// An emulator to which templates are applied, and who looks at what came of it.
#pragma once

#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/result.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace understudy::bootstrap {

inline std::string contents(std::string const& path)
{
    std::ifstream in{path};
    REQUIRE(in);
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

inline template_text fixture(std::string const& name)
{
    return {.text = contents(std::string{UNDERSTUDY_TEMPLATES} + "/" + name), .file = name};
}

struct stage {
    explicit stage(emulator_options options = {.clock = clock_mode::manual}) : aws{std::move(options)} {}

    string_map queue(std::string const& name) const
    {
        return sqs.get_queue_attributes({.QueueUrl = name, .AttributeNames = {"All"}}).value().Attributes;
    }
    string_map subscription(std::string const& arn) const
    {
        return sns.get_subscription_attributes({.SubscriptionArn = arn}).value().Attributes;
    }
    dynamodb::TableDescription table(std::string const& name) const
    {
        return dynamodb.describe_table({.TableName = name}).value().Table;
    }
    std::size_t queues() const { return sqs.list_queues().value().QueueUrls.size(); }
    /// The complaints about a template that is refused.
    std::string complaint(std::string text)
    {
        try {
            aws.apply_template({.text = std::move(text), .file = "t.yaml"});
        } catch (template_error const& failure) {
            return failure.what();
        }
        return "it was applied";
    }

    emulator aws;
    sqs_client sqs{aws.local_transport()};
    sns_client sns{aws.local_transport()};
    dynamodb_client dynamodb{aws.local_transport()};
};

} // namespace understudy::bootstrap
