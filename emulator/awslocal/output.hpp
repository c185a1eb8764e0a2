// What a command prints. Private to awslocal/.
#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace understudy::awslocal {

/// With four blanks for each level, as Python's json.dump writes it; and without a line's end.
std::string json_text(boost::json::value const& value);

/// Lines of texts with tabs between them. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
std::string tabbed_text(boost::json::value const& value);

/// Boxes, as wide as the terminal at the most if that is possible. Nothing where there is nothing to show.
std::string table_text(std::string_view title, boost::json::value const& value, std::size_t columns);

/// YAML 1.1 in blocks, members in the order of their names, long texts folded.
std::string yaml_text(boost::json::value const& value);

/// As Python's str() tells a value: None, True, 1.0, {'a': ['b']}; a text stands without quotation marks.
std::string python_text(boost::json::value const& value);

} // namespace understudy::awslocal
