#include <understudy/emulator.hpp>

#include "local_transport.hpp"
#include "stack.hpp"

#include <fmt/format.h>

#include <atomic>

namespace understudy {

namespace {

bool is_loopback(std::string_view address)
{
    return address.starts_with("127.") || address == "::1" || address == "localhost";
}

} // namespace

class emulator::parts {
public:
    explicit parts(emulator_options const& options)
        : whole{{.engine = {.seed = options.seed,
                            .region = options.region,
                            .delivery_delay_max = options.delivery_delay_max,
                            .strict_timers = options.strict_timers,
                            .unkind = options.unkind,
                            .sign_messages = options.sign_messages,
                            .strict_policies = options.strict_policies,
                            .dynamodb = {options.has_classic_wording, options.tables}},
                 .clock = options.clock,
                 .delivery_timeout = options.delivery_timeout},
                {.account = options.account,
                 .region = options.region,
                 .origins = {.loopback = is_loopback(options.listen)}},
                {.address = options.listen, .port = options.port}},
          endpoint{fmt::format("http://{}:{}", options.listen, whole.server.port())},
          door{open_local_door(whole.engine,
                               {.account = options.account, .region = options.region, .endpoint = endpoint})}
    {}

    ~parts() { close_local_door(*door); }

    parts(parts const&) = delete;
    parts& operator=(parts const&) = delete;

    /// What a failed wait says.
    [[noreturn]] void fail(std::string const& why) const
    {
        throw wait_failed{why + "\n" + whole.engine.timeline()};
    }

    stack whole;
    std::string endpoint;
    std::shared_ptr<local_door> door;
    std::atomic<std::uint64_t> local_clients = 0;
};

emulator::emulator(emulator_options options) : parts_{std::make_unique<parts>(options)} {}

emulator::~emulator() = default;

std::string emulator::endpoint() const { return parts_->endpoint; }

std::shared_ptr<transport> emulator::local_transport()
{
    return make_local_transport(parts_->door, ++parts_->local_clients);
}

instant emulator::now() const { return parts_->whole.engine.now(); }

void emulator::advance(milliseconds by) { parts_->whole.engine.advance(by); }

event_mark emulator::event_view::mark() const { return owner_->parts_->whole.engine.mark(); }

std::vector<event> emulator::event_view::after(event_mark mark) const
{
    return owner_->parts_->whole.engine.events_after(mark);
}

event emulator::await(event_pattern const& pattern, event_mark after, milliseconds real_cap)
{
    auto const found = parts_->whole.engine.wait_for(pattern, after, real_cap);
    if (!found) {
        parts_->fail(fmt::format("{} did not happen within {} ms", pattern.describe(), real_cap.count()));
    }
    return *found;
}

event emulator::run_until(event_pattern const& pattern, milliseconds virtual_max, event_mark after,
                          milliseconds real_cap)
{
    auto& driver = parts_->whole.engine;
    auto const limit = driver.now() + virtual_max;
    while (true) {
        auto const report = driver.settle_present(real_cap);
        if (auto const found = driver.find(pattern, after)) { return *found; }
        if (!report.settled) {
            parts_->fail(fmt::format("{} has not happened, and after {} ms things have not settled: {}",
                                     pattern.describe(), real_cap.count(), report.pending));
        }
        if (!driver.advance_to_next_timer(limit)) {
            parts_->fail(
                fmt::format("{} did not happen, and nothing is due within {} ms that could bring it\n{}",
                            pattern.describe(), virtual_max.count(), driver.unattended_queues()));
        }
    }
}

void emulator::settle(milliseconds real_cap)
{
    auto const report = parts_->whole.engine.settle(real_cap);
    if (!report.settled) {
        parts_->fail(fmt::format("not settled after {} ms: {}", real_cap.count(), report.pending));
    }
}

void emulator::expect_none(event_pattern const& pattern, event_mark after, milliseconds real_cap)
{
    settle(real_cap);
    if (auto const found = parts_->whole.engine.find(pattern, after)) {
        parts_->fail(
            fmt::format("{} was not expected, but happened: {}", pattern.describe(), to_string(*found)));
    }
}

bool emulator::wait_for_event(event_mark after, milliseconds real_cap)
{
    return parts_->whole.engine.wait_for_anything(after, real_cap);
}

snapshot emulator::snapshot() const
{
    return understudy::snapshot{std::make_shared<engine::state const>(parts_->whole.engine.snapshot())};
}

void emulator::restore(understudy::snapshot const& saved)
{
    parts_->whole.engine.restore(*static_cast<engine::state const*>(saved.state_.get()));
}

void emulator::reset() { parts_->whole.engine.reset(); }

std::string emulator::timeline() const { return parts_->whole.engine.timeline(); }

} // namespace understudy
