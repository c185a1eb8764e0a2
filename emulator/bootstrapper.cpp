#include "bootstrapper.hpp"

#include "bootstrap/apply.hpp"
#include "local_transport.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace understudy {

namespace {

/// The services, as one caller sees them.
class services_of {
public:
    services_of(desk& desk, caller who)
        : door_{open_local_door(desk, std::move(who))}, transport_{make_local_transport(door_, 0)}
    {}
    ~services_of() { close_local_door(*door_); }
    services_of(services_of const&) = delete;
    services_of& operator=(services_of const&) = delete;

    local_service& all() { return *transport_->local(); }
    void interrupt() { transport_->interrupt(); }

private:
    std::shared_ptr<local_door> door_;
    std::shared_ptr<transport> transport_;
};

void replace_all(std::string& text, std::string const& from, std::string const& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// As somebody sees it who has reached the emulator by another name.
applied_template seen_from(applied_template report, std::string const& endpoint, std::string const& from)
{
    if (endpoint.empty() || from.empty() || endpoint == from) { return report; }
    for (auto& [id, resource] : report.resources) {
        replace_all(resource.ref, endpoint + "/", from + "/");
        replace_all(resource.url, endpoint + "/", from + "/");
    }
    for (auto& [name, value] : report.outputs) { replace_all(value, endpoint + "/", from + "/"); }
    return report;
}

void tell_of_the_gone(applied_template const& before, applied_template& now)
{
    for (auto const& [id, resource] : before.resources) {
        if (now.resources.contains(id)) { continue; }
        now.warnings.push_back(fmt::format("{} is declared no more; {} stays", id, resource.ref));
    }
}

} // namespace

caller bootstrapper::caller_of(control::template_owner const& owner) const
{
    return {.account = owner.account.empty() ? options_.account : owner.account,
            .region = owner.region.empty() ? options_.region : owner.region,
            .endpoint = owner.endpoint};
}

void bootstrapper::begin(std::string const& endpoint)
{
    bool is_first = false;
    {
        std::lock_guard const lock{mutex_};
        is_first = std::exchange(endpoint_, endpoint).empty();
    }
    auto warn = [&](std::string_view line) {
        if (options_.warn) { options_.warn(line); }
    };
    auto done = [&](template_text const& each, bool good) {
        if (is_first && options_.done && !each.file.empty()) { options_.done(each.file, good); }
    };
    for (auto const& each : options_.templates) {
        try {
            for (auto const& line : apply(each, {.endpoint = endpoint}, {}).warnings) { warn(line); }
            done(each, true);
        } catch (template_error const& failure) {
            if (!options_.is_lenient) { throw; }
            warn(failure.what());
            done(each, false);
        }
    }
}

applied_template bootstrapper::apply(template_text const& source, control::template_owner const& owner,
                                     std::stop_token const& stop)
{
    std::lock_guard const alone{one_at_a_time_};
    auto const who = caller_of(owner);
    services_of services{desk_, who};
    std::stop_callback const stopped{stop, [&] { services.interrupt(); }};
    auto report = bootstrap::apply(source, services.all(), {who.account, who.region});
    std::lock_guard const lock{mutex_};
    auto const key = fmt::format("{} {} {}", who.account, who.region, report.stack);
    if (auto const before = kept_.find(key); before != kept_.end()) {
        tell_of_the_gone(before->second.report, report);
    }
    kept_.insert_or_assign(key, kept{report, who.endpoint});
    return report;
}

std::vector<applied_template> bootstrapper::applied(std::string const& endpoint) const
{
    std::lock_guard const lock{mutex_};
    std::vector<applied_template> reports;
    for (auto const& [key, each] : kept_) {
        reports.push_back(seen_from(each.report, each.endpoint, endpoint));
    }
    return reports;
}

std::string bootstrapper::export_template(control::template_owner const& owner)
{
    services_of services{desk_, caller_of(owner)};
    return bootstrap::export_template(services.all());
}

void bootstrapper::begin_anew(reset_scope const& emptied)
{
    if (emptied.keep_resources) { return; }
    std::string endpoint;
    {
        std::lock_guard const lock{mutex_};
        std::erase_if(kept_, [&](auto const& each) { return each.first.starts_with(emptied.account); });
        endpoint = endpoint_;
    }
    bool const are_ours_gone = emptied.account.empty() || emptied.account == options_.account;
    if (emptied.keep_bootstrap && are_ours_gone) { begin(endpoint); }
}

declared_resource bootstrapper::find(std::string const& logical_id) const
{
    std::lock_guard const lock{mutex_};
    for (auto const& [key, each] : kept_) {
        auto const found = each.report.resources.find(logical_id);
        if (found != each.report.resources.end()) { return found->second; }
    }
    throw std::out_of_range{fmt::format("no template that was applied declares {}", logical_id)};
}

} // namespace understudy
