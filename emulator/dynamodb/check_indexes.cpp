// The rules of CreateTable for key schemas, attribute definitions and secondary indexes. The constraints of the model have
// been checked when these are asked, so what must not be null is there.
#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/tables.hpp"

#include <algorithm>
#include <set>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;
using schema = std::vector<KeySchemaElement>;
using names = std::vector<std::string>; // each once, in order of appearance

void add(names& to, std::string const& name)
{
    if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
}

names names_in(schema const& keys)
{
    names result;
    for (auto const& element : keys) add(result, *element.AttributeName);
    return result;
}

std::string join(names const& all)
{
    std::string text;
    for (auto const& name : all) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

maybe_refusal check_defined(schema const& keys, names const& defined)
{
    auto const used = names_in(keys);
    auto const is_defined = [&](auto const& name) {
        return std::find(defined.begin(), defined.end(), name) != defined.end();
    };
    if (std::all_of(used.begin(), used.end(), is_defined)) return std::nullopt;
    return errors::keys_not_defined(join(used), join(defined));
}

/// A hash key, then perhaps a range key.
maybe_refusal check_plain_schema(schema const& keys)
{
    if (keys[0].KeyType != "HASH") return errors::first_key_is_not_hash();
    if (keys.size() < 2) return std::nullopt;
    if (keys[0].AttributeName == keys[1].AttributeName) return errors::hash_and_range_share_name();
    if (keys[1].KeyType != "RANGE") return errors::second_key_is_not_range();
    return std::nullopt;
}

/// Up to four hash keys, then up to four range keys: only for global indexes.
maybe_refusal check_wide_schema(schema const& keys)
{
    if (keys[0].KeyType != "HASH") return errors::first_key_is_not_hash();
    if (names_in(keys).size() < keys.size()) {
        bool const is_plain = keys.size() == 2 && keys[1].KeyType == "RANGE";
        return is_plain ? errors::hash_and_range_share_name() : errors::index_keys_share_name();
    }
    auto const is_hash = [](auto const& element) { return element.KeyType == "HASH"; };
    if (!std::is_partitioned(keys.begin(), keys.end(), is_hash)) return errors::hash_keys_must_come_first();
    auto const hashes = static_cast<std::size_t>(std::count_if(keys.begin(), keys.end(), is_hash));
    if (hashes > limits::global_index_keys_max) return errors::too_many_index_keys("HASH");
    if (keys.size() - hashes > limits::global_index_keys_max) return errors::too_many_index_keys("RANGE");
    return std::nullopt;
}

maybe_refusal check_projection(Projection const& projection)
{
    if (!projection.ProjectionType) return errors::projection_type_missing();
    bool const includes = projection.ProjectionType == "INCLUDE";
    if (includes && !projection.NonKeyAttributes) return errors::projection_needs_attributes();
    if (!includes && projection.NonKeyAttributes) {
        return errors::projection_does_not_take_attributes(*projection.ProjectionType);
    }
    if (!includes) return std::nullopt;
    std::set<std::string_view> seen;
    for (auto const& name : *projection.NonKeyAttributes) {
        if (!seen.insert(name).second) return errors::projected_attribute_duplicated(name);
    }
    return std::nullopt;
}

/// What both kinds of index share: names are taken once, and projections make sense.
class name_space {
public:
    maybe_refusal add(std::string const& name, Projection const& projection)
    {
        if (auto refusal = check_projection(projection)) return refusal;
        if (!taken_.insert(name).second) return errors::index_name_duplicated(name);
        projected_ += projection.NonKeyAttributes ? projection.NonKeyAttributes->size() : 0;
        if (projected_ > limits::projected_attributes_of_table_max)
            return errors::too_many_projected_attributes();
        return std::nullopt;
    }

private:
    std::set<std::string> taken_;
    std::size_t projected_ = 0;
};

maybe_refusal check_local(CreateTableInput const& request, LocalSecondaryIndex const& index,
                          names const& defined)
{
    auto const& keys = *index.KeySchema;
    if (auto refusal = check_defined(keys, defined)) return refusal;
    if (auto refusal = check_plain_schema(keys)) return refusal;
    if (keys.size() < 2) return errors::local_index_without_range_key(*index.IndexName);
    auto const& table_hash = *(*request.KeySchema)[0].AttributeName;
    if (keys[0].AttributeName != table_hash) {
        return errors::local_index_with_other_hash_key(*index.IndexName, *keys[0].AttributeName, table_hash);
    }
    return std::nullopt;
}

maybe_refusal check_locals(CreateTableInput const& request, names const& defined, name_space& taken)
{
    auto const& indexes = request.LocalSecondaryIndexes;
    if (!indexes) return std::nullopt;
    if (indexes->empty()) return errors::local_indexes_empty();
    if (request.KeySchema->size() < 2) return errors::local_index_needs_range_key();
    for (auto const& index : *indexes) {
        if (auto refusal = check_local(request, index, defined)) return refusal;
        if (auto refusal = taken.add(*index.IndexName, *index.Projection)) return refusal;
    }
    if (indexes->size() > limits::local_indexes_max) return errors::too_many_local_indexes();
    return std::nullopt;
}

maybe_refusal check_units(CreateTableInput const& request, GlobalSecondaryIndex const& index)
{
    auto const& units = index.ProvisionedThroughput;
    auto const& name = *index.IndexName;
    if (request.BillingMode == "PAY_PER_REQUEST") {
        return units ? maybe_refusal{errors::index_throughput_not_allowed(name)} : std::nullopt;
    }
    if (!units) return errors::index_throughput_missing(name);
    if (*units->ReadCapacityUnits > limits::capacity_units_max) {
        return errors::index_throughput_out_of_bounds(*units->ReadCapacityUnits, "ReadCapacityUnits", name);
    }
    if (*units->WriteCapacityUnits > limits::capacity_units_max) {
        return errors::index_throughput_out_of_bounds(*units->WriteCapacityUnits, "WriteCapacityUnits", name);
    }
    return std::nullopt;
}

maybe_refusal check_globals(CreateTableInput const& request, names const& defined, name_space& taken)
{
    auto const& indexes = request.GlobalSecondaryIndexes;
    if (!indexes) return std::nullopt;
    if (indexes->empty()) return errors::global_indexes_empty();
    bool const is_on_demand = request.BillingMode == "PAY_PER_REQUEST";
    for (auto const& index : *indexes) {
        if (auto refusal = check_defined(*index.KeySchema, defined)) return refusal;
        if (auto refusal = check_wide_schema(*index.KeySchema)) return refusal;
        if (auto refusal = taken.add(*index.IndexName, *index.Projection)) return refusal;
        if (auto refusal = check_units(request, index)) return refusal;
        if (auto refusal = check_new_ceilings(is_on_demand, index.OnDemandThroughput, *index.IndexName))
            return refusal;
    }
    if (indexes->size() > limits::global_indexes_max) return errors::too_many_global_indexes();
    return std::nullopt;
}

/// Every definition serves as a key somewhere. Told before any rule about indexes.
maybe_refusal check_definitions_used(CreateTableInput const& request, names const& defined)
{
    auto used = names_in(*request.KeySchema);
    auto const add_keys = [&](auto const& indexes) {
        if (!indexes) return;
        for (auto const& index : *indexes) {
            for (auto const& element : *index.KeySchema) add(used, *element.AttributeName);
        }
    };
    add_keys(request.LocalSecondaryIndexes);
    add_keys(request.GlobalSecondaryIndexes);
    auto const is_used = [&](auto const& name) {
        return std::find(used.begin(), used.end(), name) != used.end();
    };
    if (std::all_of(defined.begin(), defined.end(), is_used)) return std::nullopt;
    bool const has_indexes = (request.LocalSecondaryIndexes && !request.LocalSecondaryIndexes->empty())
                             || (request.GlobalSecondaryIndexes && !request.GlobalSecondaryIndexes->empty());
    return has_indexes ? errors::definitions_unused(join(defined), join(used))
                       : errors::definitions_do_not_match_keys();
}

} // namespace

