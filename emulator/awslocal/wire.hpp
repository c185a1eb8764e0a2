// Requests to HTTP and answers from it, in the protocol that the service's clients use. Private to awslocal/.
#pragma once

#include "awslocal/services.hpp"

#include <understudy/transport.hpp>

#include <boost/json/object.hpp>

namespace understudy::awslocal {

wire_request write_request(service const& service, command const& command,
                           boost::json::object const& parameters);

/// Members stand in the order of the model, and times as texts. Throws refusal when the
/// service refuses, and failure when what it answers makes no sense.
boost::json::object read_answer(service const& service, command const& command,
                                wire_response const& response);

/// What a service refuses with.
struct refusal {
    std::string code;
    std::string message;
};

} // namespace understudy::awslocal
