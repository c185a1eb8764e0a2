// What the glue for test frameworks shares: which emulators print their timelines when a test fails.
#pragma once

#include <understudy/emulator.hpp>

#include <algorithm>
#include <mutex>
#include <ostream>
#include <vector>

namespace understudy {

/// While one lives, a test that fails prints the timeline of its emulator. They are known to all of the program, for a test framework
/// has but one set of listeners.
class timeline_watch {
public:
    explicit timeline_watch(emulator const& aws) : aws_{&aws}
    {
        std::lock_guard const lock{mutex_};
        watched_.push_back(aws_);
    }
    ~timeline_watch()
    {
        std::lock_guard const lock{mutex_};
        watched_.erase(std::find(watched_.begin(), watched_.end(), aws_));
    }
    timeline_watch(timeline_watch const&) = delete;
    timeline_watch& operator=(timeline_watch const&) = delete;

    static void print_all(std::ostream& out)
    {
        std::lock_guard const lock{mutex_};
        for (auto const* each : watched_) {
            out << "timeline of " << each->endpoint() << ": " << each->timeline();
        }
        out.flush();
    }

private:
    inline static std::mutex mutex_;
    inline static std::vector<emulator const*> watched_;

    emulator const* aws_;
};

} // namespace understudy
