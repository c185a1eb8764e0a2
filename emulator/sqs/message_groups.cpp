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

message_groups::group message_groups::find_or_make(std::string_view name)
{
    auto const hash = hash_index::hash_of(name);
    auto const found = names_.find(hash, [&](group each) { return lines_[each].name.view() == name; });
    if (found) { return *found; }
    group made = 0;
    if (unused_.empty()) {
        made = static_cast<group>(lines_.size());
        lines_.emplace_back();
    } else {
        made = unused_.back();
        unused_.pop_back();
    }
    lines_[made].name = name;
    names_.insert(hash, made);
    return made;
}

void message_groups::expect_line(std::string_view name) const noexcept
{
    auto const likely = names_.find(hash_index::hash_of(name), [](group) { return true; });
    if (likely) expect_memory(&lines_[*likely], sizeof(group_line));
}

void message_groups::insert(message_store& store, slot which, std::string_view name)
{
    auto& message = store[which];
    message.group = find_or_make(name);
    auto& line = lines_[message.group];
    message.before = line.last;
    message.behind = message_store::none;
    (line.last == message_store::none ? line.first : store[line.last].behind) = which;
    line.last = which;
    if (line.first == which) { update(store, message.group, false); } // else nothing changes in front
}

void message_groups::erase(message_store& store, slot which)
{
    auto const& message = store[which];
    auto& line = lines_[message.group];
    (message.before == message_store::none ? line.first : store[message.before].behind) = message.behind;
    (message.behind == message_store::none ? line.last : store[message.behind].before) = message.before;
    update(store, message.group, false);
    if (line.first == message_store::none) {
        names_.erase(hash_index::hash_of(line.name.view()), message.group);
        line = {};
        unused_.push_back(message.group);
    }
    if (!ready_.empty()) store.expect(lines_[ready_.begin()->second].first); // who is received now
}

void message_groups::changed(message_store const& store, slot which, bool in_its_old_turn)
{
    update(store, store[which].group, in_its_old_turn);
    store.expect(store[which].behind); // it comes to the front when this one goes
}

void message_groups::served(group which)
{
    if (auto& line = lines_[which]; line.turn != 0) {
        leave_ready(line);
        enter_ready(which, turns_++);
    }
    if (!ready_.empty())
        expect_memory(&lines_[ready_.begin()->second], sizeof(group_line)); // whose turn is next
}

/// Most who leave are those whose turn it is, and most come last: neither looks for its place among a hundred thousand.
void message_groups::leave_ready(group_line& line)
{
    auto const front = ready_.begin();
    front->first == line.turn ? void(ready_.erase(front)) : void(ready_.erase(line.turn));
    line.last_turn = std::exchange(line.turn, 0);
}

void message_groups::enter_ready(group which, std::uint64_t turn)
{
    lines_[which].turn = turn;
    ready_.emplace_hint(ready_.end(), turn, which);
}

void message_groups::update(message_store const& store, group which, bool in_its_old_turn)
{
    auto& line = lines_[which];
    bool const offers =
        line.first != message_store::none && store[line.first].state == message_state::visible;
    if (offers && line.turn == 0) {
        enter_ready(which, in_its_old_turn && line.last_turn != 0 ? line.last_turn : turns_++);
    } else if (!offers && line.turn != 0) {
        leave_ready(line);
    }
}

} // namespace understudy::sqs
