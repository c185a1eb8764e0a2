// The nodes of a key_tree, which is the only one to use them: how keys are found in one, and how it is filled and emptied.
// A key stands with its item, in a block of memory of its own, and of a million blocks hardly one is in the processor's
// caches. So a node has of each of its keys the eight bytes that follow what all of them begin with, its *hint*. A search
// goes by the hints, and then looks at one key to see whether the key that is sought begins like those of the node.
#pragma once

#include "dynamodb/ordered_bytes.hpp"
#include "model/expect.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace understudy::dynamodb::tree_nodes {

constexpr unsigned node_size = 64; // larger ones take longer to change, smaller ones to find the way in
constexpr unsigned merged_size = node_size * 3 / 4;

struct node {
    std::uint32_t count = 0;
    std::uint32_t skipped = 0; // bytes that all keys begin with
    std::array<std::uint64_t, node_size> hints = {};
};

/// The node will be searched soon: memory may begin to bring what that takes.
inline void expect(node const& next) noexcept { expect_memory(&next, sizeof(node)); }

template <class Entry>
struct leaf : node {
    static constexpr unsigned first_key = 0;
    std::array<Entry, node_size> entries = {};
    leaf* before = nullptr;
    leaf* after = nullptr;

    key_parts key(unsigned at) const noexcept { return key_of(entries[at]); }
    template <class Do, class... Leaf>
    static void for_each_array(Do act, Leaf&... leaves)
    {
        act(leaves.hints...);
        act(leaves.entries...);
    }
};

/// A child's key separates its entries from those of the child before: they are not before it. The first needs none.
struct branch : node {
    static constexpr unsigned first_key = 1;
    std::array<packed_bytes, node_size> keys = {};
    std::array<node*, node_size> children = {};

    key_parts key(unsigned at) const noexcept { return {keys[at].view(), {}}; }
    template <class Do, class... Branch>
    static void for_each_array(Do act, Branch&... branches)
    {
        act(branches.hints...);
        act(branches.keys...);
        act(branches.children...);
    }
};

/// The first place in a node whose key is not before the key that is sought.
struct place {
    unsigned at;
    bool is_it;
};

template <class Node>
unsigned first_not_before(Node const& in, std::uint64_t word) noexcept
{
    unsigned low = Node::first_key;
    for (auto rest = in.count - low; rest > 0;) {
        auto const half = (rest + 1) / 2;
        low += in.hints[low + half - 1] < word ? half : 0;
        rest -= half;
    }
    return low;
}

/// From a place on, where keys follow that may have the same hint.
template <class Node>
place place_among_alike(Node const& in, unsigned low, std::uint64_t word, std::string_view key) noexcept
{
    auto high = low;
    while (high < in.count && in.hints[high] == word) ++high;
    while (low < high) {
        auto const middle = (low + high) / 2;
        auto const order = compare(in.key(middle), key);
        if (order == 0) return {middle, true};
        order < 0 ? low = middle + 1 : high = middle;
    }
    return {low, false};
}

template <class Node>
place place_in(Node const& in, std::string_view key) noexcept
{
    if (in.count <= Node::first_key) return {in.count, false};
    auto const word = word_at(key, in.skipped);
    auto const low = first_not_before(in, word);
    auto const looked_at = in.key(std::min(low, in.count - 1));
    auto const order = compare(looked_at, key);
    if (order == 0) return {low, true};
    if (!begin_alike(looked_at, key, in.skipped)) return {order < 0 ? in.count : Node::first_key, false};
    if (order > 0 || low == in.count) return {low, false};
    return place_among_alike(in, low + 1, word, key);
}

/// The child for a key that begins like those of the node, which only a hint that is the same makes look at one.
inline unsigned likely_child(branch const& in, std::string_view key) noexcept
{
    auto const word = word_at(key, in.skipped);
    auto const at = in.count > branch::first_key ? first_not_before(in, word) : in.count;
    bool const is_clear = at == in.count || in.hints[at] != word;
    auto const found = is_clear ? place{at, false} : place_in(in, key);
    return found.is_it ? found.at : found.at - 1;
}

/// What all keys of a node begin with, there being some: they are in order.
template <class Node>
std::uint32_t common_prefix_in(Node const& in) noexcept
{
    return static_cast<std::uint32_t>(common_prefix(in.key(Node::first_key), in.key(in.count - 1)));
}

/// Makes the hints of a node anew.
template <class Node>
void hint(Node& in) noexcept
{
    if (in.count <= Node::first_key) return;
    in.skipped = common_prefix_in(in);
    for (auto at = Node::first_key; at < in.count; ++at) in.hints[at] = word_at(in.key(at), in.skipped);
}

/// Makes the hint of a key that has come, or all: at either end it may begin less like the others.
template <class Node>
void hint(Node& in, unsigned at) noexcept
{
    if (at < Node::first_key) return;
    bool const is_at_end = at == Node::first_key || at + 1 == in.count;
    bool const is_alone = in.count == Node::first_key + 1;
    if (is_alone || (is_at_end && common_prefix_in(in) < in.skipped)) return hint(in);
    in.hints[at] = word_at(in.key(at), in.skipped);
}

/// Makes the hints anew of a node that has given keys away, if those that are left have more in common.
template <class Node>
void tighten(Node& in) noexcept
{
    if (in.count > Node::first_key && common_prefix_in(in) > in.skipped) hint(in);
}

template <class Node>
void open_gap(Node& in, unsigned at)
{
    Node::for_each_array(
        [&](auto& array) {
            auto const end = array.begin() + in.count;
            std::move_backward(array.begin() + at, end, end + 1);
        },
        in);
    ++in.count;
}

template <class Node>
void close_gap(Node& in, unsigned at)
{
    --in.count;
    Node::for_each_array(
        [&](auto& array) {
            auto const from = array.begin() + at;
            std::move(from + 1, array.begin() + in.count + 1, from);
            array[in.count] = {};
        },
        in);
}

/// From the place on, behind what the other has.
template <class Node>
void move_tail(Node& from, unsigned at, Node& to)
{
    Node::for_each_array(
        [&](auto& source, auto& target) {
            std::move(source.begin() + at, source.begin() + from.count, target.begin() + to.count);
        },
        from, to);
    to.count += from.count - at;
    from.count = at;
}

} // namespace understudy::dynamodb::tree_nodes
