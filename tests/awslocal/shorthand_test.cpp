#include "support/catch.hpp"

#include "awslocal/failure.hpp"
#include "awslocal/parameters.hpp"
#include "awslocal/services.hpp"
#include "awslocal/shorthand.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

using namespace understudy::awslocal;
namespace json = boost::json;

namespace {

/// The parsed text as JSON, or why it is none.
std::string parsed(std::string_view text)
{
    auto const result = parse_shorthand(text);
    auto const* error = std::get_if<shorthand_error>(&result);
    return error != nullptr ? error->text : json::serialize(std::get<json::object>(result));
}

shape const& parameter(std::string_view service, std::string_view operation, std::string_view member)
{
    for (auto const& each : services()) {
        for (auto const& command : each.commands) {
            if (each.name == service && command.operation == operation) {
                return *find_member(*command.request, member)->shape;
            }
        }
    }
    throw std::runtime_error{"no such parameter"};
}

std::string read(shape const& shape, std::vector<std::string> const& words)
try {
    return json::serialize(read_parameter("--it", shape, words));
} catch (failure const& why) {
    return why.text;
}

} // namespace

TEST_CASE("Shorthand is names with values, lists and maps", "[awslocal][shorthand]")
{
    struct {
        std::string_view text;
        std::string_view json;
    } const table[] = {
        {"a=b", R"({"a":"b"})"},
        {"a=", R"({"a":""})"},
        {"a=b,c=d", R"({"a":"b","c":"d"})"},
        {"a = b , c = d", R"({"a":"b","c":"d"})"},
        {"a=b,c,d", R"({"a":["b","c","d"]})"},
        {"a=b,c,d=e", R"({"a":["b","c"],"d":"e"})"},
        {"a=b,c,d,e=f,g", R"({"a":["b","c","d"],"e":["f","g"]})"},
        {R"(a=b\,c)", R"({"a":"b,c"})"},
        {"a='b,c'", R"({"a":"b,c"})"},
        {R"(a="b \" c",d='e \' f')", R"({"a":"b \" c","d":"e ' f"})"},
        {"a={b=c,d={e=f}}", R"({"a":{"b":"c","d":{"e":"f"}}})"},
        {"a=[b,c],d=[{e=f},{e=g}]", R"({"a":["b","c"],"d":[{"e":"f"},{"e":"g"}]})"},
        {"a=[]", R"({"a":[]})"},
        {"a=b=c", R"({"a":"b=c"})"},
        {"Policy={}", R"({"Policy":{}})"},
        {"a=arn:aws:sns:us-east-1:000000000000:t", R"({"a":"arn:aws:sns:us-east-1:000000000000:t"})"},
        {"understudy:tag=1,aws/b#c=2", R"({"understudy:tag":"1","aws/b#c":"2"})"},
        {"a=two words ,b=c", R"({"a":"two words","b":"c"})"},
    };
    for (auto const& each : table) {
        INFO(each.text);
        CHECK(parsed(each.text) == each.json);
    }
}

TEST_CASE("What is no shorthand is told with the place, as the AWS CLI tells it", "[awslocal][shorthand]")
{
    CHECK(parsed("abc") == "Expected: '=', received: 'EOF' for input:\nabc\n   ^");
    CHECK(parsed("a=b,c") == R"({"a":["b","c"]})");
    CHECK(parsed("a={b=c") == "Expected: ',', received: 'EOF' for input:\na={b=c\n      ^");
    CHECK(parsed("a=b,") == "Expected: '<second>', received: '<none>' for input:\na=b,\n    ^");
    CHECK(parsed("a='b") == "Expected: '<singled quoted>', received: '<none>' for input:\na='b\n  ^");
    CHECK(
        parsed("a=1,a=2")
        == "Second instance of key \"a\" encountered for input:\na=1,a=2\n    ^\nThis is often because there is a "
           "preceding \",\" instead of a space.");
    CHECK(parsed(std::string(5000, '[')).starts_with("Expected: '='"));
    CHECK(parsed("a=" + std::string(5000, '[')) == "Brackets are nested too deep");
}

TEST_CASE("Words become what the shape wants", "[awslocal][shorthand]")
{
    auto const& attributes = parameter("sqs", "CreateQueue", "Attributes");
    CHECK(read(attributes, {"VisibilityTimeout=30,DelaySeconds=0"})
          == R"({"VisibilityTimeout":"30","DelaySeconds":"0"})");
    CHECK(read(attributes, {R"({"VisibilityTimeout":"30"})"}) == R"({"VisibilityTimeout":"30"})");

    auto const& definitions = parameter("dynamodb", "CreateTable", "AttributeDefinitions");
    constexpr auto two =
        R"([{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}])";
    CHECK(read(definitions, {"AttributeName=pk,AttributeType=S", "AttributeName=sk,AttributeType=N"}) == two);
    CHECK(read(definitions, {two}) == two);
    CHECK(read(definitions, {R"({"AttributeName":"pk"})", R"({"AttributeName":"sk"})"})
          == R"([{"AttributeName":"pk"},{"AttributeName":"sk"}])");

    CHECK(read(parameter("dynamodb", "CreateTable", "ProvisionedThroughput"),
               {"ReadCapacityUnits=5,WriteCapacityUnits=6"})
          == R"({"ReadCapacityUnits":5,"WriteCapacityUnits":6})");
    CHECK(
        read(
            parameter("dynamodb", "CreateTable", "GlobalSecondaryIndexes"),
            {"IndexName=i,KeySchema=[{AttributeName=a,KeyType=HASH}],Projection={ProjectionType=INCLUDE,NonKeyAttributes=b}"})
        == R"([{"IndexName":"i","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],)"
           R"("Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["b"]}}])");
    CHECK(read(parameter("dynamodb", "UpdateTimeToLive", "TimeToLiveSpecification"),
               {"Enabled=true,AttributeName=t"})
          == R"({"Enabled":true,"AttributeName":"t"})");
    CHECK(read(parameter("dynamodb", "GetItem", "Key"), {"pk={S=a},sk={N=1}"})
          == R"({"pk":{"S":"a"},"sk":{"N":"1"}})");

    auto const& names = parameter("sqs", "GetQueueAttributes", "AttributeNames");
    CHECK(read(names, {"All"}) == R"(["All"])");
    CHECK(read(names, {"QueueArn", "VisibilityTimeout"}) == R"(["QueueArn","VisibilityTimeout"])");
    CHECK(read(names, {R"(["QueueArn"])"}) == R"(["QueueArn"])");
    CHECK(read(names, {}) == "[]");

    auto const& number = parameter("sqs", "ReceiveMessage", "MaxNumberOfMessages");
    CHECK(read(number, {"10"}) == "10");
    CHECK(read(number, {"ten"}) == "invalid literal for int() with base 10: 'ten'");
    CHECK(
        read(attributes, {"VisibilityTimeout"})
        == "Error parsing parameter '--it': Expected: '=', received: 'EOF' for input:\nVisibilityTimeout\n                 ^");
    CHECK(read(attributes, {"{"}).starts_with("Error parsing parameter '--it': Invalid JSON: "));
    CHECK(read(attributes, {"file:///no/such/file"})
              .starts_with("Error parsing parameter '--it': Unable to load paramfile"));
}

