#include "codec/form.hpp"
#include "support/catch.hpp"

#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>
#include <understudy/model/sts.hpp>

using namespace understudy;
using codec::form;
using codec::query_service;

template <class T>
static T read(std::string_view text, query_service service = query_service::sqs)
{
    INFO(text);
    T shape;
    auto const error = codec::read_form(form::parse(text), shape, service);
    REQUIRE_FALSE(error);
    return shape;
}

template <class T>
static std::string refusal(std::string_view text, query_service service = query_service::sqs)
{
    INFO(text);
    T shape;
    auto const error = codec::read_form(form::parse(text), shape, service);
    REQUIRE(error);
    CHECK_FALSE(error->syntax);
    return error->message;
}

template <class T>
static std::string written(T const& shape, query_service service)
{
    std::string text;
    codec::write_form(text, shape, service);
    return text;
}

TEST_CASE("A form is decoded: plus signs, percent signs and what is none", "[codec][form]")
{
    auto const fields = form::parse("a=1+2%203%2B4&b%5B=%C3%A9&c=100%&d=%zz%4&e&=f&&g=x=y&h=");
    CHECK(fields.find("a") == "1 2 3+4");
    CHECK(fields.find("b[") == "\xC3\xA9");
    CHECK(fields.find("c") == "100%");
    CHECK(fields.find("d") == "%zz%4");
    CHECK(fields.find("e") == "");
    CHECK(fields.find("") == "f");
    CHECK(fields.find("g") == "x=y");
    CHECK(fields.find("h") == "");
    CHECK_FALSE(fields.find("i"));
    CHECK(fields.has_prefix("b"));
    CHECK_FALSE(fields.has_prefix("bc"));
    CHECK(form::parse("").fields().empty());
}

TEST_CASE("Escapes in a form are understood at every place of a long value", "[codec][form]")
{
    for (std::size_t size = 0; size < 40; ++size) {
        for (std::size_t at = 0; at <= size; ++at) {
            std::string encoded = "n=" + std::string(size, 'a');
            std::string decoded(size, 'a');
            encoded.insert(2 + at, "+%25%z");
            decoded.insert(at, " %%z");
            REQUIRE(form::parse(encoded).find("n") == decoded);
        }
    }
}

TEST_CASE("A moved form keeps its fields", "[codec][form]")
{
    auto first = form::parse("a=b");
    auto const second = std::move(first);
    CHECK(second.find("a") == "b");
}

TEST_CASE("Of fields of the same name the first counts", "[codec][form]")
{
    CHECK(form::parse("a=2&b=3&a=1").find("a") == "2");
}

TEST_CASE("Bytes in a form that are not UTF-8 become U+FFFD", "[codec][form]")
{
    CHECK(form::parse("a=x%FFy&b=z").find("a") == "x\xEF\xBF\xBDy");
    CHECK(form::parse("a=x%FFy&b=z").find("b") == "z");
    CHECK(form::parse("a=%C3%A9+%F0%9F%98%80").find("a") == "\xC3\xA9 \xF0\x9F\x98\x80");
}

TEST_CASE("Numbered fields may have gaps and come in any order", "[codec][form][sqs]")
{
    auto const request = read<sqs::ReceiveMessageRequest>(
        "AttributeName.10=j&AttributeName.2=b&QueueUrl=q&AttributeName.1000000=z&AttributeName.1=a&MaxNumberOfMessages=3");
    CHECK(request.QueueUrl == "q");
    CHECK(request.AttributeNames == string_list{"a", "b", "j", "z"});
    CHECK(request.MaxNumberOfMessages == 3);
}

TEST_CASE("What looks like a number and is none is not an element", "[codec][form][sqs]")
{
    auto const request = read<sqs::ReceiveMessageRequest>(
        "AttributeName.x=a&AttributeName.=b&AttributeName.-1=c&AttributeName.99999999999999999999=d&AttributeName=e"
        "&AttributeName.1.2=f&AttributeNames.1=g&AttributeName.1x=h");
    CHECK(request.AttributeNames == string_list{""}); // number 1 is there, without a value of its own
}

