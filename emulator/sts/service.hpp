// The little of AWS STS that clients of the other services ask for.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
#pragma once

#include <understudy/model/sts.hpp>

#include "core/operation.hpp"

namespace understudy::sts {

struct state {};

result<GetCallerIdentityResponse> get_caller_identity(state&, call const&, GetCallerIdentityRequest const&);

constexpr std::tuple operations{
    operation{get_caller_identity},
};

} // namespace understudy::sts
