#include "error_names.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace understudy {
namespace {

struct names {
    std::string_view shape;
    std::string_view code;
};

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html, and the generic ones
constexpr names of_sqs[] = {
    {"BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"},
    {"BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"},
    {"EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"},
    {"InvalidAddress", "InvalidAddress"},
    {"InvalidAttributeName", "InvalidAttributeName"},
    {"InvalidAttributeValue", "InvalidAttributeValue"},
    {"InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"},
    {"InvalidIdFormat", "InvalidIdFormat"},
    {"InvalidMessageContents", "InvalidMessageContents"},
    {"InvalidSecurity", "InvalidSecurity"},
    {"KmsAccessDenied", "KMS.AccessDeniedException"},
    {"KmsDisabled", "KMS.DisabledException"},
    {"KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException"},
    {"KmsInvalidState", "KMS.InvalidStateException"},
    {"KmsNotFound", "KMS.NotFoundException"},
    {"KmsOptInRequired", "KMS.OptInRequired"},
    {"KmsThrottled", "KMS.ThrottlingException"},
    {"MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"},
    {"OverLimit", "OverLimit"},
    {"PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress"},
    {"QueueDeletedRecently", "AWS.SimpleQueueService.QueueDeletedRecently"},
    {"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"},
    {"QueueNameExists", "QueueAlreadyExists"},
    {"ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"},
    {"RequestThrottled", "RequestThrottled"},
    {"ResourceNotFoundException", "ResourceNotFoundException"},
    {"TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"},
    {"UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"},
    {"InvalidParameterValueException", "InvalidParameterValue"},
    {"MissingRequiredParameterException", "MissingParameter"},
    {"UnknownOperationException", "InvalidAction"},
    {"SerializationException", "MalformedInput"},
    {"AccessDeniedException", "AccessDenied"},
};

// https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
constexpr names of_sns[] = {
    {"AuthorizationErrorException", "AuthorizationError"},
    {"BatchEntryIdsNotDistinctException", "BatchEntryIdsNotDistinct"},
    {"BatchRequestTooLongException", "BatchRequestTooLong"},
    {"ConcurrentAccessException", "ConcurrentAccess"},
    {"EmptyBatchRequestException", "EmptyBatchRequest"},
    {"EndpointDisabledException", "EndpointDisabled"},
    {"FilterPolicyLimitExceededException", "FilterPolicyLimitExceeded"},
    {"InternalErrorException", "InternalError"},
    {"InvalidBatchEntryIdException", "InvalidBatchEntryId"},
    {"InvalidParameterException", "InvalidParameter"},
    {"InvalidParameterValueException", "ParameterValueInvalid"},
    {"InvalidSecurityException", "InvalidSecurity"},
    {"InvalidStateException", "InvalidState"},
    {"KMSAccessDeniedException", "KMSAccessDenied"},
    {"KMSDisabledException", "KMSDisabled"},
    {"KMSInvalidStateException", "KMSInvalidState"},
    {"KMSNotFoundException", "KMSNotFound"},
    {"KMSThrottlingException", "KMSThrottling"},
    {"NotFoundException", "NotFound"},
    {"ReplayLimitExceededException", "ReplayLimitExceeded"},
    {"ResourceNotFoundException", "ResourceNotFound"},
    {"StaleTagException", "StaleTag"},
    {"SubscriptionLimitExceededException", "SubscriptionLimitExceeded"},
    {"TagLimitExceededException", "TagLimitExceeded"},
    {"TagPolicyException", "TagPolicy"},
    {"ThrottledException", "Throttled"},
    {"TooManyEntriesInBatchRequestException", "TooManyEntriesInBatchRequest"},
    {"TopicLimitExceededException", "TopicLimitExceeded"},
    {"ValidationException", "ValidationError"},
    {"UnknownOperationException", "InvalidAction"},
};

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html
constexpr names of_dynamodb[] = {
    {"ConditionalCheckFailedException", "ConditionalCheckFailedException"},
    {"IdempotentParameterMismatchException", "IdempotentParameterMismatchException"},
    {"ItemCollectionSizeLimitExceededException", "ItemCollectionSizeLimitExceededException"},
    {"LimitExceededException", "LimitExceededException"},
    {"ProvisionedThroughputExceededException", "ProvisionedThroughputExceededException"},
    {"ReplicatedWriteConflictException", "ReplicatedWriteConflictException"},
    {"RequestLimitExceeded", "RequestLimitExceeded"},
    {"InternalServerError", "InternalServerError"},
    {"ResourceInUseException", "ResourceInUseException"},
    {"ResourceNotFoundException", "ResourceNotFoundException"},
    {"TableNotFoundException", "TableNotFoundException"},
    {"ThrottlingException", "ThrottlingException"},
    {"TransactionCanceledException", "TransactionCanceledException"},
    {"TransactionConflictException", "TransactionConflictException"},
    {"TransactionInProgressException", "TransactionInProgressException"},
};

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
constexpr names of_all[] = {
    {"AccessDeniedException", "AccessDeniedException"},
    {"ExpiredTokenException", "ExpiredToken"},
    {"IncompleteSignatureException", "IncompleteSignature"},
    {"InternalFailure", "InternalFailure"},
    {"InvalidSignatureException", "SignatureDoesNotMatch"},
    {"MissingAuthenticationTokenException", "MissingAuthenticationToken"},
    {"SerializationException", "SerializationException"},
    {"ServiceUnavailable", "ServiceUnavailable"},
    {"ThrottlingException", "Throttling"},
    {"UnknownOperationException", "UnknownOperationException"},
    {"UnrecognizedClientException", "InvalidClientTokenId"},
    {"ValidationException", "ValidationException"},
};

std::span<names const> errors_of(std::string_view service)
{
    if (service == "sqs") return of_sqs;
    if (service == "sns") return of_sns;
    if (service == "dynamodb") return of_dynamodb;
    return {};
}

names const* find(std::string_view service, std::string_view names::*what, std::string_view text)
{
    for (auto const table : {errors_of(service), std::span<names const>{of_all}}) {
        auto const found =
            std::find_if(table.begin(), table.end(), [&](names const& one) { return one.*what == text; });
        if (found != table.end()) return &*found;
    }
    return nullptr;
}

/// A kind that no model here names keeps its words in the error itself.
service_error unknown_kind(std::string_view shape, std::string_view code, unsigned status)
{
    service_error out{};
    out.names = std::make_shared<std::string const>(std::string{shape} + std::string{code});
    std::string_view const words = *out.names;
    out.kind = {words.substr(0, shape.size()), words.substr(shape.size()), status};
    return out;
}

} // namespace

service_error named_by_shape(std::string_view service, std::string_view shape, std::string_view code,
                             unsigned status)
{
    auto const* known = find(service, &names::shape, shape);
    if (known && (code.empty() || code == known->code)) return {{known->shape, known->code, status}, {}};
    return unknown_kind(shape, code.empty() ? shape : code, status);
}

service_error named_by_code(std::string_view service, std::string_view code, unsigned status)
{
    if (auto const* known = find(service, &names::code, code))
        return {{known->shape, known->code, status}, {}};
    return unknown_kind(code, code, status);
}

} // namespace understudy
