// The envelope in which events travel, protocol "tomodachi-json-base--1.0.0": who sent it, what it is about, and the data.
// Values; any thread.
#pragma once

#include <boost/json/value.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace understudy {

/// Who publishes.
struct publisher {
    std::string name = {};
    std::string uuid = {};
};

class bad_envelope : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// How data is put into a message and taken out again.
class envelope {
public:
    virtual ~envelope() = default;
    virtual std::string wrap(std::string_view topic, boost::json::value const& data) const = 0;
    /// Throws bad_envelope.
    virtual boost::json::value unwrap(std::string_view message) const = 0;
};

class json_base_envelope final : public envelope {
public:
    /// Data of so many characters of JSON, or more, travels as base64 of its zlib compression.
    static constexpr std::size_t compressed_from = 60'000;
    static constexpr std::string_view protocol_version = "tomodachi-json-base--1.0.0";

    /// Without a UUID it makes one up.
    explicit json_base_envelope(publisher service = {"understudy", {}});

    std::string wrap(std::string_view topic, boost::json::value const& data) const override;
    boost::json::value unwrap(std::string_view message) const override;

private:
    publisher service_;
};

/// The message is the data's JSON, and nothing else.
class plain_json final : public envelope {
public:
    std::string wrap(std::string_view topic, boost::json::value const& data) const override;
    boost::json::value unwrap(std::string_view message) const override;
};

/// A random (version 4) UUID.
std::string make_uuid();

} // namespace understudy
