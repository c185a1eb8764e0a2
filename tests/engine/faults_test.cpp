// Scripted faults: which calls fail, how often, and that the others do not notice.
#include "engine/engine.hpp"
#include "engine/faults.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace understudy;

namespace {

constexpr struck_call send_to_q{"sqs", "SendMessage", "q", "000000000000"};

std::string pattern_of(faults& rules, int calls)
{
    std::string pattern;
    for (int i = 0; i < calls; ++i) { pattern += rules.strike(send_to_q) ? 'x' : '.'; }
    return pattern;
}

} // namespace

TEST_CASE("A fault means calls by service, operation, resource and account", "[faults]")
{
    auto const strikes = [](fault rule) {
        faults rules{1};
        rules.add(std::move(rule));
        return rules.strike(send_to_q).has_value();
    };
    CHECK(strikes({}));
    CHECK(
        strikes({.service = "sqs", .operation = "SendMessage", .resource = "q", .account = "000000000000"}));
    CHECK_FALSE(strikes({.service = "sns"}));
    CHECK_FALSE(strikes({.operation = "SendMessageBatch"}));
    CHECK_FALSE(strikes({.resource = "qq"}));
    CHECK_FALSE(strikes({.account = "111111111111"}));
}

TEST_CASE("A fault strikes from the n-th call on, and so many times", "[faults]")
{
    faults rules{1};
    rules.add({.from_call = 3, .times = 2});
    CHECK(pattern_of(rules, 6) == "..xx..");
    CHECK(rules.list().front().calls == 6);
    CHECK(rules.list().front().strikes == 2);
}

TEST_CASE("Chance comes from the seed: the same seed, the same run", "[faults]")
{
    auto const run = [](std::uint64_t seed) {
        faults rules{seed};
        rules.add({.probability = 0.3});
        return pattern_of(rules, 1000);
    };
    CHECK(run(1) == run(1));
    CHECK(run(1) != run(2));
    auto const struck = std::ranges::count(run(1), 'x');
    CHECK(struck > 200);
    CHECK(struck < 400);
    faults never{1};
    never.add({.probability = 0});
    CHECK(pattern_of(never, 10) == "..........");
}

TEST_CASE("Of several faults the first that fires speaks, and each counts its calls", "[faults]")
{
    faults rules{1};
    auto const first = rules.add({.code = "First", .times = 1});
    auto const second = rules.add({.code = "Second", .message = "again", .status = 503});
    CHECK(rules.strike(send_to_q)->kind.shape == "First");
    auto const error = rules.strike(send_to_q);
    CHECK(error->kind.query_code == "Second");
    CHECK(error->kind.status == 503);
    CHECK(error->message == "again");
    CHECK(rules.list()[1].calls == 2);
    CHECK(rules.remove(second));
    CHECK_FALSE(rules.remove(second));
    CHECK_FALSE(rules.strike(send_to_q));
    CHECK(rules.remove(first));
    CHECK_FALSE(rules.any());
}

TEST_CASE("A call that a fault strikes changes nothing, and a reset takes the fault away", "[faults]")
{
    engine engine;
    moment const now{instant{milliseconds{1}}};
    caller const me{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
    auto const url = engine.step(now, me, sqs::CreateQueueRequest{.QueueName = "q"}).value->QueueUrl;
    auto const send = [&] {
        return engine.step(now, me, sqs::SendMessageRequest{.QueueUrl = url, .MessageBody = "hi"}).value;
    };
    engine.scripted_faults().add({.operation = "SendMessage", .resource = "q", .code = "Busy"});
    engine.scripted_faults().add({.operation = "ReceiveMessage", .code = "Busy"});
    CHECK(send().error().kind.shape == "Busy");
    CHECK(engine.events().last() == 0);
    auto const received =
        engine.step(now, me, sqs::ReceiveMessageRequest{.QueueUrl = url, .WaitTimeSeconds = 5});
    CHECK(std::get<receive_reply>(received).value.error().kind.shape == "Busy");
    CHECK(engine.parked_polls().empty());
    engine.reset(now);
    CHECK_FALSE(engine.scripted_faults().any());
}
