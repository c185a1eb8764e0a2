#include "transcript.hpp"

#include "support/catch.hpp"

using understudy::sqs::play;

TEST_CASE("A received message returns when its visibility timeout lapses", "[sqs][time]")
{
    CHECK(play(R"(
        create q VisibilityTimeout=30
        send q "hi"                    -> m1
        receive q                      -> m1 ApproximateReceiveCount=1
        receive q                      -> nothing
        count q                        -> 0 1 0
        advance 29999ms ; receive q    -> nothing
        advance 1ms     ; receive q    -> m1 ApproximateReceiveCount=2
    )") == "");
}

TEST_CASE("A returned message comes before those sent after it", "[sqs][time]")
{
    CHECK(play(R"(
        create q VisibilityTimeout=30
        send q "1"          -> m1
        send q "2"          -> m2
        receive q           -> m1
        send q "3"          -> m3
        advance 30s
        receive q max=10    -> m1 m2 m3
    )") == "");
}

TEST_CASE("A delayed message is counted as such and appears in time", "[sqs][time]")
{
    CHECK(play(R"(
        create q DelaySeconds=5
        send q "queue's own delay"       -> m1
        send q "at once" delay=0         -> m2
        send q "later" delay=900         -> m3
        count q                          -> 1 0 2
        receive q max=10                 -> m2
        advance 4999ms ; receive q       -> nothing
        advance 1ms    ; receive q       -> m1
        # for a standard queue another delay holds for later messages only
        set q DelaySeconds=0
        advance 894999ms ; receive q max=10 visibility=43200 -> m1 m2
        advance 1ms      ; receive q     -> m3
    )") == "");
}

TEST_CASE("A long poll ends with the first message, with what there is", "[sqs][poll]")
{
    CHECK(play(R"(
        create q
        receive q wait=20 max=10  -> waits
        receive q wait=20         -> waits
        send q "1"                -> m1
        poll 1                    -> m1
        poll 2                    -> waits
        send q "2"                -> m2
        poll 2                    -> m2
    )") == "");
}

TEST_CASE("A long poll on a queue with messages answers at once", "[sqs][poll]")
{
    CHECK(play(R"(
        create q ReceiveMessageWaitTimeSeconds=20
        send q "1"          -> m1
        send q "2"          -> m2
        receive q max=10    -> m1 m2
        receive q wait=0    -> nothing
        receive q           -> waits
    )") == "");
}

TEST_CASE("A long poll on an empty queue ends empty at its deadline", "[sqs][poll]")
{
    CHECK(play(R"(
        create q
        receive q wait=20    -> waits
        advance 19999ms ; poll 1 -> waits
        advance 1ms     ; poll 1 -> nothing
        send q "1"           -> m1
        receive q            -> m1
    )") == "");
}

TEST_CASE("Delays, timeouts and changes of visibility wake a long poll", "[sqs][poll]")
{
    CHECK(play(R"(
        create q
        send q "1" delay=3            -> m1
        receive q wait=20             -> waits
        advance 3s ; poll 1           -> m1
        receive q wait=20             -> waits
        hide q m1 5
        advance 4999ms ; poll 2       -> waits
        advance 1ms ; poll 2          -> m1
        receive q wait=20             -> waits
        hide q m1 0
        poll 3                        -> m1 ApproximateReceiveCount=3
    )") == "");
}

TEST_CASE("Deleting a queue ends the polls that wait there", "[sqs][poll]")
{
    CHECK(play(R"(
        create q
        receive q wait=20  -> waits
        drop q
        poll 1             -> QueueDoesNotExist
    )") == "");
}

TEST_CASE("With a visibility timeout of zero a message is back at once, and is counted all the same",
          "[sqs][time]")
{
    CHECK(play(R"(
        create q
        send q "1"                      -> m1
        send q "2"                      -> m2
        receive q max=10 visibility=0   -> m1 ApproximateReceiveCount=1 m2 ApproximateReceiveCount=1
        count q                         -> 2 0 0
        receive q visibility=0          -> m1 ApproximateReceiveCount=2
        held                            -> 0
    )") == "");
}

TEST_CASE("A change of visibility counts from now and holds for this flight only", "[sqs][time]")
{
    CHECK(play(R"(
        create q VisibilityTimeout=30
        send q "1"                  -> m1
        receive q                   -> m1
        advance 10s
        hide q m1 60
        advance 59999ms ; receive q -> nothing
        advance 1ms ; receive q     -> m1
        hide q m1 5 ; hide q m1 7
        advance 7s ; receive q      -> m1
        advance 29999ms ; receive q -> nothing
        advance 1ms ; receive q     -> m1
    )") == "");
}

TEST_CASE("Visibility ends twelve hours after the receive, and no later", "[sqs][time]")
{
    CHECK(play(R"(
        create q
        send q "1"                 -> m1
        receive q                  -> m1
        hide q m1 43200
        advance 1ms
        hide q m1 43200            -> InvalidParameterValueException
        hide q m1 43199
        advance 12h
        hide q m1 1                -> InvalidParameterValueException
        hide q m1 0
    )") == "");
}

TEST_CASE("A message that came back is hidden or deleted with the handle of its last receive", "[sqs][time]")
{
    CHECK(play(R"(
        create q VisibilityTimeout=30
        send q "1"            -> m1
        send q "2"            -> m2
        receive q max=2       -> m1 m2
        advance 30s
        count q               -> 2 0 0
        hide q m1 60
        delete q m2
        count q               -> 0 1 0
        receive q             -> nothing
    )") == "");
}

TEST_CASE("A handle of an earlier receive still works on a standard queue", "[sqs]")
{
    CHECK(play(R"(
        create q VisibilityTimeout=1
        send q "1"            -> m1
        receive q             -> m1
        advance 1s
        receive q visibility=30 -> m1
        hide q m1#1 0
        receive q             -> m1 ApproximateReceiveCount=3
        delete q m1#1
        count q               -> 0 0 0
        delete q m1#1         -> done
        hide q m1 1           -> InvalidParameterValueException
    )") == "");
}

TEST_CASE("A message expires in the end, wherever it is", "[sqs][time][retention]")
{
    CHECK(play(R"(
        create q MessageRetentionPeriod=60
        send q "visible"                -> m1
        send q "in flight"              -> m2
        send q "delayed" delay=900      -> m3
        receive q visibility=0          -> m1
        receive q max=2 visibility=100  -> m1 m2
        hide q m1 0
        advance 59999ms ; count q       -> 1 1 1
        advance 1ms ; count q           -> 0 0 0
        delete q m2                     -> done
        advance 1d ; receive q          -> nothing
    )") == "");
}

TEST_CASE("A message whose retention and visibility end together does not appear", "[sqs][time][retention]")
{
    CHECK(play(R"(
        create q MessageRetentionPeriod=60 VisibilityTimeout=60
        send q "1"           -> m1
        receive q            -> m1
        advance 50s
        receive q wait=20    -> waits
        advance 20s ; poll 1 -> nothing
    )") == "");
}

TEST_CASE("A change of the retention period holds for messages that are there", "[sqs][time][retention]")
{
    CHECK(play(R"(
        create q
        send q "1"           -> m1
        advance 100s
        send q "2"           -> m2
        set q MessageRetentionPeriod=100
        receive q max=10     -> m2
        set q MessageRetentionPeriod=200
        advance 199999ms ; count q -> 1 0 0
        advance 1ms ; count q      -> 0 0 0
    )") == "");
}

TEST_CASE("A receive whose client is gone is undone without a trace", "[sqs][give_back]")
{
    CHECK(play(R"(
        create q
        client 7
        send q "1"           -> m1
        send q "2"           -> m2
        receive q            -> m1 ApproximateReceiveCount=1
        held                 -> 1
        return q m1
        held                 -> 0
        count q              -> 2 0 0
        return q m1
        receive q max=10     -> m1 ApproximateReceiveCount=1 m2 ApproximateReceiveCount=1
        # an old receive is not undone any more
        return q m1#1
        count q              -> 0 2 0
    )") == "");
}

TEST_CASE("What is given back goes to the next who waits", "[sqs][give_back][poll]")
{
    CHECK(play(R"(
        create q
        send q "1"         -> m1
        receive q          -> m1
        receive q wait=20  -> waits
        return q m1
        poll 1             -> m1 ApproximateReceiveCount=1
    )") == "");
}

TEST_CASE("A client holds what it received until it has finished with it", "[sqs][held]")
{
    CHECK(play(R"(
        create q VisibilityTimeout=30
        send q "1" -> m1 ; send q "2" -> m2 ; send q "3" -> m3 ; send q "4" -> m4
        receive q          -> m1
        held               -> 0
        client 1
        receive q          -> m2
        held               -> 1
        client 2
        receive q max=2    -> m3 m4
        held               -> 3
        delete q m3        ; held -> 2
        hide q m4 5        ; held -> 1
        # who asks for more has finished with what it had
        client 1
        receive q          -> nothing
        held               -> 0
        client 3
        advance 5s ; receive q -> m4
        held               -> 1
        advance 30s ; held -> 0
        receive q max=2    -> m1 m2
        held               -> 2
        purge q ; held     -> 0
        send q "5" -> m5 ; receive q -> m5 ; held -> 1
        drop q ; held      -> 0
    )") == "");
}