TEST_CASE("What does not fit its shape is refused before it is sent, all of it at once", "[awslocal]")
{
    auto const& services_all = services();
    auto const& table = *std::ranges::find(services_all, "dynamodb", &service::name);
    auto const& put = *std::ranges::find(table.commands, "PutItem", &command::operation);
    auto const refused = [&](std::string_view text) -> std::string {
        try {
            validate(json::parse(text).get_object(), *put.request);
            return {};
        } catch (failure const& why) {
            CHECK(why.exit_code == exit_usage);
            return why.text;
        }
    };
    CHECK(refused(R"({"TableName":"t","Item":{"pk":{"S":"a"},"l":{"L":[{"N":"1"}]}}})").empty());
    CHECK(
        refused(R"({"TableName":1,"Item":{"pk":"a","n":{"N":5}}})")
        == "Parameter validation failed:\n"
           "Invalid type for parameter TableName, value: 1, type: <class 'int'>, valid types: <class 'str'>\n"
           "Invalid type for parameter Item.pk, value: a, type: <class 'str'>, valid types: <class 'dict'>\n"
           "Invalid type for parameter Item.n.N, value: 5, type: <class 'int'>, valid types: <class 'str'>");
    CHECK(
        refused(R"({"Item":{"pk":{"X":"a"}}})")
        == "Parameter validation failed:\nUnknown parameter in Item.pk: \"X\", must be one of: S, N, B, SS, NS, BS, M, L, NULL, BOOL");
}
