#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;

namespace {

std::string refusal(std::string policy, std::string scope = "MessageAttributes")
{
    stage aws;
    auto const subscription = aws.queue(aws.topic(), "q", {{"FilterPolicyScope", scope}});
    return text_of(aws.set(subscription, "FilterPolicy", std::move(policy)));
}

std::string with_place(std::string text, int column)
{
    return "Invalid parameter: FilterPolicy: " + text
           + "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: "
           + std::to_string(column) + "]";
}

std::string list(int values)
{
    std::string text = "[";
    for (int i = 0; i < values; ++i) { text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + '"'; }
    return text + "]";
}

} // namespace

TEST_CASE("A bad filter policy is refused with the place where it went wrong, counted without blanks",
          "[sns][filter]")
{
    CHECK(refusal(R"({"key":[]})") == with_place("Empty arrays are not allowed", 10));
    CHECK(refusal(R"({ "key" : [ ] })") == with_place("Empty arrays are not allowed", 10));
    CHECK(refusal(R"({"key":{"suffix":"value"}})")
          == with_place("\"suffix\" must be an object or an array", 19));
    CHECK(refusal(R"({"key":[{"suffix":100}]})") == with_place("suffix match pattern must be a string", 22));
    CHECK(refusal(R"({"key":[{"wrong-operator":true}]})")
          == with_place("Unrecognized match type wrong-operator", 31));
    CHECK(refusal(R"({"key":[{"numeric":["operator"]}]})")
          == with_place("Unrecognized numeric range operator: operator", 32));
    CHECK(refusal(R"({"key":[{"anything-but":{"suffix":"test"}}]})")
          == with_place("Unsupported anything-but pattern: suffix", 36));
    CHECK(refusal(R"({"key":[{"suffix":"value","prefix":"value2"}]})")
          == with_place("Only one key allowed in match expression", 37));
}

TEST_CASE("Each thing a filter policy can have wrong has its text", "[sns][filter]")
{
    auto first_line = [](std::string policy) {
        auto const text = refusal(std::move(policy));
        return text.substr(0, text.find('\n'));
    };
    auto check = [&](std::string condition, std::string text) {
        CHECK(first_line(R"({"key":[)" + condition + "]}") == "Invalid parameter: FilterPolicy: " + text);
    };
    CHECK(first_line(R"({"key":"value"})")
          == "Invalid parameter: FilterPolicy: \"key\" must be an object or an array");
    check(R"(["v"])", "Match value must be String, number, true, false, or null");
    check(R"({"prefix":null})", "prefix match pattern must be a string");
    check(R"({"equals-ignore-case":["a"]})", "equals-ignore-case match pattern must be a string");
    check(R"({"exists":"no"})", "exists match pattern must be either true or false.");
    check(R"({"exists":null})", "exists match pattern must be either true or false.");
    check(R"({"numeric":[]})", "Invalid member in numeric match: ]");
    check(R"({"numeric":[1,"<="]})", "Invalid member in numeric match: 1");
    check(R"({"numeric":["=","000"]})", "Value of equals must be numeric");
    check(R"({"numeric":[">="]})", "Value of >= must be numeric");
    check(R"({"numeric":[">","20","<","30"]})", "Value of > must be numeric");
    check(R"({"numeric":[">",20,"<","30"]})", "Value of < must be numeric");
    check(R"({"numeric":["<",100,">",10]})", "Too many elements in numeric expression");
    check(R"({"numeric":[">=",1,">",2]})", "Bad numeric range operator: >");
    check(R"({"numeric":[">",3,"<",1]})", "Bottom must be less than top");
    check(R"({"numeric":[">",20,"<="]})", "Value of <= must be numeric");
    check(R"({"numeric":[">",20,30]})", "Bad value in numeric range: 30");
    check(R"({"numeric":[">",20,"test"]})", "Bad numeric range operator: test");
    check(R"({"numeric":[">",20,"<",30,"<",50]})", "Too many terms in numeric range expression");
    check(R"({"anything-but":{"exists":true}})", "Unsupported anything-but pattern: exists");
    check(R"({"anything-but":{"prefix":false}})", "prefix match pattern must be a string");
    check(R"({"cidr":["x"]})", "prefix match pattern must be a string");
    check(R"({"cidr":"bad"})", "Malformed CIDR, one '/' required");
    check(R"({"cidr":"1.1.1.1/x"})", "Malformed CIDR, mask bits must be an integer");
    check(R"({"cidr":"bad/12"})", "Nonstandard IP address: bad");
    check(R"({"cidr":"xxxx:db8:1234:1a00::/64"})", "Nonstandard IP address: xxxx:db8:1234:1a00::");
    CHECK(refusal(R"({"key":[{"cidr":"bad"}]})")
          == "Invalid parameter: FilterPolicy: Malformed CIDR, one '/' required");
    CHECK(
        refusal(R"({"a":{"b":["c"]}})")
        == "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy");
}

