// The errors AWS's models name, so that an error that came over a wire carries the same kind as one from an emulator in
// this process: the Query protocol tells only a code, JSON only a shape. Stateless.
#pragma once

#include <understudy/error.hpp>

namespace understudy {

/// An error as a JSON answer tells it. `code` is from x-amzn-query-error and may be empty.
service_error named_by_shape(std::string_view service, std::string_view shape, std::string_view code,
                             unsigned status);
/// An error as a Query answer tells it.
service_error named_by_code(std::string_view service, std::string_view code, unsigned status);

} // namespace understudy
