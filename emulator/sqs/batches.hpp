// What the three batch operations have in common: errors that refuse a batch as a whole, and an outcome for each entry of
// one that is not refused. Used inside sqs/ only.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-batch-api-actions.html
#pragma once

#include <understudy/error.hpp>

#include "sqs/errors.hpp"
#include "sqs/limits.hpp"
#include "sqs/names.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace understudy::sqs {

/// "SendMessageBatchRequestEntry"
template <class Request>
std::string entry_name()
{
    return std::string{Request::operation} + "RequestEntry";
}

/// "SendMessageBatchRequestEntry.2.Id": how AWS calls a member of an entry; the first is number 1.
template <class Request>
std::string member_name(std::size_t number, std::string_view member)
{
    return entry_name<Request>() + '.' + std::to_string(number) + '.' + std::string{member};
}

/// The whole batch is refused for its number of entries and for their ids.
template <class Request>
result<void> check_batch(Request const& request)
{
    if (!request.Entries) return errors::parameter_missing("Entries");
    auto const& entries = *request.Entries;
    if (entries.empty()) return errors::batch_empty(entry_name<Request>());
    if (entries.size() > limits::batch_entries_max) return errors::batch_entries_too_many(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!entries[i].Id) return errors::parameter_missing(member_name<Request>(i + 1, "Id"));
        // An id is made as a queue's name is.
        if (!is_queue_name(*entries[i].Id)) return errors::batch_entry_id_invalid();
    }
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        auto const repeats = [&](auto const& other) { return other.Id == entry->Id; };
        if (std::any_of(entries.begin(), entry, repeats)) return errors::batch_entry_id_repeated(*entry->Id);
    }
    return {};
}

/// Serves each entry of a checked batch by `serve(entry, its number)`, which answers the entry of the result, or refuses.
template <class Request, class Serve>
typename Request::answer serve_entries(Request const& request, Serve serve)
{
    typename Request::answer answer;
    answer.Successful.reserve(request.Entries->size());
    std::size_t number = 0;
    for (auto const& entry : *request.Entries) {
        auto served = serve(entry, ++number);
        if (served) {
            served.value().Id = *entry.Id;
            answer.Successful.push_back(std::move(served).value());
        } else {
            auto const& error = served.error();
            answer.Failed.push_back({.Id = *entry.Id,
                                     .SenderFault = error.kind.status < 500,
                                     .Code = std::string{error.kind.query_code},
                                     .Message = error.message});
        }
    }
    return answer;
}

} // namespace understudy::sqs
