// Entries in the order of their keys' bytes, in which tables and indexes keep their items: a B+-tree that looks at few keys,
// as its nodes tell. A value; copying it copies the entries. Whoever changes it makes iterators invalid.
#pragma once

#include "dynamodb/ordered_bytes.hpp"
#include "dynamodb/tree_nodes.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>

namespace understudy::dynamodb {

/// An entry can be moved and copied, has a state without a key in which it is made, and `key_of(entry)` says its key.
template <class Entry>
class key_tree {
    using node = tree_nodes::node;
    using leaf = tree_nodes::leaf<Entry>;
    using branch = tree_nodes::branch;

    template <class Value>
    class position {
    public:
        using iterator_category = std::bidirectional_iterator_tag;
        using value_type = Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = Value*;
        using reference = Value&;

        position() = default;
        operator position<Entry const>() const noexcept { return {in_, at_}; }

        /// What it gives way to must have the same key.
        Value& operator*() const noexcept { return in_->entries[at_]; }
        Value* operator->() const noexcept { return &in_->entries[at_]; }
        position& operator++() noexcept
        {
            ++at_;
            leave_end();
            return *this;
        }
        position& operator--() noexcept
        {
            if (at_ == 0) {
                in_ = in_->before;
                at_ = in_->count;
            }
            --at_;
            return *this;
        }
        position operator++(int) noexcept
        {
            auto const here = *this;
            ++*this;
            return here;
        }
        position operator--(int) noexcept
        {
            auto const here = *this;
            --*this;
            return here;
        }
        /// The entry so many places from here will be looked at soon. What is in another leaf is not worth a look there.
        void call_ahead(int places) const noexcept
        {
            auto const at = static_cast<unsigned>(static_cast<int>(at_) + places);
            if (in_ && at < in_->count) expect(in_->entries[at]);
        }
        friend bool operator==(position const&, position const&) = default;

    private:
        friend key_tree;
        position(leaf* in, unsigned at) noexcept : in_{in}, at_{at} { leave_end(); }

        /// Behind a leaf is where the next begins.
        void leave_end() noexcept
        {
            if (in_ && at_ == in_->count && in_->after) {
                in_ = in_->after;
                at_ = 0;
            }
        }

        leaf* in_ = nullptr;
        unsigned at_ = 0;
    };

public:
    using iterator = position<Entry>;
    using const_iterator = position<Entry const>;

    key_tree() = default;
    key_tree(key_tree const& other) : height_{other.height_}, size_{other.size_}
    {
        if (other.root_) root_ = copied(other.root_, height_);
    }
    key_tree(key_tree&& other) noexcept { swap(other); }
    key_tree& operator=(key_tree other) noexcept
    {
        swap(other);
        return *this;
    }
    ~key_tree()
    {
        if (root_) destroy(root_, height_);
    }

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

    iterator begin() noexcept { return {first_, 0}; }
    iterator end() noexcept { return {last_, last_ ? last_->count : 0}; }
    const_iterator begin() const noexcept { return {first_, 0}; }
    const_iterator end() const noexcept { return {last_, last_ ? last_->count : 0}; }

    iterator find(std::string_view key) noexcept
    {
        auto const [in, at, is_it] = sought(key);
        return is_it ? iterator{in, at} : end();
    }
    const_iterator find(std::string_view key) const noexcept
    {
        return const_cast<key_tree&>(*this).find(key);
    }

    /// The first entry that is not before the key, ...
    const_iterator lower_bound(std::string_view key) const noexcept
    {
        auto const [in, at, is_it] = sought(key);
        return {in, at};
    }
    /// ... and the first behind it.
    const_iterator upper_bound(std::string_view key) const noexcept
    {
        auto const [in, at, is_it] = sought(key);
        return {in, is_it ? at + 1 : at};
    }

