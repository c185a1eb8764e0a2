#include "fixture.hpp"

namespace understudy::dynamodb::test {
namespace {

std::string const prefix = "1 validation error detected: Invalid ConditionExpression: ";

struct with_table : dynamodb_under_test {
    with_table() { create_simple_table(); }

    /// What is wrong with the condition, without the prefix.
    std::string fault(std::string const& expression, attribute_map values = {}, name_map names = {})
    {
        auto const text = refusal(condition(expression, std::move(values), std::move(names)));
        INFO(text);
        if (text.empty()) return {};
        REQUIRE(text.starts_with(prefix));
        return text.substr(prefix.size());
    }
    bool holds(std::string const& expression, attribute_map values = {}, name_map names = {})
    {
        INFO(expression);
        auto const outcome = condition(expression, std::move(values), std::move(names));
        INFO(refusal(outcome));
        REQUIRE(outcome.has_value());
        return *outcome;
    }
};

TEST_CASE("A syntax error names the token and what is near it", "[dynamodb][condition]")
{
    with_table db;
    auto const syntax = [](std::string const& token, std::string const& near) {
        return "Syntax error; token: \"" + token + "\", near: \"" + near + "\"";
    };
    CHECK(db.fault("RESET NonExistent") == syntax("NonExistent", "RESET NonExistent"));
    CHECK(db.fault("a = [:_val") == syntax("[", "= [:_val"));
    CHECK(db.fault("#a a = :b") == syntax("a", "#a a ="));
    CHECK(db.fault("!!") == syntax("!", "!!"));
    CHECK(db.fault("a") == syntax("<EOF>", "a"));
    CHECK(db.fault("a = ") == syntax("<EOF>", "="));
    CHECK(db.fault("contains(a, ") == syntax("<EOF>", ","));
    CHECK(db.fault("contains(") == syntax("<EOF>", "("));
    CHECK(db.fault("a IN ()") == syntax(")", "()"));
    CHECK(db.fault("a IN :b") == syntax(":b", "IN :b"));
    CHECK(db.fault("a != :b") == syntax("!", "a !="));
    CHECK(db.fault("a = 5") == syntax("5", "= 5"));
    CHECK(db.fault("a = \"x\"") == syntax("\"", "= \"x"));
    CHECK(db.fault("_a = :b") == syntax("_", "_a"));
    CHECK(db.fault("a[:i] = :b") == syntax(":i", "[:i]"));
    CHECK(db.fault("a[1.5] = :b") == syntax(".", "1.5"));
    CHECK(db.fault("size(a).b = :b") == syntax(".", ").b"));
    CHECK(db.fault("size(a)[0] = :b") == syntax("[", ")[0"));
    CHECK(db.fault(":v.b = :b") == syntax(".", ":v.b"));
    CHECK(db.fault("a = :b AND") == syntax("<EOF>", "AND"));
    CHECK(db.fault("a AND b = :x") == syntax("AND", "a AND b"));
    CHECK(db.fault("(a) AND b = :x") == syntax("AND", ") AND b"));
    CHECK(db.fault("(a = :b") == syntax("<EOF>", ":b"));
    CHECK(db.fault("a = :b)") == syntax(")", ":b)"));
    CHECK(db.fault("a BETWEEN :x OR :y") == syntax("OR", ":x OR :y"));
    CHECK(db.fault("a = \xc3\xa4") == syntax("\xc3\xa4", "= \xc3\xa4"));
    CHECK(db.fault("   ") == syntax("<EOF>", ""));
}

TEST_CASE("An empty or an overlong condition is refused before its syntax", "[dynamodb][condition]")
{
    with_table db;
    CHECK(db.fault("") == "The expression can not be empty;");
    CHECK(db.fault(std::string(4097, '('))
          == "Expression size has exceeded the maximum allowed size; expression size: 4097");
    std::string padded = "attribute_exists(pk)";
    padded.resize(4096, ' ');
    CHECK(db.fault(padded).empty());
}

TEST_CASE("Redundant parentheses are a pair directly around another", "[dynamodb][condition]")
{
    with_table db;
    attribute_map const x{{":x", 1}};
    attribute_map const both{{":x", 1}, {":y", 2}};
    CHECK(db.fault("((a = :x))", x) == "The expression has redundant parentheses;");
    CHECK(db.fault("((a)) = :x", x) == "The expression has redundant parentheses;");
    CHECK(db.fault("a = ((:x))", x) == "The expression has redundant parentheses;");
    CHECK(db.fault("((attribute_exists(a)))") == "The expression has redundant parentheses;");
    CHECK(db.fault("(a = :x)", x).empty());
    CHECK(db.fault("((a = :x) AND b = :y)", both).empty());
    CHECK(db.fault("(a) = :x", x).empty());
    CHECK(db.fault("(size(a)) > :x", x).empty());
    CHECK(db.fault("(NOT (a = :x))", x).empty());
    CHECK(db.fault("((a.b).c = :x)", x).empty());
}

TEST_CASE("A parenthesised path may go on", "[dynamodb][condition]")
{
    with_table db;
    db.put({{"pk", "k"}, {"a", attribute_map{{"b", attribute_map{{"c", 1}}}}}});
    CHECK(db.holds("(a.b).c = :x", {{":x", 1}}));
}

TEST_CASE("Functions must be known and stand where they may", "[dynamodb][condition]")
{
    with_table db;
    auto const misplaced = [](std::string const& name) {
        return "The function is not allowed to be used this way in an expression; function: " + name;
    };
    CHECK(db.fault("foo(a)") == "Invalid function name; function: foo");
    CHECK(db.fault("Contains(a, :b)") == "Invalid function name; function: Contains");
    CHECK(db.fault("size(a)") == misplaced("size"));
    CHECK(db.fault("NOT size(a)") == misplaced("size"));
    CHECK(db.fault("attribute_exists(a) = :b") == misplaced("attribute_exists"));
    CHECK(db.fault("a BETWEEN :b AND contains(a, b)") == misplaced("contains"));
    CHECK(db.fault("a IN (begins_with(a, :b))") == misplaced("begins_with"));
    CHECK(db.fault("attribute_exists(attribute_type(a, :b))") == misplaced("attribute_type"));
    CHECK(db.fault("if_not_exists(a, :b)") == misplaced("if_not_exists"));
    CHECK(db.fault("a = list_append(a, :b)") == misplaced("list_append"));
}

TEST_CASE("Reserved words are refused in any case and at any depth", "[dynamodb][condition]")
{
    with_table db;
    auto const reserved = [](std::string const& word) {
        return "Attribute name is a reserved keyword; reserved keyword: " + word;
    };
    CHECK(db.fault("name = :x") == reserved("name"));
    CHECK(db.fault("a.Status = :x") == reserved("Status"));
    CHECK(db.fault("attribute_exists(tTl)") == reserved("tTl"));
    CHECK(db.fault("zones = :x", {{":x", 1}}).empty());
    CHECK(db.fault("#n = :x", {{":x", 1}}, {{"#n", "name"}}).empty());
}

TEST_CASE("Names and values must be defined", "[dynamodb][condition]")
{
    with_table db;
    auto const name = [](std::string const& reference) {
        return "An expression attribute name used in the document path is not defined; attribute name: "
               + reference;
    };
    auto const value = [](std::string const& reference) {
        return "An expression attribute value used in expression is not defined; attribute value: "
               + reference;
    };
    CHECK(db.fault("#a = :b") == name("#a"));
    CHECK(db.fault("a.#b = :b") == name("#b"));
    CHECK(db.fault(":a = #b") == value(":a"));
    CHECK(db.fault("attribute_exists(:v)") == value(":v"));
    CHECK(db.fault("attribute_exists(a) OR a = :late") == value(":late"));
}

TEST_CASE("Operands are counted and their types known in advance are checked", "[dynamodb][condition]")
{
    with_table db;
    auto const count = [](std::string const& f, int n) {
        return "Incorrect number of operands for operator or function; operator or function: " + f
               + ", number of operands: " + std::to_string(n);
    };
    auto const type = [](std::string const& f, std::string const& t) {
        return "Incorrect operand type for operator or function; operator or function: " + f
               + ", operand type: " + t;
    };
    CHECK(db.fault("attribute_exists(a, b)") == count("attribute_exists", 2));
    CHECK(db.fault("contains(a)") == count("contains", 1));
    CHECK(db.fault("size(a, b) = :n", {{":n", 1}}) == count("size", 2));
    CHECK(db.fault("begins_with(a, :n)", {{":n", 1}}) == type("begins_with", "N"));
    CHECK(db.fault("begins_with(:n, a)", {{":n", null{}}}) == type("begins_with", "NULL"));
    CHECK(db.fault("begins_with(a, size(b))") == type("begins_with", "N"));
    CHECK(db.fault("size(:n) = :n", {{":n", 1}}) == type("size", "N"));
    CHECK(db.fault("size(size(a)) = :n", {{":n", 1}}) == type("size", "N"));
    CHECK(db.fault("a < :b", {{":b", true}}) == type("<", "BOOL"));
    CHECK(db.fault("a >= :b", {{":b", list{}}}) == type(">=", "L"));
    CHECK(db.fault("a BETWEEN :b AND :c", {{":b", attribute_map{}}, {":c", 1}}) == type("BETWEEN", "M"));
    CHECK(db.fault("attribute_exists(x) OR n > :b", {{":b", true}}) == type(">", "BOOL"));
    CHECK(db.fault("attribute_type(a, b)") == type("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
    CHECK(db.fault("attribute_type(a, :n)", {{":n", 1}}) == type("attribute_type", "N"));
    CHECK(db.fault("attribute_type(a, size(b))") == type("attribute_type", "N"));
    CHECK(db.fault("attribute_type(a, :t)", {{":t", "X"}})
          == "Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
    CHECK(db.fault("attribute_exists(:v)", {{":v", 1}})
          == "Operator or function requires a document path; operator or function: attribute_exists");
    CHECK(db.fault("attribute_not_exists(size(a))")
          == "Operator or function requires a document path; operator or function: attribute_not_exists");
    CHECK(db.fault("attribute_not_exists(size(:n))", {{":n", 1}}) == type("size", "N"));
}

TEST_CASE("The first operand must not be repeated", "[dynamodb][condition]")
{
    with_table db;
    auto const repeated = [](std::string const& f, std::string const& path) {
        return "The first operand must be distinct from the remaining operands for this operator or function; operator: "
               + f + ", first operand: " + path;
    };
    CHECK(db.fault("a = a") == repeated("=", "[a]"));
    CHECK(db.fault("a.b[0] <> a.b[0]") == repeated("<>", "[a, b, [0]]"));
    CHECK(db.fault("contains(a, a)") == repeated("contains", "[a]"));
    CHECK(db.fault("#x = a", {}, {{"#x", "a"}}) == repeated("=", "[a]"));
    CHECK(db.fault("a BETWEEN b AND a") == repeated("BETWEEN", "[a]"));
    CHECK(db.fault("a[0] = a[1]").empty());
}

TEST_CASE("Bounds of BETWEEN that are constants must fit", "[dynamodb][condition]")
{
    with_table db;
    CHECK(db.fault("a BETWEEN :l AND :u", {{":l", 1}, {":u", "a"}})
          == "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: "
             "AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}");
    CHECK(
        db.fault("a BETWEEN :l AND :u", {{":l", "b"}, {":u", "a"}})
        == "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: "
           "AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}");
    CHECK(db.fault("a BETWEEN :l AND :u", {{":l", 2}, {":u", 10}}).empty());
    db.put({{"pk", "k"}, {"a", 5}, {"low", 9}, {"high", 1}});
    CHECK_FALSE(db.holds("a BETWEEN low AND high"));
    CHECK(db.holds("a BETWEEN high AND low"));
    CHECK(db.holds(":v BETWEEN high AND low", {{":v", 9}}));
}

TEST_CASE("Expressions are limited in operators, in depth and in lists", "[dynamodb][condition]")
{
    with_table db;
    attribute_map const x{{":x", 1}};
    auto const chain = [](int terms, std::string const& term, std::string const& glue) {
        std::string text = term;
        for (int i = 1; i < terms; ++i) text += glue + term;
        return text;
    };
    CHECK(db.fault(chain(150, "a=:x", " OR "), x).empty());
    CHECK(db.fault(chain(151, "a=:x", " OR "), x)
          == "The expression contains too many operators; operator count: 301");
    CHECK(db.fault(chain(33, "a", ".") + " = :x", x)
          == "The document path has too many nesting levels; nesting levels: 33");
    CHECK(db.fault(chain(32, "a", ".") + " = :x", x).empty());
    CHECK(db.fault("a[99999999999999] = :x", x)
          == "List index is not within the allowable range; index: [99999999999999]");
    CHECK(db.fault("a IN (" + chain(99, ":x", ",") + ")", x).empty());
    CHECK_FALSE(db.fault("a IN (" + chain(100, ":x", ",") + ")", x).empty());
}

TEST_CASE("Deep nesting ends in a refusal, never in the stack", "[dynamodb][condition]")
{
    with_table db;
    auto const around = [](std::string const& open, int times, std::string const& middle) {
        std::string text;
        for (int i = 0; i < times; ++i) text += open;
        return text + middle + std::string(static_cast<std::size_t>(times), ')');
    };
    CHECK(db.fault(around("(", 2000, "a=:x")) == "The expression has redundant parentheses;");
    CHECK(db.fault(around("f(", 1300, "a")) == "Invalid function name; function: f");
    CHECK_FALSE(db.fault(around("size(", 600, "a") + "=:x").empty());
    CHECK(db.fault(around("(NOT ", 500, "a=:x")).starts_with("The expression contains too many operators"));
    CHECK(db.fault(std::string(4000, '(')) == "The expression has redundant parentheses;");
    std::string nots;
    for (int i = 0; i < 1000; ++i) nots += "NOT ";
    CHECK(db.fault(nots + "a=:x")
              .starts_with("The expression contains too many operators; operator count: 1001"));
    CHECK(db.fault(around("(NOT ", 298, "a=:x"), {{":x", 1}}).empty());
}

TEST_CASE("Which error wins", "[dynamodb][condition]")
{
    with_table db;
    CHECK(db.fault("((a = :x)) AND foo(").starts_with("Syntax error"));
    CHECK(db.fault("foo(a) AND ((a = :x))") == "The expression has redundant parentheses;");
    CHECK(db.fault("size(a) AND foo(a)") == "Invalid function name; function: foo");
    CHECK(db.fault("name = :x AND size(a)").starts_with("The function is not allowed"));
    CHECK(db.fault("#x = :x AND name = :y").starts_with("Attribute name is a reserved keyword"));
    CHECK(db.fault("contains(#x)").starts_with("An expression attribute name"));
    CHECK(db.fault("contains(a) AND b = :x").starts_with("Incorrect number of operands"));
    CHECK(db.fault("b = :x AND contains(a)").starts_with("An expression attribute value"));
}

TEST_CASE("Equality needs the same type; what is missing is unequal to everything", "[dynamodb][condition]")
{
    with_table db;
    db.put({{"pk", "k"}, {"n", number{"1.0"}}, {"s", "1"}, {"ss", string_set{{"a", "b"}}}, {"flag", true}});
    CHECK(db.holds("n = :n", {{":n", number{"1e0"}}}));
    CHECK_FALSE(db.holds("n = :s", {{":s", "1"}}));
    CHECK(db.holds("n <> :s", {{":s", "1"}}));
    CHECK(db.holds("ss = :ss", {{":ss", string_set{{"b", "a"}}}}));
    CHECK_FALSE(db.holds("absent = :n", {{":n", 1}}));
    CHECK(db.holds("absent <> :n", {{":n", 1}}));
    CHECK(db.holds("absent <> gone"));
    CHECK_FALSE(db.holds("absent = gone"));
    CHECK_FALSE(db.holds("flag > :n", {{":n", 1}}));
    CHECK_FALSE(db.holds("absent < :n", {{":n", 1}}));
    CHECK_FALSE(db.holds("s < :n", {{":n", 5}}));
    CHECK(db.holds(":n > n", {{":n", 2}}));
}

TEST_CASE("NOT binds before AND, AND before OR", "[dynamodb][condition]")
{
    with_table db;
    db.put({{"pk", "k"}, {"a", 1}, {"b", 2}});
    attribute_map const values{{":one", 1}, {":two", 2}};
    CHECK_FALSE(db.holds("NOT a = :one AND b = :two", values));
    CHECK(db.holds("NOT (a = :two AND b = :one)", values));
    CHECK(db.holds("a = :one OR a = :two AND b = :one", values));
    CHECK(db.holds("NOT NOT a = :one and B <> :two", values));
    CHECK(db.holds("a = :one and not b = :one or a = :two", values));
}

TEST_CASE("Functions look at items without ever failing", "[dynamodb][condition]")
{
    with_table db;
    db.put({{"pk", "k"},
            {"s", "hello"},
            {"n", 123},
            {"b", binary{"abc"}},
            {"nothing", null{}},
            {"ss", string_set{{"x", "y"}}},
            {"ns", number_set{{"1", "2"}}},
            {"l", list{1, "two", string_set{{"p", "q"}}}},
            {"m", attribute_map{{"k", "v"}}},
            {"u", "ab\xc3\xbf"}});
    CHECK(db.holds("attribute_exists(nothing)"));
    CHECK(db.holds("attribute_exists(l[1]) AND attribute_not_exists(l[3]) AND attribute_exists(m.k)"));
    CHECK(db.holds("attribute_not_exists(s.x) AND attribute_not_exists(m[0])"));
    CHECK(db.holds("attribute_type(nothing, :t)", {{":t", "NULL"}}));
    CHECK_FALSE(db.holds("attribute_type(gone, :t)", {{":t", "S"}}));
    CHECK(db.holds("attribute_type(ss, :t)", {{":t", "SS"}}));
    CHECK(db.holds("begins_with(s, :p)", {{":p", "he"}}));
    CHECK(db.holds("begins_with(:p, s)", {{":p", "hello world"}}));
    CHECK_FALSE(db.holds("begins_with(n, :p)", {{":p", "1"}}));
    CHECK_FALSE(db.holds("begins_with(gone, :p)", {{":p", ""}}));
    CHECK(db.holds("begins_with(b, :p)", {{":p", binary{"ab"}}}));
    CHECK(db.holds("contains(s, :p)", {{":p", "ll"}}));
    CHECK(db.holds("contains(b, :p)", {{":p", binary{"bc"}}}));
    CHECK(db.holds("contains(ss, :p)", {{":p", "x"}}));
    CHECK(db.holds("contains(ns, :p)", {{":p", number{"2.0"}}}));
    CHECK_FALSE(db.holds("contains(n, :p)", {{":p", 2}}));
    CHECK(db.holds("contains(l, :p)", {{":p", "two"}}));
    CHECK(db.holds("contains(l, :p)", {{":p", string_set{{"q", "p"}}}}));
    CHECK_FALSE(db.holds("contains(m, :p)", {{":p", "k"}}));
    CHECK_FALSE(db.holds("contains(ss, :p)", {{":p", string_set{{"x"}}}}));
    CHECK(db.holds("contains(:l, s)", {{":l", list{"hello"}}}));
    CHECK(db.holds("size(u) = :n", {{":n", 3}}));
    CHECK(db.holds("size(b) = :n AND size(ss) < :n AND size(l) = :n", {{":n", 3}}));
    CHECK(db.holds("size(n) <> :z", {{":z", 0}}));
    CHECK_FALSE(db.holds("size(n) = :z", {{":z", 3}}));
    CHECK_FALSE(db.holds("size(gone) < :z", {{":z", 3}}));
    CHECK(db.holds("size(:s) = size(s)", {{":s", "12345"}}));
    CHECK(db.holds("n IN (:a, s, :b)", {{":a", "x"}, {":b", 123}}));
    CHECK_FALSE(db.holds("gone IN (:a)", {{":a", "x"}}));
}

TEST_CASE("A condition on an item that does not exist sees no attributes", "[dynamodb][condition]")
{
    with_table db;
    CHECK(db.holds("attribute_not_exists(pk)"));
    CHECK(db.holds("pk <> :p", {{":p", "k"}}));
    CHECK_FALSE(db.holds("attribute_exists(pk)"));
}

TEST_CASE("A name that stands for an odd one is one element of a path", "[dynamodb][condition]")
{
    with_table db;
    db.put({{"pk", "k"}, {"a.b", 1}, {"a", attribute_map{{"b", 2}}}});
    CHECK(db.holds("#x = :one AND a.b = :two", {{":one", 1}, {":two", 2}}, {{"#x", "a.b"}}));
    CHECK(db.holds("a . b = :two", {{":two", 2}}));
}

TEST_CASE("The maps of names and values are checked by themselves", "[dynamodb][condition]")
{
    with_table db;
    std::string const envelope = "1 validation error detected: ";
    auto const refused = [&](attribute_map values, name_map names) {
        return refusal(db.condition("a = :x", std::move(values), std::move(names)));
    };
    CHECK(refused({{":x", 1}}, {{"a", "b"}})
          == envelope + "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"");
    CHECK(refused({{":a-b", 1}}, {})
          == envelope + "ExpressionAttributeValues contains invalid key: Syntax error; key: \":a-b\"");
    CHECK(
        refused({{":x", 1}}, {{"#" + std::string(255, 'a'), "b"}})
        == envelope
               + "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is "
                 "too long; size of key: 256");
    CHECK(
        refused({{":" + std::string(255, 'a'), 1}}, {})
        == envelope
               + "ExpressionAttributeValues contains invalid key: The expression attribute map contains a key that is "
                 "too long;");
    CHECK(refused({{":x", 1}}, {{"#a", ""}})
          == envelope + "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a");
    CHECK(refused({{":x", number{"x"}}}, {})
          == envelope + "The parameter cannot be converted to a numeric value: x");
    CHECK(refused({{":x", malformed{}}}, {})
          == "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    CHECK(refused({{":x", 1}}, {{"#a", "a"}, {"#b", "b"}})
          == envelope + "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}");
    CHECK(refused({{":x", 1}, {":y", 1}}, {})
          == envelope + "Value provided in ExpressionAttributeValues unused in expressions: keys: {:y}");
}

TEST_CASE("Empty maps and maps without an expression are refused", "[dynamodb][condition]")
{
    with_table db;
    std::string const envelope = "1 validation error detected: ";
    DeleteItemInput request{.TableName = "tbl", .Key = item{{"pk", "k"}}};
    request.ExpressionAttributeNames.emplace();
    CHECK(refusal(db.run(request))
          == envelope + "ExpressionAttributeNames can only be specified when using expressions");
    request.ExpressionAttributeNames.reset();
    request.ExpressionAttributeValues.emplace();
    CHECK(refusal(db.run(request))
          == envelope + "ExpressionAttributeValues can only be specified when using expressions");
    request.ConditionExpression = "attribute_exists(pk)";
    CHECK(refusal(db.run(request)) == envelope + "ExpressionAttributeValues must not be empty");
    request.ExpressionAttributeNames.emplace();
    CHECK(refusal(db.run(request)) == envelope + "ExpressionAttributeNames must not be empty");
    GetItemInput read{.TableName = "tbl", .Key = item{{"pk", "k"}}};
    read.ExpressionAttributeNames = name_map{{"#a", "a"}};
    CHECK(refusal(db.run(read)) == "ExpressionAttributeNames can only be specified when using expressions");
}

} // namespace
} // namespace understudy::dynamodb::test
