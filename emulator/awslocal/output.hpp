// What a command prints. Private to awslocal/.
#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace understudy::awslocal {

/// With four blanks for each level, as Python's json.dump writes it; and without a line's end.
std::string json_text(boost::json::value const& value);

/// Lines of texts with tabs between them. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
std::string tabbed_text(boost::json::value const& value);

/// As Python's str() tells a value: None, True, 1.0, {'a': ['b']}; a text stands without quotation marks.
std::string python_text(boost::json::value const& value);

} // namespace understudy::awslocal
