// What a client works with once the environment has been asked. Private to the client.
#pragma once

#include <understudy/client.hpp>

namespace understudy {

struct settings {
    std::string endpoint; // "https://sqs.eu-west-1.amazonaws.com"
    std::string region;
    std::optional<understudy::credentials> credentials; // none: a request cannot be signed
};

/// `service` is the name in endpoints and signatures: sqs, sns, dynamodb, sts.
settings resolve(client_options const& options, std::string_view service);

} // namespace understudy
