#include "support/catch.hpp"

#include "awslocal/query.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace understudy::awslocal;
namespace json = boost::json;

namespace {

json::value const document = json::parse(R"({
    "QueueUrl": "http://localhost:4566/000000000000/q",
    "Attributes": {"QueueArn": "arn:aws:sqs:us-east-1:000000000000:q", "redrive-policy": "{}"},
    "Topics": [{"TopicArn": "arn:a:orders"}, {"TopicArn": "arn:a:customers"}, {"Other": 1}],
    "Groups": [{"Name": "x", "Members": [1, 2]}, {"Name": "y", "Members": [3]}, {"Name": "z"}],
    "Numbers": [3, 1, 2],
    "Nothing": [],
    "Truth": true
})");

std::string asked(std::string_view text)
try {
    return json::serialize(search(parse_query(text), document));
} catch (query_error const& error) {
    return error.text;
}

} // namespace

TEST_CASE("A query finds what JMESPath finds", "[awslocal][query]")
{
    struct {
        std::string_view query;
        std::string_view found;
    } const table[] = {
        {"QueueUrl", R"("http://localhost:4566/000000000000/q")"},
        {"Attributes.QueueArn", R"("arn:aws:sqs:us-east-1:000000000000:q")"},
        {R"(Attributes."redrive-policy")", R"("{}")"},
        {"Attributes.Nope.Nope", "null"},
        {"@.Truth", "true"},
        {"Topics[0].TopicArn", R"("arn:a:orders")"},
        {"Topics[-2].TopicArn", R"("arn:a:customers")"},
        {"Topics[9]", "null"},
        {"Topics[*].TopicArn", R"(["arn:a:orders","arn:a:customers"])"},
        {"Topics[].TopicArn", R"(["arn:a:orders","arn:a:customers"])"},
        {"Topics[*].TopicArn | [0]", R"("arn:a:orders")"},
        {"Topics[?TopicArn=='arn:a:customers'].TopicArn", R"(["arn:a:customers"])"},
        {"Topics[?TopicArn=='arn:a:customers'] | [0].TopicArn", R"("arn:a:customers")"},
        {"Topics[?contains(TopicArn || '', 'orders')].TopicArn", R"(["arn:a:orders"])"},
        {"Topics[?ends_with(not_null(TopicArn, ''), 'rders')].TopicArn | [0]", R"("arn:a:orders")"},
        {"Topics[?!TopicArn]", R"([{"Other":1}])"},
        {"Topics[?Other >= `1`].Other", "[1]"},
        {"Topics[?Other && Other < `5` && Other != `2`].Other | [0]", "1"},
        {"Groups[].Members[]", "[1,2,3]"},
        {"Groups[*].Members[*]", "[[1,2],[3]]"},
        {"Groups[*].Members[0]", "[1,3]"},
        {"Groups[*].[Name, Members[0]]", R"([["x",1],["y",3],["z",null]])"},
        {"Groups[:2].{N: Name, C: length(Members)}", R"([{"N":"x","C":2},{"N":"y","C":1}])"},
        {"[QueueUrl, Truth]", R"(["http://localhost:4566/000000000000/q",true])"},
        {"Numbers[1:]", "[1,2]"},
        {"Numbers[::-1]", "[2,1,3]"},
        {"Numbers[5:1:-2]", "[2]"},
        {"sort(Numbers)", "[1,2,3]"},
        {"sum(Numbers)", "6"},
        {"max(Numbers)", "3"},
        {"reverse(sort_by(Groups, &Name))[0].Name", R"("z")"},
        {"map(&Name, Groups)", R"(["x","y","z"])"},
        {"join(', ', Groups[*].Name)", R"("x, y, z")"},
        {"length(Topics)", "3"},
        {"length(Nothing)", "0"},
        {"keys(Attributes)", R"(["QueueArn","redrive-policy"])"},
        {"Attributes.*", R"(["arn:aws:sqs:us-east-1:000000000000:q","{}"])"},
        {"to_string(Numbers)", R"("[3,1,2]")"},
        {"to_number('12')", "12"},
        {"type(Truth)", R"("boolean")"},
        {"starts_with(QueueUrl, 'http')", "true"},
        {"`{\"a\": [1]}`.a[0]", "1"},
        {"'it\\'s'", R"("it's")"},
        {"(Nope || Truth)", "true"},
        {"Nothing[0]", "null"},
        {"Nope[*].a", "null"},
    };
    for (auto const& each : table) {
        INFO(each.query);
        CHECK(asked(each.query) == each.found);
    }
}

TEST_CASE("What is no query, or has an unknown function, is refused", "[awslocal][query]")
{
    CHECK(asked("Topics[") == "Invalid jmespath expression: Incomplete expression:\n\"Topics[\"\n        ^");
    CHECK(asked("a b") == "Invalid jmespath expression: Parse error at column 2:\n\"a b\"\n   ^");
    CHECK(asked("").starts_with("Invalid jmespath expression: Incomplete"));
    CHECK(asked("a.").starts_with("Invalid jmespath expression: Incomplete"));
    CHECK(asked("a ^ b").starts_with("Bad jmespath expression: Unknown token '^'"));
    CHECK(asked("'a").starts_with("Bad jmespath expression: Unclosed"));
    CHECK(asked("nope(@)") == "Unknown function: nope()");
    CHECK(asked("length(Truth)") == "In function length(), invalid type for value: True");
    CHECK(asked("length(a, b)") == "Expected 1 argument for function length(), received 2");
    CHECK(asked("Numbers[::0]") == "slice step cannot be zero");
    CHECK(asked("&a").starts_with("An expression with &"));
    CHECK(asked(std::string(100'000, '(')) == "Expressions are nested too deep");
    CHECK(asked(std::string(100'000, '!')) == "Expressions are nested too deep");
}
