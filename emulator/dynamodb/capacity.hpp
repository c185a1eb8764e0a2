// ConsumedCapacity of the operations on single items.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/limits.hpp"

#include <algorithm>

namespace understudy::dynamodb {

/// TableName comes back exactly as the caller wrote it.
template <class Input>
std::optional<ConsumedCapacity> consumed(Input const& request, double units)
{
    auto const& wanted = request.ReturnConsumedCapacity;
    if (!wanted || *wanted == "NONE") return std::nullopt;
    ConsumedCapacity capacity{.TableName = *request.TableName, .CapacityUnits = units};
    if (*wanted == "INDEXES") capacity.Table = Capacity{units};
    return capacity;
}

/// The larger of the images counts, in steps of 1 KB, and every write costs at least one unit.
template <class Input>
std::optional<ConsumedCapacity> write_capacity(Input const& request, std::size_t old_bytes,
                                               std::size_t new_bytes)
{
    auto const bytes = std::max({old_bytes, new_bytes, std::size_t{1}});
    return consumed(request,
                    static_cast<double>((bytes + limits::write_unit_bytes - 1) / limits::write_unit_bytes));
}

/// Steps of 4 KB; half the price unless the read is consistent. What does not exist costs the minimum.
template <class Input>
std::optional<ConsumedCapacity> read_capacity(Input const& request, std::size_t bytes)
{
    auto const steps =
        (std::max(bytes, std::size_t{1}) + limits::read_unit_bytes - 1) / limits::read_unit_bytes;
    return consumed(request,
                    static_cast<double>(steps) * (request.ConsistentRead.value_or(false) ? 1.0 : 0.5));
}

} // namespace understudy::dynamodb
