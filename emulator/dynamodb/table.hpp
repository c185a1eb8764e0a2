// A table: its definition and its items. A value; copying it copies no item, only the handles.
#pragma once

#include <understudy/model/dynamodb.hpp>
#include <understudy/shared_text.hpp>

#include "dynamodb/index.hpp"
#include "dynamodb/key.hpp"
#include "dynamodb/key_tree.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb {

using item_map = key_tree<stored_item>;

enum class table_status : std::uint8_t { creating, active, updating, deleting };

std::string_view name_of(table_status status) noexcept;

/// Point-in-time recovery, as far as it is a setting.
struct recovery {
    bool is_enabled = false;
    std::int64_t days = 35;
    instant since = {};
};

struct table {
    std::uint64_t number = 0; // names the table's timers
    std::string name;
    shared_text arn;
    std::string id;
    instant created = {};
    table_status status = table_status::active;
    bool is_on_demand = false;
    std::optional<instant> on_demand_since; // stays when the table goes back to provisioned throughput
    bool is_protected = false;              // against deletion
    throughput units;
    throughput highest; // ever: what the table is warm for
    std::optional<OnDemandThroughput> ceilings;
    std::optional<TableClassSummary> table_class;
    std::optional<SSEDescription> encryption;
    std::optional<SSEDescription> encryption_to_be; // while `encryption` is UPDATING
    bool is_being_warmed = false;
    std::optional<std::string> stream_view; // of the stream that is enabled
    std::optional<instant> stream_label;    // when it was enabled last
    bool is_changing_stream = false;
    std::map<std::string, std::string, std::less<>> tags;
    std::optional<std::string> time_to_live; // the attribute
    dynamodb::recovery recovery;
    std::vector<AttributeDefinition> definitions;
    std::vector<KeySchemaElement> schema;

    key_schema keys;
    std::vector<secondary_index> indexes; // global ones first
    item_map items;
    std::size_t bytes = 0; // of all items
    /// Of the items of each partition key, by its hash, with their entries in local indexes. None without such indexes.
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> collections;

    /// The index that has the attribute among its keys; null: none.
    secondary_index const* index_on(std::string_view attribute) const noexcept;
    secondary_index const* index_named(std::string_view index) const noexcept;
    bool has_local_indexes() const noexcept { return !indexes.empty() && indexes.back().is_local; }
    std::string index_arn(std::string_view index) const;
    bool is_being_encrypted() const noexcept { return encryption && encryption->Status == "UPDATING"; }
};

/// A table that is copied when it is written to while another state shares it.
class shared_table {
public:
    explicit shared_table(table first) : table_{std::make_shared<table>(std::move(first))} {}

    table const& read() const noexcept { return *table_; }
    table& write()
    {
        if (table_.use_count() > 1) table_ = std::make_shared<table>(*table_);
        return *table_;
    }

private:
    std::shared_ptr<table> table_;
};

/// A table as a request, known to be right, describes it.
table make_table(CreateTableInput const& request, instant now);
/// An index that the table does not have yet, empty.
secondary_index make_index(table const& table, GlobalSecondaryIndex const& index);

/// The only ways in which items come and go. `at` is what find() says of the key.
void store(table& table, item_map::iterator at, key_bytes const& key, stored_item item);
void erase(table& table, item_map::iterator at);

/// Takes over more items into an index that is being built; true when it has them all.
bool backfill(table const& table, secondary_index& index, std::size_t items_max);

/// What the item counts in its collection.
std::uint64_t collection_bytes(table const& table, stored_item const& item);

/// Refuses an item that an index of the table could not take.
std::optional<service_error> check_index_keys(table const& table, item const& item);

TableDescription describe(table const& table, instant now);
/// -1 takes a ceiling away; what is not told stays.
void set_ceilings(std::optional<OnDemandThroughput>& ceilings,
                  std::optional<OnDemandThroughput> const& wanted);
/// What is asked for warm stays so. True when that is more than before.
bool warm_up(throughput& highest, std::optional<WarmThroughput> const& warm);
/// How warm the table is, or one of its indexes.
TableWarmThroughputDescription describe_warm(table const& table, throughput const& highest,
                                             bool is_being_warmed = false);

} // namespace understudy::dynamodb
