#include "sns/envelope.hpp"

#include "core/digest.hpp"
#include "sns/json.hpp"
#include "sns/signature.hpp"

namespace understudy::sns {
namespace {

// Base64 of "this message bears no signature", for those who would rather be fast than verified.
constexpr std::string_view no_signature = "dGhpcyBtZXNzYWdlIGJlYXJzIG5vIHNpZ25hdHVyZQ==";

void append_member(std::string& out, std::string_view name, std::string_view value)
{
    out.append("  \"").append(name).append("\" : ");
    append_json_string(out, value);
    out += ",\n";
}

std::string_view version_of(topic const& topic)
{
    auto const version = topic.attributes.find("SignatureVersion");
    return version == topic.attributes.end() ? std::string_view{"1"} : std::string_view{version->second};
}

void append_signature(std::string& out, topic const& topic, std::string_view signature, std::string_view url)
{
    append_member(out, "SignatureVersion", version_of(topic));
    append_member(out, "Signature", signature);
    append_member(out, "SigningCertURL", url);
}

std::string_view value_of(MessageAttributeValue const& attribute)
{
    return attribute.StringValue ? std::string_view{*attribute.StringValue} : std::string_view{};
}

void append_attribute(std::string& out, std::string_view name, MessageAttributeValue const& attribute,
                      std::string_view colon)
{
    append_json_string(out, name);
    out.append(colon).append("{\"Type\":");
    append_json_string(out, attribute.DataType);
    out += ",\"Value\":";
    if (attribute.DataType.starts_with("Binary")) {
        append_json_string(out, base64_encode(attribute.BinaryValue ? attribute.BinaryValue->bytes : ""));
    } else {
        append_json_string(out, value_of(attribute));
    }
    out += '}';
}

void append_attributes(std::string& out, message_attributes const& attributes)
{
    out += ",\n  \"MessageAttributes\" : {";
    std::string_view separator = "\n    ";
    for (auto const& [name, attribute] : attributes) {
        out += separator;
        separator = ",\n    ";
        append_attribute(out, name, attribute, " : ");
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

envelope::envelope(call const& call, publication const& message, shared_text text, bool is_signed)
    : message_{message}, text_{std::move(text)}
{
    constexpr std::size_t usual_bytes = 1'024; // of all but the text
    auto const& topic = message.topic;
    auto const& subject = message.request.Subject;
    auto const time = iso_time(message.time);
    unsubscribe_url_ = std::string{call.endpoint}.append("/?Action=Unsubscribe&SubscriptionArn=");
    head_.reserve(usual_bytes + text_.size() + text_.size() / 8);
    head_ += "{\n";
    append_member(head_, "Type", "Notification");
    append_member(head_, "MessageId", message.id_text);
    if (topic.fifo) { append_member(head_, "SequenceNumber", message.sequence_number); }
    append_member(head_, "TopicArn", topic.arn);
    if (subject) { append_member(head_, "Subject", *subject); }
    append_member(head_, "Message", text_);
    append_member(head_, "Timestamp", time);
    if (message.replayed) { append_member(head_, "Replayed", "true"); }
    if (!topic.fifo) {
        auto const signed_text =
            canonical({{"Message", text_}, {"MessageId", message.id_text}})
            + (subject ? canonical({{"Subject", *subject}}) : std::string{})
            + canonical({{"Timestamp", time}, {"TopicArn", topic.arn}, {"Type", "Notification"}});
        signature_ = is_signed ? sign(signed_text, version_of(topic)) : std::string{no_signature};
        certificate_url_ = std::string{call.endpoint}.append(certificate_path());
        append_signature(head_, topic, signature_, certificate_url_);
    }
    tail_ = "\"";
    if (!message.request.MessageAttributes.empty()) {
        append_attributes(tail_, message.request.MessageAttributes);
    }
    tail_ += "\n}";
}

std::string envelope::addressed_to(std::string_view subscription_arn) const
{
    std::string text;
    text.reserve(head_.size() + unsubscribe_url_.size() + subscription_arn.size() + tail_.size() + 32);
    text.append(head_).append("  \"UnsubscribeURL\" : \"");
    append_json_escaped(text, unsubscribe_url_);
    append_json_escaped(text, subscription_arn);
    return text += tail_;
}

std::string envelope::lambda_event(std::string_view subscription_arn) const
{
    auto const& request = message_.request;
    std::string text = R"({"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":)";
    append_json_string(text, subscription_arn);
    text += R"(,"Sns":{"Type":"Notification")";
    auto add = [&](std::string_view name, std::string_view value) {
        text.append(",\"").append(name).append("\":");
        append_json_string(text, value);
    };
    add("MessageId", message_.id_text);
    add("TopicArn", message_.topic.arn);
    if (request.Subject) {
        add("Subject", *request.Subject);
    } else {
        text += R"(,"Subject":null)";
    }
    add("Message", text_);
    add("Timestamp", iso_time(message_.time));
    add("SignatureVersion", "1"); // whatever the topic's version is
    add("Signature", signature_);
    add("SigningCertUrl", certificate_url_);
    add("UnsubscribeUrl", unsubscribe_url_ + std::string{subscription_arn});
    text += R"(,"MessageAttributes":{)";
    for (auto const& [name, attribute] : request.MessageAttributes) {
        if (text.back() != '{') { text += ','; }
        append_attribute(text, name, attribute, ":");
    }
    return text += "}}}]}";
}

std::string subscribe_url(call const& call, std::string_view topic_arn, std::string_view token)
{
    return std::string{call.endpoint}
        .append("/?Action=ConfirmSubscription&TopicArn=")
        .append(topic_arn)
        .append("&Token=")
        .append(token);
}

std::string confirmation_envelope(call const& call, topic const& topic, std::string_view type,
                                  std::string_view message_id, std::string_view text, std::string_view token,
                                  bool is_signed)
{
    auto const url = subscribe_url(call, topic.arn, token);
    auto const time = iso_time(call.now);
    auto const signed_text = canonical({{"Message", text},
                                        {"MessageId", message_id},
                                        {"SubscribeURL", url},
                                        {"Timestamp", time},
                                        {"Token", token},
                                        {"TopicArn", topic.arn},
                                        {"Type", type}});
    auto const signature = is_signed ? sign(signed_text, version_of(topic)) : std::string{no_signature};
    std::string out = "{\n";
    append_member(out, "Type", type);
    append_member(out, "MessageId", message_id);
    append_member(out, "Token", token);
    append_member(out, "TopicArn", topic.arn);
    append_member(out, "Message", text);
    append_member(out, "SubscribeURL", url);
    append_member(out, "Timestamp", time);
    append_signature(out, topic, signature, std::string{call.endpoint}.append(certificate_path()));
    out.resize(out.size() - 2); // the comma of the last member
    return out += "\n}";
}

} // namespace understudy::sns
