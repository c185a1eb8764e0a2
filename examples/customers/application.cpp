#include "application.hpp"

namespace customers {

application::application(aws_clients aws, settings const& settings, unsigned short port)
    : aws_{std::move(aws)}, resources_{set_up(aws_, settings).value()},
      customers_{aws_.dynamodb, settings.table}, api_{customers_, aws_.sns,
                                                      resources_.customer_created_topic_arn},
      consumer_{aws_.sqs, resources_.order_created_queue_url, customers_},
      server_{port, [this](request const& request) { return api_.handle(request); }}
{}

application::~application()
{
    aws_.sns.interrupt();
    aws_.dynamodb.interrupt();
    aws_.sqs.interrupt();
}

} // namespace customers
