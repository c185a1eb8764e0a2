// How queues are called: names, ARNs and URLs, and the directory that finds a queue by any of them.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
#pragma once

#include <absl/container/btree_map.h>
#include <boost/unordered/unordered_flat_map.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace understudy {
struct call;
}

namespace understudy::sqs {

constexpr std::string_view fifo_suffix = ".fifo";

/// What tells one queue from all others. The view is for looking up without a copy.
struct queue_name_view {
    std::string_view account, region, name;
    friend auto operator<=>(queue_name_view const&, queue_name_view const&) = default;
};

struct queue_name {
    std::string account, region, name;

    queue_name() = default;
    explicit queue_name(queue_name_view view) : account{view.account}, region{view.region}, name{view.name} {}
    operator queue_name_view() const noexcept { return {account, region, name}; }
};

/// Of a standard queue: 1 to 80 of A-Z a-z 0-9 _ -
bool is_queue_name(std::string_view name) noexcept;
/// The same with the suffix .fifo, which counts towards the 80.
bool is_fifo_queue_name(std::string_view name) noexcept;

/// Only the last two segments of a path matter, whatever host is in front; a bare name belongs to the caller.
/// Nothing when the URL is of another shape or account. The view looks into the URL and the call.
std::optional<queue_name_view> parse_queue_url(std::string_view url, call const& call) noexcept;
/// Whether the host is one of SQS in a region that AWS does not have: sqs.<region>.amazonaws.com and alike.
bool is_in_no_region(std::string_view url) noexcept;
/// By the host through which the caller came; with the region in the path unless it is the emulator's own.
std::string make_queue_url(queue_name_view queue, call const& call);

/// Nothing unless the ARN is of SQS. The view looks into the ARN.
std::optional<queue_name_view> parse_queue_arn(std::string_view arn) noexcept;
std::string make_queue_arn(queue_name_view queue);

/// From names to the ids of queues: by hash for calls, in order for lists. A value.
class queue_directory {
public:
    struct equal {
        using is_transparent = void;
        bool operator()(queue_name_view a, queue_name_view b) const noexcept { return a == b; }
    };
    struct less {
        using is_transparent = void;
        bool operator()(queue_name_view a, queue_name_view b) const noexcept { return a < b; }
    };
    struct hash {
        using is_transparent = void;
        std::size_t operator()(queue_name_view name) const noexcept;
    };
    using in_order = absl::btree_map<queue_name, std::uint64_t, less>;

    std::optional<std::uint64_t> find(queue_name_view name) const noexcept
    {
        auto const found = ids_.find(name);
        return found == ids_.end() ? std::nullopt : std::optional{found->second};
    }
    void insert(queue_name const& name, std::uint64_t id);
    void erase(queue_name_view name);
    /// By account, region and name.
    in_order const& sorted() const noexcept { return sorted_; }

private:
    boost::unordered_flat_map<queue_name, std::uint64_t, hash, equal> ids_;
    in_order sorted_;
};

} // namespace understudy::sqs
