// The functions of templates.
#include "bootstrap/evaluator.hpp"
#include "bootstrap/order.hpp"
#include "bootstrap/reader.hpp"

#include "support/catch.hpp"

using namespace understudy::bootstrap;

namespace {

constexpr std::string_view preamble = R"(
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Count: {Type: Number, Default: 3, MinValue: 1, MaxValue: 5}
  Names: {Type: CommaDelimitedList, Default: "a, b,c"}
Mappings:
  Sizes: {dev: {Timeout: 30}, prod: {Timeout: 120, Zones: [x, y]}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Condition IsDev]
  Either: !Or [!Condition IsProd, !Condition IsDev]
)";

struct stage {
    explicit stage(parameter_values given = {}, std::string_view text = preamble)
        : document{read_document(text)}, evaluation{document,
                                                    {.account = "123456789012",
                                                     .region = "eu-west-1",
                                                     .stack = "shop",
                                                     .parameters = std::move(given)}}
    {
        evaluation.identities["Q"] = {.ref = "url", .attributes = {{"Arn", "arn:q"}, {"QueueName", "q"}}};
    }

    std::string value(std::string_view text)
    {
        auto const made = evaluation.evaluate(read_document(text));
        return made ? to_json(*made) : "no value";
    }
    std::string complaint(std::string_view text)
    {
        try {
            return value(text);
        } catch (problem const& what) {
            return std::to_string(what.line()) + ": " + what.what();
        }
    }

    node document;
    evaluator evaluation;
};

