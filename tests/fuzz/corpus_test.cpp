// The fuzzers' functions over their corpora: each seed, each of its beginnings, and each of it with one byte changed.
#include "support/catch.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" {
int fuzz_answer(unsigned char const* data, std::size_t size);
int fuzz_awslocal(unsigned char const* data, std::size_t size);
int fuzz_expression(unsigned char const* data, std::size_t size);
int fuzz_form(unsigned char const* data, std::size_t size);
int fuzz_json(unsigned char const* data, std::size_t size);
int fuzz_request(unsigned char const* data, std::size_t size);
int fuzz_router(unsigned char const* data, std::size_t size);
int fuzz_xml(unsigned char const* data, std::size_t size);
}

namespace {

using fuzzer = int (*)(unsigned char const*, std::size_t);

void feed(fuzzer entry, std::string const& input)
{
    entry(reinterpret_cast<unsigned char const*>(input.data()), input.size());
}

/// How many seeds there were.
std::size_t run_over(char const* name, fuzzer entry)
{
    std::size_t seeds = 0;
    for (auto const& seed :
         std::filesystem::directory_iterator{std::filesystem::path{UNDERSTUDY_CORPUS_DIR} / name}) {
        std::ifstream file{seed.path(), std::ios::binary};
        std::string const whole{std::istreambuf_iterator<char>{file}, {}};
        feed(entry, whole);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            feed(entry, whole.substr(0, length));
        }
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (char const other : {'\0', '"', '(', ':', '9', '\xff'}) {
                auto changed = whole;
                changed[at] = other;
                feed(entry, changed);
            }
        }
        ++seeds;
    }
    return seeds;
}

} // namespace

TEST_CASE("The five grammars of expressions withstand what looks almost like one", "[fuzz]")
{
    CHECK(run_over("expression", fuzz_expression) >= 10);
}

TEST_CASE("The codecs withstand what looks almost like a request", "[fuzz]")
{
    CHECK(run_over("form", fuzz_form) >= 2);
    CHECK(run_over("json", fuzz_json) >= 3);
    CHECK(run_over("xml", fuzz_xml) >= 2);
}

TEST_CASE("The reader of requests reads the same in whatever pieces they come", "[fuzz]")
{
    CHECK(run_over("request", fuzz_request) >= 5);
}

TEST_CASE("The reader of answers reads the same in whatever pieces they come, and of URLs withstands all",
          "[fuzz]")
{
    CHECK(run_over("answer", fuzz_answer) >= 5);
}

TEST_CASE("The router withstands what looks almost like a request", "[fuzz]")
{
    CHECK(run_over("router", fuzz_router) >= 3);
}

TEST_CASE("Shorthand and queries withstand what looks almost like them", "[fuzz][awslocal]")
{
    CHECK(run_over("awslocal", fuzz_awslocal) >= 6);
}
