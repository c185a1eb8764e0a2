// What is wrong with batches and transactions.
#include "dynamodb/error_text.hpp"
#include "dynamodb/errors.hpp"

#include <understudy/model/dynamodb_items.hpp>

namespace understudy::dynamodb::errors {

namespace {

constexpr std::string_view modelled = "com.amazonaws.dynamodb.v20120810";
constexpr error_kind transaction_canceled_exception{"TransactionCanceledException",
                                                    "TransactionCanceledException", 400, modelled};
constexpr error_kind idempotent_parameter_mismatch_exception{
    "IdempotentParameterMismatchException", "IdempotentParameterMismatchException", 400, modelled};

constexpr std::string_view count_rules =
    "Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length "
    "greater than or equal to 1]";

} // namespace

service_error batch_is_empty()
{
    return say(
        {"1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member must have "
         "length greater than or equal to 1"});
}

service_error batch_of_old_is_empty(std::string_view operation)
{
    return say({"The requestItems parameter is required for ", operation});
}

service_error batch_of_table_size(std::string_view table, bool is_empty)
{
    return say({"1 validation error detected: Value '{", table, is_empty ? "=[]" : "=[...]",
                "}' at 'requestItems' failed to satisfy constraint: ", count_rules});
}

service_error batch_keys_size(std::string_view table, bool is_empty)
{
    return say({"1 validation error detected: Value at 'RequestItems.", table,
                ".member.Keys' failed to satisfy constraint: Member must have length ",
                is_empty ? "greater than or equal to 1" : "less than or equal to 100"});
}

service_error batch_too_large(std::string_view operation)
{
    return say({"Too many items requested for the ", operation, " call"});
}

service_error batch_has_duplicates() { return say({"Provided list of item keys contains duplicates"}); }

service_error several_actions()
{
    return say({"TransactItems can only contain one of Check, Put, Update or Delete"});
}

service_error no_action()
{
    return say({"Invalid Request: TransactWriteRequest should contain Delete or Put or Update request"});
}

service_error transaction_repeats_item()
{
    return say({"Transaction request cannot include multiple operations on one item"});
}

service_error transaction_too_large()
{
    return say({"Transaction request payload size cannot exceed 4194304 bytes"});
}

service_error transaction_reads_too_much()
{
    // AWS names the limit and not the text, which is made like that of a request.
    return say({"Transaction response payload size cannot exceed 4194304 bytes"});
}

service_error transaction_nests_too_deep() { return say({"Nesting Levels have exceeded supported limits"}); }

service_error transaction_cancelled(std::vector<CancellationReason> reasons)
{
    std::string codes;
    for (auto const& reason : reasons) {
        if (!codes.empty()) codes += ", ";
        codes += reason.Code;
    }
    service_error error{
        transaction_canceled_exception,
        join(
            {"Transaction cancelled, please refer cancellation reasons for specific reasons [", codes, "]"})};
    error.reasons = std::make_shared<std::vector<CancellationReason> const>(std::move(reasons));
    return error;
}

service_error token_reused()
{
    return {idempotent_parameter_mismatch_exception,
            "The request uses the same client token as a previous, but non-identical request."};
}

} // namespace understudy::dynamodb::errors
