#include "support/story.hpp"

TEST_CASE("DynamoDB keeps its rules, as its stories tell them", "[dynamodb][story]")
{
    understudy::story::play_all("dynamodb");
}
