// Templates as documents: what is read, and what is refused and on which line.
#include "bootstrap/reader.hpp"

#include "support/catch.hpp"

using namespace understudy::bootstrap;

namespace {

std::string repeated(std::string_view text, std::size_t count)
{
    std::string whole;
    for (std::size_t i = 0; i < count; ++i) { whole += text; }
    return whole;
}

/// "3: why": line and complaint.
std::string complaint(std::string_view text)
{
    try {
        read_document(text);
    } catch (problem const& what) {
        return std::to_string(what.line()) + ": " + what.what();
    }
    return "it was read";
}

std::string read(std::string_view text) { return to_json(read_document(text)); }

} // namespace

TEST_CASE("YAML and JSON are read alike", "[bootstrap][reader]")
{
    std::string_view const json = R"({"A":{"B":[1,"1",true,null,1.5,"x\ny"]}})";
    CHECK(read(json) == json);
    CHECK(read("A:\n  B: [1, '1', true, ~, 1.5, \"x\\ny\"]\n") == json);
    CHECK(read("A:\n  B:\n  - 1\n  - '1'\n  - True\n  -\n  - 1.5\n  - |-\n    x\n    y\n") == json);
}

TEST_CASE("JSON's pairs of surrogates are one character", "[bootstrap][reader]")
{
    CHECK(read(R"({"a":"\ud83d\ude00 \\ud83d\u00e9"})") == "{\"a\":\"\xF0\x9F\x98\x80 \\\\ud83d\xC3\xA9\"}");
    CHECK(complaint(R"({"a":"\ud83d"})").starts_with("1: "));
}

TEST_CASE("An account id is a text, whatever it looks like", "[bootstrap][reader]")
{
    CHECK(read("a: 012345678901\nb: 0\nc: -7\nd: 1e3\ne: 1.\nf: .5\n")
          == R"({"a":"012345678901","b":0,"c":-7,"d":1e3,"e":"1.","f":".5"})");
}

TEST_CASE("Short tags are written out", "[bootstrap][reader]")
{
    CHECK(read("!Ref A") == R"({"Ref":"A"})");
    CHECK(read("a: !GetAtt B.Arn.More") == R"({"a":{"Fn::GetAtt":["B","Arn.More"]}})");
    CHECK(read("a: !Join ['-', [!Ref B, !Sub '${C}']]")
          == R"({"a":{"Fn::Join":["-",[{"Ref":"B"},{"Fn::Sub":"${C}"}]]}})");
    CHECK(read("a: !And\n- !Condition B\n- !Not [!Equals [a, b]]\n")
          == R"({"a":{"Fn::And":[{"Condition":"B"},{"Fn::Not":[{"Fn::Equals":["a","b"]}]}]}})");
    CHECK(complaint("a:\n  b: !GetAtt C") == "2: !GetAtt C: this needs Resource.Attribute");
}

TEST_CASE("Anchors, aliases and merged maps are what they stand for", "[bootstrap][reader]")
{
    CHECK(read("a: &x {b: 1, c: 2}\nd: *x\ne:\n  <<: *x\n  c: 3\n")
          == R"({"a":{"b":1,"c":2},"d":{"b":1,"c":2},"e":{"c":3,"b":1}})");
}

TEST_CASE("What is no document is refused on its line", "[bootstrap][reader]")
{
    CHECK(complaint("a: 1\nb: [1,\nc: 2").starts_with("3: "));
    CHECK(complaint("a: 1\nb: c: d\n").starts_with("2: "));
    CHECK(complaint("a: 1\nb: 2\na: 3\n") == "3: a is there twice");
    CHECK(complaint("a: 1\n---\nb: 2\n") == "2: there is a second document; a template is one");
    CHECK(complaint("a: 1\n? [b]\n: 2\n") == "2: the name of a member must be a text, not a list");
    CHECK(complaint("a: *b\n").starts_with("1: "));
    CHECK(complaint("a: \xFF\n") == "0: this is not UTF-8");
    CHECK(complaint(std::string_view{"a: \0", 4}) == "0: there is a zero byte in it");
}

TEST_CASE("Documents that are too large, too deep or too much are refused", "[bootstrap][reader][hostile]")
{
    CHECK(complaint(repeated("#", template_bytes_max + 1))
          == "0: there are 1048577 bytes; a template has 1048576 at most");
    CHECK(complaint(repeated("[", 100'000)) == "1: lists and maps are nested deeper than 100");
    CHECK(complaint(repeated("{a: ", 10'000)) == "1: lists and maps are nested deeper than 100");
    CHECK(complaint(repeated("- ", 10'000)) == "1: lists and maps are nested deeper than 100");
    CHECK(complaint("[" + repeated("1,", 250'000) + "]") == "1: there are more than 200000 values");

    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 20; ++i) {
        auto const before = "*a" + std::to_string(i - 1) + ", ";
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(before, 10) + "]\n";
    }
    CHECK(complaint(bomb).ends_with("the aliases of this document stand for too much"));
    CHECK(complaint("a: &a [*a]") == "1: an alias stands inside of what it means");
}
