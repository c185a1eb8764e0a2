#include "dynamodb/page.hpp"

#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <absl/container/inlined_vector.h>

#include <algorithm>

namespace understudy::dynamodb {

namespace {

std::size_t measure_inside(stored_value const& value);

/// Bytes of a value as pages are measured, which is by how AWS encodes items inside.
std::size_t measure(stored_value const& value)
{
    auto const bytes = value.bytes.size();
    switch (value.type) {
    case value_type::S: return bytes + (bytes < 128 ? 1U : bytes < 16'384 ? 2U : 3U);
    case value_type::N:
    case value_type::B: return size_of(value) + 1;
    case value_type::BOOL: return 1;
    case value_type::NULL_: return 0;
    default: return measure_inside(value);
    }
}

std::size_t measure_inside(stored_value const& value)
{
    if (value.type == value_type::L) {
        std::size_t bytes = 3;
        stored_elements elements{value.bytes};
        for (stored_value element; elements.next(element);) bytes += 1 + measure(element);
        return bytes;
    }
    if (value.type == value_type::M) {
        std::size_t bytes = 3;
        stored_members members{value.bytes};
        std::string_view name;
        for (stored_value member; members.next(name, member);) bytes += 2 + measure(member);
        return bytes;
    }
    std::size_t count = 0;
    stored_texts texts{value.bytes};
    for (std::string_view text; texts.next(text);) ++count;
    return size_of(value) + count + 1;
}

std::size_t measure_of(std::size_t sort_key, std::size_t rest) noexcept
{
    constexpr std::size_t block = 3072;
    return 2 + rest + (18 + sort_key) * (1 + (1 + rest) / block);
}

std::size_t measure(stored_item const& item, secondary_index const* index,
                    std::span<key_attribute const> sort_keys)
{
    std::size_t sort_key = 0;
    std::size_t rest = 0;
    auto members = item.members();
    std::string_view name;
    for (stored_value value; members.next(name, value);) {
        if (index && !index->projects(name)) continue;
        auto const is_it = [&](auto const& key) { return key.name == name; };
        if (std::ranges::any_of(sort_keys, is_it)) {
            sort_key += size_of(value);
        } else {
            rest += 1 + measure(value);
        }
    }
    return measure_of(sort_key, rest);
}

/// No item of the size measures more: a value has up to three bytes that its size does not count, for each one that it does.
std::size_t measure_at_most(std::size_t size) noexcept
{
    auto const sort_key = std::min(size, limits::range_key_bytes_max);
    return measure_of(sort_key, 4 * size);
}

constexpr std::size_t first_items = 16; // of an answer: room for them is taken at once

/// One turn takes well under two milliseconds.
constexpr std::size_t turn_items_max = 400;
constexpr std::size_t turn_bytes_max = 128 * 1024;

class reader {
public:
    reader(page_request const& request, read_expressions const& wanted, unfinished_page& page)
        : request_{request}, wanted_{wanted}, page_{page}, sort_keys_{request.from.range_keys()},
          fetches_{request.from.index && request.from.index->is_local && !request.from.index->projects_all
                   && (wanted.has_projection() ? wanted.reaches_beyond(*request.from.index)
                                               : request.wants_items && request.wants_whole_items)}
    {}

    /// False when the page is full.
    bool visit(stored_item const& stored)
    {
        auto const* index = request_.from.index;
        auto& page = page_.so_far;
        ++page.scanned;
        ++turn_items_;
        turn_bytes_ += stored.size();
        unmeasured_.push_back(&stored);
        unmeasured_bytes_ += measure_at_most(stored.size());
        page_.read_bytes += index ? entry_bytes(*index, stored) : stored.size();
        if (wanted_.keeps(stored)) take(stored);
        bool const is_full = page.scanned == request_.limit || is_measure_full();
        if (is_full) page.last = request_.from.key_of(stored);
        return !is_full;
    }

    bool is_turn_over() const noexcept
    {
        return turn_items_ >= turn_items_max || turn_bytes_ >= turn_bytes_max;
    }
    void go_on_behind(key_bytes key)
    {
        measure_visited();
        page_.after = std::move(key);
    }

    void finish()
    {
        auto const units = read_units(page_.read_bytes, request_.is_consistent);
        if (request_.from.index) {
            page_.so_far.used.add_index(*request_.from.index, units);
        } else {
            page_.so_far.used.add_table(units);
        }
        page_.is_done = true;
    }

private:
    /// Measures nothing as long as there is so little that the page cannot be full.
    bool is_measure_full()
    {
        auto const& measured = page_.measured_bytes;
        if (measured + unmeasured_bytes_ < limits::page_bytes_max) return false;
        measure_visited();
        return measured >= limits::page_bytes_max;
    }
    void measure_visited()
    {
        for (auto const* item : unmeasured_)
            page_.measured_bytes += measure(*item, request_.from.index, sort_keys_);
        unmeasured_.clear();
        unmeasured_bytes_ = 0;
    }

    void take(stored_item const& stored)
    {
        auto& page = page_.so_far;
        ++page.count;
        if (fetches_) page.used.add_table(read_units(stored.size(), request_.is_consistent));
        if (!request_.wants_items) return;
        auto const* index = request_.from.index;
        bool const is_entry = index && !request_.wants_whole_items && !wanted_.has_projection();
        if (page.items.empty()) page.items.reserve(first_items);
        page.items.push_back(is_entry ? entry_of(*index, stored) : wanted_.select(stored));
    }

    page_request const& request_;
    read_expressions const& wanted_;
    unfinished_page& page_;
    std::span<key_attribute const> sort_keys_;
    bool fetches_;
    std::size_t turn_items_ = 0;
    std::size_t turn_bytes_ = 0;
    absl::InlinedVector<stored_item const*, 32> unmeasured_; // of this turn, in which none goes
    std::size_t unmeasured_bytes_ = 0;                       // at most
};

/// Calls for an entry that a walk comes to, from where it is; at its beginning for all up to there.
constexpr int entries_ahead = 4;

template <class Position>
void expect_first(Position from, int direction)
{
    for (int ahead = 0; ahead < entries_ahead; ++ahead) from.call_ahead(direction * ahead);
}

template <class Entry>
void walk(key_tree<Entry> const& map, page_request const& request, std::optional<key_bytes> const& after,
          reader& into)
{
    auto const& range = request.range;
    auto const visit = [&](Entry const& entry) {
        if (!into.visit(item_at(entry))) {
            into.finish();
            return false;
        }
        if (into.is_turn_over()) into.go_on_behind(key_bytes::at(key_of(entry)));
        return !into.is_turn_over();
    };
    if (request.is_forward) {
        bool const goes_on = after && after->view() >= range.first;
        auto at = goes_on ? map.upper_bound(after->view()) : map.lower_bound(range.first);
        expect_first(at, 1);
        for (; at != map.end() && (!range.last || compare(key_of(*at), *range.last) < 0); ++at) {
            at.call_ahead(entries_ahead);
            if (!visit(*at)) return;
        }
        return into.finish();
    }
    bool const goes_on = after && (!range.last || after->view() < *range.last);
    auto at = goes_on      ? map.lower_bound(after->view())
              : range.last ? map.lower_bound(*range.last)
                           : map.end();
    expect_first(at, -1);
    while (at != map.begin()) {
        --at;
        at.call_ahead(-entries_ahead);
        if (compare(key_of(*at), range.first) < 0) break;
        if (!visit(*at)) return;
    }
    into.finish();
}

} // namespace

void read_turn(page_request const& request, read_expressions const& wanted, unfinished_page& page)
{
    reader into{request, wanted, page};
    auto const after = page.after ? page.after : request.after;
    if (request.from.index) {
        walk(request.from.index->entries, request, after, into);
    } else {
        walk(request.from.table->items, request, after, into);
    }
}

} // namespace understudy::dynamodb
