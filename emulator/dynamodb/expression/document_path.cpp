#include "dynamodb/expression/document_path.hpp"

#include "dynamodb/expression/faults.hpp"

#include <algorithm>
#include <optional>

namespace understudy::dynamodb::expression {

namespace {

/// The child of a map or a list; null when there is none.
attribute_value const* child(attribute_value const& parent, step step, binding const& bound)
{
    if (step.is_index) {
        auto const* elements = parent.get_if<list>();
        return elements && step.value < elements->size() ? &(*elements)[step.value] : nullptr;
    }
    auto const* members = parent.get_if<attribute_map>();
    if (!members) return nullptr;
    auto const found = members->find(bound.name(step));
    return found == members->end() ? nullptr : &found->second;
}

bool same_step(step a, step b, binding const& bound) noexcept
{
    if (a.is_index != b.is_index) return false;
    return a.value == b.value || (!a.is_index && bound.name(a) == bound.name(b));
}

enum class meeting { none, overlap, conflict };

meeting meet(document_path const& a, document_path const& b, binding const& bound) noexcept
{
    auto const shorter = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < shorter; ++i) {
        if (same_step(a[i], b[i], bound)) continue;
        return a[i].is_index == b[i].is_index ? meeting::none : meeting::conflict;
    }
    return meeting::overlap;
}

/// The first pair in order that meets in the given way.
std::string first_meeting(std::vector<document_path const*> const& paths, binding const& bound, meeting kind,
                          std::string (*tell)(std::string_view, std::string_view))
{
    for (std::size_t second = 1; second < paths.size(); ++second) {
        for (std::size_t first = 0; first < second; ++first) {
            if (meet(*paths[first], *paths[second], bound) != kind) continue;
            return tell(print(*paths[first], bound), print(*paths[second], bound));
        }
    }
    return {};
}

using path_range = std::vector<document_path const*>::const_iterator;

/// What the sorted paths, equal up to `depth`, select of the value they have led to so far.
std::optional<attribute_value> select(attribute_value const& from, path_range first, path_range last,
                                      std::size_t depth, binding const& bound)
{
    if ((*first)->size() == depth) return from;
    list elements;
    attribute_map members;
    while (first != last) {
        auto const step = (**first)[depth];
        auto const next = std::find_if(
            first, last, [&](document_path const* p) { return !same_step((*p)[depth], step, bound); });
        auto const* below = child(from, step, bound);
        auto selected = below ? select(*below, first, next, depth + 1, bound) : std::nullopt;
        first = next;
        if (!selected) continue;
        if (step.is_index) {
            elements.push_back(std::move(*selected));
        } else {
            members.insert_or_assign(std::string{bound.name(step)}, std::move(*selected));
        }
    }
    if (!elements.empty()) return attribute_value{std::move(elements)};
    if (!members.empty()) return attribute_value{std::move(members)};
    return std::nullopt;
}

} // namespace

attribute_value const* find(document_path const& path, binding const& bound, attribute_map const& item)
{
    auto const top = item.find(bound.name(path[0]));
    if (top == item.end()) return nullptr;
    auto const* value = &top->second;
    for (std::size_t i = 1; value && i < path.size(); ++i) value = child(*value, path[i], bound);
    return value;
}

std::string print(document_path const& path, binding const& bound)
{
    std::string text{"["};
    for (auto const step : path) {
        if (text.size() > 1) text += ", ";
        if (step.is_index) {
            text += '[';
            text += std::to_string(step.value);
            text += ']';
        } else {
            text += bound.name(step);
        }
    }
    return text += ']';
}

bool same_path(document_path const& a, document_path const& b, binding const& bound) noexcept
{
    auto const same = [&](step x, step y) { return same_step(x, y, bound); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

bool comes_before(document_path const& a, document_path const& b, binding const& bound) noexcept
{
    auto const before = [&](step x, step y) {
        if (x.is_index != y.is_index) return x.is_index;
        return x.is_index ? x.value < y.value : bound.name(x) < bound.name(y);
    };
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), before);
}

std::vector<document_path const*> in_order(std::vector<document_path const*> paths, binding const& bound)
{
    std::sort(paths.begin(), paths.end(),
              [&](auto const* a, auto const* b) { return comes_before(*a, *b, bound); });
    return paths;
}

std::string overlap_fault(std::vector<document_path const*> const& paths, binding const& bound)
{
    // Paths that meet stand next to each other when sorted; the pair to be told is looked for only when there is one.
    auto const sorted = in_order(paths, bound);
    auto const meets = [&](auto const* a, auto const* b) { return meet(*a, *b, bound) != meeting::none; };
    if (std::adjacent_find(sorted.begin(), sorted.end(), meets) == sorted.end()) return {};
    auto fault = first_meeting(paths, bound, meeting::overlap, faults::paths_overlap);
    if (fault.empty()) fault = first_meeting(paths, bound, meeting::conflict, faults::paths_conflict);
    return fault;
}

std::string check(projection const& projection, binding const& bound)
{
    for (std::size_t i = 0; i < bound.names.size(); ++i) {
        if (!bound.names[i].data()) return faults::name_not_defined(projection.names[i]);
    }
    std::vector<document_path const*> paths;
    for (auto const& path : projection.paths) paths.push_back(&path);
    return overlap_fault(paths, bound);
}

attribute_map project(std::vector<document_path const*> const& paths, binding const& bound,
                      attribute_map const& item)
{
    attribute_map result;
    for (auto first = paths.cbegin(); first != paths.cend();) {
        auto const name = bound.name((**first)[0]);
        auto const next = std::find_if(first, paths.cend(),
                                       [&](document_path const* p) { return bound.name((*p)[0]) != name; });
        auto const found = item.find(name);
        if (found != item.end()) {
            auto selected = select(found->second, first, next, 1, bound);
            if (selected) result.insert_or_assign(found->first, std::move(*selected));
        }
        first = next;
    }
    return result;
}

} // namespace understudy::dynamodb::expression