std::optional<service_error> check_new_index(CreateGlobalSecondaryIndexAction const& index,
                                             std::vector<AttributeDefinition> const& definitions)
{
    names defined;
    for (auto const& definition : definitions) add(defined, *definition.AttributeName);
    if (auto refusal = check_defined(*index.KeySchema, defined)) return refusal;
    if (auto refusal = check_wide_schema(*index.KeySchema)) return refusal;
    return check_projection(*index.Projection);
}

std::optional<service_error> check_indexes(CreateTableInput const& request)
{
    names defined;
    auto const& keys = *request.KeySchema;
    for (auto const& definition : *request.AttributeDefinitions) add(defined, *definition.AttributeName);
    if (names_in(keys).size() > defined.size()) return errors::keys_have_no_definition();
    if (auto refusal = check_defined(keys, defined)) return refusal;
    if (auto refusal = check_plain_schema(keys)) return refusal;
    std::set<std::string_view> seen;
    for (auto const& definition : *request.AttributeDefinitions) {
        if (!seen.insert(*definition.AttributeName).second) {
            return errors::definition_duplicated(*definition.AttributeName);
        }
    }
    if (auto refusal = check_definitions_used(request, defined)) return refusal;
    name_space taken;
    if (auto refusal = check_locals(request, defined, taken)) return refusal;
    return check_globals(request, defined, taken);
}

} // namespace understudy::dynamodb