    /// The key is the entry's, and no other entry has it.
    void insert(std::string_view key, Entry entry)
    {
        if (!root_) root_ = first_ = last_ = new leaf;
        auto grown = insert_below(*root_, height_, key, std::move(entry));
        ++size_;
        if (!grown.right) return;
        auto* const root = new branch;
        root->children[0] = root_;
        root->count = 1;
        put(*root, 1, std::move(grown));
        root_ = root;
        ++height_;
    }

    /// Whether there was such an entry.
    bool erase(std::string_view key)
    {
        if (!root_ || !erase_below(*root_, height_, key)) return false;
        --size_;
        while (height_ > 0 && root_->count == 1) {
            auto* const top = static_cast<branch*>(root_);
            root_ = top->children[0];
            delete top;
            --height_;
        }
        if (root_->count == 0) drop(std::exchange(root_, nullptr), std::exchange(height_, 0));
        return true;
    }

private:
    /// A node to the right of one that was full, and the key that separates them.
    struct growth {
        packed_bytes key = {};
        node* right = nullptr;
    };

    struct entry_place {
        leaf* in;
        unsigned at;
        bool is_it;
    };

    static unsigned child_for(branch const& in, std::string_view key) noexcept
    {
        auto const [at, is_it] = place_in(in, key);
        return is_it ? at : at - 1;
    }

    template <class ChildFor>
    entry_place sought(std::string_view key, ChildFor child) const noexcept
    {
        auto* at = root_;
        for (auto level = height_; level > 0; --level) {
            auto const& in = static_cast<branch const&>(*at);
            at = in.children[child(in, key)];
            expect(*at);
        }
        auto& in = static_cast<leaf&>(*at);
        auto const found = place_in(in, key);
        return {&in, found.at, found.is_it};
    }
    /// First by hints alone; between two entries of a leaf, or at one, the place is the right one whatever led there.
    entry_place sought(std::string_view key) const noexcept
    {
        if (!root_) return {nullptr, 0, false};
        auto const likely = sought(key, tree_nodes::likely_child);
        bool const is_sure = likely.is_it || (likely.at > 0 && likely.at < likely.in->count);
        return is_sure ? likely : sought(key, child_for);
    }

    static void put(leaf& in, unsigned at, Entry entry)
    {
        open_gap(in, at);
        in.entries[at] = std::move(entry);
        hint(in, at);
    }
    static void put(branch& in, unsigned at, growth grown)
    {
        open_gap(in, at);
        in.keys[at] = std::move(grown.key);
        in.children[at] = grown.right;
        hint(in, at);
    }

    /// Puts it into a full node, half of which goes to a new one; what comes in order leaves full nodes behind.
    template <class Node, class What>
    static Node* split_and_put(Node& full, unsigned at, What what)
    {
        auto* const right = new Node;
        right->skipped = full.skipped;
        auto const middle = at == tree_nodes::node_size ? tree_nodes::node_size
                            : at == 0                   ? 0
                                                        : tree_nodes::node_size / 2;
        move_tail(full, middle, *right);
        bool const is_right = at > middle || middle == tree_nodes::node_size;
        put(is_right ? *right : full, is_right ? at - middle : at, std::move(what));
        tighten(full);
        tighten(*right);
        return right;
    }

    growth insert_below(node& top, unsigned level, std::string_view key, Entry entry)
    {
        if (level == 0) return insert_into(static_cast<leaf&>(top), key, std::move(entry));
        auto& in = static_cast<branch&>(top);
        auto const at = child_for(in, key);
        auto grown = insert_below(*in.children[at], level - 1, key, std::move(entry));
        if (!grown.right) return {};
        if (in.count < tree_nodes::node_size) {
            put(in, at + 1, std::move(grown));
            return {};
        }
        auto* const right = split_and_put(in, at + 1, std::move(grown));
        return {std::exchange(right->keys[0], {}), right};
    }

