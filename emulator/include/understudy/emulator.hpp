// An emulator of Amazon SNS, SQS and DynamoDB in this process.
//
//     understudy::emulator aws{{.clock = understudy::clock_mode::manual}};
//     run_my_service({.endpoint = aws.endpoint()});
//     auto mark = aws.events().mark();
//     ...
//     auto sent = aws.await(understudy::message_sent("customer--created"), since(mark));
//
// It listens when the constructor returns and is gone, with every connection, when the destructor does. Emulators share
// nothing: have as many as there are tests. Any thread may call any member; advance() and run_until() move the one clock,
// so let one thread do that at a time.
#pragma once

#include <understudy/bootstrap.hpp>
#include <understudy/clock.hpp>
#include <understudy/events.hpp>
#include <understudy/fault.hpp>
#include <understudy/reset_scope.hpp>
#include <understudy/table_options.hpp>
#include <understudy/timer_view.hpp>
#include <understudy/transport.hpp>
#include <understudy/unkindness.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace understudy {

using namespace std::chrono_literals;

struct emulator_options {
    std::string listen = "127.0.0.1"; // address
    std::uint16_t port = 0;           // 0: any that is free
    clock_mode clock = clock_mode::real;
    std::uint64_t seed = 0;               // of every id and of all chance; the same seed gives the same run
    std::string account = "000000000000"; // of callers whose access key is not an account id
    std::string region = "us-east-1";     // of callers who name none
    /// A message takes a random time up to this from its topic to a queue, as it does on AWS. Zero: it is there when
    /// Publish answers.
    milliseconds delivery_delay_max{0};
    /// AWS refuses a second PurgeQueue within 60 seconds, and a queue of the same name within 60 seconds after
    /// DeleteQueue. Off, because tests purge and make anew all the time.
    bool strict_timers = false;
    /// Of all standard queues; one that has tags of its own may be more unkind, see unkindness.hpp.
    unkindness unkind = {};
    /// What topics send bears true signatures; without them publishing is many times faster.
    bool sign_messages = true;
    /// Whether queues take from topics only what their policies let in, as on AWS.
    bool strict_policies = false;
    /// How long an HTTP endpoint of a subscription may take for its answer, in real time.
    milliseconds delivery_timeout{15'000};
    /// File of certificates in PEM: an https endpoint of a subscription has to show one that these vouch for, and that is
    /// for its host. Empty: any will do.
    std::string delivery_ca = {};
    /// Files in PEM: the certificate that clients of https are shown, and its key. The same port answers http and https. Empty: a
    /// certificate for the names of this machine is made when somebody asks.
    std::string tls_certificate = {};
    std::string tls_key = {};
    /// DynamoDB's texts as they were before 2026.
    bool has_classic_wording = false;
    /// How tables of DynamoDB behave.
    table_options tables = {};
    /// Templates that declare what is there from the beginning, and after each reset: files, or directories of them.
    std::vector<std::string> bootstrap = {};
    /// Values of their parameters.
    std::map<std::string, std::string, std::less<>> bootstrap_parameters = {};
};

/// A wait that failed; what() tells what was waited for and shows the timeline.
class wait_failed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Everything an emulator holds, at one moment. Cheap to keep, may be restored any number of times.
class snapshot;

class emulator {
public:
    /// Throws std::runtime_error when it cannot listen, and template_error when a template cannot be applied.
    explicit emulator(emulator_options options = {});
    ~emulator();
    emulator(emulator const&) = delete;
    emulator& operator=(emulator const&) = delete;

    /// "http://127.0.0.1:49321"
    std::string endpoint() const;
    /// For clients in this process: typed requests, no socket, no JSON. Each transport is a consumer of its own.
    std::shared_ptr<transport> local_transport();

    instant now() const;
    /// Moves the clock: visits every instant at which something is due, in order, lets the consequences settle, and ends
    /// exactly `by` later.
    void advance(milliseconds by);
    /// The same to an instant. Throws std::invalid_argument when that has passed: time never goes back.
    void advance_to(instant target);
    /// The same to the instant at which the next timer comes due. False when there is none.
    bool advance_to_next_timer();
    /// Stops the clock where it stands, lets it run on from there, or has it jump: see clock_mode.
    void pause() { set_clock(clock_mode::manual); }
    void resume() { set_clock(clock_mode::real); }
    void set_clock(clock_mode mode);
    /// What is ahead, in the order in which it comes due.
    std::vector<timer_view> timers() const;

