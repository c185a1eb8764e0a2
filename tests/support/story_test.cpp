#include "support/story.hpp"

#include "support/catch.hpp"

namespace {

using understudy::story::tale;

std::string played(std::vector<std::string> const& lines)
{
    tale told{.title = "A title", .lines = {}};
    for (auto const& text : lines) { told.lines.push_back({told.lines.size() + 2, text}); }
    return understudy::story::play(told, "book.txt", "sqs");
}

std::string const make_queue = R"(CreateQueue {"QueueName": "q"})";

} // namespace

TEST_CASE("A story that goes otherwise says where, and what came instead", "[story]")
{
    CHECK(played({make_queue, R"(=> {"QueueUrl": "other"})"})
          == "book.txt:3: => {\"QueueUrl\": \"other\"}\n"
             "expected  {\"QueueUrl\": \"other\"}\n"
             "actual    {\"QueueUrl\":\"http://localhost:4566/000000000000/q\"}");
    CHECK(played({"DeleteQueue {}", "=> QueueDoesNotExist 404"})
              .ends_with("QueueDoesNotExist 400 The specified queue does not exist."));
    CHECK(played({"DeleteQueue {}", "=> QueueDoesNotExist 400 The specified queue does not exist"}) != "");
    CHECK(played({"DeleteQueue {}", "=> {}"}) != "");
    CHECK(played({make_queue, "=> QueueDoesNotExist 400"}) != "");
    CHECK(played({make_queue, "=> waits"}) != "");
    CHECK(played({"MakeTea {}", "=> {}"})
          == "book.txt:2: MakeTea {}\nno such operation\nbook.txt:3: => {}\nnothing was asked"); // it goes on
    CHECK(played({"=> {}"}).ends_with("nothing was asked"));
    CHECK(played({make_queue}).ends_with("nothing is expected"));
    CHECK(played({"advance 3weeks"}).starts_with("book.txt:2: advance 3weeks\nno duration: 3weeks"));
}

TEST_CASE("A story binds what it names, allows more where it says so, and no more elsewhere", "[story]")
{
    CHECK(played({make_queue, "=> {...}"}).empty());
    CHECK(played({make_queue, "=> {}"}) != "");
    CHECK(played({make_queue, R"(=> {"QueueUrl": "$_", "More": 1, ...})"}) != "");
    CHECK(played({make_queue, R"(=> {"QueueUrl": "$q"})", make_queue, R"(=> {"QueueUrl": "$q"})"}).empty());
    CHECK(played({make_queue, R"(=> {"QueueUrl": "$q"})", R"(CreateQueue {"QueueName": "r"})",
                  R"(=> {"QueueUrl": "$q"})"})
          != "");
    CHECK(played({make_queue, R"(=> {"QueueUrl": "$q"})", R"(GetQueueUrl {"QueueName": "q"})",
                  R"(=> {"QueueUrl": "${q}"})"})
              .empty());
    CHECK(played({make_queue, "ListQueues", R"(=> {"QueueUrls": [...]})"}).empty());
    CHECK(played({make_queue, "ListQueues", R"(=> {"QueueUrls": ["$_", ...]})"}).empty());
    CHECK(played({make_queue, "ListQueues", R"(=> {"QueueUrls": ["$_", "$_", ...]})"}) != "");
    CHECK(played({make_queue, "ListQueues {}", R"(=> {"QueueUrls": []})"})
              .ends_with(R"(actual    {"QueueUrls":["http://localhost:4566/000000000000/q"]})"));
    CHECK(played({R"(CreateQueue {"QueueName": "<<x*81>>"})",
                  "=> InvalidParameterValue 400 Can only include..."})
              .empty());
    CHECK(played({R"(DeleteQueue {"QueueUrl": "${nobody}"})", "=> {}"}).find("nothing is bound to $nobody")
          != std::string::npos);
}
