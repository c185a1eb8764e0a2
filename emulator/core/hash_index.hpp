// Which of numbered things has a text: their numbers by the hashes of their texts, both in one place, so that a look among a million
// of them waits for memory once. Whoever numbers the things compares their texts. A value.
#pragma once

#include "model/expect.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace understudy {

class hash_index {
public:
    using number = std::uint32_t;
    using hash = std::uint32_t; // never 0

    static hash hash_of(std::string_view text) noexcept
    {
        constexpr hash some_bit = 0x8000'0000;
        return static_cast<hash>(std::hash<std::string_view>{}(text)) | some_bit;
    }

    /// A look for that hash will come soon: memory may begin to bring what it needs.
    void expect(hash wanted) const noexcept
    {
        if (!slots_.empty()) expect_memory(&slots_[home(wanted)], sizeof(slot));
    }
    /// The number of that hash for which `is` holds.
    template <class Is>
    std::optional<number> find(hash wanted, Is is) const
    {
        if (slots_.empty()) return std::nullopt;
        for (auto at = home(wanted); slots_[at].taken(); at = behind(at)) {
            if (slots_[at].key == wanted && is(slots_[at].held)) return slots_[at].held;
        }
        return std::nullopt;
    }
    /// It is not there yet.
    void insert(hash key, number added)
    {
        if (4 * (size_ + 1) > 3 * slots_.size()) grow();
        ++size_;
        place({key, added});
    }
    /// It is there.
    void erase(hash key, number gone)
    {
        auto gap = home(key);
        while (slots_[gap].key != key || slots_[gap].held != gone) gap = behind(gap);
        // Whatever a look would no longer find behind the gap moves into it.
        for (auto at = behind(gap); slots_[at].taken(); at = behind(at)) {
            if (distance(home(slots_[at].key), at) >= distance(gap, at)) {
                slots_[std::exchange(gap, at)] = slots_[at];
            }
        }
        slots_[gap] = {};
        if (--size_ == 0 && slots_.size() > slots_kept) clear();
    }
    void clear()
    {
        slots_ = {};
        size_ = 0;
    }

private:
    struct slot {
        hash key = 0;
        number held = 0;

        bool taken() const noexcept { return key != 0; }
    };
    static constexpr std::size_t slots_at_first = 8;
    static constexpr std::size_t slots_kept = 64; // by an index that is emptied again and again

    std::size_t home(hash key) const noexcept { return key & (slots_.size() - 1); }
    std::size_t behind(std::size_t at) const noexcept { return (at + 1) & (slots_.size() - 1); }
    std::size_t distance(std::size_t from, std::size_t to) const noexcept
    {
        return (to - from) & (slots_.size() - 1);
    }
    void place(slot added)
    {
        auto at = home(added.key);
        while (slots_[at].taken()) at = behind(at);
        slots_[at] = added;
    }
    void grow()
    {
        std::vector<slot> before(slots_.empty() ? slots_at_first : 2 * slots_.size());
        before.swap(slots_);
        for (auto const& each : before) {
            if (each.taken()) place(each);
        }
    }

    std::vector<slot> slots_; // a power of two of them, at most three quarters taken
    std::size_t size_ = 0;
};

} // namespace understudy