std::string refusal(parameter_values given, std::string_view document = preamble)
{
    try {
        stage{std::move(given), document};
    } catch (problem const& what) {
        return std::to_string(what.line()) + ": " + what.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("Ref and Fn::GetAtt say what is known of parameters and resources", "[bootstrap][functions]")
{
    stage s{{{"Stage", "prod"}}};
    CHECK(s.value("[!Ref Stage, !Ref Count, !Ref Names, !Ref Q]") == R"(["prod",3,["a","b","c"],"url"])");
    CHECK(s.value("[!GetAtt Q.Arn, {'Fn::GetAtt': Q.QueueName}]") == R"(["arn:q","q"])");
    CHECK(s.value("[!Ref AWS::AccountId, !Ref AWS::Region, !Ref AWS::StackName, !Ref AWS::Partition]")
          == R"(["123456789012","eu-west-1","shop","aws"])");
    CHECK(s.complaint("a:\n  b: !Ref Missing") == "2: Unresolved resource dependencies [Missing]");
    CHECK(s.complaint("a:\n  b: !GetAtt Q.Colour") == "2: Fn::GetAtt: Q has no attribute Colour");
}

TEST_CASE("What is AWS::NoValue is not there", "[bootstrap][functions]")
{
    stage s;
    CHECK(s.value("{a: 1, b: !Ref AWS::NoValue, c: [2, !If [IsProd, 3, !Ref AWS::NoValue]]}")
          == R"({"a":1,"c":[2]})");
}

TEST_CASE("Fn::Sub knows parameters, resources, attributes and variables of its own",
          "[bootstrap][functions]")
{
    stage s;
    CHECK(s.value("!Sub '${AWS::StackName}-${Stage}-${Q.Arn}-${!Literal}-$x'")
          == R"("shop-dev-arn:q-${Literal}-$x")");
    CHECK(s.value("!Sub ['${a}${b}${Stage}', {a: !Ref Count, b: !Join ['-', !Ref Names]}]")
          == R"("3a-b-cdev")");
    CHECK(s.complaint("!Sub '${Nobody}'") == "1: Unresolved resource dependencies [Nobody]");
}

TEST_CASE("Lists are joined, split and selected from", "[bootstrap][functions]")
{
    stage s;
    CHECK(s.value("!Join [':', [a, !Ref Stage, 7]]") == R"("a:dev:7")");
    CHECK(s.value("!Split [',', 'a,,b']") == R"(["a","","b"])");
    CHECK(s.value("!Select ['1', !Split [':', 'a:b:c']]") == R"("b")");
    CHECK(s.value("!Select [2, !Ref Names]") == R"("c")");
    CHECK(s.complaint("!Select [3, !Ref Names]") == "1: Fn::Select cannot select 3 of 3 values");
    CHECK(s.value("Fn::Base64: hi") == R"("aGk=")");
    CHECK(s.value("Fn::ToJsonString: {a: [1, !Ref Stage]}") == R"("{\"a\":[1,\"dev\"]}")");
}

TEST_CASE("Mappings are looked up", "[bootstrap][functions]")
{
    stage s{{{"Stage", "prod"}}};
    CHECK(s.value("!FindInMap [Sizes, !Ref Stage, Timeout]") == "120");
    CHECK(s.value("!Select [1, !FindInMap [Sizes, prod, Zones]]") == R"("y")");
    CHECK(s.value("!FindInMap [Sizes, test, Timeout, {DefaultValue: 1}]") == "1");
    CHECK(s.complaint("\n!FindInMap [Sizes, test, Timeout]")
          == "2: Fn::FindInMap: there is no Mappings.Sizes.test");
}

TEST_CASE("Conditions choose", "[bootstrap][functions]")
{
    stage dev;
    CHECK(dev.value("!If [IsProd, a, b]") == R"("b")");
    CHECK(dev.value("[!If [Either, a, b], !If [Both, a, b], !If [IsDev, a, b]]") == R"(["a","b","a"])");
    CHECK(stage{{{"Stage", "prod"}}}.value("!If [IsProd, a, b]") == R"("a")");
    CHECK(dev.complaint("!If [Nobody, a, b]") == "1: Unresolved condition dependency Nobody");
    CHECK(refusal({}, "Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n")
          == "2: Circular dependency between conditions: A");
}

TEST_CASE("Parameters are held to what they allow", "[bootstrap][parameters]")
{
    CHECK(refusal({{"Stage", "test"}}) == "3: Parameter 'Stage' must be one of AllowedValues [dev, prod]");
    CHECK(refusal({{"Count", "6"}}) == "4: Parameter 'Count' must be a number not greater than 5");
    CHECK(refusal({{"Count", "many"}}) == "4: Parameter 'Count' must be a number");
    CHECK(refusal({}, "Parameters:\n  A: {Type: String}\n") == "2: Parameters: [A] must have values");
    CHECK(refusal({{"A", "xyz"}}, "Parameters:\n  A: {Type: String, MaxLength: 2}\n")
          == "2: Parameter 'A' must contain at most 2 characters");
}

TEST_CASE("What cannot be evaluated here says so", "[bootstrap][functions]")
{
    stage s;
    CHECK(s.complaint("a:\n- !ImportValue x") == "2: Fn::ImportValue cannot be evaluated here");
    CHECK(s.complaint("!GetAZs ''") == "1: Fn::GetAZs cannot be evaluated here");
    CHECK(s.complaint("'{{resolve:ssm:/x}}'")
          == "1: dynamic references, {{resolve:...}}, cannot be resolved here");
}

TEST_CASE("A text that doubles and doubles is refused", "[bootstrap][functions][hostile]")
{
    std::string text = "xxxxxxxxxxxxxxxx";
    for (int i = 0; i < 24; ++i) {
        text = "{\"Fn::Sub\": [\"${a}${a}${a}${a}\", {\"a\": " + (i == 0 ? '"' + text + '"' : text) + "}]}";
    }
    CHECK(stage{}.complaint(text) == "1: what this template makes is too large");
}

TEST_CASE("Resources come behind what they name, and a circle is named", "[bootstrap][order]")
{
    CHECK(in_order({{"A", 1, {"C"}}, {"B", 2, {}}, {"C", 3, {"B", "AWS::Region"}}})
          == std::vector<std::size_t>{1, 2, 0});
    try {
        static_cast<void>(in_order({{"A", 1, {}}, {"B", 2, {"C"}}, {"C", 3, {"D"}}, {"D", 4, {"B"}}}));
        FAIL("a circle was put in order");
    } catch (problem const& what) {
        CHECK(what.line() == 2);
        CHECK(what.what() == std::string{"Circular dependency between resources: [B, C, D, B]"});
    }
}
