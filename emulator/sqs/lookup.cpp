#include "sqs/lookup.hpp"

#include "sqs/errors.hpp"

namespace understudy::sqs {

queue* find_queue(state& sqs, queue_name_view name)
{
    auto const id = sqs.names.find(name);
    return id ? &sqs.queues.find(*id)->second : nullptr;
}

result<queue*> find_queue(state& sqs, call const& call, std::string_view url)
{
    auto const name = parse_queue_url(url, call);
    auto* const found = name ? find_queue(sqs, *name) : nullptr;
    if (found != nullptr) return found;
    if (!name && is_in_no_region(url)) return errors::address_invalid(url);
    return errors::queue_does_not_exist();
}

result<receipt> read_handle(queue const& queue, std::string_view handle)
{
    if (handle.empty()) return errors::parameter_missing("ReceiptHandle");
    auto const receipt = parse_receipt_handle(handle);
    if (!receipt || receipt->queue != queue.id) return errors::receipt_handle_invalid(handle);
    return *receipt;
}

message* find_message(queue& queue, receipt const& receipt)
{
    auto* const found = queue.messages.find(receipt.slot, receipt.place);
    return found != nullptr && found->id.low == receipt.message ? found : nullptr;
}

} // namespace understudy::sqs
