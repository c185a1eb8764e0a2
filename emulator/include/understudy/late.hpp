// A value that is worked out when somebody first asks for it, so that whoever makes it does not have to, under a lock for
// instance. Safe to ask from several threads: each that comes before there is a value works it out, the first one's stays.
#pragma once

#include <atomic>
#include <memory>

namespace understudy {

template <class T>
class late {
public:
    late() = default;
    late(late const&) = delete;
    late& operator=(late const&) = delete;
    ~late() { delete value_.load(std::memory_order_acquire); }

    bool is_known() const noexcept { return value_.load(std::memory_order_acquire) != nullptr; }

    /// `make` gives the same value whenever it is called.
    template <class Make>
    T const& get(Make make) const
    {
        if (auto const* known = value_.load(std::memory_order_acquire)) { return *known; }
        auto made = std::make_unique<T const>(make());
        T const* first = nullptr;
        if (!value_.compare_exchange_strong(first, made.get(), std::memory_order_acq_rel)) { return *first; }
        return *made.release();
    }

private:
    mutable std::atomic<T const*> value_ = nullptr;
};

} // namespace understudy
