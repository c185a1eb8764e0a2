#include <understudy/emulator.hpp>

#include "local_transport.hpp"
#include "stack.hpp"
#include "tls/identity.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <atomic>
#include <limits>

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
                 .account = options.account,
                 .deliveries = {.timeout = options.delivery_timeout, .ca_file = options.delivery_ca}},
                {.account = options.account,
                 .region = options.region,
                 .origins = {.loopback = is_loopback(options.listen)}},
                {.address = options.listen,
                 .port = options.port,
                 .tls =
                     std::make_shared<tls::identity>(tls::options{options.tls_certificate, options.tls_key})},
                {.templates = read_templates(options.bootstrap, options.bootstrap_parameters)}},
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

    event found(wait_report report) const
    {
        if (!report.found) { fail(report.why); }
        return std::move(*report.found);
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

void emulator::advance_to(instant target)
{
    if (!parts_->whole.engine.advance_to(target)) {
        throw std::invalid_argument{"the emulator's clock has passed this instant"};
    }
}

bool emulator::advance_to_next_timer() { return parts_->whole.engine.advance_to_next(); }

void emulator::set_clock(clock_mode mode) { parts_->whole.engine.set_mode(mode); }

std::vector<timer_view> emulator::timers() const { return parts_->whole.engine.timers(); }

emulator::clock_hold emulator::hold_clock(std::string reason, milliseconds real_time)
{
    return {*this, parts_->whole.engine.hold(std::move(reason), real_time)};
}

emulator::clock_hold::~clock_hold()
{
    if (owner_ != nullptr) { owner_->parts_->whole.engine.release(number_); }
}

event_mark emulator::event_view::mark() const { return owner_->parts_->whole.engine.mark(); }

std::vector<event> emulator::event_view::after(event_mark mark) const { return matching({}, mark); }

std::vector<event> emulator::event_view::matching(event_pattern const& pattern, event_mark mark) const
{
    return owner_->parts_->whole.engine.find_all(pattern, mark, std::numeric_limits<std::size_t>::max());
}

event emulator::await(event_pattern const& pattern, event_mark after, milliseconds real_cap)
{
    return parts_->found(parts_->whole.engine.await(pattern, after, real_cap));
}

event emulator::run_until(event_pattern const& pattern, milliseconds virtual_max, event_mark after,
                          milliseconds real_cap)
{
    return parts_->found(parts_->whole.engine.run_until(pattern, virtual_max, after, real_cap));
}

void emulator::settle(milliseconds real_cap)
{
    auto const report = parts_->whole.engine.settle(real_cap);
    if (!report.settled) {
        parts_->fail(fmt::format("not settled after {} ms: {}", real_cap.count(), report.pending));
    }
}

std::vector<std::string> emulator::expect_none(event_pattern const& pattern, event_mark after,
                                               milliseconds real_cap)
{
    auto report = parts_->whole.engine.expect_none(pattern, after, real_cap);
    if (!report.why.empty()) { parts_->fail(report.why); }
    return std::move(report.relied_on);
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

void emulator::reset(reset_scope const& scope)
{
    parts_->whole.engine.reset(scope);
    parts_->whole.templates.begin_anew(scope);
}

applied_template emulator::apply_template(template_text const& source)
{
    return parts_->whole.templates.apply(source, {.endpoint = parts_->endpoint}, {});
}

declared_resource emulator::ref(std::string const& logical_id) const
{
    return parts_->whole.templates.find(logical_id);
}

std::string emulator::export_template() const
{
    return parts_->whole.templates.export_template({.endpoint = parts_->endpoint});
}

std::size_t emulator::expire_items() { return parts_->whole.engine.expire_items(); }

void emulator::opt_out(std::string const& phone_number)
{
    if (auto const done = parts_->whole.engine.opt_out({phone_number}); !done) {
        throw std::invalid_argument{done.error().message};
    }
}

std::uint64_t emulator::add_fault(fault rule) { return parts_->whole.engine.add_fault(std::move(rule)); }

bool emulator::remove_fault(std::uint64_t number) { return parts_->whole.engine.remove_fault(number); }

std::vector<fault_report> emulator::faults() const { return parts_->whole.engine.list_faults(); }

std::string emulator::explain(std::string const& message_id) const
{
    auto const story = parts_->whole.engine.explain(message_id);
    if (story.events.empty()) { return "no event tells of message " + message_id + "\n"; }
    return fmt::format("{}\n", fmt::join(story.lines, "\n"));
}

std::string emulator::timeline() const { return parts_->whole.engine.timeline(); }

} // namespace understudy
