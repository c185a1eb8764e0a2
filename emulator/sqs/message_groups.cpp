#include "sqs/message_groups.hpp"

namespace understudy::sqs {

std::string sequence_number(std::uint64_t place)
{
    // Numbers of AWS have more than 64 bits; the first three digits never change.
    constexpr std::string_view head = "188";
    constexpr std::uint64_t first = 49'496'460'467'696'128;
    constexpr std::uint64_t step = 256;
    return std::string{head} + std::to_string(first + place * step);
}

void message_groups::insert(message_store const& store, slot which)
{
    auto const& message = store[which];
    auto found = groups_.find(message.group_id());
    if (found == groups_.end()) { found = groups_.emplace(std::string{message.group_id()}, line{}).first; }
    found->second.members.emplace(message.place, which);
    update(store, found->first, found->second, false);
}

void message_groups::erase(message_store const& store, slot which)
{
    auto const& message = store[which];
    auto const found = groups_.find(message.group_id());
    if (found == groups_.end()) { return; }
    found->second.members.erase(message.place);
    update(store, found->first, found->second, false);
    if (found->second.members.empty()) { groups_.erase(found); }
}

void message_groups::changed(message_store const& store, slot which, bool in_its_old_turn)
{
    if (auto const found = groups_.find(store[which].group_id()); found != groups_.end()) {
        update(store, found->first, found->second, in_its_old_turn);
    }
}

void message_groups::served(std::string_view name)
{
    auto const found = groups_.find(name);
    if (found == groups_.end() || found->second.turn == 0) { return; }
    auto& group = found->second;
    ready_.erase(group.turn);
    group.last_turn = group.turn;
    group.turn = turns_++;
    ready_.emplace(group.turn, found->first);
}

message_groups::messages const* message_groups::find(std::string_view name) const noexcept
{
    auto const found = groups_.find(name);
    return found == groups_.end() ? nullptr : &found->second.members;
}

void message_groups::update(message_store const& store, std::string_view name, line& group,
                            bool in_its_old_turn)
{
    bool const offers =
        !group.members.empty() && store[group.members.begin()->second].state == message_state::visible;
    if (offers && group.turn == 0) {
        group.turn = in_its_old_turn && group.last_turn != 0 ? group.last_turn : turns_++;
        ready_.emplace(group.turn, std::string{name});
    } else if (!offers && group.turn != 0) {
        ready_.erase(group.turn);
        group.last_turn = std::exchange(group.turn, 0);
    }
}

} // namespace understudy::sqs
