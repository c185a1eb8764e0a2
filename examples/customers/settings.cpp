#include "settings.hpp"

namespace customers {

settings read_settings(understudy::environment const& from)
{
    settings out;
    out.topic_prefix = from("AWS_SNS_TOPIC_PREFIX").value_or("");
    out.queue_prefix = from("AWS_SQS_QUEUE_NAME_PREFIX").value_or("");
    out.table = from("DYNAMODB_TABLE_NAME").value_or(out.table);
    out.visibility_timeout = from("AWS_SQS_VISIBILITY_TIMEOUT").value_or(out.visibility_timeout);
    out.max_receive_count = from("AWS_SQS_MAX_RECEIVE_COUNT").value_or(out.max_receive_count);
    return out;
}

} // namespace customers
