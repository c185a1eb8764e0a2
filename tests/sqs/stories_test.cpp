#include "support/story.hpp"

TEST_CASE("SQS keeps its rules, as its stories tell them", "[sqs][story]")
{
    understudy::story::play_all("sqs");
}
