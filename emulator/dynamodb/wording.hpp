// How an operation words its refusals. AWS has been changing this since 2026, operation by operation: the three single
// writes put an envelope around most validation texts, the reads do not. All that depends on it is decided here; the
// state described is that of us-east-1 in October 2026. Used by the operations on items.
#pragma once

#include <understudy/error.hpp>

#include <string>
#include <string_view>

namespace understudy::dynamodb {

enum class wording {
    enveloped, // PutItem, UpdateItem, DeleteItem
    bare,      // GetItem
};

/// The refusal as this operation words it. Errors that AWS never wraps are simply not passed through here.
service_error worded(wording how, service_error error);

/// An empty TableName.
service_error empty_table_name(wording how);

/// An unknown ReturnValues of UpdateItem.
service_error unknown_return_values_of_update();

} // namespace understudy::dynamodb
