// Which operations answer in pages, as their shapes tell. Private to awslocal/.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
#pragma once

#include "awslocal/command_line.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string_view>

namespace understudy::awslocal {

struct paging {
    std::string_view begins_at; // a member of the request: "NextToken"
    std::string_view goes_on;   // a member of the answer
    std::string_view size = {}; // a member of the request: "MaxResults"
};

/// Nothing for what comes in one piece.
std::optional<paging> paging_of(command const& command) noexcept;

using asking = std::function<boost::json::object(boost::json::object const& parameters)>;

/// Asks as often as there are pages, and makes one answer of them: lists are joined, counts added.
boost::json::object merge_pages(command const& command, paging const& paging, page_options const& options,
                                boost::json::object parameters, asking const& ask);

} // namespace understudy::awslocal
