// How the texts of SNS's errors begin, and of which kinds they are. Private to the errors*.cpp files of this folder.
#pragma once

#include "sns/errors.hpp"

namespace understudy::sns::errors {

inline constexpr error_kind invalid_parameter_kind{"InvalidParameterException", "InvalidParameter", 400};
inline constexpr error_kind parameter_value_kind{"InvalidParameterValueException", "ParameterValueInvalid",
                                                 400};
inline constexpr error_kind not_found_kind{"NotFoundException", "NotFound", 404};
inline constexpr error_kind authorization_kind{"AuthorizationErrorException", "AuthorizationError", 403};
inline constexpr error_kind invalid_state_kind{"InvalidStateException", "InvalidState", 400};
inline constexpr error_kind tag_limit_kind{"TagLimitExceededException", "TagLimitExceeded", 400};
inline constexpr error_kind validation_kind{"ValidationException", "ValidationError",
                                            400}; // the wire has its own name

inline constexpr error_kind resource_not_found_kind{"ResourceNotFoundException", "ResourceNotFound", 404};
inline constexpr error_kind endpoint_disabled_kind{"EndpointDisabledException", "EndpointDisabled", 400};
inline constexpr error_kind too_many_entries_kind{"TooManyEntriesInBatchRequestException",
                                                  "TooManyEntriesInBatchRequest", 400};
inline constexpr error_kind ids_not_distinct_kind{"BatchEntryIdsNotDistinctException",
                                                  "BatchEntryIdsNotDistinct", 400};
inline constexpr error_kind batch_id_kind{"InvalidBatchEntryIdException", "InvalidBatchEntryId", 400};
inline constexpr error_kind batch_too_long_kind{"BatchRequestTooLongException", "BatchRequestTooLong", 400};
inline constexpr error_kind opted_out_kind{"OptedOutException", "OptedOut", 400};
inline constexpr error_kind user_error_kind{"UserErrorException", "UserError", 400};
inline constexpr error_kind verification_kind{"VerificationException", "VerificationException", 400};

template <class... Parts>
std::string joined(Parts const&... parts)
{
    std::string text;
    text.reserve((std::string_view{parts}.size() + ...));
    (text.append(std::string_view{parts}), ...);
    return text;
}

template <class... Parts>
service_error invalid_parameter(Parts const&... parts)
{
    return {invalid_parameter_kind, joined("Invalid parameter: ", parts...)};
}

template <class... Parts>
service_error invalid_attribute(origin from, Parts const&... parts)
{
    return from == origin::create ? invalid_parameter("Attributes Reason: ", parts...)
                                  : invalid_parameter(parts...);
}

template <class... Parts>
service_error invalid_value(Parts const&... parts)
{
    return {parameter_value_kind, joined(parts...)};
}

template <class... Parts>
service_error not_valid(Parts const&... parts)
{
    return {validation_kind, joined("1 validation error detected: ", parts...)};
}

} // namespace understudy::sns::errors
