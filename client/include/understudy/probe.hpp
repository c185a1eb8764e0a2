// Probes of asynchronous systems: ask until it is so, or watch that it stays so.
//
//   auto event = probe_until([&] { return the_only(client.receive("customer--created")); });
//   probe_until([&] { return shop.is_open(); }, {.stop_after = 10s, .alias = "the shop opens", .pace = wake_on(aws)});
//   probe_during([&] { require(client.receive("mail").empty(), "no mail"); }, {.stop_after = 1s});
//
// A probe fails by throwing, or by returning false when what it returns is a bool. Between two tries a probe waits an
// interval; given an emulator it is asked again at once when something happens there, and the interval is the fallback.
// For tests: these functions throw. They keep to the thread that calls them.
#pragma once

#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace understudy {

/// How time passes between two tries. wake_on() and in_virtual_time() make one that knows an emulator.
class probe_pace {
public:
    virtual ~probe_pace() = default;
    /// Time since some fixed moment.
    virtual std::chrono::milliseconds now() = 0;
    /// Called before each try: whatever happens from here on ends the next wait.
    virtual void mark() {}
    /// Waits, no longer than told.
    virtual void wait(std::chrono::milliseconds at_most) = 0;
};

struct probe_options {
    std::chrono::milliseconds interval{100};
    /// At most: then the last failure goes out.
    std::chrono::milliseconds stop_after{3000};
    /// At least: to be finished sooner than this is a failure as well.
    std::chrono::milliseconds at_least{0};
    /// What is waited for, in words; stands in front of the failure's text.
    std::string alias = {};
    /// Which exceptions mean "not yet"; all others go out at once. None given: all of them. See ignoring<...>().
    std::function<bool(std::exception_ptr)> ignored = {};
    /// When this holds there is no hope left, and the probe ends at once.
    std::function<bool()> fail_fast = {};
    /// None: the machine's clock.
    std::shared_ptr<probe_pace> pace = {};
};

/// A probe that has ended without success, with its alias; the probe's own last exception is nested in it.
class probe_failed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What a probe may throw to say "not so".
class not_so : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline void require(bool condition, std::string const& what)
{
    if (!condition) throw not_so{what};
}

/// The one element of a container that must have exactly one.
template <class Container>
auto the_only(Container&& all)
{
    if (all.size() != 1) throw not_so{"expected exactly one, found " + std::to_string(all.size())};
    return *std::begin(all);
}

/// Only exceptions of these types mean "not yet".
template <class... Exceptions>
std::function<bool(std::exception_ptr)> ignoring()
{
    return [](std::exception_ptr thrown) {
        auto const is = [&]<class Exception>(std::type_identity<Exception>) {
            try {
                std::rethrow_exception(thrown);
            } catch (Exception const&) {
                return true;
            } catch (...) {
                return false;
            }
        };
        return (is(std::type_identity<Exceptions>{}) || ...);
    };
}

namespace detail {

/// The bookkeeping of one probe. tries() until it says that it is over.
class probe_run {
public:
    explicit probe_run(probe_options const& options);

    void begin_try();
    /// probe_until: after a failure. Throws when it is time to give up, else waits.
    void failed(std::exception_ptr why);
    /// probe_until: after a success. Throws when it came too soon.
    void succeeded();
    /// probe_during: after a success. False when the whole time has passed; else it has waited.
    bool go_on();
    /// Throws the failure with the alias in front of it.
    [[noreturn]] void give_up(std::exception_ptr why) const;

private:
    void wait();

    probe_options const& options_;
    std::shared_ptr<probe_pace> pace_;
    std::chrono::milliseconds began_;
};

/// Calls the probe; a false is as good as an exception.
template <class Probe>
auto call_probe(Probe& probe)
{
    if constexpr (std::same_as<std::invoke_result_t<Probe&>, bool>) {
        require(probe(), "the condition does not hold");
        return true;
    } else {
        return probe();
    }
}

} // namespace detail