TEST_CASE("Whatever else a filter policy brings is refused, not guessed at", "[sns][filter]")
{
    for (std::string const policy :
         {"[]", "1", "null", "\"x\"", R"({"a":{}})", R"({"a":[{}]})", R"({"$or":[{"a":["b"]}]})",
          R"({"$or":["a","b"]})", R"({"a":[{"numeric":5}]})", R"({"a":[{"numeric":["=",1000000001]}]})",
          R"({"a":[{"anything-but":[]}]})", R"({"a":[{"anything-but":[["x"]]}]})",
          R"({"a":[{"wildcard":"****"}]})", R"({"a":[{"anything-but":{}}]})",
          R"({"a":[{"cidr":"1.2.3.4/33"}]})"}) {
        INFO(policy);
        CHECK(refusal(policy).rfind("Invalid parameter: FilterPolicy: ", 0) == 0);
    }
    CHECK(refusal(std::string(100'000, '{')).rfind("Invalid parameter: FilterPolicy: ", 0) == 0);
    std::string deep;
    for (int i = 0; i < 50'000; ++i) { deep += R"({"a":)"; }
    CHECK(refusal(deep + "[1]" + std::string(50'000, '}'), "MessageBody")
              .rfind("Invalid parameter: FilterPolicy: ", 0)
          == 0);
}

TEST_CASE("A filter policy has at most five keys", "[sns][filter]")
{
    constexpr auto too_many = "Invalid parameter: FilterPolicy: Filter policy can not have more than 5 keys";
    CHECK(refusal(R"({"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"]})") == "accepted");
    CHECK(refusal(R"({"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]})") == too_many);
    CHECK(refusal(R"({"x":{"a":["1"],"b":["1"],"c":["1"]},"y":{"d":["1"],"e":["1"]}})", "MessageBody")
          == "accepted");
    CHECK(refusal(R"({"x":{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}})", "MessageBody")
          == too_many);
}

TEST_CASE("A filter policy has at most 150 combinations", "[sns][filter]")
{
    constexpr auto complex = "Invalid parameter: FilterPolicy: Filter policy is too complex";
    CHECK(refusal(R"({"a":)" + list(150) + "}") == "accepted");
    CHECK(refusal(R"({"a":)" + list(151) + "}") == complex);
    CHECK(refusal(R"({"a":)" + list(100) + R"(,"b":)" + list(51) + "}") == complex);
    CHECK(refusal(R"({"a":{"b":{"c":)" + list(4) + R"(}},"d":{"e":)" + list(3) + "}}", "MessageBody")
          == "accepted");
    CHECK(refusal(R"({"a":{"b":{"c":)" + list(4) + R"(}},"d":{"e":)" + list(3) + R"(},"f":)" + list(3) + "}",
                  "MessageBody")
          == complex);
    auto branches = [](int source, int name, int type, int id, int space) {
        return R"({"source":)" + list(source) + R"(,"$or":[{"metricName":)" + list(name)
               + R"(},{"metricType":)" + list(type) + R"(,"$or":[{"metricId":)" + list(id)
               + R"(},{"spaceId":)" + list(space) + "}]}]}";
    };
    CHECK(refusal(branches(3, 6, 4, 4, 7)) == "accepted");
    CHECK(refusal(branches(4, 6, 4, 4, 4)) == complex);
    CHECK(refusal(R"({"$or":[{"metricName":)" + list(3) + R"(},{"namespace":)" + list(2)
                      + R"(}],"detail":{"scope":)" + list(2) + R"(,"$or":[{"source":)" + list(1)
                      + R"(},{"type":)" + list(3) + "}]}}",
                  "MessageBody")
          == complex);
}
