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

TEST_CASE("A table has a box for each list and each object, and an edge for each level", "[awslocal][output]")
{
    CHECK(table_text("ListQueues", json::parse(R"({"QueueUrls":["a","b"]})"), 80) == R"(-------------
|ListQueues |
+-----------+
||QueueUrls||
|+---------+|
||  a      ||
||  b      ||
|+---------+|
)");
    CHECK(table_text("Scan", json::parse(R"({"Count":2,"Items":[{"a":1,"m":{"S":"x"}},{"b":null}]})"), 80)
          == R"(-----------------
|     Scan      |
+---------+-----+
|  Count  |  2  |
+---------+-----+
||    Items    ||
|+-----+-------+|
||  a  |   b   ||
|+-----+-------+|
||  1  |       ||
|+-----+-------+|
|||     m     |||
||+----+------+||
|||  S |  x   |||
||+----+------+||
||    Items    ||
|+----+--------+|
||  a |   b    ||
|+----+--------+|
||    |  None  ||
|+----+--------+|
)");
    CHECK(table_text("X", json::parse("{}"), 80).empty());
    CHECK(table_text("X", nullptr, 80).empty());
}

TEST_CASE("What would be wider than the terminal is turned by a quarter", "[awslocal][output]")
{
    auto const value = json::parse(R"({"Long":"aaaaaaaaaaaaaaaaaaaa","Other":"bbbbbbbbbbbbbbbbbbbb"})");
    CHECK(table_text("T", value, 80) == R"(--------------------------------------------------
|                        T                       |
+-----------------------+------------------------+
|         Long          |         Other          |
+-----------------------+------------------------+
|  aaaaaaaaaaaaaaaaaaaa |  bbbbbbbbbbbbbbbbbbbb  |
+-----------------------+------------------------+
)");
    CHECK(table_text("T", value, 40) == R"(-----------------------------------
|                T                |
+--------+------------------------+
|  Long  |  aaaaaaaaaaaaaaaaaaaa  |
|  Other |  bbbbbbbbbbbbbbbbbbbb  |
+--------+------------------------+
)");
}

TEST_CASE("YAML tells texts from what they look like", "[awslocal][output]")
{
    struct {
        std::string_view json;
        std::string_view yaml;
    } const table[] = {
        {R"({"b":1,"a":[{"x":"y","u":[]},[["p"],{}]]})", "a:\n- u: []\n  x: y\n- - - p\n  - {}\nb: 1\n"},
        {R"(["30","3.0","1e5","yes","","null","2026-11-26","a: b","- a","a #b","it's"])",
         "- '30'\n- '3.0'\n- 1e5\n- 'yes'\n- ''\n- 'null'\n- '2026-11-26'\n- 'a: b'\n- '- a'\n- 'a #b'\n- it's\n"},
        {R"(["'a","a\nb","a\tb"," a"])", "- '''a'\n- 'a\n\n  b'\n- \"a\\tb\"\n- ' a'\n"},
        {R"("text")", "\"text\"\n"},
        {"null", "null\n"},
        {"[]", "[]\n"},
    };
    for (auto const& each : table) {
        INFO(each.json);
        CHECK(yaml_text(json::parse(each.json)) == each.yaml);
    }
}
