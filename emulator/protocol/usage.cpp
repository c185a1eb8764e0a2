#include "protocol/usage.hpp"

#include <algorithm>

namespace understudy::protocol {

namespace {

/// One thread writes: no other can come between.
void increase(std::atomic<std::uint64_t>& number) noexcept
{
    number.store(number.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

} // namespace

std::size_t request_counter::service_of(std::string_view operation) noexcept
{
    auto const found = std::ranges::find(services, operation.substr(0, operation.find('.')));
    return static_cast<std::size_t>(std::min(found, services.end() - 1) - services.begin());
}

request_counter::row& request_counter::find(std::string_view operation, unsigned status) noexcept
{
    static constexpr char none[] = "";
    auto const* const name = operation.empty() ? none : operation.data();
    auto const hash = (reinterpret_cast<std::uintptr_t>(name) ^ status) * 0x9e3779b97f4a7c15;
    for (std::size_t looks = 0, at = hash >> 32; looks < rows_max; ++looks, ++at) {
        auto& seen = rows_[at % rows_max];
        auto const* const there = seen.name.load(std::memory_order_relaxed);
        if (there == name && seen.status == status && seen.size == operation.size()) { return seen; }
        if (there == nullptr) {
            seen.size = static_cast<std::uint32_t>(operation.size());
            seen.status = status;
            seen.name.store(name, std::memory_order_release); // from now on others look at it
            return seen;
        }
    }
    return overflow_;
}

void request_counter::add(std::string_view operation, unsigned status, double seconds) noexcept
{
    increase(find(operation, status).count);
    auto& taken = times_[service_of(operation)];
    auto const part = std::ranges::lower_bound(bounds, seconds) - bounds.begin();
    increase(taken.parts[static_cast<std::size_t>(part)]);
    taken.sum.store(taken.sum.load(std::memory_order_relaxed) + seconds, std::memory_order_relaxed);
}

std::vector<request_counter::requests> request_counter::counts() const
{
    std::vector<requests> all;
    for (auto const& each : rows_) {
        auto const* const name = each.name.load(std::memory_order_acquire);
        if (name == nullptr) { continue; }
        all.push_back({{name, each.size}, each.status, each.count.load(std::memory_order_relaxed)});
    }
    if (auto const others = overflow_.count.load(std::memory_order_relaxed); others > 0) {
        all.push_back({"other.(others)", 0, others});
    }
    return all;
}

request_counter::times request_counter::durations(std::size_t service) const noexcept
{
    times taken;
    auto const& counted = times_[service];
    for (std::size_t part = 0; part < taken.parts.size(); ++part) {
        taken.parts[part] = counted.parts[part].load(std::memory_order_relaxed);
    }
    taken.sum = counted.sum.load(std::memory_order_relaxed);
    return taken;
}

} // namespace understudy::protocol
