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

class reader {
public:
    reader(page_request const& request, read_expressions const& wanted)
        : request_{request}, wanted_{wanted}, fetches_{
                                                  request.from.index && request.from.index->is_local
                                                  && !request.from.index->projects_all
                                                  && (wanted.has_projection()
                                                          ? wanted.reaches_beyond(*request.from.index)
                                                          : request.wants_items && request.wants_whole_items)}
    {}

    /// False when the page is full.
    bool visit(item const& item, std::size_t bytes)
    {
        auto const* index = request_.from.index;
        ++page_.scanned;
        read_bytes_ += index ? entry_bytes(*index, item, bytes) : bytes;
        measured_ += measure(item.attributes(), request_.from);
        if (wanted_.keeps(item)) take(item, bytes);
        bool const is_full = page_.scanned == request_.limit || measured_ >= limits::page_bytes_max;
        if (is_full) page_.last = request_.from.key_of(item);
        return !is_full;
    }

    page finish()
    {
        auto const units = read_units(read_bytes_, request_.is_consistent);
        if (request_.from.index) {
            page_.used.add_index(*request_.from.index, units);
        } else {
            page_.used.add_table(units);
        }
        return std::move(page_);
    }

private:
    void take(item const& item, std::size_t bytes)
    {
        ++page_.count;
        if (fetches_) page_.used.add_table(read_units(bytes, request_.is_consistent));
        if (!request_.wants_items) return;
        auto const* index = request_.from.index;
        bool const is_entry = index && !request_.wants_whole_items && !wanted_.has_projection();
        page_.items.push_back(is_entry ? entry_of(*index, item) : wanted_.select(item));
    }

    page_request const& request_;
    read_expressions const& wanted_;
    bool fetches_;
    page page_;
    std::size_t read_bytes_ = 0;
    std::size_t measured_ = 0;
};

item const& item_of(item_map::value_type const& entry) { return entry.second.item; }
item const& item_of(index_map::value_type const& entry) { return entry.second; }
std::size_t bytes_of(item_map::value_type const& entry) { return entry.second.bytes; }
std::size_t bytes_of(index_map::value_type const& entry) { return size_of(entry.second.attributes()); }

item_key_view as_view(item_key const& key) noexcept { return key; }

template <class Map>
void walk(Map const& map, page_request const& request, reader& into)
{
    item_key_less const less;
    auto const& range = request.range;
    if (request.is_forward) {
        bool const goes_on = request.after && !less(request.after->view(), range.first);
        auto at = goes_on ? map.upper_bound(request.after->view()) : map.lower_bound(as_view(range.first));
        for (; at != map.end() && (!range.last || less(at->first, *range.last)); ++at) {
            if (!into.visit(item_of(*at), bytes_of(*at))) return;
        }
        return;
    }
    bool const goes_on = request.after && (!range.last || less(request.after->view(), *range.last));
    auto at = goes_on      ? map.lower_bound(request.after->view())
              : range.last ? map.lower_bound(as_view(*range.last))
                           : map.end();
    while (at != map.begin()) {
        --at;
        if (less(at->first, range.first) || !into.visit(item_of(*at), bytes_of(*at))) return;
    }
}

} // namespace

page read_page(page_request const& request, read_expressions const& wanted)
{
    reader into{request, wanted};
    if (request.from.index) {
        walk(request.from.index->entries, request, into);
    } else {
        walk(request.from.table->items, request, into);
    }
    return into.finish();
}

} // namespace understudy::dynamodb
