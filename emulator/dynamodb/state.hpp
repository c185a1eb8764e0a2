// Everything DynamoDB knows: a value that can be copied. Copies share a table until one of them writes to it; they are
// made, used and dropped under the engine's lock.
#pragma once

#include <understudy/clock.hpp>
#include <understudy/table_options.hpp>

#include "dynamodb/expression/parse_cache.hpp"
#include "dynamodb/follower.hpp"
#include "dynamodb/running_transactions.hpp"
#include "dynamodb/table.hpp"
#include "dynamodb/throttle.hpp"
#include "dynamodb/transaction_tokens.hpp"
#include "dynamodb/wording.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace understudy::dynamodb {

/// The account and the region that tables belong to.
struct place {
    std::string account;
    std::string region;
};

struct place_view {
    std::string_view account;
    std::string_view region;
};

struct place_less {
    using is_transparent = void;
    static place_view view(place const& p) noexcept { return {p.account, p.region}; }
    static place_view view(place_view p) noexcept { return p; }
    bool operator()(auto const& a, auto const& b) const noexcept
    {
        auto const x = view(a);
        auto const y = view(b);
        return x.account != y.account ? x.account < y.account : x.region < y.region;
    }
};

struct settings {
    /// Texts as before 2026, everywhere.
    bool has_classic_wording = false;
    table_options tables = {};
};

struct state {
    using tables_by_name = std::map<std::string, shared_table, std::less<>>;

    dynamodb::settings settings = {};
    std::map<place, tables_by_name, place_less> tables = {};
    std::uint64_t last_table_number = 0;
    expression::parse_caches parsed = {};
    transaction_tokens tokens = {};
    running_transactions running = {};
    dynamodb::throttle throttle = {};
    std::map<std::uint64_t, follower> followers =
        {}; // of tables, by their numbers; none unless reads may lag
};

/// How an operation words its refusals in this emulator.
inline wording wording_of(state const& state, wording current) noexcept
{
    return state.settings.has_classic_wording ? wording::classic : current;
}

} // namespace understudy::dynamodb