TEST_CASE("SQS names its lists and maps in the singular", "[codec][form][sqs]")
{
    auto const queue = read<sqs::CreateQueueRequest>(
        "QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Attribute.2.Name=Policy&Attribute.2.Value="
        "&Tag.1.Key=team&Tag.1.Value=blue");
    CHECK(queue.QueueName == "q");
    CHECK(queue.Attributes == string_map{{"DelaySeconds", "5"}, {"Policy", ""}});
    CHECK(queue.tags == string_map{{"team", "blue"}});
    CHECK(read<sqs::CreateQueueRequest>("Tags.1.Key=team&Tags.1.Value=blue").tags == queue.tags);
    CHECK(read<sqs::SetQueueAttributesRequest>("Attribute.Name=DelaySeconds&Attribute.Value=7").Attributes
          == string_map{{"DelaySeconds", "7"}});

    auto const receive = read<sqs::ReceiveMessageRequest>(
        "AttributeName.1=All&MessageSystemAttributeName.1=SentTimestamp&MessageAttributeName.1=a.*&WaitTimeSeconds=20");
    CHECK(receive.AttributeNames == string_list{"All"});
    CHECK(receive.MessageSystemAttributeNames == string_list{"SentTimestamp"});
    CHECK(receive.MessageAttributeNames == string_list{"a.*"});
    CHECK(receive.WaitTimeSeconds == 20);
}

TEST_CASE("The attributes of a message come under both spellings", "[codec][form][sqs]")
{
    message_attributes const expected{{"color", {.StringValue = "blue", .DataType = "String"}},
                                      {"raw", {.BinaryValue = blob{"\xFF"}, .DataType = "Binary"}}};
    for (std::string const name : {"MessageAttribute", "MessageAttributes"}) {
        auto const request = read<sqs::SendMessageRequest>(
            name + ".1.Name=color&" + name + ".1.Value.DataType=String&" + name + ".1.Value.StringValue=blue&"
            + name + ".3.Name=raw&" + name + ".3.Value.DataType=Binary&" + name
            + ".3.Value.BinaryValue=%2Fw%3D%3D");
        CHECK(request.MessageAttributes == expected);
    }
    auto const traced = read<sqs::SendMessageRequest>(
        "MessageSystemAttribute.1.Name=AWSTraceHeader&MessageSystemAttribute.1.Value.DataType=String"
        "&MessageSystemAttribute.1.Value.StringValue=Root&MessageBody=hello");
    CHECK(traced.MessageSystemAttributes
          == message_attributes{{"AWSTraceHeader", {.StringValue = "Root", .DataType = "String"}}});
    CHECK(traced.MessageAttributes.empty());
    CHECK(traced.MessageBody == "hello");
}

TEST_CASE("SNS numbers members and entries below the name of the parameter", "[codec][form][sns]")
{
    auto const topic = read<sns::CreateTopicInput>(
        "Name=t&Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=x&Tags.member.1.Key=k&Tags.member.1.Value=v"
        "&Tags.member.3.Key=l",
        query_service::sns);
    CHECK(topic.Name == "t");
    CHECK(topic.Attributes == string_map{{"DisplayName", "x"}});
    REQUIRE(topic.Tags.size() == 2);
    CHECK(topic.Tags[0].Value == "v");
    CHECK(topic.Tags[1].Key == "l");
    CHECK_FALSE(topic.DataProtectionPolicy);

    auto const message = read<sns::PublishInput>(
        "TopicArn=arn&Message=hi&Subject=&MessageAttributes.entry.1.Name=color"
        "&MessageAttributes.entry.1.Value.DataType=String&MessageAttributes.entry.1.Value.StringValue=blue",
        query_service::sns);
    CHECK(message.Message == shared_text{"hi"});
    CHECK(message.Subject == "");
    CHECK_FALSE(message.TargetArn);
    CHECK(message.MessageAttributes
          == message_attributes{{"color", {.StringValue = "blue", .DataType = "String"}}});
    CHECK(read<sns::SubscribeInput>("ReturnSubscriptionArn=true", query_service::sns).ReturnSubscriptionArn
          == true);
}

