// What the errors of SQS are made of: their kinds, and the phrases that many of them share. For the errors' own files only.
#pragma once

#include <understudy/error.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace understudy::sqs::errors {

// Errors that every AWS service can say carry another namespace than the service's own.
constexpr std::string_view common = "com.amazon.coral.service";

constexpr error_kind invalid_parameter_value{
    .shape = "InvalidParameterValueException", .query_code = "InvalidParameterValue", .name_space = common};
constexpr error_kind missing_parameter{
    .shape = "MissingRequiredParameterException", .query_code = "MissingParameter", .name_space = common};
constexpr error_kind invalid_attribute_name{.shape = "InvalidAttributeName",
                                            .query_code = "InvalidAttributeName"};
constexpr error_kind invalid_attribute_value{.shape = "InvalidAttributeValue",
                                             .query_code = "InvalidAttributeValue"};
constexpr error_kind nonexistent_queue{.shape = "QueueDoesNotExist",
                                       .query_code = "AWS.SimpleQueueService.NonExistentQueue"};
constexpr error_kind invalid_address{
    .shape = "InvalidAddress", .query_code = "InvalidAddress", .status = 404};
constexpr error_kind existing_queue_name{.shape = "QueueNameExists", .query_code = "QueueAlreadyExists"};
constexpr error_kind recently_deleted{.shape = "QueueDeletedRecently",
                                      .query_code = "AWS.SimpleQueueService.QueueDeletedRecently"};
constexpr error_kind purge_queue_in_progress{.shape = "PurgeQueueInProgress",
                                             .query_code = "AWS.SimpleQueueService.PurgeQueueInProgress",
                                             .status = 403};
constexpr error_kind invalid_message_contents{.shape = "InvalidMessageContents",
                                              .query_code = "InvalidMessageContents"};
constexpr error_kind invalid_receipt_handle{
    .shape = "ReceiptHandleIsInvalid", .query_code = "ReceiptHandleIsInvalid", .status = 404};
constexpr error_kind unsupported_operation{.shape = "UnsupportedOperation",
                                           .query_code = "AWS.SimpleQueueService.UnsupportedOperation"};
constexpr error_kind over_limit{.shape = "OverLimit", .query_code = "OverLimit", .status = 403};
constexpr error_kind not_found{
    .shape = "ResourceNotFoundException", .query_code = "ResourceNotFoundException", .status = 404};
constexpr error_kind empty_batch{.shape = "EmptyBatchRequest",
                                 .query_code = "AWS.SimpleQueueService.EmptyBatchRequest"};
constexpr error_kind too_many_entries{.shape = "TooManyEntriesInBatchRequest",
                                      .query_code = "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"};
constexpr error_kind invalid_batch_entry_id{.shape = "InvalidBatchEntryId",
                                            .query_code = "AWS.SimpleQueueService.InvalidBatchEntryId"};
constexpr error_kind batch_ids_not_distinct{.shape = "BatchEntryIdsNotDistinct",
                                            .query_code = "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"};
constexpr error_kind batch_too_long{.shape = "BatchRequestTooLong",
                                    .query_code = "AWS.SimpleQueueService.BatchRequestTooLong"};

inline std::string text(std::initializer_list<std::string_view> parts)
{
    std::string whole;
    for (auto part : parts) whole.append(part);
    return whole;
}

/// An empty value leaves two blanks, as on AWS.
inline service_error invalid_value(std::string_view value, std::string_view parameter,
                                   std::string_view reason)
{
    return {invalid_parameter_value,
            text({"Value ", value, " for parameter ", parameter, " is invalid. Reason: ", reason})};
}

inline service_error invalid_value(std::int64_t value, std::string_view parameter, std::string_view reason)
{
    return invalid_value(std::to_string(value), parameter, reason);
}

inline service_error invalid_parameter(std::initializer_list<std::string_view> parts)
{
    return {invalid_parameter_value, text(parts)};
}

} // namespace understudy::sqs::errors
