#include "sqs/names.hpp"

#include "core/arn.hpp"
#include "core/call.hpp"
#include "sqs/limits.hpp"

#include <algorithm>
#include <iterator>

namespace understudy::sqs {

namespace {

/// https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
constexpr std::string_view regions[] = {
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2",
    "ap-northeast-3", "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    "ca-central-1",   "ca-west-1",      "cn-north-1",     "cn-northwest-1", "eu-central-1",
    "eu-central-2",   "eu-north-1",     "eu-south-1",     "eu-south-2",     "eu-west-1",
    "eu-west-2",      "eu-west-3",      "eusc-de-east-1", "il-central-1",   "me-central-1",
    "me-south-1",     "mx-central-1",   "sa-east-1",      "us-east-1",      "us-east-2",
    "us-gov-east-1",  "us-gov-west-1",  "us-west-1",      "us-west-2",
};

bool has_name_characters(std::string_view name) noexcept
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_'
               || c == '-';
    });
}

} // namespace

bool is_queue_name(std::string_view name) noexcept
{
    return name.size() <= limits::queue_name_size_max && has_name_characters(name);
}

bool is_fifo_queue_name(std::string_view name) noexcept
{
    return name.size() <= limits::queue_name_size_max && name.ends_with(fifo_suffix)
           && has_name_characters(name.substr(0, name.size() - fifo_suffix.size()));
}

std::optional<queue_name_view> parse_queue_url(std::string_view url, call const& call) noexcept
{
    auto const slash = url.rfind('/');
    if (slash == std::string_view::npos) {
        return url.empty() ? std::nullopt : std::optional{queue_name_view{call.account, call.region, url}};
    }
    auto const path = url.substr(0, slash);
    auto const account = path.substr(path.rfind('/') + 1); // npos + 1 is 0: the whole of it
    if (account != call.account) { return std::nullopt; }
    return queue_name_view{call.account, call.region, url.substr(slash + 1)};
}

bool is_in_no_region(std::string_view url) noexcept
{
    constexpr std::string_view front = "sqs.";
    constexpr std::string_view back = ".amazonaws.com";
    constexpr std::string_view old_back = ".queue.amazonaws.com";
    auto const scheme = url.find("://");
    auto host = scheme == std::string_view::npos ? std::string_view{} : url.substr(scheme + 3);
    host = host.substr(0, host.find('/'));
    if (host.ends_with(old_back)) {
        host.remove_suffix(old_back.size());
    } else if (host.starts_with(front) && host.ends_with(back)) {
        host = host.substr(front.size(), host.size() - front.size() - back.size());
    } else {
        return false;
    }
    return std::find(std::begin(regions), std::end(regions), host) == std::end(regions);
}

std::string make_queue_url(queue_name_view queue, call const& call)
{
    constexpr std::string_view regional = "/queue/";
    std::string url;
    url.reserve(call.endpoint.size() + regional.size() + queue.region.size() + queue.account.size()
                + queue.name.size() + 2);
    url.append(call.endpoint);
    if (queue.region != call.default_region) { url.append(regional).append(queue.region); }
    return url.append("/").append(queue.account).append("/").append(queue.name);
}

std::optional<queue_name_view> parse_queue_arn(std::string_view arn) noexcept
{
    auto const parts = parse_arn(arn);
    if (!parts || parts->service != "sqs" || parts->partition != partition_of(parts->region)) {
        return std::nullopt;
    }
    return queue_name_view{parts->account, parts->region, parts->resource};
}

std::string make_queue_arn(queue_name_view queue)
{
    return make_arn("sqs", queue.region, queue.account, queue.name);
}

std::size_t queue_directory::hash::operator()(queue_name_view name) const noexcept
{
    return std::hash<std::string_view>{}(name.name); // few accounts and regions have a queue of the same name
}

void queue_directory::insert(queue_name const& name, std::uint64_t id)
{
    ids_.insert_or_assign(name, id);
    sorted_.insert_or_assign(name, id);
}

void queue_directory::erase(queue_name_view name)
{
    if (auto const found = ids_.find(name); found != ids_.end()) { ids_.erase(found); }
    if (auto const found = sorted_.find(name); found != sorted_.end()) { sorted_.erase(found); }
}

} // namespace understudy::sqs
