// Plays rules that are written down as transcripts:
//
//     create q VisibilityTimeout=30
//     send q "hi"                    -> m1
//     receive q                      -> m1 ApproximateReceiveCount=1
//     receive q                      -> nothing
//     advance 30s ; receive q        -> m1 ApproximateReceiveCount=2
//
// What follows an arrow is what shall come out. A message is named where it is sent. `m1` as a handle is that
// of its newest receive, `m1#1` that of its first. An error is named by its shape. Commands:
//
//     create QUEUE [ATTRIBUTE=VALUE...]      set QUEUE ATTRIBUTE=VALUE...         (dead_letter=QUEUE:COUNT for short)
//     attribute QUEUE NAME -> VALUE          count QUEUE -> VISIBLE IN_FLIGHT DELAYED
//     send QUEUE "BODY" [delay=S] [group=ID] [id=ID] -> MESSAGE
//     receive QUEUE [max=N] [visibility=S] [wait=S] [attempt=ID] -> MESSAGE [ATTRIBUTE=VALUE...]... | nothing | waits
//     poll N -> what the N-th receive that had to wait has got by now
//     delete QUEUE HANDLE      hide QUEUE HANDLE S      return QUEUE HANDLE      purge QUEUE      drop QUEUE
//     advance N(ms|s|min|h|d)  client N -> who receives from now on      held -> N
#pragma once

#include <string>
#include <string_view>

namespace understudy::sqs {

/// Empty when everything came out as written; else the line and what came out instead.
std::string play(std::string_view transcript);

} // namespace understudy::sqs
