// A message as filter policies see it: its attributes, or the fields of its body. What they hold looks into
// the message and into the paths asked for; both must outlive the view. For publish.cpp.
#pragma once

#include <understudy/model/describe.hpp>

#include "sns/audience.hpp"

#include <boost/json/value.hpp>

#include <deque>

namespace understudy::sns {

class attributes_view {
public:
    explicit attributes_view(message_attributes const& attributes);
    attributes_view(attributes_view const&) = delete;
    attributes_view& operator=(attributes_view const&) = delete;

    message_values const& values() const noexcept { return values_; }

private:
    std::deque<boost::json::value> arrays_; // of String.Array attributes
    message_values values_;
};

/// A body that is not a JSON object has no values.
class body_view {
public:
    /// Only the given paths are looked at.
    body_view(std::string_view body, audience::paths const& paths);
    body_view(body_view const&) = delete;
    body_view& operator=(body_view const&) = delete;

    message_values const& values() const noexcept { return values_; }

private:
    void walk(boost::json::value const& value, std::string& path);

    audience::paths const& paths_;
    boost::json::value body_;
    message_values values_;
};

} // namespace understudy::sns
