// What is signed is verified here with the certificate alone, by a reading of the envelope and of the rules for the text
// that is signed of our own.
#include "stage.hpp"

#include "sns/signature.hpp"

#include <boost/json.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

using namespace understudy;
using namespace understudy::sns;

namespace {

std::string decode_base64(std::string const& text)
{
    std::string bytes(text.size(), '\0');
    auto const size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<unsigned char const*>(text.data()), static_cast<int>(text.size()));
    auto const padding = static_cast<std::size_t>(std::count(text.begin(), text.end(), '='));
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

bool verifies(std::string const& pem, boost::json::object const& message)
{
    auto member = [&](char const* name) { return std::string{message.at(name).as_string()}; };
    std::string text;
    bool const notification = member("Type") == "Notification";
    for (auto const* name :
         {"Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"}) {
        std::string_view const n = name;
        if (notification ? n == "SubscribeURL" || n == "Token" : n == "Subject") { continue; }
        if (!message.contains(name)) { continue; }
        text += std::string{name} + "\n" + member(name) + "\n";
    }
    std::unique_ptr<BIO, decltype(&BIO_free_all)> const in{
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all};
    std::unique_ptr<X509, decltype(&X509_free)> const x509{
        PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), &X509_free};
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    auto const signature = decode_base64(member("Signature"));
    auto const* digest = member("SignatureVersion") == "2" ? EVP_sha256() : EVP_sha1();
    REQUIRE(EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, X509_get0_pubkey(x509.get())) == 1);
    return EVP_DigestVerify(context.get(), reinterpret_cast<unsigned char const*>(signature.data()),
                            signature.size(), reinterpret_cast<unsigned char const*>(text.data()),
                            text.size())
           == 1;
}

boost::json::object parsed(std::string_view text)
{
    return boost::json::parse({text.data(), text.size()}).as_object();
}

} // namespace

TEST_CASE("Notifications of both signature versions verify with the certificate, with and without a subject",
          "[sns][signature]")
{
    auto const version = GENERATE(std::string{"1"}, std::string{"2"});
    stage aws;
    auto const arn = aws.topic("t", {{"SignatureVersion", version}});
    aws.queue(arn, "q");
    std::string const text = "several\nlines, \"quotes\" and \xC3\xA9";
    REQUIRE(aws.send({.TopicArn = arn, .Message = text, .Subject = "a subject"}));
    auto message = parsed(aws.out.deliveries.at(0).body.view());
    CHECK(message.at("SignatureVersion").as_string() == version);
    CHECK(std::string{message.at("SigningCertURL").as_string()} == aws.endpoint + certificate_path());
    CHECK(verifies(certificate_pem(), message));
    message["Message"] = "something else";
    CHECK_FALSE(verifies(certificate_pem(), message));
    REQUIRE(aws.send(arn, text));
    CHECK(verifies(certificate_pem(), parsed(aws.out.deliveries.at(0).body.view())));
}

