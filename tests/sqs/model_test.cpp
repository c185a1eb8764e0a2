// Random lives of a queue and its dead-letter queue, played against a model that predicts every answer.
// UNDERSTUDY_MODEL_STEPS=5000000 plays longer, UNDERSTUDY_MODEL_SEED=7 the same life again.
#include "queue_model.hpp"
#include "world.hpp"

#include "support/catch.hpp"

#include <array>
#include <cstdlib>
#include <random>

using namespace understudy;
using namespace understudy::sqs;

namespace {

std::uint64_t from_environment(char const* name, std::uint64_t otherwise)
{
    auto const* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::stoull(text);
}

/// What differs ends the life, and is told with the step it happened in.
struct disagreement : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void expect(bool agreed, std::string const& what)
{
    if (!agreed) { throw disagreement{what}; }
}

class life {
public:
    life(std::uint64_t seed, bool fifo) : random_{seed}, models_{model::queue{fifo}, model::queue{fifo}}
    {
        models_[dead].receives_max = 0;
        string_map attributes{{"VisibilityTimeout", "5"}, {"MessageRetentionPeriod", "1000"}};
        if (fifo) attributes.emplace("FifoQueue", "true");
        for (auto const which : {source, dead}) aws_.create(name(which), attributes);
        set_receives_max(3);
    }

    void step()
    {
        // Of a hundred steps so many do this:
        struct doing {
            int share;
            void (life::*what)();
        };
        constexpr doing all[] = {{26, &life::send},         {30, &life::receive}, {14, &life::remove},
                                 {8, &life::hide},          {16, &life::advance}, {2, &life::advance_far},
                                 {2, &life::set_attribute}, {1, &life::redrive},  {1, &life::purge}};
        int drawn = below(100);
        for (auto const& each : all) {
            drawn -= each.share;
            if (drawn < 0) {
                (this->*each.what)();
                break;
            }
        }
        check_counts();
    }

private:
    enum which_queue { source, dead };

    std::string name(which_queue which) const
    {
        return std::string{which == source ? "q" : "d"} + (models_[source].fifo ? ".fifo" : "");
    }
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    which_queue any_queue() { return below(4) == 0 ? dead : source; }

    void send()
    {
        auto& queue = models_[source];
        SendMessageRequest request{.QueueUrl = name(source), .MessageBody = std::to_string(++sent_)};
        std::string group;
        std::string key;
        auto delay = queue.delay;
        if (queue.fifo) {
            request.MessageGroupId = group = std::to_string(below(5));
            request.MessageDeduplicationId = key = std::to_string(below(3) == 0 ? sent_ - below(20) : sent_);
        } else if (below(3) == 0) {
            delay = seconds{below(6)};
            request.DelaySeconds = delay.count();
        }
        auto const answer = aws_(request).value();
        auto const counted = queue.send(sent_, group, key, delay, aws_.now);
        auto const known = ids_.emplace(counted, answer.MessageId).first;
        expect(known->second == answer.MessageId,
               "a duplicate has another id than the first, or a new message the same");
    }

    void receive()
    {
        auto const which = any_queue();
        auto& queue = models_[which];
        auto const count = static_cast<std::size_t>(1 + below(10));
        auto const timeout = below(3) == 0 ? seconds{below(12)} : queue.visibility;
        ReceiveMessageRequest request{.QueueUrl = name(which),
                                      .MessageSystemAttributeNames = {"ApproximateReceiveCount"},
                                      .MaxNumberOfMessages = static_cast<std::int64_t>(count)};
        if (timeout != queue.visibility) request.VisibilityTimeout = timeout.count();
        auto const before = aws_.events.last();
        auto const messages = aws_(request).value().Messages;

        auto const taken = in_order_taken(before, which);
        check_taken(queue, taken, count);
        for (auto const& [number, moved] : taken) {
            if (moved) {
                move(number);
                continue;
            }
            auto& m = *queue.find(number);
            queue.receive(m, timeout, aws_.now);
        }
        note_handles(which, messages);
    }

