#include "engine/faults.hpp"

#include <algorithm>
#include <memory>

namespace understudy {

namespace {

constexpr std::uint64_t chance_steps = 1'000'000;

bool means(fault const& rule, struck_call const& call)
{
    auto const fits = [](std::string_view wanted, std::string_view is) {
        return wanted.empty() || wanted == is;
    };
    return fits(rule.service, call.service) && fits(rule.operation, call.operation)
           && fits(rule.resource, call.resource) && fits(rule.account, call.account);
}

} // namespace

mishap mishap_of(fault const& rule) noexcept
{
    bool const drops = rule.effect == fault_effect::drop_before || rule.effect == fault_effect::drop_after;
    return {.latency = rule.latency, .lost = drops};
}

bool fails_delivery(fault const& rule) noexcept
{
    return rule.effect == fault_effect::refuse || mishap_of(rule).lost;
}

service_error error_of(fault const& rule)
{
    auto const name = std::make_shared<std::string const>(rule.code);
    return {.kind = {.shape = *name, .query_code = *name, .status = rule.status},
            .message = rule.message,
            .names = name};
}

std::uint64_t faults::add(fault rule)
{
    rules_.push_back({.number = ++last_, .rule = std::move(rule)});
    return last_;
}

bool faults::remove(std::uint64_t number)
{
    return std::erase_if(rules_, [&](fault_report const& each) { return each.number == number; }) != 0;
}

void faults::clear(std::string_view account)
{
    std::erase_if(rules_,
                  [&](fault_report const& each) { return account.empty() || each.rule.account == account; });
}

fault const* faults::strike(struck_call const& call)
{
    fault const* struck = nullptr;
    for (auto& each : rules_) {
        if (!means(each.rule, call)) { continue; }
        ++each.calls;
        if (struck == nullptr && fires(each)) {
            ++each.strikes;
            struck = &each.rule;
        }
    }
    return struck;
}

bool faults::fires(fault_report& each)
{
    auto const& rule = each.rule;
    if (each.calls < rule.from_call || (rule.times != 0 && each.strikes >= rule.times)) { return false; }
    return rule.probability >= 1
           || static_cast<double>(chance_.below(chance_steps))
                  < rule.probability * static_cast<double>(chance_steps);
}

} // namespace understudy