/// Calls the probe until it finishes without failure, and returns its value; at the deadline its last exception goes out.
template <std::invocable Probe>
auto probe_until(Probe&& probe, probe_options const& options = {})
{
    detail::probe_run run{options};
    while (true) {
        run.begin_try();
        std::exception_ptr failure;
        try {
            if constexpr (std::is_void_v<std::invoke_result_t<Probe&>>) {
                probe();
                run.succeeded();
                return;
            } else {
                auto value = detail::call_probe(probe);
                run.succeeded();
                return value;
            }
        } catch (probe_failed const&) {
            throw;
        } catch (...) {
            failure = std::current_exception();
        }
        run.failed(failure);
    }
}

template <std::invocable Probe>
auto probe_until(Probe&& probe, std::chrono::milliseconds interval,
                 std::chrono::milliseconds stop_after = std::chrono::seconds{3})
{
    return probe_until(std::forward<Probe>(probe), {.interval = interval, .stop_after = stop_after});
}

/// Calls the probe again and again during the whole time: it must never fail. The first failure goes out; else the last
/// value comes back.
template <std::invocable Probe>
auto probe_during(Probe&& probe, probe_options const& options = {})
{
    detail::probe_run run{options};
    while (true) {
        run.begin_try();
        try {
            if constexpr (std::is_void_v<std::invoke_result_t<Probe&>>) {
                probe();
                if (!run.go_on()) return;
            } else {
                auto value = detail::call_probe(probe);
                if (!run.go_on()) return value;
            }
        } catch (probe_failed const&) {
            throw;
        } catch (...) {
            run.give_up(std::current_exception());
        }
    }
}

template <std::invocable Probe>
auto probe_during(Probe&& probe, std::chrono::milliseconds interval,
                  std::chrono::milliseconds stop_after = std::chrono::seconds{3})
{
    return probe_during(std::forward<Probe>(probe), {.interval = interval, .stop_after = stop_after});
}

/// Real time; an event of the emulator ends a wait at once. The emulator must outlive the probe.
template <class Emulator>
std::shared_ptr<probe_pace> wake_on(Emulator& emulator)
{
    class pace final : public probe_pace {
    public:
        explicit pace(Emulator& emulator) : emulator_{emulator} {}
        std::chrono::milliseconds now() override
        {
            return std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now().time_since_epoch());
        }
        void mark() override { mark_ = emulator_.events().mark(); }
        void wait(std::chrono::milliseconds at_most) override { emulator_.wait_for_event(mark_, at_most); }

    private:
        Emulator& emulator_;
        decltype(std::declval<Emulator&>().events().mark()) mark_{};
    };
    return std::make_shared<pace>(emulator);
}

/// The emulator's own time: a wait moves the clock, and lets the application finish what it is at. Three seconds of probing
/// take a few milliseconds. The emulator must outlive the probe.
template <class Emulator>
std::shared_ptr<probe_pace> in_virtual_time(Emulator& emulator)
{
    class pace final : public probe_pace {
    public:
        explicit pace(Emulator& emulator) : emulator_{emulator} {}
        std::chrono::milliseconds now() override
        {
            return std::chrono::duration_cast<std::chrono::milliseconds>(emulator_.now().time_since_epoch());
        }
        void mark() override { mark_ = emulator_.events().mark(); }
        void wait(std::chrono::milliseconds at_most) override
        {
            // What has happened since the last try deserves a look; but a probe that makes things happen must not stop time.
            looks_again_ = !looks_again_ && emulator_.wait_for_event(mark_, std::chrono::milliseconds{0});
            if (!looks_again_) emulator_.advance(at_most);
        }

    private:
        Emulator& emulator_;
        decltype(std::declval<Emulator&>().events().mark()) mark_{};
        bool looks_again_ = false;
    };
    return std::make_shared<pace>(emulator);
}

} // namespace understudy