    /// Numbers of the messages that a receive took out of the queue, and whether to the dead-letter queue.
    std::vector<std::pair<int, bool>> in_order_taken(std::uint64_t before, which_queue which) const
    {
        std::vector<std::pair<int, bool>> taken;
        auto const& events = aws_.events.events();
        for (auto each = events.end() - static_cast<std::ptrdiff_t>(aws_.events.last() - before);
             each != events.end(); ++each) {
            bool const moved = each->type == event_type::message_dead_lettered;
            bool const here = each->resource_name() == name(which);
            if (moved || (each->type == event_type::message_received && here)) {
                taken.emplace_back(std::stoi(each->body.str()), moved);
            }
        }
        return taken;
    }

    /// A standard queue gives in the order in which it was sent to. A FIFO queue gives of each group the first ones, in
    /// order; which group is served first is its own affair.
    void check_taken(model::queue& queue, std::vector<std::pair<int, bool>> const& taken, std::size_t count)
    {
        std::map<std::string, std::vector<model::message*>> offered;
        std::size_t offers = 0;
        for (auto* m : queue.offered()) {
            offered[queue.fifo ? m->group : ""].push_back(m);
            ++offers;
        }
        std::map<std::string, std::size_t> used;
        std::size_t received = 0;
        for (auto const& [number, moved] : taken) {
            auto const* const m = queue.find(number);
            expect(m != nullptr, "a message came that is not there");
            auto const group = queue.fifo ? m->group : "";
            auto const position = used[group]++;
            expect(position < offered[group].size() && offered[group][position] == m,
                   "a message came out of order, or while it was hidden, or while its group was locked");
            expect(moved == queue.is_exhausted(*m), "a message was dead-lettered too early or too late");
            received += moved ? 0 : 1;
        }
        expect(received <= count, "more came than were asked for");
        expect(received == count || taken.size() == offers, "fewer came than there were");
    }

    void note_handles(which_queue which, std::vector<Message> const& messages)
    {
        for (auto const& message : messages) {
            auto const& m = *models_[which].find(std::stoi(message.Body.str()));
            expect(message.Attributes.at("ApproximateReceiveCount") == std::to_string(m.receives),
                   "the receive count is another");
            handles_.push_back({which,
                                {.number = m.number,
                                 .life = m.life,
                                 .receive = m.receives_here,
                                 .text = message.ReceiptHandle}});
        }
        while (handles_.size() > 60) handles_.erase(handles_.begin() + below(60));
    }

    void move(int number)
    {
        auto moved = models_[source].take(number);
        if (moved.where != model::place::visible) throw disagreement{"a hidden message moved"};
        if (models_[dead].fifo) moved.kept_since = aws_.now;
        models_[dead].arrive(std::move(moved), aws_.now);
    }

    void remove()
    {
        if (handles_.empty()) { return; }
        auto const& [which, handle] =
            handles_[static_cast<std::size_t>(below(static_cast<int>(handles_.size())))];
        auto const done =
            aws_(DeleteMessageRequest{.QueueUrl = name(which), .ReceiptHandle = handle.text}).has_value();
        expect(done == (models_[which].remove(handle) == model::outcome::done), "a delete went otherwise");
    }

    void hide()
    {
        if (handles_.empty()) { return; }
        auto const& [which, handle] =
            handles_[static_cast<std::size_t>(below(static_cast<int>(handles_.size())))];
        auto const timeout = below(20) == 0 ? 43'200 : below(10);
        auto const done =
            aws_(ChangeMessageVisibilityRequest{
                     .QueueUrl = name(which), .ReceiptHandle = handle.text, .VisibilityTimeout = timeout})
                .has_value();
        expect(done == (models_[which].hide(handle, seconds{timeout}, aws_.now) == model::outcome::done),
               "a change of visibility went otherwise");
    }

