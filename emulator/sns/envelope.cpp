#include "sns/envelope.hpp"

#include "core/digest.hpp"
#include "sns/json.hpp"

namespace understudy::sns {
namespace {

// Nothing is signed: base64 of "this message bears no signature".
constexpr std::string_view no_signature = "dGhpcyBtZXNzYWdlIGJlYXJzIG5vIHNpZ25hdHVyZQ==";
constexpr std::string_view certificate_path =
    "/SimpleNotificationService-000000000000756e6465727374756479.pem";

void append_member(std::string& out, std::string_view name, std::string_view value)
{
    out.append("  \"").append(name).append("\" : ");
    append_json_string(out, value);
    out += ",\n";
}

void append_signature(std::string& out, call const& call, topic const& topic)
{
    auto const version = topic.attributes.find("SignatureVersion");
    append_member(out, "SignatureVersion",
                  version == topic.attributes.end() ? "1" : std::string_view{version->second});
    append_member(out, "Signature", no_signature);
    append_member(out, "SigningCertURL", std::string{call.endpoint}.append(certificate_path));
}

void append_attributes(std::string& out, message_attributes const& attributes)
{
    out += ",\n  \"MessageAttributes\" : {";
    std::string_view separator = "\n    ";
    for (auto const& [name, attribute] : attributes) {
        out += separator;
        separator = ",\n    ";
        append_json_string(out, name);
        out += " : {\"Type\":";
        append_json_string(out, attribute.DataType);
        out += ",\"Value\":";
        if (attribute.DataType.starts_with("Binary")) {
            append_json_string(out, base64_encode(attribute.BinaryValue ? attribute.BinaryValue->bytes : ""));
        } else {
            append_json_string(out, attribute.StringValue ? *attribute.StringValue : "");
        }
        out += '}';
    }
    out += "\n  }";
}

void append_digits(std::string& out, unsigned value, unsigned digits)
{
    out.resize(out.size() + digits);
    for (auto place = out.end(); digits != 0; --digits, value /= 10) {
        *--place = static_cast<char>('0' + value % 10);
    }
}

} // namespace

std::string iso_time(instant time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{time - day};
    std::string text;
    text.reserve(24);
    append_digits(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    append_digits(text += '-', static_cast<unsigned>(date.month()), 2);
    append_digits(text += '-', static_cast<unsigned>(date.day()), 2);
    append_digits(text += 'T', static_cast<unsigned>(clock.hours().count()), 2);
    append_digits(text += ':', static_cast<unsigned>(clock.minutes().count()), 2);
    append_digits(text += ':', static_cast<unsigned>(clock.seconds().count()), 2);
    append_digits(text += '.', static_cast<unsigned>(clock.subseconds().count()), 3);
    return text += 'Z';
}

envelope::envelope(call const& call, publication const& message, std::string_view text)
{
    constexpr std::size_t usual_bytes = 768; // of all but the text
    auto const& topic = message.topic;
    head_.reserve(usual_bytes + text.size() + text.size() / 8);
    head_ += "{\n";
    append_member(head_, "Type", "Notification");
    append_member(head_, "MessageId", message.id_text);
    if (topic.fifo) { append_member(head_, "SequenceNumber", message.sequence_number); }
    append_member(head_, "TopicArn", topic.arn);
    if (message.request.Subject) { append_member(head_, "Subject", *message.request.Subject); }
    append_member(head_, "Message", text);
    append_member(head_, "Timestamp", iso_time(call.now));
    if (!topic.fifo) { append_signature(head_, call, topic); }
    head_ += "  \"UnsubscribeURL\" : \"";
    append_json_escaped(head_, call.endpoint);
    head_ += "/?Action=Unsubscribe&SubscriptionArn=";
    tail_ = "\"";
    if (!message.request.MessageAttributes.empty()) {
        append_attributes(tail_, message.request.MessageAttributes);
    }
    tail_ += "\n}";
}

std::string envelope::addressed_to(std::string_view subscription_arn) const
{
    std::string text;
    text.reserve(head_.size() + subscription_arn.size() + tail_.size());
    text += head_;
    append_json_escaped(text, subscription_arn);
    return text += tail_;
}

} // namespace understudy::sns
