// What keeps an operation that is right by itself from being done: capacity, transactions, limits.
#include "dynamodb/error_text.hpp"
#include "dynamodb/errors.hpp"

#include <understudy/model/dynamodb_items.hpp>

namespace understudy::dynamodb::errors {

namespace {

constexpr std::string_view modelled = "com.amazonaws.dynamodb.v20120810";
constexpr error_kind provisioned_exception{"ProvisionedThroughputExceededException",
                                           "ProvisionedThroughputExceededException", 400, modelled};
constexpr error_kind throttling_exception{"ThrottlingException", "ThrottlingException", 400, modelled};
constexpr error_kind transaction_conflict_exception{"TransactionConflictException",
                                                    "TransactionConflictException", 400, modelled};
constexpr error_kind transaction_in_progress_exception{"TransactionInProgressException",
                                                       "TransactionInProgressException", 400, modelled};
constexpr error_kind item_collection_exception{"ItemCollectionSizeLimitExceededException",
                                               "ItemCollectionSizeLimitExceededException", 400, modelled};
constexpr error_kind limit_exceeded_exception{"LimitExceededException", "LimitExceededException", 400,
                                              modelled};

service_error with_reasons(error_kind kind, std::string_view text, std::vector<ThrottlingReason> reasons)
{
    service_error error{kind, std::string{text}};
    error.throttling = std::make_shared<std::vector<ThrottlingReason> const>(std::move(reasons));
    return error;
}

} // namespace

service_error provisioned_throughput_exceeded(bool is_table, std::vector<ThrottlingReason> reasons)
{
    return with_reasons(
        provisioned_exception,
        is_table ? "The level of configured provisioned throughput for the table was exceeded. Consider "
                   "increasing your provisioning level with the UpdateTable API."
                 : "The level of configured provisioned throughput for one or more global secondary indexes "
                   "of the table was exceeded. Consider increasing your provisioning level for the "
                   "under-provisioned global secondary indexes with the UpdateTable API.",
        std::move(reasons));
}

service_error throughput_exceeds_capacity(std::vector<ThrottlingReason> reasons)
{
    return with_reasons(
        throttling_exception,
        "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling "
        "your table or index so please try again shortly. If exceptions persist, check if you have a hot "
        "key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
        "bp-partition-key-design.html.",
        std::move(reasons));
}

service_error transaction_conflict()
{
    return {transaction_conflict_exception, "Transaction is ongoing for the item"};
}

service_error transaction_in_progress()
{
    return {transaction_in_progress_exception, "Transaction from previous request is still in progress"};
}

service_error collection_too_large() { return {item_collection_exception, "Collection size exceeded."}; }

service_error too_many_decreases(int decreases_today, std::string_view last, std::string_view next)
{
    return {limit_exceeded_exception,
            join({"Subscriber limit exceeded: Provisioned throughput decreases are limited within a given "
                  "UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can "
                  "be performed at most once every 3600 seconds. Number of decreases today: ",
                  std::to_string(decreases_today), ". Last decrease at ", last,
                  ". Next decrease can be made at ", next})};
}

} // namespace understudy::dynamodb::errors
