// Everything SQS knows: a value that can be copied.
#pragma once

namespace understudy::sqs {

struct state {};

} // namespace understudy::sqs
