// How an operation words its refusals. AWS has been changing this since 2026, operation by operation: the three single
// writes put an envelope around most validation texts, some reads say the same without, batches, transactions and Scan
// still speak as before. All that depends on it is decided here; `current` is the state of us-east-1 in October 2026,
// `classic` that of the years before, everywhere.
#pragma once

#include <understudy/error.hpp>

#include <string>
#include <string_view>

namespace understudy::dynamodb {

enum class wording {
    enveloped, // PutItem, UpdateItem, DeleteItem
    bare,      // GetItem, BatchGetItem, Query
    older,     // Scan, BatchWriteItem, transactions
    classic,   // all of them, when the emulator is told so
};

/// Values are described as they were before 2026.
constexpr bool has_older_values(wording how) noexcept
{
    return how == wording::older || how == wording::classic;
}

/// The refusal as this operation words it. Errors that AWS never wraps are simply not passed through here.
service_error worded(wording how, service_error error);

/// "1 validation error detected: " in front.
service_error enveloped(service_error error);

/// An empty TableName.
service_error empty_table_name(wording how);

/// A Limit of Query below one.
service_error limit_too_small();

/// An unknown ConditionalOperator of Query, between conditions.
service_error unknown_operator_of_query();

/// An unknown ReturnValues of UpdateItem.
service_error unknown_return_values_of_update();

} // namespace understudy::dynamodb
