#include <understudy/envelope.hpp>

#include <boost/json.hpp>

#include "support/catch.hpp"

using namespace understudy;
namespace json = boost::json;

TEST_CASE("An envelope carries data, topic and sender", "[envelope]")
{
    json_base_envelope const envelope{{"orders", "11111111-2222-4333-8444-555555555555"}};
    auto const message =
        json::parse(envelope.wrap("order--created", {{"order_id", "o"}, {"customer_id", "c"}}));

    CHECK(message.at("service")
          == json::value{{"name", "orders"}, {"uuid", "11111111-2222-4333-8444-555555555555"}});
    auto const& metadata = message.at("metadata").as_object();
    CHECK(metadata.at("message_uuid").as_string().starts_with("11111111-2222-4333-8444-555555555555."));
    CHECK(metadata.at("message_uuid").as_string().size() == 36 + 1 + 36);
    CHECK(metadata.at("protocol_version") == "tomodachi-json-base--1.0.0");
    CHECK(metadata.at("compatible_protocol_versions") == json::array{"json_base-wip"});
    CHECK(metadata.at("timestamp").as_double() > 1.7e9);
    CHECK(metadata.at("topic") == "order--created");
    CHECK(metadata.at("data_encoding") == "raw");
    CHECK(message.at("data") == json::value{{"order_id", "o"}, {"customer_id", "c"}});
}

TEST_CASE("What was put into an envelope comes out", "[envelope]")
{
    json_base_envelope const envelope;
    json::value const data{{"name", "J\u00f6hn \"x\""}, {"n", 3}, {"list", {1, 2}}, {"none", nullptr}};
    CHECK(envelope.unwrap(envelope.wrap("t", data)) == data);
    CHECK(plain_json{}.unwrap(plain_json{}.wrap("t", data)) == data);
}

TEST_CASE("Data of 60,000 characters of JSON travels compressed, and a shorter one does not", "[envelope]")
{
    json_base_envelope const envelope;
    auto const encoding_of = [&](std::size_t characters) {
        json::value const data = json::string(characters - 2, 'x'); // two more are the quotes
        auto const text = envelope.wrap("t", data);
        CHECK(envelope.unwrap(text) == data);
        return std::string{json::parse(text).at("metadata").at("data_encoding").as_string()};
    };
    CHECK(encoding_of(59'999) == "raw");
    CHECK(encoding_of(60'000) == "base64_gzip_json");
    CHECK(encoding_of(2'000'000) == "base64_gzip_json");
}

TEST_CASE("An envelope that another program compressed is read", "[envelope]")
{
    auto const with_data = [](std::string const& data) {
        return R"({"metadata":{"protocol_version":"tomodachi-json-base--1.0.0","data_encoding":"base64_gzip_json"},"data":")"
               + data + "\"}";
    };
    CHECK(json_base_envelope{}.unwrap(with_data("eJyrVsovSkktis9MUbJSUMrXNVTSUVBKLi0uyc+FiyYDRWsBEFEMfQ=="))
          == json::value{{"order_id", "o-1"}, {"customer_id", "c-1"}});
    CHECK_THROWS_AS(json_base_envelope{}.unwrap(with_data(
                        "eJyrVsovSkktis9MUbJSUMrXNVTSUVBKLi0uyc+FiyYDRWsBEFEMfA==")), // a wrong checksum
                    bad_envelope);
}

TEST_CASE("A message that is no envelope is refused", "[envelope]")
{
    for (
        auto const* message : {
            "",
            "no json",
            "[]",
            "{}",
            R"({"metadata":7,"data":{}})",
            R"({"metadata":{"protocol_version":"other","data_encoding":"raw"},"data":{}})",
            R"({"metadata":{"protocol_version":"tomodachi-json-base--1.0.0"},"data":{}})",
            R"({"metadata":{"protocol_version":"tomodachi-json-base--1.0.0","data_encoding":"raw"}})",
            R"({"metadata":{"protocol_version":"tomodachi-json-base--1.0.0","data_encoding":"zip"},"data":{}})",
            R"({"metadata":{"protocol_version":"tomodachi-json-base--1.0.0","data_encoding":"base64_gzip_json"},"data":"%"})",
            R"({"metadata":{"protocol_version":"tomodachi-json-base--1.0.0","data_encoding":"base64_gzip_json"},"data":"aGVsbG8="})",
        }) {
        CHECK_THROWS_AS(json_base_envelope{}.unwrap(message), bad_envelope);
    }
}
