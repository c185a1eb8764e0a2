#include "core/call.hpp"

namespace understudy {

std::uint64_t call::emit(event event) const
{
    event.time = now;
    event.real = real;
    event.request_id = request_id;
    return out.events.append(std::move(event));
}

} // namespace understudy
