#include "support/catch.hpp"

#include "awslocal/output.hpp"

#include <boost/json/parse.hpp>

using namespace understudy::awslocal;
namespace json = boost::json;

TEST_CASE("JSON is printed with four blanks, as Python prints it", "[awslocal][output]")
{
    CHECK(json_text(
              json::parse(R"({"a":1,"b":[{"c":"é\n\"\u0001"},[]],"d":{},"e":1.0,"f":0.5,"g":null,"h":true})"))
          == R"({
    "a": 1,
    "b": [
        {
            "c": "é\n\"\u0001"
        },
        []
    ],
    "d": {},
    "e": 1.0,
    "f": 0.5,
    "g": null,
    "h": true
})");
    CHECK(json_text(json::value("x")) == "\"x\"");
    CHECK(json_text(nullptr) == "null");
}

TEST_CASE("Text is scalars in a line and the rest below, with its name", "[awslocal][output]")
{
    struct {
        std::string_view json;
        std::string_view text;
    } const table[] = {
        {R"("http://localhost:4566/000000000000/q")", "http://localhost:4566/000000000000/q\n"},
        {"null", "None\n"},
        {"true", "True\n"},
        {"1.0", "1.0\n"},
        {"[]", ""},
        {"{}", ""},
        {R"(["a","b"])", "a\tb\n"},
        {R"(["a",null])", "a\tNone\n"},
        {R"([["a","b"],["c"]])", "a\tb\nc\n"},
        {R"({"b":"2","a":"1"})", "1\t2\n"},
        {R"({"QueueUrls":["a","b"]})", "QUEUEURLS\ta\nQUEUEURLS\tb\n"},
        {R"({"Topics":[{"TopicArn":"a"},{"TopicArn":"b"}]})", "TOPICS\ta\nTOPICS\tb\n"},
        {R"({"Attributes":{"B":"2","A":"1"}})", "ATTRIBUTES\t1\t2\n"},
        {R"([{"a":"1","x":{"y":"2"}},{"b":"3"}])", "1\t\nX\t2\n\t3\n"},
        {R"({"Count":1,"Items":[{"pk":{"S":"a"}}]})", "1\nPK\ta\n"},
    };
    for (auto const& each : table) {
        INFO(each.json);
        CHECK(tabbed_text(json::parse(each.json)) == each.text);
    }
}
