#include "scripted_transport.hpp"

#include "support/catch.hpp"

using namespace understudy;

namespace {

/// An emulator that knows two operations.
class toy_service final : public local_service {
public:
    bool call(std::string_view service, std::string_view operation, void const* request,
              void* answer) override
    {
        ++calls;
        if (service == "sqs" && operation == "GetQueueUrl") {
            auto const& asked = *static_cast<sqs::GetQueueUrlRequest const*>(request);
            *static_cast<result<sqs::GetQueueUrlResult>*>(answer) =
                sqs::GetQueueUrlResult{"url of " + asked.QueueName};
            return true;
        }
        if (service == "sqs" && operation == "DeleteQueue") {
            *static_cast<result<void>*>(answer) =
                throttled && calls == 1
                    ? result<void>{service_error{{"InternalError", "InternalError", 500}, ""}}
                    : result<void>{};
            return true;
        }
        return false;
    }
    int calls = 0;
    bool throttled = false;
};

class toy_transport final : public transport {
public:
    local_service* local() noexcept override { return &service; }
    result_or_failure<wire_response> send(wire_request const&, std::chrono::milliseconds) override
    {
        return wire_failure{wire_failure_reason::refused, "there is no wire"};
    }
    void interrupt() override {}
    toy_service service;
};

} // namespace

TEST_CASE("An emulator in this process gets the request itself", "[client][local]")
{
    sqs_client const sqs{std::make_shared<toy_transport>()};
    CHECK(sqs.get_queue_url({.QueueName = "q"}).value().QueueUrl == "url of q");
    CHECK(sqs.delete_queue({.QueueUrl = "u"}));
}

TEST_CASE("An operation that the emulator does not know is refused", "[client][local]")
{
    sqs_client const sqs{std::make_shared<toy_transport>()};
    CHECK(sqs.list_queues().error().kind.shape == "UnknownOperationException");
    CHECK(sqs.purge_queue({.QueueUrl = "u"}).error().kind.shape == "UnknownOperationException");
}

TEST_CASE("Refusals in process are tried again as those over a wire", "[client][local]")
{
    auto const wire = std::make_shared<toy_transport>();
    wire->service.throttled = true;
    auto options = understudy::testing::test_options();
    options.attempts_max = 1;
    CHECK(!sqs_client{wire, options}.delete_queue({.QueueUrl = "u"}));
    wire->service.calls = 0;
    options.attempts_max = 3;
    CHECK(sqs_client{wire, options}.delete_queue({.QueueUrl = "u"}));
    CHECK(wire->service.calls == 2);
}
