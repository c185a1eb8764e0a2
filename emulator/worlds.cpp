#include "worlds.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <system_error>

namespace understudy {

namespace {

using steady = std::chrono::steady_clock;

constexpr std::string_view prefix = "/_world/";
constexpr std::size_t name_size_max = 64;
constexpr std::size_t worlds_max = 1'000; // each has threads of its own

// Tickets of all worlds go through the same door. Engines count theirs from 1, waiting rooms from 2^63.
constexpr unsigned number_shift = 40;
constexpr std::uint64_t number_mask = (std::uint64_t{1} << 22) - 1;

std::uint64_t number_of(ticket poll) { return (poll >> number_shift) & number_mask; }

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= name_size_max && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
               || c == '_' || c == '.';
    });
}

} // namespace

class worlds::world {
public:
    world(worlds& keeper, std::uint64_t number, control::world_settings const& settings)
        : number_{number}, idle_{settings.idle}, engine_{driving(keeper.driving_, settings)},
          router_{engine_, keeper.routing_}, templates_{engine_, keeper.declared_},
          panel_{router_, engine_, keeper.routing_.origins, &keeper, &templates_, keeper.house_}
    {
        templates_.begin("http://" + keeper.serving_.address + std::string{prefix} + settings.name);
        if (!settings.port) { return; }
        auto serving = keeper.serving_;
        serving.port = *settings.port;
        serving.threads = 1;
        serving.for_dynamodb = false;
        serving.more_doors.clear();
        door_.emplace(*this, keeper, std::move(serving));
    }

    /// Nobody is inside; but polls may wait.
    ~world() { engine_.end_polls(); }
    world(world const&) = delete;
    world& operator=(world const&) = delete;

    protocol::answer handle(protocol::http_request const& request, protocol::late_answer const& later)
    {
        touch();
        auto answer = panel_.handle(request, later);
        if (auto* waiting = std::get_if<protocol::waiting>(&answer)) {
            waiting->poll |= number_ << number_shift;
        }
        return answer;
    }
    void cancel(ticket poll) { panel_.cancel(poll & ~(number_mask << number_shift)); }

    std::uint64_t number() const noexcept { return number_; }
    bool has_been_idle() const { return idle_ > milliseconds{0} && steady::now() - used_.load() >= idle_; }
    control::world_view view(std::string name) const
    {
        return {.name = std::move(name),
                .idle = idle_,
                .clock = engine_.clock().mode,
                .port = door_ ? door_->port() : std::uint16_t{0}};
    }

private:
    /// A port of its own. Worlds are not made and removed there: nobody pulls the house down over his own head.
    class door final : public protocol::handler {
    public:
        door(world& inside, worlds& keeper, server::http_server_options serving)
            : world_{inside}, panel_{inside.router_, inside.engine_,     keeper.routing_.origins,
                                     nullptr,        &inside.templates_, keeper.house_},
              server_{*this, std::move(serving)}
        {}

        protocol::answer handle(protocol::http_request const& request,
                                protocol::late_answer const& later) override
        {
            world_.touch();
            return panel_.handle(request, later);
        }
        void cancel(ticket poll) override { panel_.cancel(poll); }
        std::uint16_t port() const noexcept { return server_.port(); }

    private:
        world& world_;
        control::panel panel_;
        server::http_server server_;
    };

    void touch() { used_ = steady::now(); }
    static driver_options driving(driver_options options, control::world_settings const& settings)
    {
        options.clock = settings.clock.value_or(options.clock);
        options.engine.seed = settings.seed.value_or(options.engine.seed);
        return options;
    }

    std::uint64_t const number_;
    milliseconds const idle_;
    std::atomic<steady::time_point> used_ = steady::now();
    driver engine_;
    protocol::router router_;
    bootstrapper templates_;
    control::panel panel_;
    std::optional<door> door_; // the first to go
};

protocol::answer worlds::handle(protocol::http_request const& request, protocol::late_answer const& later)
{
    if (!request.target.starts_with(prefix)) [[likely]] { return first_.handle(request, later); }
    if (auto refused = protocol::check_origin(request, routing_.origins)) { return std::move(*refused); }
    auto const name = request.target.substr(prefix.size())
                          .substr(0, request.target.substr(prefix.size()).find_first_of("/?"));
    auto const base_size = prefix.size() + name.size();
    std::string target{request.target.substr(base_size)};
    if (!target.starts_with('/')) { target.insert(0, "/"); }
    auto inside = request;
    inside.base = request.target.substr(0, base_size);
    inside.target = target;
    try {
        return find_or_make(name)->handle(inside, later);
    } catch (std::invalid_argument const& complaint) {
        return protocol::http_response{
            .status = 400, .content_type = "text/plain", .body = std::string{complaint.what()} + "\n"};
    }
}

void worlds::cancel(ticket poll)
{
    auto const number = number_of(poll);
    if (number == 0) { return first_.cancel(poll); }
    std::shared_ptr<world> meant;
    {
        std::lock_guard const lock{mutex_};
        auto const found =
            std::ranges::find_if(worlds_, [&](auto const& each) { return each.second->number() == number; });
        if (found != worlds_.end()) { meant = found->second; }
    }
    if (meant) { meant->cancel(poll); }
}

std::shared_ptr<worlds::world> worlds::find_or_make(std::string_view name)
{
    all_worlds gone;
    std::lock_guard const lock{mutex_};
    if (auto const found = worlds_.find(name); found != worlds_.end()) { return found->second; }
    gone = take_idle();
    return add({.name = std::string{name}});
}

std::shared_ptr<worlds::world> worlds::add(control::world_settings settings)
{
    if (!is_name(settings.name)) {
        throw std::invalid_argument{
            "the name of a world is 1 to 64 letters, digits, hyphens, underscores and dots"};
    }
    if (worlds_.size() >= worlds_max) { throw std::invalid_argument{"there are too many worlds already"}; }
    last_number_ = last_number_ % number_mask + 1;
    try {
        auto made = std::make_shared<world>(*this, last_number_, settings);
        worlds_.emplace(std::move(settings.name), made);
        return made;
    } catch (std::system_error const& failure) {
        throw std::invalid_argument{failure.what()};
    }
}

worlds::all_worlds worlds::take_idle()
{
    all_worlds idle;
    for (auto at = worlds_.begin(); at != worlds_.end();) {
        auto const each = at++;
        bool const is_free = each->second.use_count() == 1; // nobody is inside
        if (is_free && each->second->has_been_idle()) { idle.insert(worlds_.extract(each)); }
    }
    return idle;
}

std::optional<control::world_view> worlds::make(control::world_settings settings)
{
    all_worlds gone;
    std::lock_guard const lock{mutex_};
    gone = take_idle();
    if (worlds_.contains(settings.name)) { return std::nullopt; }
    auto name = settings.name;
    return add(std::move(settings))->view(std::move(name));
}

bool worlds::remove(std::string const& name)
{
    std::shared_ptr<world> gone;
    std::lock_guard const lock{mutex_};
    auto const found = worlds_.find(name);
    if (found == worlds_.end()) { return false; }
    gone = std::move(found->second);
    worlds_.erase(found);
    return true;
}

std::vector<control::world_view> worlds::list()
{
    all_worlds gone;
    std::lock_guard const lock{mutex_};
    gone = take_idle();
    std::vector<control::world_view> views;
    for (auto const& [name, each] : worlds_) { views.push_back(each->view(name)); }
    return views;
}

} // namespace understudy
