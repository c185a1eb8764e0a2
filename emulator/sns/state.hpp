// Everything SNS knows: a value that can be copied.
#pragma once

namespace understudy::sns {

struct state {};

} // namespace understudy::sns