    growth insert_into(leaf& in, std::string_view key, Entry entry)
    {
        auto const at = place_in(in, key).at;
        if (in.count < tree_nodes::node_size) {
            put(in, at, std::move(entry));
            return {};
        }
        auto* const right = split_and_put(in, at, std::move(entry));
        right->before = &in;
        right->after = in.after;
        (in.after ? in.after->before : last_) = right;
        in.after = right;
        auto const begins = right->key(0);
        return {packed_bytes{first_bytes(begins, common_prefix(in.key(in.count - 1), begins) + 1)}, right};
    }

    bool erase_below(node& top, unsigned level, std::string_view key)
    {
        if (level == 0) {
            auto& in = static_cast<leaf&>(top);
            auto const [at, is_it] = place_in(in, key);
            if (is_it) close_gap(in, at);
            return is_it;
        }
        auto& in = static_cast<branch&>(top);
        auto const at = child_for(in, key);
        if (!erase_below(*in.children[at], level - 1, key)) return false;
        tidy(in, at, level - 1);
        return true;
    }

    /// Drops a child that has become empty, and joins one that has become small with its neighbor.
    void tidy(branch& in, unsigned at, unsigned level)
    {
        auto const count = in.children[at]->count;
        if (count == 0) {
            drop(in.children[at], level);
            return close_gap(in, at);
        }
        if (count > tree_nodes::node_size / 4) return;
        auto const fits = [&](unsigned left) {
            return in.children[left]->count + in.children[left + 1]->count <= tree_nodes::merged_size;
        };
        if (at > 0 && fits(at - 1)) return join(in, at - 1, level);
        if (at + 1 < in.count && fits(at)) join(in, at, level);
    }

    void join(branch& in, unsigned left, unsigned level)
    {
        auto* const right = in.children[left + 1];
        if (level == 0) {
            append(static_cast<leaf&>(*right), static_cast<leaf&>(*in.children[left]));
        } else {
            static_cast<branch*>(right)->keys[0] = std::move(in.keys[left + 1]);
            append(static_cast<branch&>(*right), static_cast<branch&>(*in.children[left]));
        }
        drop(right, level);
        close_gap(in, left + 1);
    }

    template <class Node>
    static void append(Node& right, Node& left)
    {
        move_tail(right, 0, left);
        hint(left);
    }

    /// Takes a node away that has nothing left in it.
    void drop(node* empty, unsigned level)
    {
        if (level > 0) return delete static_cast<branch*>(empty);
        auto* const gone = static_cast<leaf*>(empty);
        (gone->before ? gone->before->after : first_) = gone->after;
        (gone->after ? gone->after->before : last_) = gone->before;
        delete gone;
    }

    /// The copy's leaves are linked as they are made, which is in order.
    node* copied(node const* from, unsigned level)
    {
        if (level == 0) {
            auto* const copy = new leaf{static_cast<leaf const&>(*from)};
            copy->before = last_;
            copy->after = nullptr;
            (last_ ? last_->after : first_) = copy;
            return last_ = copy;
        }
        auto* const copy = new branch{static_cast<branch const&>(*from)};
        for (unsigned i = 0; i < copy->count; ++i) copy->children[i] = copied(copy->children[i], level - 1);
        return copy;
    }

    static void destroy(node* top, unsigned level)
    {
        if (level == 0) return delete static_cast<leaf*>(top);
        auto* const in = static_cast<branch*>(top);
        for (unsigned i = 0; i < in->count; ++i) destroy(in->children[i], level - 1);
        delete in;
    }

    void swap(key_tree& other) noexcept
    {
        std::swap(root_, other.root_);
        std::swap(first_, other.first_);
        std::swap(last_, other.last_);
        std::swap(height_, other.height_);
        std::swap(size_, other.size_);
    }

    node* root_ = nullptr; // of an empty tree there is none
    leaf* first_ = nullptr;
    leaf* last_ = nullptr;
    unsigned height_ = 0; // of the root above the leaves
    std::size_t size_ = 0;
};

} // namespace understudy::dynamodb
