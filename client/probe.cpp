#include <understudy/probe.hpp>

#include <algorithm>
#include <thread>

namespace understudy::detail {
namespace {

using std::chrono::milliseconds;

class machine_pace final : public probe_pace {
public:
    milliseconds now() override
    {
        return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
    }
    void wait(milliseconds at_most) override { std::this_thread::sleep_for(at_most); }
};

std::string text_of(std::exception_ptr thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (std::exception const& e) {
        return e.what();
    } catch (...) {
        return "an exception of an unknown type";
    }
}

} // namespace

probe_run::probe_run(probe_options const& options)
    : options_{options}, pace_{options.pace ? options.pace : std::make_shared<machine_pace>()},
      began_{pace_->now()}
{}

void probe_run::begin_try() { pace_->mark(); }

void probe_run::failed(std::exception_ptr why)
{
    if (options_.ignored && !options_.ignored(why)) give_up(why);
    if (options_.fail_fast && options_.fail_fast()) {
        try {
            std::rethrow_exception(why);
        } catch (...) {
            auto const front = options_.alias.empty() ? std::string{} : options_.alias + ": ";
            std::throw_with_nested(probe_failed{front + "there is no hope left; last: " + text_of(why)});
        }
    }
    if (pace_->now() - began_ >= options_.stop_after) give_up(why);
    wait();
}

void probe_run::succeeded()
{
    auto const took = pace_->now() - began_;
    if (took >= options_.at_least) return;
    auto const front = options_.alias.empty() ? std::string{} : options_.alias + ": ";
    throw probe_failed{front + "came after " + std::to_string(took.count()) + " ms, expected at least "
                       + std::to_string(options_.at_least.count()) + " ms"};
}

bool probe_run::go_on()
{
    if (pace_->now() - began_ >= options_.stop_after) return false;
    wait();
    return true;
}

void probe_run::give_up(std::exception_ptr why) const
{
    if (options_.alias.empty()) std::rethrow_exception(why);
    try {
        std::rethrow_exception(why);
    } catch (...) {
        std::throw_with_nested(probe_failed{options_.alias + ": " + text_of(why)});
    }
}

void probe_run::wait()
{
    auto const left = began_ + options_.stop_after - pace_->now();
    auto const shortest = milliseconds{1}; // a wait always makes progress
    pace_->wait(std::max(shortest, std::min(options_.interval, left)));
}

} // namespace understudy::detail
