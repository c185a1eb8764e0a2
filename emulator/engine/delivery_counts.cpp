#include "engine/delivery_counts.hpp"

#include <algorithm>

namespace understudy {

namespace {

constexpr std::array<event_type, 3> outcomes{event_type::message_delivered, event_type::delivery_failed,
                                             event_type::message_filtered};
constexpr std::array<std::string_view, 9> protocols{"",         "sqs",         "http",  "https", "lambda",
                                                    "firehose", "application", "email", "sms"};

std::size_t place_of(std::string_view protocol) noexcept
{
    auto const found = std::ranges::find(protocols, protocol);
    return found == protocols.end() ? 0 : static_cast<std::size_t>(found - protocols.begin());
}

/// By what the endpoint of a subscription looks like.
std::size_t protocol_of(std::string_view endpoint) noexcept
{
    if (endpoint.starts_with("http://")) { return place_of("http"); }
    if (endpoint.starts_with("https://")) { return place_of("https"); }
    if (endpoint.starts_with("arn:")) {
        auto const service = endpoint.substr(std::min(endpoint.size(), endpoint.find(':', 4) + 1));
        auto const name = service.substr(0, service.find(':'));
        return place_of(name == "sns" ? "application" : name);
    }
    if (endpoint.starts_with('+')) { return place_of("sms"); }
    return endpoint.find('@') == std::string_view::npos ? 0 : place_of("email");
}

} // namespace

void delivery_counts::take(event_log const& events)
{
    auto const& kept = events.events();
    auto const news = std::min<std::uint64_t>(events.last() - seen_, kept.size());
    for (auto at = kept.end() - static_cast<std::ptrdiff_t>(news); at != kept.end(); ++at) count(*at);
    seen_ = events.last();
}

void delivery_counts::count(event const& event)
{
    auto const outcome = std::ranges::find(outcomes, event.type);
    if (outcome == outcomes.end()) { return; }
    auto const resource = event.resource.view();
    bool const is_topic = resource.starts_with("arn:") && resource.find('/') == std::string_view::npos;
    std::string_view topic = is_topic ? resource : std::string_view{};
    auto found = counts_.find(topic);
    if (found == counts_.end()) {
        if (counts_.size() >= topics_max) { topic = {}; }
        found = counts_.try_emplace(std::string{topic}).first;
    }
    bool const has_endpoint = event.type != event_type::message_filtered;
    auto& row = found->second[has_endpoint ? protocol_of(event.detail) : 0];
    ++row[static_cast<std::size_t>(outcome - outcomes.begin())];
}

std::vector<delivery_count> delivery_counts::list() const
{
    std::vector<delivery_count> all;
    for (auto const& [topic, rows] : counts_) {
        for (std::size_t i = 0; i < protocols.size(); ++i) {
            for (std::size_t j = 0; j < outcomes.size(); ++j) {
                if (rows[i][j] > 0) { all.push_back({topic, protocols[i], outcomes[j], rows[i][j]}); }
            }
        }
    }
    return all;
}

} // namespace understudy