    /// While one exists, run_until() and an automatic clock do not jump: for the time at a breakpoint, or of a part of the
    /// application that the emulator cannot see. It ends by itself after its real time.
    class clock_hold {
    public:
        clock_hold(clock_hold&& other) noexcept
            : owner_{std::exchange(other.owner_, nullptr)}, number_{other.number_}
        {}
        clock_hold& operator=(clock_hold&&) = delete;
        ~clock_hold();

    private:
        friend class emulator;
        clock_hold(emulator& owner, std::uint64_t number) : owner_{&owner}, number_{number} {}
        emulator* owner_;
        std::uint64_t number_;
    };
    [[nodiscard]] clock_hold hold_clock(std::string reason, milliseconds real_time = 30s);

    class event_view {
    public:
        explicit event_view(emulator const& owner) : owner_{&owner} {}
        /// Remembers this place in the order of events.
        event_mark mark() const;
        std::vector<event> after(event_mark mark = {}) const;
        /// Those that match, with their causes looked at.
        std::vector<event> matching(event_pattern const& pattern, event_mark mark = {}) const;

    private:
        emulator const* owner_;
    };
    event_view events() const { return event_view{*this}; }

    /// Returns the first event after the mark that matches, the moment it happens or at once if it has. Takes nothing
    /// from any queue. Throws wait_failed when `real_cap` is over.
    event await(event_pattern const& pattern, event_mark after = {}, milliseconds real_cap = 3s);
    /// The same in the emulator's time: whenever all is settled, jumps to the next timer. Throws wait_failed at once when
    /// no timer is left within `virtual_max`, or when it has taken `real_cap` in real time.
    event run_until(event_pattern const& pattern, milliseconds virtual_max, event_mark after = {},
                    milliseconds real_cap = 5s);
    /// Waits until nothing is in motion: no delivery under way, nobody working on a received message, no consumer
    /// between two polls. Throws wait_failed, saying who is holding what, when `real_cap` is over.
    void settle(milliseconds real_cap = 5s);
    /// Proves that no such event happened after the mark, nor will from what is in motion: settles, then looks.
    /// Throws wait_failed when one did, or when it cannot be told. Returns what the proof relies on, line by line, and what
    /// it does not cover: timers that are still to come.
    std::vector<std::string> expect_none(event_pattern const& pattern, event_mark after = {},
                                         milliseconds real_cap = 5s);
    /// True as soon as any event comes after the mark.
    bool wait_for_event(event_mark after, milliseconds real_cap);

    /// Keeps queues, topics, tables, timers and the sequence of ids; not the clock and not the events.
    understudy::snapshot snapshot() const;
    void restore(understudy::snapshot const& saved);
    /// Empties the emulator, faults included: all of it, one account, or what is in its queues and tables. The clock and the
    /// events go on.
    void reset(reset_scope const& scope = {});

    /// Makes the queues, topics, subscriptions and tables that a template declares, and changes those that are otherwise than it
    /// says; what is as it says stays untouched. Throws template_error, and then nothing has been made.
    applied_template apply_template(template_text const& source);
    /// What templates have made, by logical id. Throws std::out_of_range when none declares it.
    declared_resource ref(std::string const& logical_id) const;
    /// Queues, topics, subscriptions and tables of the emulator's own account and region, as a template in JSON.
    std::string export_template() const;

    /// Deletes at once the items of all tables whose time to live is over, as DynamoDB does some time later. How many there were.
    std::size_t expire_items();

    /// The owner of the phone has answered STOP: SNS sends it no text messages any more. In the emulator's own account and
    /// region. Throws std::invalid_argument when that is no phone number.
    void opt_out(std::string const& phone_number);

    /// Has calls fail from now on; returns the number that names the fault.
    std::uint64_t add_fault(fault rule);
    /// False when there is no such fault.
    bool remove_fault(std::uint64_t number);
    /// Each with how many calls it was asked about and how many it struck.
    std::vector<fault_report> faults() const;

    /// A message's whole life, a line each: published, filtered or delivered, received, given back, deleted or given up. The
    /// id is of SQS or of SNS.
    std::string explain(std::string const& message_id) const;

    /// The last events, queue depths, holders, parked polls and pending timers, as a failed wait prints them.
    std::string timeline() const;

private:
    class parts;
    std::unique_ptr<parts> parts_;
};

class snapshot {
private:
    friend class emulator;
    explicit snapshot(std::shared_ptr<void const> state) : state_{std::move(state)} {}
    std::shared_ptr<void const> state_;
};

} // namespace understudy
