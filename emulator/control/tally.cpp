#include "control/tally.hpp"

#include <numeric>
#include <tuple>

namespace understudy::control {

using protocol::request_counter;

request_counter& tally::make_counter()
{
    std::lock_guard const lock{mutex_};
    if (free_.empty()) { return counters_.emplace_back(); }
    auto& counter = *free_.back();
    free_.pop_back();
    return counter;
}

void tally::give_back(request_counter& counter)
{
    std::lock_guard const lock{mutex_};
    free_.push_back(&counter);
}

void tally::add_unknown(std::string_view service, std::string_view operation)
{
    std::lock_guard const lock{mutex_};
    auto name = std::pair{std::string{service}, std::string{operation}};
    if (unknown_.size() >= unknown_max && !unknown_.contains(name)) { name = {"other", "(others)"}; }
    ++unknown_[std::move(name)];
}

std::vector<tally::row> tally::requests() const
{
    std::map<std::tuple<std::string_view, std::string_view, unsigned>, std::uint64_t> sums;
    std::lock_guard const lock{mutex_};
    for (auto const& each : counters_) {
        for (auto const& [operation, status, count] : each.counts()) {
            auto const service = request_counter::services[request_counter::service_of(operation)];
            auto const dot = operation.find('.');
            auto const verb = dot == std::string_view::npos ? std::string_view{} : operation.substr(dot + 1);
            sums[{service, verb, status}] += count;
        }
    }
    std::vector<row> rows;
    for (auto const& [key, count] : sums) {
        auto const& [service, operation, status] = key;
        rows.push_back({service, operation, status, count});
    }
    return rows;
}

std::vector<request_counter::times> tally::durations() const
{
    std::vector<request_counter::times> sums(request_counter::services.size());
    std::lock_guard const lock{mutex_};
    for (auto const& each : counters_) {
        for (std::size_t service = 0; service < sums.size(); ++service) {
            auto const taken = each.durations(service);
            for (std::size_t part = 0; part < taken.parts.size(); ++part) {
                sums[service].parts[part] += taken.parts[part];
            }
            sums[service].sum += taken.sum;
        }
    }
    return sums;
}

bool tally::was_asked(std::string_view service) const
{
    auto const all = durations();
    auto const& parts = all[request_counter::service_of(service)].parts;
    return std::accumulate(parts.begin(), parts.end(), std::uint64_t{0}) > 0;
}

std::vector<tally::unknown> tally::unknown_operations() const
{
    std::lock_guard const lock{mutex_};
    std::vector<unknown> all;
    for (auto const& [name, count] : unknown_) { all.push_back({name.first, name.second, count}); }
    return all;
}

} // namespace understudy::control
