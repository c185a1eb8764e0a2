// The rules of the house that a compiler does not check: who may include whom, and what must not stand where.
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

fs::path const root = UNDERSTUDY_SOURCE_DIR;

std::vector<fs::path> sources_below(fs::path const& folder)
{
    std::vector<fs::path> found;
    for (auto const& entry : fs::recursive_directory_iterator{root / folder}) {
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string contents(fs::path const& file)
{
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

std::vector<std::string> matches(std::string const& text, std::regex const& pattern, std::size_t group = 1)
{
    std::vector<std::string> found;
    for (std::sregex_iterator at{text.begin(), text.end(), pattern}, end; at != end; ++at) {
        found.push_back((*at)[group]);
    }
    return found;
}

/// The arrow, from its end: a room includes itself and rooms of a lower rank.
std::map<std::string, int> const ranks{
    {"model", 0},   {"core", 1},     {"codec", 2},     {"tls", 2},    {"sqs", 3},
    {"sns", 3},     {"dynamodb", 3}, {"sts", 3},       {"engine", 4}, {"protocol", 5},
    {"control", 6}, {"server", 6},   {"bootstrap", 6}, {"store", 6},  {"awslocal", 6},
};

} // namespace

TEST_CASE("Rooms of the emulator include only along the arrow", "[architecture]")
{
    std::regex const include{R"re(#include "([a-z_]+)/)re"};
    for (auto const& file : sources_below("emulator")) {
        auto const room = (*fs::relative(file, root / "emulator").begin()).string();
        auto const rank = ranks.find(room);
        if (rank == ranks.end()) {
            continue; // emulator.cpp, main.cpp and the public headers' folder
        }
        for (auto const& other : matches(contents(file), include)) {
            auto const other_rank = ranks.find(other);
            INFO(file << " includes " << other);
            REQUIRE(other_rank != ranks.end());
            CHECK((other == room || other_rank->second < rank->second));
        }
    }
}

TEST_CASE("The client knows the model, the codecs and TLS, and nothing else of the emulator",
          "[architecture]")
{
    std::regex const include{R"re(#include "([a-z_]+)/)re"};
    for (auto const& file : sources_below("client")) {
        for (auto const& other : matches(contents(file), include)) {
            INFO(file << " includes " << other);
            CHECK((other == "codec" || other == "core" || other == "tls"));
        }
    }
}

TEST_CASE("Templates know requests and their shapes, and nothing else of the emulator",
          "[architecture][bootstrap]")
{
    std::regex const include{R"re(#include "([a-z_]+)/)re"};
    std::regex const yaml{R"re(#include <(yaml-cpp/[^>]*)>)re"};
    for (auto const& file : sources_below("emulator/bootstrap")) {
        INFO(file);
        for (auto const& other : matches(contents(file), include)) {
            CHECK((other == "bootstrap" || other == "codec" || other == "core"));
        }
        CHECK((matches(contents(file), yaml).empty() || file.filename() == "reader.cpp"));
    }
}

TEST_CASE(
    "What stands in for the AWS CLI knows tables of operations and codecs, and nothing else of the emulator",
    "[architecture][awslocal]")
{
    std::regex const include{R"re(#include "([a-z_]+/[a-z_]+))re"};
    for (auto const& file : sources_below("emulator/awslocal")) {
        INFO(file);
        for (auto const& other : matches(contents(file), include)) {
            bool const is_table = other.ends_with("/service");
            CHECK((other.starts_with("awslocal/") || other.starts_with("codec/") || is_table));
        }
    }
}

TEST_CASE("Public headers include only public headers", "[architecture]")
{
    std::regex const include{R"re(#include "([^"]+)")re"};
    for (auto const& folder : {"emulator/include", "client/include"}) {
        for (auto const& file : sources_below(folder)) {
            INFO(file);
            CHECK(matches(contents(file), include).empty());
        }
    }
}

TEST_CASE("Below the driver nobody reads a clock, starts a thread or draws a random number",
          "[architecture][time]")
{
    std::regex const banned{R"((_clock::now|this_thread|std::thread|random_device|std::mutex|mt19937))"};
    for (auto const& room : {"model", "core", "codec", "sqs", "sns", "dynamodb", "sts", "engine", "protocol",
                             "bootstrap", "awslocal"}) {
        for (auto const& file : sources_below(fs::path{"emulator"} / room)) {
            INFO(file);
            CHECK(matches(contents(file), banned).empty());
        }
    }
}

TEST_CASE("Beast and Asio stay inside their rooms: no header with them is included from elsewhere",
          "[architecture]")
{
    std::regex const networking{R"(#include <(boost/(?:beast|asio)[^>]*)>)"};
    std::regex const include{R"re(#include "([^"]+)")re"};
    std::vector<std::string> heavy;
    for (auto const& folder : {"emulator", "client"}) {
        for (auto const& file : sources_below(folder)) {
            if (file.extension() == ".hpp" && !matches(contents(file), networking).empty()) {
                heavy.push_back(fs::relative(file, root / folder).string());
            }
        }
    }
    for (auto const& folder : {"emulator", "client", "tests", "examples"}) {
        for (auto const& file : sources_below(folder)) {
            for (auto const& included : matches(contents(file), include)) {
                if (std::find(heavy.begin(), heavy.end(), included) != heavy.end()) {
                    INFO(file << " includes " << included);
                    CHECK(file.parent_path().filename() == fs::path{included}.parent_path().filename());
                }
            }
        }
    }
}

TEST_CASE("Tests and examples do not sleep", "[architecture][time]")
{
    std::regex const nap{R"((\bsleep(?:_for|_until)?\s*\())"};
    for (auto const& folder : {"tests", "examples"}) {
        for (auto const& file : sources_below(folder)) {
            if (file.filename() != "architecture_test.cpp") {
                INFO(file);
                CHECK(matches(contents(file), nap).empty());
            }
        }
    }
}

TEST_CASE("Files stay small enough to be read", "[architecture]")
{
    constexpr auto lines_max = 500;
    for (auto const& folder : {"emulator", "client"}) {
        for (auto const& file : sources_below(folder)) {
            auto const text = contents(file);
            INFO(file);
            CHECK(std::count(text.begin(), text.end(), '\n') <= lines_max);
        }
    }
}

TEST_CASE("Code on the pages of the documentation stands in examples and tests that run", "[architecture]")
{
    std::string code;
    for (auto const& folder : {"examples", "packages", "tests/glue"}) {
        for (auto const& entry : fs::recursive_directory_iterator{root / folder}) {
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".py") {
                code += contents(entry.path());
            }
        }
    }
    std::regex const snippet{R"(```(?:cpp|python)\n([^`]+)```)"};
    for (auto const& page : fs::directory_iterator{root / "docs"}) {
        for (auto const& lines : matches(contents(page.path()), snippet)) {
            INFO(page.path() << " shows\n" << lines);
            CHECK(code.find(lines) != std::string::npos);
        }
    }
}
