#include "dynamodb/number.hpp"
#include "support/catch.hpp"

#include <random>

namespace understudy::dynamodb {
namespace {

std::string print(std::variant<decimal, number_fault> const& outcome)
{
    if (auto const* number = std::get_if<decimal>(&outcome)) return number->to_string();
    switch (std::get<number_fault>(outcome)) {
    case number_fault::not_a_number: return "not a number";
    case number_fault::too_precise: return "too precise";
    case number_fault::overflow: return "overflow";
    case number_fault::underflow: break;
    }
    return "underflow";
}

std::string normal(std::string_view text) { return print(decimal::parse(text)); }

std::string sum(std::string_view a, std::string_view b)
{
    return print(add(stored_number(a), stored_number(b)));
}

std::string key_bytes(decimal const& number)
{
    std::string bytes;
    number.append_key_bytes(bytes);
    return bytes;
}

std::string const nines(38, '9');

TEST_CASE("Numbers come back in plain notation without anything superfluous", "[dynamodb][number]")
{
    CHECK(normal("1e3") == "1000");
    CHECK(normal("-0") == "0");
    CHECK(normal("007") == "7");
    CHECK(normal("1.50") == "1.5");
    CHECK(normal(".5") == "0.5");
    CHECK(normal("5.") == "5");
    CHECK(normal("+5") == "5");
    CHECK(normal("-12.340E1") == "-123.4");
    CHECK(normal("1E125") == "1" + std::string(125, '0'));
    CHECK(normal("1e-130") == "0." + std::string(129, '0') + "1");
    CHECK(normal("0.1e126") == "1" + std::string(125, '0'));
    CHECK(normal("100.001") == "100.001");
    CHECK(normal("0.00") == "0");
    CHECK(normal(std::string(1000, '0') + "7") == "7");
    CHECK(normal("1" + std::string(60, '0')) == "1" + std::string(60, '0'));
}

TEST_CASE("What is no number is refused", "[dynamodb][number]")
{
    for (auto const* text : {"", " 1", "1 ", "abc", "0x10", "1e", "1e+", "1e+-5", "1.2.3", "NaN", "Infinity",
                             "-", "+", ".", "1_000", "--1", "e5", "1e9223372036854775808", "1e5.0"}) {
        INFO(text);
        CHECK(normal(text) == "not a number");
    }
}

TEST_CASE("Numbers have 38 digits and a range", "[dynamodb][number]")
{
    CHECK(normal(nines) == nines);
    CHECK(normal(nines + "9") == "too precise");
    CHECK(normal(nines + "0") == nines + "0");
    CHECK(normal("0." + nines) == "0." + nines);
    CHECK(normal("1." + std::string(37, '0') + "1") == "too precise");
    CHECK(normal("1." + std::string(36, '0') + "1") == "1." + std::string(36, '0') + "1");
    CHECK(normal("1e126") == "overflow");
    CHECK(normal("-1e126") == "overflow");
    CHECK(normal("9.9999999999999999999999999999999999999e125") == nines + std::string(88, '0'));
    CHECK(normal("9.9e-131") == "underflow");
    CHECK(normal("1e2147483647") == "overflow");
    CHECK(normal("1e99999999999") == "overflow");
    CHECK(normal("1e-99999999999") == "underflow");
}

TEST_CASE("A zero is judged by its exponent as well", "[dynamodb][number]")
{
    CHECK(normal("0e125") == "0");
    CHECK(normal("0e126") == "overflow");
    CHECK(normal("0e-131") == "underflow");
    CHECK(normal("0.0e126") == "0");
}

TEST_CASE("Numbers add exactly", "[dynamodb][number]")
{
    CHECK(sum("100", "-88.3") == "11.7");
    CHECK(sum("11.7", "25.41") == "37.11");
    CHECK(sum("0.1", "0.2") == "0.3");
    CHECK(sum("5", "-5") == "0");
    CHECK(sum("0", "0") == "0");
    CHECK(sum("-1", "0.5") == "-0.5");
    CHECK(sum("999", "1") == "1000");
    CHECK(sum("1000", "-1") == "999");
    CHECK(sum(nines, "-1") == nines.substr(1) + "8");
    CHECK(sum(nines, "1") == "1" + std::string(38, '0'));
    CHECK(sum("1e38", "-1") == nines);
    CHECK(sum("1e50", "1") == "overflow");
    CHECK(sum("1e39", "-1") == "overflow");
    CHECK(sum("1e125", "1e-130") == "overflow");
    CHECK(sum("9e125", "9e125") == "overflow");
    CHECK(sum("1.1e-130", "-1e-130") == "underflow");
    CHECK(sum("1e-130", "-1e-130") == "0");
    CHECK(print(subtract(stored_number("3"), stored_number("5"))) == "-2");
}

TEST_CASE("The size of a number counts its digits in pairs on either side of the point", "[dynamodb][number]")
{
    auto const size = [](std::string_view text) { return stored_number(text).size(); };
    CHECK(size("0") == 1);
    CHECK(size("100") == 2);
    CHECK(size("0.0000001") == 2);
    CHECK(size("-5") == 3);
    CHECK(size("12345.67") == 5);
    CHECK(size("1010") == 3);
    CHECK(size("10.05") == 3);
    CHECK(size("0.05") == 2);
    CHECK(size(nines) == 20);
}

decimal random_number(std::mt19937_64& chance)
{
    std::string text = chance() % 2 ? "-" : "";
    auto const digits = 1 + chance() % 38;
    auto const point = chance() % (digits + 1);
    for (std::size_t i = 0; i < digits; ++i) {
        if (i == point) text += '.';
        text += static_cast<char>('0' + (chance() % 3 ? chance() % 10 : chance() % 2 * 9));
    }
    if (chance() % 3 == 0) text += "e" + std::to_string(static_cast<int>(chance() % 180) - 90);
    return stored_number(text);
}

TEST_CASE("Numbers keep their laws whatever they are", "[dynamodb][number]")
{
    auto const seed = GENERATE(1U, 2U, 20261122U);
    INFO("seed " << seed);
    std::mt19937_64 chance{seed};
    for (int round = 0; round < 20'000; ++round) {
        auto const a = random_number(chance);
        auto const b = random_number(chance);
        INFO(a.to_string() << " and " << b.to_string());
        REQUIRE(stored_number(a.to_string()) == a);
        REQUIRE(((a <=> b) < 0) == (key_bytes(a) < key_bytes(b)));
        REQUIRE((a == b) == (key_bytes(a) == key_bytes(b)));
        if (a != b) REQUIRE(!key_bytes(b).starts_with(key_bytes(a)));
        auto const sum = add(a, b);
        REQUIRE(print(sum) == print(add(b, a)));
        if (auto const* total = std::get_if<decimal>(&sum)) {
            auto const back = subtract(*total, b);
            REQUIRE(std::holds_alternative<decimal>(back));
            REQUIRE(std::get<decimal>(back) == a);
            REQUIRE((*total < a) == (b < decimal{}));
        }
    }
}

TEST_CASE("A number that is plainly normal is the normal form of itself", "[dynamodb][number]")
{
    for (auto const* text : {"0", "1", "-1", "10", "0.5", "-0.05", "123.456"}) {
        INFO(text);
        CHECK(is_plainly_normal(text));
        CHECK(normal(text) == text);
    }
    for (auto const* text : {"-0", "01", "1.0", ".5", "5.", "+1", "1e3", "0.0", "", "-", "00", "1.", "a"}) {
        INFO(text);
        CHECK_FALSE(is_plainly_normal(text));
    }
}

} // namespace
} // namespace understudy::dynamodb