    void pass(milliseconds by)
    {
        aws_.advance(by);
        for (auto& queue : models_) queue.pass(aws_.now);
    }
    void advance() { pass(milliseconds{below(3'000)}); }
    void advance_far() { pass(seconds{below(400)}); }

    void set(which_queue which, std::string const& attribute, std::string const& value)
    {
        aws_(SetQueueAttributesRequest{.QueueUrl = name(which), .Attributes = {{attribute, value}}}).value();
    }
    void set_receives_max(int max)
    {
        models_[source].receives_max = max;
        set(source, "RedrivePolicy",
            max == 0 ? ""
                     : R"({"maxReceiveCount":)" + std::to_string(max) + R"(,"deadLetterTargetArn":")"
                           + aws_.arn(name(dead)) + "\"}");
    }
    void set_attribute()
    {
        auto& queue = models_[source];
        switch (below(4)) {
        case 0:
            queue.visibility = seconds{below(15)};
            return set(source, "VisibilityTimeout", std::to_string(queue.visibility.count()));
        case 1:
            queue.set_delay(seconds{below(3) == 0 ? below(5) : 0}, aws_.now);
            return set(source, "DelaySeconds", std::to_string(queue.delay.count()));
        case 2: {
            auto const which = any_queue();
            models_[which].retention = seconds{60 + below(1000)};
            models_[which].pass(aws_.now);
            return set(which, "MessageRetentionPeriod", std::to_string(models_[which].retention.count()));
        }
        default: return set_receives_max(below(5));
        }
    }

    void redrive()
    {
        if (models_[source].receives_max == 0) { return; } // then nobody's dead-letter queue
        aws_(StartMessageMoveTaskRequest{.SourceArn = aws_.arn(name(dead))}).value();
        std::vector<int> numbers;
        for (auto const* m : models_[dead].offered()) numbers.push_back(m->number);
        for (auto const number : numbers) {
            auto const moved = models_[dead].take(number);
            auto& home = models_[source];
            model::message anew{.number = number,
                                .life = moved.life,
                                .group = moved.group,
                                .sent = aws_.now,
                                .kept_since = aws_.now};
            anew.until = aws_.now + home.delay;
            anew.where = home.delay > seconds{0} ? model::place::delayed : model::place::visible;
            home.arrive(std::move(anew), aws_.now);
        }
    }

    void purge()
    {
        auto const which = any_queue();
        aws_(PurgeQueueRequest{.QueueUrl = name(which)}).value();
        models_[which].purge();
    }

    void check_counts() const
    {
        for (auto const& depth : queue_depths(aws_.sqs)) {
            auto const& queue = models_[depth.queue == aws_.id(name(source)) ? source : dead];
            expect(depth.visible == queue.count(model::place::visible)
                       && depth.in_flight == queue.count(model::place::held)
                       && depth.delayed == queue.count(model::place::delayed),
                   "the counts are others");
        }
    }

    std::mt19937_64 random_;
    world aws_;
    std::array<model::queue, 2> models_;
    int sent_ = 0;
    std::map<int, std::string> ids_ = {}; // of the messages that were sent
    std::vector<std::pair<which_queue, model::handle>> handles_ = {};
};

void play(bool fifo)
{
    constexpr std::uint64_t lives = 10;
    auto const seed = from_environment("UNDERSTUDY_MODEL_SEED", std::random_device{}());
    auto const steps = from_environment("UNDERSTUDY_MODEL_STEPS", 100'000) / 2 / lives;
    for (std::uint64_t i = 0; i < lives; ++i) {
        life played{seed + i, fifo};
        for (std::uint64_t step = 0; step < steps; ++step) {
            try {
                played.step();
            } catch (disagreement const& what) {
                FAIL("seed " << seed << ", life " << i << ", step " << step << ": " << what.what());
            }
        }
    }
    SUCCEED();
}

} // namespace

TEST_CASE("A standard queue does what a simple model of it does, whatever happens", "[sqs][model]")
{
    play(false);
}

TEST_CASE("A FIFO queue does what a simple model of it does, whatever happens", "[sqs][model]")
{
    play(true);
}
