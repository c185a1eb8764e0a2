// The attributes of a topic: which there are, what they may be, and how they are shown. For topics.cpp.
// https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
#pragma once

#include <understudy/error.hpp>

#include "sns/errors.hpp"
#include "sns/topic.hpp"

namespace understudy::sns {

/// The value in the form in which it is kept; empty when that is not to be kept. FifoTopic is not among them:
/// it is decided with the name.
result<std::string> parse_topic_attribute(topic const& topic, origin from, std::string_view name,
                                          std::string_view value);

/// Keeps what parse_topic_attribute gave.
void keep_topic_attribute(topic& topic, std::string const& name, std::string value, instant now);

/// What GetTopicAttributes shows.
string_map shown_topic_attributes(topic const& topic);

} // namespace understudy::sns
