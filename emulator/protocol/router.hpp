// From HTTP to the engine and back: tells the services and their protocols apart, and writes every answer and error in the
// form of its protocol. Thread-safe; server/ calls it from all its threads.
#pragma once

#include "engine/desk.hpp"
#include "protocol/handler.hpp"
#include "protocol/origin.hpp"
#include "protocol/signature.hpp"
#include "protocol/usage.hpp"

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

namespace understudy::protocol {

struct router_options {
    std::string account = "000000000000"; // of callers whose access key is not an account id
    std::string region = "us-east-1";     // of callers who do not say
    origin_rules origins = {};
    signature_rules signatures = {};
    /// Told once per request that asks for something the emulator does not do, and of bugs. Called on any thread.
    std::function<void(std::string_view)> warn = {};
    usage* counts = nullptr; // of operations that are asked for and are not there
    /// Answers name the resource they are about, for the log.
    bool name_resources = false;
};

struct exchange;

/// The answer of ReceiveMessage in the Query protocol, in XML or in JSON: for whoever tells of messages that nobody receives.
http_response tell_messages(uuid const& id, result<sqs::ReceiveMessageResult> messages, bool as_json);
/// The same as SDKs read it, in AWS JSON.
http_response tell_messages_to_sdk(uuid const& id, result<sqs::ReceiveMessageResult> messages);

class router final : public handler {
public:
    explicit router(desk& desk, router_options options = {});

    answer handle(http_request const& request, late_answer const& later) override;
    void cancel(ticket poll) override { desk_.cancel(poll); }

private:
    enum class spoken { sqs_json, sqs_query, sns, dynamodb, other };

    answer dispatch(http_request const& request, late_answer const& later, spoken& language);
    answer dispatch_query(exchange& x, std::string_view service, spoken& language);
    answer serve_unknown(exchange& x, std::string_view service, std::string_view action);
    caller caller_of(http_request const& request) const;
    http_response report_bug(http_request const& request, spoken language, std::string_view what);

    desk& desk_;
    router_options options_;
    std::atomic<std::uint64_t> answers_made_ = 0; // without the engine
};

} // namespace understudy::protocol
