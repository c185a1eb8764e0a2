// The shapes of AWS STS that clients of the other services ask for. https://docs.aws.amazon.com/STS/latest/APIReference/
#pragma once

#include <understudy/model/describe.hpp>

namespace understudy::sts {

constexpr std::string_view service_name = "sts";

struct GetCallerIdentityResponse {
    std::string UserId = {};
    std::string Account = {};
    std::string Arn = {};
};
BOOST_DESCRIBE_STRUCT(GetCallerIdentityResponse, (), (UserId, Account, Arn))

struct GetCallerIdentityRequest {
    using answer = GetCallerIdentityResponse;
    static constexpr std::string_view operation = "GetCallerIdentity";
};
BOOST_DESCRIBE_STRUCT(GetCallerIdentityRequest, (), ())

} // namespace understudy::sts
