#include "support/story.hpp"

TEST_CASE("SQS keeps its rules, as its stories tell them", "[sqs][story]")
{
    understudy::story::play_all("sqs");
}

TEST_CASE("SQS keeps the same rules in the Query protocol", "[sqs][story][query]")
{
    understudy::story::play_all("sqs", understudy::story::wire::query);
}
