// Who of a topic's subscribers may want a message, found by what the message holds instead of by asking each
// of them. A subscriber whose filter policy asks for certain values of a key stands under these values; all
// others are always asked. A value. https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
#pragma once

#include "sns/filter_policy.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace understudy::sns {

class audience {
public:
    /// How many filters look at each path of the body.
    using paths = std::map<std::string, std::size_t, std::less<>>;

    void add(std::uint64_t subscription, filter_policy const* filter);
    /// With the filter with which it was added.
    void remove(std::uint64_t subscription, filter_policy const* filter);

    bool filters() const noexcept { return filters_attributes() || filters_bodies(); }
    bool filters_attributes() const noexcept { return attribute_filters_ != 0; }
    bool filters_bodies() const noexcept { return body_filters_ != 0; }
    paths const& body_paths() const noexcept { return body_paths_; }

    /// Numbers of all whose filter matches, and of some whose filter may not; the oldest first, each once.
    std::vector<std::uint64_t> candidates(message_values const& attributes, message_values const& body) const;

private:
    void gather(filter_scope scope, message_values const& values, std::vector<std::uint64_t>& found) const;
    void count(filter_policy const& filter, bool added);

    std::vector<std::uint64_t> always_;                                 // in order
    std::unordered_map<std::string, std::vector<std::uint64_t>> keyed_; // each in order
    paths body_paths_;
    std::size_t attribute_filters_ = 0;
    std::size_t body_filters_ = 0;
};

} // namespace understudy::sns
