// Templates that are broken in every way: they are applied or refused, and nothing else happens.
#include "stage.hpp"

using namespace understudy;
using namespace understudy::bootstrap;

namespace {

/// Throws whatever else than template_error comes of it.
bool is_applied(stage& s, std::string text)
{
    try {
        s.aws.apply_template({.text = std::move(text), .stack = "s"});
        return true;
    } catch (template_error const& failure) {
        return std::string_view{failure.what()}.empty(); // a refusal says something
    }
}

} // namespace

TEST_CASE("Every beginning of a template is applied or refused", "[bootstrap][hostile]")
{
    for (auto const* const name : {"sam.yaml", "serverless.yml", "orders.template.json"}) {
        stage s;
        auto const text = fixture(name).text;
        constexpr std::size_t step = 5;
        for (std::size_t size = 0; size < text.size(); size += step) {
            INFO(name << " of " << size << " bytes");
            CHECK_NOTHROW(is_applied(s, text.substr(0, size)));
        }
        s.aws.reset(); // half a declaration may have made a table with another key
        CHECK(is_applied(s, text));
    }
}

TEST_CASE("A template with one byte changed is applied or refused", "[bootstrap][hostile]")
{
    for (auto const* const name : {"sam.yaml", "serverless.yml", "orders.template.json"}) {
        stage s;
        auto const text = fixture(name).text;
        constexpr std::string_view bytes = "{}[]:,-&*!#'\"\\\n \t0\xFF${<";
        constexpr std::size_t step = 3;
        for (std::size_t at = 0; at < text.size(); at += step) {
            auto changed = text;
            changed[at] = bytes[at / step % bytes.size()];
            INFO(name << " with byte " << at << " changed");
            CHECK_NOTHROW(is_applied(s, changed));
        }
    }
}

TEST_CASE("Values of the wrong kind are refused wherever they stand", "[bootstrap][hostile]")
{
    stage s;
    for (std::string const section :
         {"Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Metadata"}) {
        for (std::string const value :
             {"1",
              "[]",
              "{}",
              "{A: }",
              "{A: 1}",
              "{A: []}",
              "{A: {}}",
              "{A: {Type: }}",
              "{A: {Type: []}}",
              "{A: {Value: {Ref: []}}}",
              "{A: {Condition: []}}",
              "{A: {'Fn::Sub': []}}",
              "{A: {Type: AWS::SQS::Queue, Properties: 1}}",
              "{A: {Type: AWS::SQS::Queue, DependsOn: [[1]]}}",
              "{A: {Type: AWS::SQS::Queue, Condition: B}}",
              "{A: {Type: AWS::SQS::Queue, Properties: {QueueName: {'Fn::GetAtt': [[], 1]}}}}",
              "{A: {Type: AWS::SQS::Queue, Properties: {QueueName: {'Fn::Select': [0, []]}}}}",
              "{A: {Type: AWS::SNS::Topic, Properties: {Subscription: [1]}}}",
              "{A: {Type: AWS::DynamoDB::Table, Properties: {TableName: []}}}",
              "{A: {Type: AWS::Serverless::SimpleTable, Properties: {PrimaryKey: 1, Tags: 1}}}",
              "{A: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [[]], PolicyDocument: 1}}}",
              "{A: {Type: AWS::SQS::Queue, Metadata: {Understudy: [1]}}}"}) {
            INFO(section << ": " << value);
            auto const rest = section == "Resources" ? "" : "Resources: {Q: {Type: AWS::SQS::Queue}}\n";
            CHECK_NOTHROW(is_applied(s, section + ": " + value + "\n" + rest));
        }
    }
}
