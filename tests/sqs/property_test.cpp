// Random lives of a queue against a plain list of what was sent: nothing is lost, nothing comes twice.
#include "world.hpp"

#include "support/catch.hpp"

#include <random>

using namespace understudy;
using namespace understudy::sqs;

namespace {

class life {
public:
    life(std::uint32_t seed, bool fifo) : random_{seed}, fifo_{fifo}
    {
        string_map attributes{{"VisibilityTimeout", "5"}, {"MessageRetentionPeriod", "100000"}};
        if (fifo) attributes.insert({{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
        aws_.create(queue(), attributes);
        aws_.create(dead_letters(), attributes);
        REQUIRE(aws_(SetQueueAttributesRequest{
            .QueueUrl = queue(),
            .Attributes = {{"RedrivePolicy", R"({"maxReceiveCount":3,"deadLetterTargetArn":")"
                                                 + aws_.arn(dead_letters()) + "\"}"}}}));
    }

    void step()
    {
        switch (below(8)) {
        case 0:
        case 1: send(); break;
        case 2:
        case 3: receive(queue()); break;
        case 4: remove(); break;
        case 5: hide(); break;
        case 6: give_back(); break;
        default: advance(); break;
        }
        check_counts();
    }

    /// Takes out all that is left; it has to be what was never deleted.
    void end()
    {
        aws_.advance(seconds{100});
        for (auto const* each : {queue(), dead_letters()}) {
            for (;;) {
                auto const messages = aws_.take(each, 10);
                if (messages.empty() && aws_.attribute(each, "ApproximateNumberOfMessages") == "0") break;
                for (auto const& message : messages) {
                    CHECK(alive_.erase(message.MessageId) == 1);
                    REQUIRE(
                        aws_(DeleteMessageRequest{.QueueUrl = each, .ReceiptHandle = message.ReceiptHandle}));
                }
            }
        }
        CHECK(alive_.empty());
        CHECK_FALSE(anything_held(aws_.sqs));
    }

private:
    struct taken {
        Message message;
        instant until;
    };

    char const* queue() const { return fifo_ ? "q.fifo" : "q"; }
    char const* dead_letters() const { return fifo_ ? "d.fifo" : "d"; }
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

    void send()
    {
        SendMessageRequest request{.QueueUrl = queue(), .MessageBody = std::to_string(++sent_)};
        if (fifo_) {
            request.MessageGroupId = std::to_string(below(4));
        } else if (below(3) == 0) {
            request.DelaySeconds = below(6);
        }
        alive_.insert(aws_(request).value().MessageId);
    }

    void receive(char const* from)
    {
        aws_.client = static_cast<std::uint64_t>(below(4));
        std::set<std::string> seen;
        std::map<std::string, std::string> last_of_group;
        for (auto& message : aws_.take(from, 1 + below(10))) {
            CHECK(seen.insert(message.MessageId).second);
            CHECK(alive_.contains(message.MessageId));
            CHECK(hidden_.find(message.MessageId) == hidden_.end()); // nobody else has it
            if (fifo_) {
                auto& last = last_of_group[message.Attributes.at("MessageGroupId")];
                CHECK(last < message.Attributes.at("SequenceNumber"));
                last = message.Attributes.at("SequenceNumber");
            }
            hidden_.insert_or_assign(message.MessageId, taken{message, aws_.now + seconds{5}});
        }
    }

    /// One of the messages in flight.
    std::map<std::string, taken>::iterator any()
    {
        return hidden_.empty() ? hidden_.end()
                               : std::next(hidden_.begin(), below(static_cast<int>(hidden_.size())));
    }

    void remove()
    {
        if (auto const which = any(); which != hidden_.end()) {
            auto const& handle = which->second.message.ReceiptHandle;
            REQUIRE(aws_(DeleteMessageRequest{.QueueUrl = queue(), .ReceiptHandle = handle}));
            alive_.erase(which->first);
            hidden_.erase(which);
        }
    }

    void hide()
    {
        if (auto const which = any(); which != hidden_.end()) {
            int const timeout = below(10);
            REQUIRE(aws_(ChangeMessageVisibilityRequest{.QueueUrl = queue(),
                                                        .ReceiptHandle = which->second.message.ReceiptHandle,
                                                        .VisibilityTimeout = timeout}));
            which->second.until = aws_.now + seconds{timeout};
            if (timeout == 0) hidden_.erase(which);
        }
    }

    void give_back()
    {
        if (auto const which = any(); which != hidden_.end()) {
            aws_.give_back(queue(), {which->second.message});
            hidden_.erase(which);
        }
    }

    void advance()
    {
        aws_.advance(milliseconds{below(4'000)});
        std::erase_if(hidden_, [&](auto const& entry) { return entry.second.until <= aws_.now; });
    }

    void check_counts()
    {
        auto const depths = queue_depths(aws_.sqs);
        std::size_t all = 0;
        for (auto const& depth : depths) all += depth.visible + depth.in_flight + depth.delayed;
        REQUIRE(all == alive_.size());
        REQUIRE(depths[1].in_flight == hidden_.size());
        REQUIRE(held_messages(aws_.sqs).size() <= hidden_.size());
        REQUIRE(anything_held(aws_.sqs) == !held_messages(aws_.sqs).empty());
    }

    std::mt19937 random_;
    bool fifo_;
    world aws_;
    int sent_ = 0;
    std::set<std::string> alive_;         // sent and not deleted
    std::map<std::string, taken> hidden_; // received and neither deleted nor visible again
};

} // namespace

TEST_CASE("No message is lost and none is doubled, whatever happens", "[sqs][property]")
{
    std::random_device device;
    auto const fifo = GENERATE(false, true);
    for (int i = 0; i < 10; ++i) {
        std::uint32_t const seed = device();
        INFO("seed " << seed << (fifo ? ", FIFO" : ""));
        life life{seed, fifo};
        for (int step = 0; step < 1'000; ++step) life.step();
        life.end();
    }
}
