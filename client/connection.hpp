// One connection to one endpoint, plain or TLS. Opened by its first exchange. Used by one thread at a time; interrupt()
// alone may come from another. Private to the client.
#pragma once

#include <understudy/transport.hpp>

#include "endpoint.hpp"

#include <chrono>
#include <memory>

namespace understudy {

class connection {
public:
    virtual ~connection() = default;

    virtual result_or_failure<wire_response> exchange(wire_request const& request,
                                                      std::chrono::steady_clock::time_point deadline) = 0;
    /// Ends an exchange that is under way, and the connection.
    virtual void interrupt() = 0;

    /// It has brought an answer before.
    virtual bool was_used() const noexcept = 0;
    /// The last exchange ended before the first byte of an answer.
    virtual bool nothing_came() const noexcept = 0;
    /// The last exchange went well, and neither side wants to close.
    virtual bool can_be_kept() const noexcept = 0;
    /// The other side has not closed it meanwhile.
    virtual bool is_alive() = 0;
};

std::unique_ptr<connection> make_connection(endpoint_parts const& endpoint);

} // namespace understudy
