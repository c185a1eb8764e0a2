#include "sns/envelope.hpp"

#include "core/digest.hpp"
#include "core/message_text.hpp"
#include "sns/json.hpp"
#include "sns/signature.hpp"

#include <algorithm>

namespace understudy::sns {
namespace {

// Base64 of "this message bears no signature", for those who would rather be fast than verified.
constexpr std::string_view no_signature = "dGhpcyBtZXNzYWdlIGJlYXJzIG5vIHNpZ25hdHVyZQ==";
constexpr std::string_view unsubscribe_query = "/?Action=Unsubscribe&SubscriptionArn=";

/// What is written goes into a text, or is only measured.
class json_text {
public:
    void add(std::string_view plain) { text_.append(plain); }
    void add_escaped(std::string_view text) { append_json_escaped(text_, text); }
    void reserve(std::size_t size) { text_.reserve(size); }
    std::string&& take() { return std::move(text_); }

private:
    std::string text_;
};

class json_size {
public:
    void add(std::string_view plain) { size_ += plain.size(); }
    void add_escaped(std::string_view text) { size_ += json_escaped_size(text); }
    std::size_t take() const { return size_; }

private:
    std::size_t size_ = 0;
};

template <class Out>
void add_string(Out& out, std::string_view text)
{
    out.add("\"");
    out.add_escaped(text);
    out.add("\"");
}

template <class Out>
void add_member(Out& out, std::string_view name, std::string_view value)
{
    out.add("  \"");
    out.add(name);
    out.add("\" : ");
    add_string(out, value);
    out.add(",\n");
}

std::string_view version_of(topic const& topic)
{
    auto const version = topic.attributes.find("SignatureVersion");
    return version == topic.attributes.end() ? std::string_view{"1"} : std::string_view{version->second};
}

template <class Out>
void add_signature(Out& out, std::string_view version, std::string_view signature, std::string_view endpoint)
{
    add_member(out, "SignatureVersion", version);
    add_member(out, "Signature", signature);
    add_member(out, "SigningCertURL", std::string{endpoint}.append(certificate_path()));
}

/// Of a binary attribute, in base64.
std::string value_of(MessageAttributeValue const& attribute)
{
    if (attribute.DataType.starts_with("Binary")) {
        return base64_encode(attribute.BinaryValue ? attribute.BinaryValue->bytes : "");
    }
    return attribute.StringValue.value_or("");
}

template <class Out>
void add_attribute(Out& out, std::string_view name, MessageAttributeValue const& attribute,
                   std::string_view colon)
{
    add_string(out, name);
    out.add(colon);
    out.add("{\"Type\":");
    add_string(out, attribute.DataType);
    out.add(",\"Value\":");
    add_string(out, value_of(attribute));
    out.add("}");
}

template <class Out>
void add_attributes(Out& out, message_attributes const& attributes)
{
    out.add(",\n  \"MessageAttributes\" : {");
    std::string_view separator = "\n    ";
    for (auto const& [name, attribute] : attributes) {
        out.add(separator);
        separator = ",\n    ";
        add_attribute(out, name, attribute, " : ");
    }
    out.add("\n  }");
}

/// Writes the last digits of a number in front of a place.
template <class Number>
void put_digits(char* end, int digits, Number number)
{
    for (auto rest = static_cast<unsigned>(number); digits != 0; --digits, rest /= 10) {
        *--end = static_cast<char>('0' + rest % 10);
    }
}

class addressed_writer : public text_writer {
public:
    addressed_writer(std::shared_ptr<notification const> message, notification::form form,
                     shared_text subscription_arn)
        : message_{std::move(message)}, form_{form}, subscription_arn_{std::move(subscription_arn)}
    {}
    std::string write() const override { return message_->write(form_, subscription_arn_); }

private:
    std::shared_ptr<notification const> message_;
    notification::form form_;
    shared_text subscription_arn_;
};

} // namespace

std::string iso_time(instant time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{time - day};
    std::string text = "YYYY-MM-DDThh:mm:ss.mmmZ";
    put_digits(&text[4], 4, static_cast<int>(date.year()));
    put_digits(&text[7], 2, static_cast<unsigned>(date.month()));
    put_digits(&text[10], 2, static_cast<unsigned>(date.day()));
    put_digits(&text[13], 2, clock.hours().count());
    put_digits(&text[16], 2, clock.minutes().count());
    put_digits(&text[19], 2, clock.seconds().count());
    put_digits(&text[23], 3, clock.subseconds().count());
    return text;
}

notification::notification(call const& call, publication const& message, shared_text text, bool is_signed)
    : topic_arn_{message.topic.arn}, text_{std::move(text)}, endpoint_{call.endpoint},
      message_id_{message.id_text}, sequence_number_{message.sequence_number},
      subject_{message.request.Subject}, time_{iso_time(message.time)},
      attributes_{message.request.MessageAttributes},
      signature_version_{version_of(message.topic)}, fifo_{message.topic.fifo}, replayed_{message.replayed},
      is_signed_{is_signed}, is_message_text_{message.prepared.is_message_text_in_json
                                              && (!message.texts() || is_message_text_in_json(text_))},
      envelope_size_{0}
{
    envelope_size_ = size(form::envelope, {});
}

std::string_view notification::signature() const
{
    if (!is_signed_ || fifo_) { return fifo_ ? std::string_view{} : no_signature; }
    return signature_.get([this] {
        return sign(
            canonical({{"Message", text_}, {"MessageId", message_id_}})
                + (subject_ ? canonical({{"Subject", *subject_}}) : std::string{})
                + canonical({{"Timestamp", time_}, {"TopicArn", topic_arn_}, {"Type", "Notification"}}),
            signature_version_);
    });
}

template <class Out>
void notification::write_envelope(Out& out, std::string_view subscription_arn,
                                  std::string_view signature) const
{
    out.add("{\n");
    add_member(out, "Type", "Notification");
    add_member(out, "MessageId", message_id_);
    if (fifo_) { add_member(out, "SequenceNumber", sequence_number_); }
    add_member(out, "TopicArn", topic_arn_);
    if (subject_) { add_member(out, "Subject", *subject_); }
    add_member(out, "Message", text_);
    add_member(out, "Timestamp", time_);
    if (replayed_) { add_member(out, "Replayed", "true"); }
    if (!fifo_) { add_signature(out, signature_version_, signature, endpoint_); }
    out.add("  \"UnsubscribeURL\" : \"");
    out.add_escaped(endpoint_);
    out.add(unsubscribe_query);
    out.add_escaped(subscription_arn);
    out.add("\"");
    if (!attributes_.empty()) { add_attributes(out, attributes_); }
    out.add("\n}");
}

template <class Out>
void notification::write_lambda_event(Out& out, std::string_view subscription_arn,
                                      std::string_view signature) const
{
    auto add = [&](std::string_view name, std::string_view value) {
        out.add(",\"");
        out.add(name);
        out.add("\":");
        add_string(out, value);
    };
    out.add(R"({"Records":[{"EventSource":"aws:sns","EventVersion":"1.0")");
    add("EventSubscriptionArn", subscription_arn);
    out.add(R"(,"Sns":{"Type":"Notification")");
    add("MessageId", message_id_);
    add("TopicArn", topic_arn_);
    if (subject_) {
        add("Subject", *subject_);
    } else {
        out.add(R"(,"Subject":null)");
    }
    add("Message", text_);
    add("Timestamp", time_);
    add("SignatureVersion", "1"); // whatever the topic's version is
    add("Signature", signature);
    add("SigningCertUrl", endpoint_ + certificate_path());
    add("UnsubscribeUrl", std::string{endpoint_}.append(unsubscribe_query).append(subscription_arn));
    out.add(R"(,"MessageAttributes":{)");
    std::string_view separator;
    for (auto const& [name, attribute] : attributes_) {
        out.add(separator);
        separator = ",";
        add_attribute(out, name, attribute, ":");
    }
    out.add("}}}]}");
}

std::string notification::write(form as, std::string_view subscription_arn) const
{
    json_text out;
    if (as == form::envelope) {
        out.reserve(envelope_size_ + subscription_arn.size());
        write_envelope(out, subscription_arn, signature());
    } else {
        write_lambda_event(out, subscription_arn, signature());
    }
    return out.take();
}

std::size_t notification::size(form as, std::string_view subscription_arn) const
{
    if (as == form::envelope && envelope_size_ != 0) {
        return envelope_size_ + json_escaped_size(subscription_arn);
    }
    // Of a signature only the length is known before it is made.
    static std::string const as_long_as_a_signature(signature_size(), 'A');
    auto const signature = fifo_ ? std::string_view{} : is_signed_ ? as_long_as_a_signature : no_signature;
    json_size out;
    as == form::envelope ? write_envelope(out, subscription_arn, signature)
                         : write_lambda_event(out, subscription_arn, signature);
    return out.take();
}

shared_text addressed(std::shared_ptr<notification const> message, notification::form form,
                      shared_text subscription_arn)
{
    auto const size = message->size(form, subscription_arn);
    return {size, std::make_unique<addressed_writer>(std::move(message), form, std::move(subscription_arn))};
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
    json_text out;
    out.add("{\n");
    add_member(out, "Type", type);
    add_member(out, "MessageId", message_id);
    add_member(out, "Token", token);
    add_member(out, "TopicArn", topic.arn);
    add_member(out, "Message", text);
    add_member(out, "SubscribeURL", url);
    add_member(out, "Timestamp", time);
    add_signature(out, version_of(topic), signature, call.endpoint);
    std::string envelope = out.take();
    envelope.resize(envelope.size() - 2); // the comma of the last member
    return envelope += "\n}";
}

} // namespace understudy::sns
