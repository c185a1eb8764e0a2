// Stories: the rules of a service told as texts, operations in and answers out. Each room keeps its own in
// tests/<room>/stories/*.txt and plays them with one line; the words are explained in tests/support/stories.md.
#pragma once

#include "support/catch.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace understudy::story {

/// What requests and answers go through on their way; to a story it makes no difference. The Query protocol is for SQS only.
enum class wire { json, query };

/// One line of a story, joined with the indented ones below it.
struct line {
    std::size_t number;
    std::string text;
};

struct tale {
    std::string title;
    std::vector<line> lines;
};

struct book {
    std::string name; // "queues.txt"
    std::vector<tale> tales;
};

/// All stories of a room, in the order of their files.
std::vector<book> read_books(std::string const& room);

/// Plays one story on an emulator of its own. Empty when it goes as told; else where and how it went otherwise.
std::string play(tale const& told, std::string const& book_name, std::string const& service,
                 wire through = wire::json);

/// Plays every story of the room, each as a section: to be called in a TEST_CASE.
inline void play_all(std::string const& service, wire through = wire::json)
{
    for (auto const& book : read_books(service)) {
        for (auto const& told : book.tales) {
            DYNAMIC_SECTION(book.name << ": " << told.title)
            {
                auto const otherwise = play(told, book.name, service, through);
                if (otherwise.empty()) {
                    SUCCEED();
                } else {
                    FAIL_CHECK(otherwise);
                }
            }
        }
    }
}

} // namespace understudy::story
