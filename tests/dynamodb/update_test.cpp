#include "fixture.hpp"

namespace understudy::dynamodb::test {
namespace {

std::string const prefix = "1 validation error detected: Invalid UpdateExpression: ";
std::string const path_invalid = "The document path provided in the update expression is invalid for update";
std::string const missing = "The provided expression refers to an attribute that does not exist in the item";
std::string const wrong_type = "An operand in the update expression has an incorrect data type";

struct with_table : dynamodb_under_test {
    with_table() { create_simple_table(); }

    std::string fault(std::string const& expression, attribute_map values = {})
    {
        auto const text = refusal(update(expression, std::move(values)));
        if (text.empty()) return {};
        INFO(text);
        REQUIRE(text.starts_with(prefix));
        return text.substr(prefix.size());
    }
    /// The attributes that the update returns.
    std::optional<item> updated(std::string const& expression, attribute_map values = {},
                                std::string wanted = "ALL_NEW")
    {
        INFO(expression);
        auto const outcome = update(expression, std::move(values), std::move(wanted));
        REQUIRE(refusal(outcome) == "");
        return outcome->Attributes;
    }
    item stored() { return get({{"pk", "k"}}).value_or(item{}); }
};

TEST_CASE("Update expressions that are not well-formed name token and surroundings", "[dynamodb][update]")
{
    with_table db;
    auto const syntax = [](std::string const& token, std::string const& near) {
        return "Syntax error; token: \"" + token + "\", near: \"" + near + "\"";
    };
    CHECK(db.fault("") == "The expression can not be empty;");
    CHECK(db.fault("INVALID SYNTAX") == syntax("INVALID", "INVALID SYNTAX"));
    CHECK(db.fault("SET _123 = :v") == syntax("_", "SET _123"));
    CHECK(db.fault("SET a b") == syntax("b", "a b"));
    CHECK(db.fault("REMOVE a b") == syntax("b", "a b"));
    CHECK(db.fault("REMOVE a = b") == syntax("=", "a = b"));
    CHECK(db.fault("ADD a = b") == syntax("=", "a = b"));
    CHECK(db.fault("DELETE a b") == syntax("b", "a b"));
    CHECK(db.fault("ADD a size(b)") == syntax("size", "a size("));
    CHECK(db.fault("SET :v = a") == syntax(":v", "SET :v ="));
    CHECK(db.fault("SET size(a) = :v") == syntax("(", "size(a"));
    CHECK(db.fault("SET a = :x,") == syntax("<EOF>", ","));
    CHECK(db.fault("SET a = :x + :y + :z") == syntax("+", ":y + :z"));
    CHECK(db.fault("SET a = (:x + :y) + :z") == syntax("+", ") + :z"));
    CHECK(db.fault("SET a = list_append(a + :v, b)") == syntax("+", "a + :v"));
    CHECK(db.fault("SET a = 5") == syntax("5", "= 5"));
    CHECK(db.fault(std::string(4097, 'a')) == "Expression size has exceeded the maximum allowed size;");
}

TEST_CASE("What is wrong with an update is told in AWS's order", "[dynamodb][update]")
{
    with_table db;
    CHECK(db.fault("SET name = foo(a)") == "Attribute name is a reserved keyword; reserved keyword: name");
    CHECK(db.fault("SET a = foo(b) SET c = :d") == "Invalid function name; function: foo");
    CHECK(db.fault("SET a = #b SET c = :d")
          == "The \"SET\" section can only be used once in an update expression;");
    CHECK(db.fault("SET a = :v, b = #c")
          == "An expression attribute name used in the document path is not defined; attribute name: #c");
    CHECK(db.fault("SET a = :v, a = :w")
          == "An expression attribute value used in expression is not defined; attribute value: :v");
    CHECK(
        db.fault("SET a[1].b = :v REMOVE a", {{":v", 1}})
        == "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, [1], b], "
           "path two: [a]");
    CHECK(
        db.fault("SET a.b = :v, a[1] = :v", {{":v", 1}})
        == "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path "
           "two: [a, [1]]");
    CHECK(db.fault("SET a.b = :v, a[1] = :v, c = :v, c = :v", {{":v", 1}})
              .starts_with("Two document paths overlap"));
    CHECK(db.fault("ADD a :v SET b = list_append(:v, :v)", {{":v", "s"}})
          == "Incorrect operand type for operator or function; operator: ADD, operand type: STRING");
    CHECK(db.fault("DELETE a :v", {{":v", 1}})
          == "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER");
    CHECK(db.fault("ADD a :v", {{":v", list{}}})
          == "Incorrect operand type for operator or function; operator: ADD, operand type: LIST");
    CHECK(db.fault("SET a = b + :v", {{":v", "s"}})
          == "Incorrect operand type for operator or function; operator or function: +, operand type: S");
    CHECK(
        db.fault("SET a = list_append(a, :v)", {{":v", 1}})
        == "Incorrect operand type for operator or function; operator or function: list_append, operand type: N");
    CHECK(
        db.fault("SET a = if_not_exists(a)")
        == "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of "
           "operands: 1");
    CHECK(db.fault("SET a = if_not_exists(:v, :v)", {{":v", 1}})
          == "Operator or function requires a document path; operator or function: if_not_exists");
    std::string const misplaced =
        "The function is not allowed to be used this way in an expression; function: ";
    CHECK(db.fault("SET a = size(b)") == misplaced + "size");
    CHECK(db.fault("SET a = list_append(list_append(:a, :b), :c)") == misplaced + "list_append");
    CHECK(db.fault("SET a = list_append(if_not_exists(a, list_append(b, :c)), :c)")
          == misplaced + "list_append");
    CHECK(db.fault("SET a = ((:v))", {{":v", 1}}) == "The expression has redundant parentheses;");
}

TEST_CASE("SET writes what was read before", "[dynamodb][update]")
{
    with_table db;
    db.put({{"pk", "k"}, {"a", 1}, {"b", 2}});
    db.updated("SET a = :x, b = a", {{":x", 9}});
    CHECK(db.stored() == item{{"pk", "k"}, {"a", 9}, {"b", 1}});
    db.updated("REMOVE a SET b = a");
    CHECK(db.stored() == item{{"pk", "k"}, {"b", 9}});
    db.updated("SET c = pk, d = (b - :one), e = (b) + :one", {{":one", 1}});
    CHECK(db.stored() == item{{"pk", "k"}, {"b", 9}, {"c", "k"}, {"d", 8}, {"e", 10}});
    db.updated("SET b = b");
    CHECK(refusal(db.update("SET z = z")) == missing);
    CHECK(refusal(db.update("SET z = gone + :one", {{":one", 1}})) == missing);
    CHECK(refusal(db.update("SET z = c + :one", {{":one", 1}})) == wrong_type);
}

TEST_CASE("Sums are exact, and those that do not fit are refused", "[dynamodb][update]")
{
    with_table db;
    db.put({{"pk", "k"}, {"n", 100}});
    CHECK(*db.updated("SET n = n - :v", {{":v", number{"88.30"}}})
          == item{{"pk", "k"}, {"n", number{"11.7"}}});
    CHECK(*db.updated("ADD n :v", {{":v", number{"25.41"}}}) == item{{"pk", "k"}, {"n", number{"37.11"}}});
    std::string const overflow =
        "Number overflow. Attempting to store a number with magnitude larger than supported range";
    CHECK(refusal(db.update("ADD n :v", {{":v", number{"1e60"}}})) == overflow);
    CHECK(refusal(db.update("SET n = :v + :v", {{":v", number{"9e125"}}})) == overflow);
}

TEST_CASE("if_not_exists and list_append", "[dynamodb][update]")
{
    with_table db;
    db.updated("SET a = if_not_exists(a, :v), l = list_append(if_not_exists(l, :empty), :more)",
               {{":v", 1}, {":empty", list{}}, {":more", list{1, 2}}});
    CHECK(db.stored() == item{{"pk", "k"}, {"a", 1}, {"l", list{1, 2}}});
    db.updated(
        "SET a = if_not_exists(a, :v), b = if_not_exists(x, if_not_exists(y, :v)), l = list_append(:front, l)",
        {{":v", 5}, {":front", list{0}}});
    CHECK(db.stored() == item{{"pk", "k"}, {"a", 1}, {"b", 5}, {"l", list{0, 1, 2}}});
    CHECK(refusal(db.update("SET l = list_append(gone, l)")) == missing);
    CHECK(refusal(db.update("SET l = list_append(l, a)")) == wrong_type);
    CHECK(refusal(db.update("SET c = if_not_exists(gone, lost)")) == missing);
}

TEST_CASE("Only the last element of a target may be missing", "[dynamodb][update]")
{
    with_table db;
    db.put({{"pk", "k"}, {"m", attribute_map{{"x", 1}}}, {"l", list{1, 2}}, {"s", "text"}});
    attribute_map const one{{":v", 1}};
    attribute_map const set{{":v", string_set{{"a"}}}};
    for (auto const* target : {"gone.x", "gone[0]", "l.x", "m[0]", "s.x", "s[0]", "m.gone.y", "l[7].x"}) {
        INFO(target);
        CHECK(refusal(db.update(std::string{"SET "} + target + " = :v", one)) == path_invalid);
        CHECK(refusal(db.update(std::string{"ADD "} + target + " :v", one)) == path_invalid);
        CHECK(refusal(db.update(std::string{"REMOVE "} + target)) == path_invalid);
        CHECK(refusal(db.update(std::string{"DELETE "} + target + " :v", set)) == path_invalid);
    }
    db.updated("SET m.y = :v REMOVE m.gone, l[9] DELETE m.away :s", {{":v", 2}, {":s", string_set{{"a"}}}});
    CHECK(db.stored().find("m")->get_if<attribute_map>()->size() == 2);
    CHECK(refusal(db.update("SET a = :v, gone.x = :v", one)) == path_invalid);
    CHECK_FALSE(db.stored().find("a"));
}

TEST_CASE("Indexes mean places before the update, and what lies beyond the end is appended",
          "[dynamodb][update]")
{
    with_table db;
    db.put({{"pk", "k"}, {"l", list{0, 1, 2, 3}}});
    db.updated("SET l[9] = :nine, l[7] = :seven, l[0] = :first ADD l[8] :eight REMOVE l[1], l[3], l[6]",
               {{":nine", 9}, {":seven", 7}, {":eight", 8}, {":first", 100}});
    CHECK(db.stored() == item{{"pk", "k"}, {"l", list{100, 2, 7, 8, 9}}});
    db.put({{"pk", "k"}, {"l", list{list{1, 2}, list{3, 4}, 5}}});
    db.updated("REMOVE l[0], l[1][0], l[2]");
    CHECK(db.stored() == item{{"pk", "k"}, {"l", list{list{4}}}});
}

TEST_CASE("ADD counts and unites, DELETE takes members away", "[dynamodb][update]")
{
    with_table db;
    db.updated("ADD n :zero, ss :ss", {{":zero", 0}, {":ss", string_set{{"a", "b"}}}});
    CHECK(db.stored() == item{{"pk", "k"}, {"n", 0}, {"ss", string_set{{"a", "b"}}}});
    db.updated("ADD n :v, ss :ss", {{":v", number{"-1.0"}}, {":ss", string_set{{"a", "c"}}}});
    CHECK(db.stored() == item{{"pk", "k"}, {"n", -1}, {"ss", string_set{{"a", "b", "c"}}}});
    db.updated("DELETE ss :ss, gone :ss", {{":ss", string_set{{"a", "x"}}}});
    CHECK(db.stored() == item{{"pk", "k"}, {"n", -1}, {"ss", string_set{{"b", "c"}}}});
    CHECK(refusal(db.update("DELETE ss :ns", {{":ns", number_set{{"1"}}}})) == wrong_type);
    CHECK(refusal(db.update("ADD ss :ns", {{":ns", number_set{{"1"}}}})) == wrong_type);
    CHECK(refusal(db.update("ADD ss :n", {{":n", 1}})) == wrong_type);
    CHECK(refusal(db.update("DELETE n :ss", {{":ss", string_set{{"a"}}}})) == wrong_type);
    db.updated("DELETE ss :ss", {{":ss", string_set{{"c", "b"}}}});
    CHECK(db.stored() == item{{"pk", "k"}, {"n", -1}});
    db.put({{"pk", "k"}, {"m", attribute_map{{"s", number_set{{"1"}}}}}});
    db.updated("DELETE m.s :v", {{":v", number_set{{"1.0"}}}});
    CHECK(db.stored() == item{{"pk", "k"}, {"m", attribute_map{}}});
    CHECK(
        refusal(db.update("DELETE m.s :v", {{":v", string_set{}}}))
        == "1 validation error detected: One or more parameter values were invalid: An string set  may not be empty");
}

TEST_CASE("Updates create what they set, and nothing when they only take away", "[dynamodb][update]")
{
    with_table db;
    CHECK_FALSE(db.updated("REMOVE a, b.c DELETE s :s", {{":s", string_set{{"a"}}}}));
    CHECK_FALSE(db.get({{"pk", "k"}}));
    CHECK(refusal(db.update("SET a.b = :v", {{":v", 1}})) == path_invalid);
    CHECK_FALSE(db.get({{"pk", "k"}}));
    auto const created =
        db.run(UpdateItemInput{.TableName = "tbl", .Key = item{{"pk", "k"}}, .ReturnValues = "ALL_NEW"});
    CHECK(*created.value().Attributes == item{{"pk", "k"}});
    CHECK(db.stored() == item{{"pk", "k"}});
    for (auto const* wanted : {"UPDATED_OLD", "UPDATED_NEW"}) {
        CHECK_FALSE(
            db.run(UpdateItemInput{.TableName = "tbl", .Key = item{{"pk", "k"}}, .ReturnValues = wanted})
                .value()
                .Attributes);
    }
}

TEST_CASE("ReturnValues shows the whole item or the touched paths, before or after", "[dynamodb][update]")
{
    with_table db;
    attribute_map const v{{":v", 7}};
    item const start{
        {"pk", "k"}, {"a", 1}, {"b", 2}, {"m", attribute_map{{"x", 1}, {"y", 2}}}, {"l", list{0, 1, 2}}};
    auto const returned = [&](std::string const& expression, attribute_map values,
                              std::string const& wanted) {
        db.put(start);
        return db.updated(expression, std::move(values), wanted);
    };
    CHECK_FALSE(returned("SET a = :v", v, "NONE"));
    CHECK(*returned("SET a = :v", v, "ALL_OLD") == start);
    CHECK(*returned("SET a = :v", v, "UPDATED_OLD") == item{{"a", 1}});
    CHECK(*returned("SET a = :v", v, "UPDATED_NEW") == item{{"a", 7}});
    CHECK(*returned("SET a = a", {}, "UPDATED_OLD") == item{{"a", 1}});
    CHECK(*returned("SET m.x = :v", v, "UPDATED_NEW") == item{{"m", attribute_map{{"x", 7}}}});
    CHECK(*returned("SET l[0] = :v, l[2] = :v", v, "UPDATED_OLD") == item{{"l", list{0, 2}}});
    CHECK(*returned("SET l[0] = :v, l[2] = :v", v, "UPDATED_NEW") == item{{"l", list{7, 7}}});
    CHECK_FALSE(returned("SET c = :v", v, "UPDATED_OLD"));
    CHECK_FALSE(returned("REMOVE a", {}, "UPDATED_NEW"));
    CHECK(*returned("REMOVE a, b", {}, "UPDATED_OLD") == item{{"a", 1}, {"b", 2}});
    CHECK_FALSE(returned("SET l[100] = :v", v, "UPDATED_NEW"));
    CHECK(*returned("REMOVE l[1]", {}, "UPDATED_NEW") == item{{"l", list{2}}});
}

TEST_CASE("What an update stores is not nested deeper than an item may be", "[dynamodb][update]")
{
    with_table db;
    attribute_value deep = 1;
    for (int i = 0; i < 31; ++i) deep = attribute_value{list{std::move(deep)}};
    db.updated("SET a = :v, m = :m", {{":v", deep}, {":m", attribute_map{}}});
    CHECK(refusal(db.update("SET m.x = :v", {{":v", deep}})).starts_with("Nesting Levels have exceeded"));
    CHECK(refusal(db.update("SET m.x = a")).starts_with("Nesting Levels have exceeded"));
}

TEST_CASE("The finished item and the cost of the statement are both limited", "[dynamodb][update]")
{
    with_table db;
    std::string const too_large = "Item size to update has exceeded the maximum allowed size";
    // 3 for the statement, 19 for SET, 1 for the name
    CHECK(refusal(db.update("SET a = :v", {{":v", std::string(409'600 - 23, 'x')}}, "NONE")) == "");
    CHECK(refusal(db.update("SET a = :v", {{":v", std::string(409'600 - 22, 'x')}}, "NONE")) == too_large);
    db.put({{"pk", "k"}, {"big", std::string(300'000, 'x')}});
    CHECK(refusal(db.update("SET a = :v", {{":v", std::string(200'000, 'x')}}, "NONE")) == too_large);
    CHECK_FALSE(db.stored().find("a"));
    db.put({{"pk", "k"}});
    list const half{std::string(200'000, 'x')};
    CHECK(refusal(db.update("SET a = list_append(:x, :x)", {{":x", half}}, "NONE")) == "");
    list const more{std::string(204'790, 'x')};
    CHECK(refusal(db.update("SET a = list_append(:x, :x)", {{":x", more}}, "NONE")) == too_large);
    CHECK(refusal(db.update("SET a = :x", {{":x", more}}, "NONE")) == "");
}

TEST_CASE("Keys cannot be updated, nor can anything lead into them", "[dynamodb][update]")
{
    with_table db;
    attribute_map const v{{":v", 1}};
    std::string const part_of_key =
        "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key";
    CHECK(refusal(db.update("SET pk = :v", v)) == part_of_key);
    CHECK(refusal(db.update("SET pk.x = :v", v)) == part_of_key);
    CHECK(refusal(db.update("REMOVE pk")) == part_of_key);
    CHECK(
        refusal(db.update("SET a = pk[1]"))
        == "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk");
}

} // namespace
} // namespace understudy::dynamodb::test
