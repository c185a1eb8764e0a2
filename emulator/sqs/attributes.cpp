#include "sqs/attributes.hpp"

#include "sqs/errors.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace understudy::sqs {

namespace {

using number = std::int64_t queue_attributes::*;

struct number_attribute {
    std::string_view name;
    number member;
    limits::range<std::int64_t> range;
};

constexpr number_attribute number_attributes[] = {
    {"DelaySeconds", &queue_attributes::delay, limits::delay},
    {"MaximumMessageSize", &queue_attributes::message_bytes_max, limits::message_bytes},
    {"MessageRetentionPeriod", &queue_attributes::retention, limits::retention},
    {"ReceiveMessageWaitTimeSeconds", &queue_attributes::receive_wait, limits::receive_wait},
    {"VisibilityTimeout", &queue_attributes::visibility, limits::visibility},
};

number_attribute const* find_number(std::string_view name) noexcept
{
    auto const found = std::find_if(std::begin(number_attributes), std::end(number_attributes),
                                    [&](auto const& attribute) { return attribute.name == name; });
    return found == std::end(number_attributes) ? nullptr : found;
}

/// Digits only: no sign, no blanks, no fraction.
std::optional<std::int64_t> parse_number(std::string_view text, limits::range<std::int64_t> range) noexcept
{
    std::int64_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, failed] = std::from_chars(text.data(), end, value);
    if (text.empty() || text.front() == '-' || failed != std::errc{} || stopped != end
        || !range.contains(value)) {
        return std::nullopt;
    }
    return value;
}

result<void> change_number(number_attribute const& attribute, queue_attributes& attributes,
                           std::string_view value)
{
    auto const parsed = parse_number(value, attribute.range);
    if (!parsed) return errors::attribute_value_invalid(attribute.name);
    attributes.*attribute.member = *parsed;
    return {};
}

result<void> change_document(std::string_view name, queue_attributes& attributes, std::string_view value)
{
    if (name == "Policy") {
        if (!value.empty()) {
            if (auto good = check_access_policy(value); !good) return good.error();
        }
        attributes.policy = value;
    } else if (name == "RedrivePolicy") {
        attributes.redrive.reset();
        if (!value.empty()) {
            auto policy = parse_redrive_policy(value);
            if (!policy) return policy.error();
            attributes.redrive = std::move(policy.value());
        }
    } else {
        attributes.redrive_allow.reset();
        if (!value.empty()) {
            auto policy = parse_redrive_allow_policy(value);
            if (!policy) return policy.error();
            attributes.redrive_allow = std::move(policy.value());
        }
    }
    return {};
}

result<void> change_flag(std::string_view name, bool& flag, std::string_view value)
{
    auto const parsed = parse_flag(value);
    if (!parsed) return errors::attribute_value_invalid(name);
    flag = *parsed;
    return {};
}

/// The attributes that only a FIFO queue has. On a standard queue AWS has never heard of two of them, and
/// explains the other two.
result<void> change_fifo_attribute(std::string_view name, bool fifo, queue_attributes& attributes,
                                   std::string_view value)
{
    if (name == "FifoQueue" || name == "ContentBasedDeduplication") {
        if (!fifo) return errors::attribute_unknown(name);
        if (name == "ContentBasedDeduplication") {
            return change_flag(name, attributes.content_based_deduplication, value);
        }
        auto const parsed = parse_flag(value);
        if (!parsed) return errors::attribute_value_invalid(name);
        if (!*parsed) return errors::queue_type_fixed();
        return {};
    }
    if (!fifo) return errors::attribute_of_fifo_queues(name);
    if (name == "DeduplicationScope") {
        if (value != "queue" && value != "messageGroup") return errors::attribute_value_invalid(name);
        attributes.scope = value == "queue" ? deduplication_scope::queue : deduplication_scope::message_group;
    } else {
        if (value != "perQueue" && value != "perMessageGroupId") return errors::attribute_value_invalid(name);
        attributes.throughput =
            value == "perQueue" ? throughput_limit::per_queue : throughput_limit::per_message_group_id;
    }
    return {};
}

std::string_view find(string_map const& map, std::string_view name)
{
    auto const found = map.find(name);
    return found == map.end() ? std::string_view{} : std::string_view{found->second};
}

