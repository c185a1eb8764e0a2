#include <understudy/client.hpp>

#include "query_wire.hpp"

namespace understudy {
namespace {

constexpr query_service service{"2011-06-15", codec::query_service::sts};

} // namespace

sts_client::sts_client(client_options options) : sts_client{nullptr, std::move(options)} {}

sts_client::sts_client(std::shared_ptr<transport> transport, client_options options)
    : caller_{std::make_shared<service_caller>(sts::service_name, std::move(transport), std::move(options))}
{}

result<sts::GetCallerIdentityResponse> sts_client::get_caller_identity(
    sts::GetCallerIdentityRequest const& request) const
{
    return call_query(*caller_, service, request);
}

void sts_client::interrupt() const { caller_->interrupt(); }

} // namespace understudy
