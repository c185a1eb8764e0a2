#include "support/story.hpp"

TEST_CASE("SNS keeps its rules, as its stories tell them", "[sns][story]")
{
    understudy::story::play_all("sns");
}
