// One subscription of a topic: a value. Who may be written to it: subscriptions.cpp and
// subscription_attributes.cpp.
#pragma once

#include <understudy/shared_text.hpp>

#include "sns/filter_policy.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::sns {

enum class protocol : std::uint8_t {
    application,
    email,
    email_json,
    firehose,
    http,
    https,
    lambda,
    sms,
    sqs
};
constexpr std::size_t protocol_count = 9;

std::string_view name_of(protocol) noexcept;
std::optional<protocol> parse_protocol(std::string_view name) noexcept;

/// What a subscriber may choose; absent texts are attributes that were never set, or set to nothing.
struct subscription_settings {
    bool raw = false;
    filter_scope scope = filter_scope::message_attributes;
    shared_text delivery_policy = {};
    shared_text filter_policy = {};                        // as it came in
    std::shared_ptr<sns::filter_policy const> filter = {}; // the same, compiled; nothing: everything passes
    shared_text redrive_policy = {};                       // as it came in
    shared_text dead_letter_arn = {};                      // out of it
    shared_text role_arn = {};
    shared_text replay_policy = {};
    shared_text replay_status = {};
};

struct subscription {
    std::uint64_t number = 0;
    shared_text topic_arn = {};
    shared_text arn = {};
    sns::protocol protocol = sns::protocol::sqs;
    std::string endpoint = {};
    std::string owner = {};    // account
    bool pending = false;      // waits for its endpoint to confirm, and gets nothing until then
    bool authenticated = true; // only its owner may end it
    bool replaying = false;    // gets what is new when the replay has sent what is old
    subscription_settings settings = {};
};

} // namespace understudy::sns