TEST_CASE("Entries are understood as key and value and as Name and Value", "[codec][form][sns]")
{
    auto const upper =
        read<sns::SubscribeInput>("Attributes.entry.1.Name=a&Attributes.entry.1.Value=b", query_service::sns);
    CHECK(upper.Attributes == string_map{{"a", "b"}});
    auto const lower = read<sns::PublishInput>(
        "MessageAttributes.entry.1.key=a&MessageAttributes.entry.1.value.DataType=String",
        query_service::sns);
    CHECK(lower.MessageAttributes == message_attributes{{"a", {.DataType = "String"}}});
}

TEST_CASE("An empty list in a form is an empty list", "[codec][form]")
{
    CHECK(read<sns::CreateTopicInput>("Name=t&Tags=&Attributes=", query_service::sns).Tags.empty());
    CHECK(read<sqs::ReceiveMessageRequest>("AttributeName=").AttributeNames.empty());
}

TEST_CASE("An empty number is an absent one, a bad one is refused", "[codec][form]")
{
    CHECK_FALSE(read<sqs::SendMessageRequest>("DelaySeconds=").DelaySeconds);
    CHECK(read<sqs::SendMessageRequest>("DelaySeconds=-5").DelaySeconds == -5);
    CHECK(read<sqs::SendMessageRequest>("DelaySeconds=%2B5").DelaySeconds == 5);
    for (auto const* text : {"abc", "5s", "1.5", "+5", "--5", "%2B-5", "99999999999999999999", "0x10"}) {
        CHECK(refusal<sqs::SendMessageRequest>("DelaySeconds=" + std::string{text})
              == "STRING_VALUE can not be converted to an Integer");
    }
    CHECK(refusal<sns::SubscribeInput>("ReturnSubscriptionArn=maybe", query_service::sns)
          == "STRING_VALUE can not be converted to a Boolean");
    CHECK(
        refusal<sqs::SendMessageRequest>("MessageAttribute.1.Name=a&MessageAttribute.1.Value.BinaryValue=abc")
        == "Base64 encoded length is expected a multiple of 4 bytes but found: 3");
}

TEST_CASE("A form with too many fields is refused", "[codec][form]")
{
    std::string text;
    for (std::size_t i = 0; i < form::fields_max; ++i) text += "AttributeName." + std::to_string(i) + "=x&";
    CHECK(read<sqs::ReceiveMessageRequest>(text).AttributeNames.size() == form::fields_max);
    CHECK(refusal<sqs::ReceiveMessageRequest>(text + "one=more")
          == "The request has more than 10000 parameters.");
}

TEST_CASE("Forms are written as the SDKs write them", "[codec][form]")
{
    CHECK(
        written(
            sqs::SendMessageRequest{.QueueUrl = "http://h/q",
                                    .MessageBody = "a b\xC3\xA9~-_.",
                                    .DelaySeconds = 5,
                                    .MessageAttributes = {{"c", {.StringValue = "x", .DataType = "String"}}}},
            query_service::sqs)
        == "&QueueUrl=http%3A%2F%2Fh%2Fq&MessageBody=a%20b%C3%A9~-_.&DelaySeconds=5&MessageAttribute.1.Name=c"
           "&MessageAttribute.1.Value.StringValue=x&MessageAttribute.1.Value.DataType=String");
    CHECK(written(sqs::CreateQueueRequest{.QueueName = "q", .Attributes = {{"a", "1"}}, .tags = {{"k", "v"}}},
                  query_service::sqs)
          == "&QueueName=q&Attribute.1.Name=a&Attribute.1.Value=1&Tag.1.Key=k&Tag.1.Value=v");
    CHECK(
        written(sns::CreateTopicInput{.Name = "t", .Attributes = {{"a", "1"}}, .Tags = {{"k", "v"}}},
                query_service::sns)
        == "&Name=t&Attributes.entry.1.key=a&Attributes.entry.1.value=1&Tags.member.1.Key=k&Tags.member.1.Value=v");
    CHECK(written(sns::PublishInput{.Message = "m", .MessageAttributes = {{"c", {.DataType = "String"}}}},
                  query_service::sns)
          == "&Message=m&MessageAttributes.entry.1.Name=c&MessageAttributes.entry.1.Value.DataType=String");
    CHECK(written(sts::GetCallerIdentityRequest{}, query_service::sts).empty());
}
