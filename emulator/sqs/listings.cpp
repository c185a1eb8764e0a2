// The operations that list queues, page by page.
#include "core/digest.hpp"
#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/service.hpp"

#include <algorithm>

namespace understudy::sqs {

namespace {

constexpr char token_separator = '\n'; // never in a queue's name

/// What a list is asked for. The scope is what must be the same on every page.
struct page_request {
    std::optional<std::int64_t> const& max_results;
    std::optional<std::string> const& next_token;
    std::string scope;
    std::string_view prefix = {}; // of the names
};

struct page {
    string_list urls = {};
    std::optional<std::string> next_token = {};
};

/// The name after which the list goes on; empty: from the beginning.
result<std::string> last_name_before(page_request const& asked)
{
    if (!asked.next_token || asked.next_token->empty()) { return std::string{}; }
    if (!asked.max_results) return errors::max_results_missing();
    auto const token = base64_decode(*asked.next_token);
    auto const separator = token ? token->rfind(token_separator) : std::string::npos;
    if (separator == std::string::npos) return errors::next_token_invalid();
    if (std::string_view{*token}.substr(0, separator) != asked.scope) {
        return errors::next_token_of_another_request();
    }
    return token->substr(separator + 1);
}

/// Of the caller's queues in the caller's region, by name, those that `belong`.
template <class Belongs>
result<page> list(state& sqs, call const& call, page_request const& asked, Belongs belongs)
{
    constexpr auto max = static_cast<std::int64_t>(limits::queues_per_page_max);
    if (asked.max_results && (*asked.max_results < 1 || *asked.max_results > max)) {
        return errors::max_results_invalid(limits::queues_per_page_max);
    }
    auto const after = last_name_before(asked);
    if (!after) return after.error();
    auto const& names = sqs.names.sorted();
    auto const key = [&](std::string_view name) { return queue_name_view{call.account, call.region, name}; };
    auto next = after->empty() ? names.lower_bound(key(asked.prefix)) : names.upper_bound(key(after.value()));
    auto const size = static_cast<std::size_t>(asked.max_results.value_or(max));
    page answer;
    std::string_view last;
    for (; next != names.end(); ++next) {
        auto const& name = next->first;
        bool const mine = name.account == call.account && name.region == call.region;
        if (!mine || !name.name.starts_with(asked.prefix)) { break; }
        if (!belongs(next->second)) { continue; }
        if (answer.urls.size() == size) {
            if (asked.max_results) {
                answer.next_token = base64_encode(asked.scope + token_separator + std::string{last});
            }
            break;
        }
        answer.urls.push_back(make_queue_url(name, call));
        last = name.name;
    }
    return answer;
}

} // namespace

result<ListQueuesResult> list_queues(state& sqs, call const& call, ListQueuesRequest const& request)
{
    auto const prefix = request.QueueNamePrefix.value_or("");
    auto listed = list(sqs, call,
                       {.max_results = request.MaxResults,
                        .next_token = request.NextToken,
                        .scope = prefix,
                        .prefix = prefix},
                       [](std::uint64_t) { return true; });
    if (!listed) return listed.error();
    return ListQueuesResult{.QueueUrls = std::move(listed->urls), .NextToken = std::move(listed->next_token)};
}

result<ListDeadLetterSourceQueuesResult> list_dead_letter_source_queues(
    state& sqs, call const& call, ListDeadLetterSourceQueuesRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    auto const target = found.value()->arn;
    auto listed =
        list(sqs, call,
             {.max_results = request.MaxResults, .next_token = request.NextToken, .scope = target.str()},
             [&](std::uint64_t id) {
                 auto const& redrive = sqs.queues.find(id)->second.attributes.redrive;
                 return redrive && target == redrive->target_arn;
             });
    if (!listed) return listed.error();
    return ListDeadLetterSourceQueuesResult{.queueUrls = std::move(listed->urls),
                                            .NextToken = std::move(listed->next_token)};
}

} // namespace understudy::sqs