TEST_CASE("A request to confirm is signed, and so is the event of a function", "[sns][signature]")
{
    stage aws;
    auto const arn = aws.topic("t", {{"SignatureVersion", "2"}});
    REQUIRE(aws.subscribe_to(arn, "http", "http://example.com/hook"));
    REQUIRE(aws.out.postings.size() == 1);
    auto const asked = parsed(aws.out.postings[0].body.view());
    CHECK(asked.at("Type").as_string() == "SubscriptionConfirmation");
    CHECK(verifies(certificate_pem(), asked));
    aws.out.postings.clear();

    REQUIRE(aws.subscribe_to(arn, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f"));
    REQUIRE(aws.send(arn, "hi"));
    auto const event = parsed(aws.sns.outbox.entries().back().body.view());
    auto record = event.at("Records").as_array().at(0).as_object().at("Sns").as_object();
    CHECK(record.at("SignatureVersion").as_string() == "1"); // though the hash follows the topic
    CHECK(record.at("Subject").is_null());
    CHECK(record.at("MessageAttributes").as_object().empty());
    record.erase("Subject");
    record["SignatureVersion"] = "2";
    CHECK(verifies(certificate_pem(), record));
}

TEST_CASE("A message is signed when it is first read, and as long as it was said to be", "[sns][signature]")
{
    stage aws;
    auto const arn = aws.topic();
    aws.queue(arn, "q1");
    aws.queue(arn, "q2");
    auto const function = aws.subscribe_to(arn, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f");
    std::string_view const characters = "ab\"\\/\n\t\x01\x7F \xC3\xA9";
    for (std::size_t length = 1; length < 60; ++length) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i) { text += characters[aws.ids.below(characters.size())]; }
        message_attributes attributes;
        if (length % 2 == 0) { attributes["a"] = bytes_attribute(text); }
        if (length % 3 == 0) { attributes["b"] = text_attribute(text); }
        auto const subject = length % 5 == 0 ? std::optional<std::string>{"s\"\\s"} : std::nullopt;
        REQUIRE(aws.send(
            {.TopicArn = arn, .Message = text, .Subject = subject, .MessageAttributes = attributes}));
        std::vector<shared_text> sent{aws.sns.outbox.entries().back().body};
        for (auto const& delivery : aws.out.deliveries) { sent.push_back(delivery.body); }
        REQUIRE(sent.size() == 3);
        for (auto const& each : sent) {
            CHECK_FALSE(each.is_written());
            auto const size = each.size();
            CHECK(each.view().size() == size);
            CHECK(each.is_written());
        }
    }
}

TEST_CASE("The certificate is vouched for by an authority that stands behind it", "[sns][signature]")
{
    std::unique_ptr<BIO, decltype(&BIO_free_all)> const in{
        BIO_new_mem_buf(certificate_pem().data(), static_cast<int>(certificate_pem().size())), &BIO_free_all};
    auto read = [&] {
        return std::unique_ptr<X509, decltype(&X509_free)>{
            PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), &X509_free};
    };
    auto const leaf = read();
    auto const authority = read();
    REQUIRE(authority != nullptr);
    CHECK(read() == nullptr);
    CHECK(EVP_PKEY_get_bits(X509_get0_pubkey(leaf.get())) == 2048);
    CHECK(X509_check_ca(authority.get()) == 1);
    CHECK(X509_check_ca(leaf.get()) == 0);
    CHECK(X509_get_key_usage(leaf.get()) == KU_DIGITAL_SIGNATURE);
    CHECK(X509_check_host(leaf.get(), "sns.amazonaws.com", 0, 0, nullptr) == 1);
    CHECK(X509_check_host(leaf.get(), "sqs.amazonaws.com", 0, 0, nullptr) == 0);
    std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> const trusted{X509_STORE_new(), &X509_STORE_free};
    X509_STORE_add_cert(trusted.get(), authority.get());
    auto const holds = [&](std::time_t when) {
        std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> const check{X509_STORE_CTX_new(),
                                                                                    &X509_STORE_CTX_free};
        X509_STORE_CTX_init(check.get(), trusted.get(), leaf.get(), nullptr);
        X509_STORE_CTX_set_time(check.get(), 0, when);
        return X509_verify_cert(check.get()) == 1;
    };
    constexpr std::time_t in_2000 = 946684800;
    constexpr std::time_t in_2200 = 7258118400;
    CHECK(holds(in_2000));
    CHECK(holds(in_2200 - 60));
    CHECK_FALSE(holds(in_2000 - 1));
    CHECK_FALSE(holds(in_2200));
}

TEST_CASE("The key and the certificate are the same in every process and every version", "[sns][signature]")
{
    CHECK(certificate_path() == "/SimpleNotificationService-d28900a49ca56341c6e1a1e7da06b832.pem");
    CHECK(certificate_pem().starts_with("-----BEGIN CERTIFICATE-----\n"));
    CHECK(sign("text", "1")
          == "nTn6W8gGqOpiCvjM9d5rK5BvVcj+vnj0OwsZzTAAvnKLRsK2+cqckCmSdMcvq66eCGXKXsv+gZUNfpp95RInq3uw+3jF"
             "xhM/oIZ3FwlxXZejrm5AldVxL6r8nf/MkhxbnAgOiOAJAY912BragpAO0NMzWAXOe4AC0Sa+juGStQRVBFVSLqZ3usw0"
             "toOlnVd7+UtKO0aq3ilKhWX5G/XrnxLFS76+UYOw2AMjlRLGzGrkZpm8RWoNzVflaOKWwxzsWlfLfRdDsM2PeHOAYo6J"
             "kHkNC2Ol5jQe/gmkZQugqVr+R1IoD+tPAid0FNmU/O5Ve7cC89cT9waX9zdf39YztA==");
    CHECK(sign("text", "2")
          == "Uci/mY3mCG+l/cCaqbpTxDao4xSy7KeHm2p90QaZ7xn4YGI0XSD2XYfTbsDwf8+OwmvfbbAOmxvSrQQM/3TPdXgjKwmb"
             "L1S6eB5XhDEZWQwIIhug03ZjrsxNXJS1SC3pWV8qChNSqLj67r+jWKRYuVXaqCLICV16bjcz+fuRliq66TMLLkHWsR+i"
             "zTwR8QVyd47M0BVyZm1jcPPKaY+kWTPTyogLn3k6BJMb+UBSeVO7oDVmQH+mBdSeG62IbkueZaxrCFTqvk8/R+apoBl+"
             "XsMWJ/AcVv20HpfXRvZL594ZD6cNXdGl7cKw1W343ozxky1umhN1Na4c1mvzMtQ9Ng==");
    CHECK(sign("text", "1").size() == signature_size());
}