/// Encryption with a key of KMS and with one of SQS exclude each other, so the three attributes are read
/// together.
result<void> change_encryption(queue_attributes& attributes, string_map const& changes)
{
    if (auto const managed = changes.find("SqsManagedSseEnabled"); managed != changes.end()) {
        if (auto good = change_flag(managed->first, attributes.managed_encryption, managed->second); !good) {
            return good.error();
        }
        if (attributes.managed_encryption) {
            if (!find(changes, "KmsMasterKeyId").empty()) return errors::encryption_ambiguous();
            attributes.kms_key.clear();
            attributes.kms_reuse_period.reset();
        }
    }
    if (auto const period = changes.find("KmsDataKeyReusePeriodSeconds"); period != changes.end()) {
        attributes.kms_reuse_period = parse_number(period->second, limits::kms_reuse_period);
        if (!attributes.kms_reuse_period) return errors::attribute_value_invalid(period->first);
    }
    if (auto const key = changes.find("KmsMasterKeyId"); key != changes.end()) {
        attributes.kms_key = key->second;
        if (key->second.empty()) {
            attributes.kms_reuse_period.reset();
        } else {
            attributes.managed_encryption = false;
        }
    }
    return {};
}

std::string flag_text(bool flag) { return flag ? "true" : "false"; }

std::optional<std::string> unless_empty(std::string const& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

std::optional<std::string> fifo_value_of(queue_attributes const& attributes, std::string_view name)
{
    if (!attributes.fifo) return std::nullopt;
    if (name == "FifoQueue") return "true";
    if (name == "ContentBasedDeduplication") return flag_text(attributes.content_based_deduplication);
    if (name == "DeduplicationScope") {
        return attributes.scope == deduplication_scope::queue ? "queue" : "messageGroup";
    }
    if (name == "FifoThroughputLimit") {
        return attributes.throughput == throughput_limit::per_queue ? "perQueue" : "perMessageGroupId";
    }
    return std::nullopt;
}

} // namespace

result<queue_attributes> changed(queue_attributes before, bool fifo, string_map const& changes)
{
    auto after = std::move(before);
    after.fifo = fifo;
    for (auto const& [name, value] : changes) {
        if (std::find(std::begin(settable_attributes), std::end(settable_attributes), std::string_view{name})
            == std::end(settable_attributes)) {
            return errors::attribute_unknown(name);
        }
        result<void> good;
        if (auto const* attribute = find_number(name)) {
            good = change_number(*attribute, after, value);
        } else if (name == "Policy" || name == "RedrivePolicy" || name == "RedriveAllowPolicy") {
            good = change_document(name, after, value);
        } else if (!name.starts_with("Kms") && name != "SqsManagedSseEnabled") {
            good = change_fifo_attribute(name, fifo, after, value);
        }
        if (!good) return good.error();
    }
    if (auto good = change_encryption(after, changes); !good) return good.error();
    if (after.throughput == throughput_limit::per_message_group_id
        && after.scope == deduplication_scope::queue) {
        return errors::throughput_limit_invalid();
    }
    return after;
}

std::optional<std::string> value_of(queue_attributes const& attributes, std::string_view name)
{
    if (auto const* attribute = find_number(name)) return std::to_string(attributes.*attribute->member);
    if (name == "SqsManagedSseEnabled") return flag_text(attributes.managed_encryption);
    if (name == "Policy") return unless_empty(attributes.policy);
    if (name == "RedrivePolicy") {
        return attributes.redrive ? std::optional{to_json(*attributes.redrive)} : std::nullopt;
    }
    if (name == "RedriveAllowPolicy") {
        return attributes.redrive_allow ? std::optional{to_json(*attributes.redrive_allow)} : std::nullopt;
    }
    if (name == "KmsMasterKeyId") return unless_empty(attributes.kms_key);
    if (name == "KmsDataKeyReusePeriodSeconds") {
        if (attributes.kms_key.empty() && !attributes.kms_reuse_period) return std::nullopt;
        return std::to_string(attributes.kms_reuse_period.value_or(limits::kms_reuse_period_default));
    }
    return fifo_value_of(attributes, name);
}

std::optional<bool> parse_flag(std::string_view text) noexcept
{
    auto const equals = [&](std::string_view word) {
        return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char given, char lower) {
            return given == lower || ('A' <= given && given <= 'Z' && given - 'A' + 'a' == lower);
        });
    };
    if (equals("true")) return true;
    if (equals("false")) return false;
    return std::nullopt;
}

} // namespace understudy::sqs
