#include "dynamodb/page.hpp"

#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

/// Bytes of a value as pages are measured, which is by how AWS encodes items inside.
struct page_measure {
    std::size_t operator()(std::string const& s) const
    {
        return s.size() + (s.size() < 128 ? 1U : s.size() < 16'384 ? 2U : 3U);
    }
    std::size_t operator()(binary const& b) const { return b.bytes.size() + 1; }
    std::size_t operator()(number const& n) const { return size_of(attribute_value{n}) + 1; }
    std::size_t operator()(bool) const { return 1; }
    std::size_t operator()(null) const { return 0; }
    std::size_t operator()(string_set const& set) const { return of_set(set, set.values.size()); }
    std::size_t operator()(number_set const& set) const { return of_set(set, set.values.size()); }
    std::size_t operator()(binary_set const& set) const { return of_set(set, set.values.size()); }
    std::size_t operator()(list const& elements) const
    {
        std::size_t bytes = 3;
        for (auto const& element : elements) bytes += 1 + std::visit(*this, element.value);
        return bytes;
    }
    std::size_t operator()(attribute_map const& members) const
    {
        std::size_t bytes = 3;
        for (auto const& [name, value] : members) bytes += 2 + std::visit(*this, value.value);
        return bytes;
    }
    std::size_t operator()(malformed const&) const { return 0; }

    template <class Set>
    static std::size_t of_set(Set const& set, std::size_t count)
    {
        return size_of(attribute_value{set}) + count + 1;
    }
};

std::size_t measure(attribute_map const& item, read_target const& from)
{
    constexpr std::size_t block = 3072;
    auto const sort_keys = from.range_keys();
    std::size_t sort_key = 0;
    std::size_t rest = 0;
    for (auto const& attribute : item) {
        auto const& name = attribute.first;
        auto const& value = attribute.second;
        if (from.index && !from.index->projects(name)) continue;
        auto const is_it = [&](auto const* key) { return key->name == name; };
        if (std::ranges::any_of(sort_keys, is_it)) {
            sort_key += size_of(value);
        } else {
            rest += 1 + std::visit(page_measure{}, value.value);
        }
    }
    return 2 + rest + (18 + sort_key) * (1 + (1 + rest) / block);
}

/// One turn takes well under two milliseconds.
constexpr std::size_t turn_items_max = 400;
constexpr std::size_t turn_bytes_max = 128 * 1024;

class reader {
public:
    reader(page_request const& request, read_expressions const& wanted, unfinished_page& page)
        : request_{request}, wanted_{wanted}, page_{page},
          fetches_{request.from.index && request.from.index->is_local && !request.from.index->projects_all
                   && (wanted.has_projection() ? wanted.reaches_beyond(*request.from.index)
                                               : request.wants_items && request.wants_whole_items)}
    {}

    /// False when the page is full.
    bool visit(item const& item, std::size_t bytes)
    {
        auto const* index = request_.from.index;
        auto const measured = measure(item.attributes(), request_.from);
        auto& page = page_.so_far;
        ++page.scanned;
        ++turn_items_;
        turn_bytes_ += measured;
        page_.measured_bytes += measured;
        page_.read_bytes += index ? entry_bytes(*index, item, bytes) : bytes;
        if (wanted_.keeps(item)) take(item, bytes);
        bool const is_full = page.scanned == request_.limit || page_.measured_bytes >= limits::page_bytes_max;
        if (is_full) page.last = request_.from.key_of(item);
        return !is_full;
    }

    bool is_turn_over() const noexcept
    {
        return turn_items_ >= turn_items_max || turn_bytes_ >= turn_bytes_max;
    }
    void go_on_behind(item_key_view key) { page_.after = key_bytes::at(key); }

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
    void take(item const& item, std::size_t bytes)
    {
        auto& page = page_.so_far;
        ++page.count;
        if (fetches_) page.used.add_table(read_units(bytes, request_.is_consistent));
        if (!request_.wants_items) return;
        auto const* index = request_.from.index;
        bool const is_entry = index && !request_.wants_whole_items && !wanted_.has_projection();
        page.items.push_back(is_entry ? entry_of(*index, item) : wanted_.select(item));
    }

    page_request const& request_;
    read_expressions const& wanted_;
    unfinished_page& page_;
    bool fetches_;
    std::size_t turn_items_ = 0;
    std::size_t turn_bytes_ = 0;
};

item const& item_of(item_map::value_type const& entry) { return entry.second.item; }
item const& item_of(index_map::value_type const& entry) { return entry.second; }
std::size_t bytes_of(item_map::value_type const& entry) { return entry.second.bytes; }
std::size_t bytes_of(index_map::value_type const& entry) { return size_of(entry.second.attributes()); }

item_key_view as_view(item_key const& key) noexcept { return key; }

template <class Map>
void walk(Map const& map, page_request const& request, std::optional<key_bytes> const& after, reader& into)
{
    item_key_less const less;
    auto const& range = request.range;
    auto const visit = [&](auto const& entry) {
        if (!into.visit(item_of(entry), bytes_of(entry))) {
            into.finish();
            return false;
        }
        if (into.is_turn_over()) into.go_on_behind(entry.first);
        return !into.is_turn_over();
    };
    if (request.is_forward) {
        bool const goes_on = after && !less(after->view(), range.first);
        auto at = goes_on ? map.upper_bound(after->view()) : map.lower_bound(as_view(range.first));
        for (; at != map.end() && (!range.last || less(at->first, *range.last)); ++at) {
            if (!visit(*at)) return;
        }
        return into.finish();
    }
    bool const goes_on = after && (!range.last || less(after->view(), *range.last));
    auto at = goes_on      ? map.lower_bound(after->view())
              : range.last ? map.lower_bound(as_view(*range.last))
                           : map.end();
    while (at != map.begin()) {
        --at;
        if (less(at->first, range.first)) break;
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
