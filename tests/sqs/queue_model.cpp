#include "queue_model.hpp"

#include <algorithm>
#include <set>

namespace understudy::sqs::model {

void queue::pass(instant now)
{
    std::erase_if(messages, [&](auto const& m) { return m.kept_since + retention <= now; });
    for (auto& m : messages) {
        if (m.where != place::visible && m.until <= now) { m.where = place::visible; }
    }
}

int queue::send(int number, std::string const& group, std::string const& key, seconds own_delay, instant now)
{
    if (fifo) {
        auto const before = sends_.find(key);
        if (before != sends_.end() && now < before->second.first + std::chrono::minutes{5}) {
            return before->second.second;
        }
        sends_[key] = {now, number};
    }
    message m{.number = number, .group = group, .sent = now, .kept_since = now};
    auto const wait = fifo ? delay : own_delay;
    if (wait > seconds{0}) {
        m.where = place::delayed;
        m.until = now + wait;
    }
    arrive(m, now);
    return number;
}

void queue::arrive(message arrived, instant now)
{
    ++arrived.life;
    arrived.receives_here = 0;
    messages.push_back(std::move(arrived));
    pass(now);
}

std::vector<message*> queue::offered()
{
    std::vector<message*> all;
    std::set<std::string> locked;
    for (auto& m : messages) {
        if (m.where != place::visible) {
            locked.insert(m.group);
        } else if (!fifo || !locked.contains(m.group)) {
            all.push_back(&m);
        }
    }
    return all;
}

bool queue::is_exhausted(message const& m) const
{
    return receives_max > 0 && m.receives_here > 0 && m.receives >= receives_max;
}

void queue::receive(message& m, seconds timeout, instant now)
{
    ++m.receives;
    ++m.receives_here;
    m.received = now;
    m.where = timeout > seconds{0} ? place::held : place::visible;
    m.until = now + timeout;
}

bool queue::may_use(handle const& h, message const& m) const
{
    return !fifo || (m.where == place::held && m.receives_here == h.receive);
}

outcome queue::remove(handle const& h)
{
    auto const* const m = find(h);
    if (m == nullptr) { return outcome::done; }
    if (!may_use(h, *m)) { return outcome::refused; }
    take(h.number);
    return outcome::done;
}

outcome queue::hide(handle const& h, seconds timeout, instant now)
{
    auto* const m = find(h);
    if (m == nullptr || !may_use(h, *m)) { return outcome::refused; }
    if (timeout > seconds{0} && now + timeout > m->received + std::chrono::hours{12}) {
        return outcome::refused;
    }
    m->where = timeout > seconds{0} ? place::held : place::visible;
    m->until = now + timeout;
    return outcome::done;
}

void queue::set_delay(seconds value, instant now)
{
    delay = value;
    for (auto& m : messages) {
        if (fifo && m.where == place::delayed) { m.until = m.sent + delay; }
    }
    pass(now);
}

message queue::take(int number)
{
    auto const found =
        std::find_if(messages.begin(), messages.end(), [&](auto const& m) { return m.number == number; });
    auto taken = std::move(*found);
    messages.erase(found);
    return taken;
}

void queue::purge()
{
    messages.clear();
    sends_.clear();
}

message* queue::find(int number)
{
    auto const found =
        std::find_if(messages.begin(), messages.end(), [&](auto const& m) { return m.number == number; });
    return found == messages.end() ? nullptr : &*found;
}

message* queue::find(handle const& h)
{
    auto* const found = find(h.number);
    return found != nullptr && found->life == h.life ? found : nullptr;
}

std::size_t queue::count(place where) const
{
    return static_cast<std::size_t>(
        std::count_if(messages.begin(), messages.end(), [&](auto const& m) { return m.where == where; }));
}

} // namespace understudy::sqs::model
