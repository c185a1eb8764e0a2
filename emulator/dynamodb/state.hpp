// Everything DynamoDB knows: a value that can be copied.
#pragma once

namespace understudy::dynamodb {

struct state {};

} // namespace understudy::dynamodb
