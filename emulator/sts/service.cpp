#include "sts/service.hpp"

#include "core/arn.hpp"

namespace understudy::sts {

result<GetCallerIdentityResponse> get_caller_identity(state&, call const& call,
                                                      GetCallerIdentityRequest const&)
{
    std::string account{call.account};
    std::string arn = "arn:" + std::string{partition_of(call.region)} + ":iam::" + account + ":root";
    return GetCallerIdentityResponse{.UserId = account, .Account = account, .Arn = std::move(arn)};
}

} // namespace understudy::sts
