// The operations on queues themselves.
#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/queue_work.hpp"
#include "sqs/service.hpp"
#include "sqs/tags.hpp"

#include <algorithm>
#include <iterator>

namespace understudy::sqs {

namespace {

/// The type that the request asks for; refuses a name that does not go with it.
result<bool> requested_type(CreateQueueRequest const& request)
{
    auto const flag = request.Attributes.find("FifoQueue");
    bool const fifo = flag != request.Attributes.end() && parse_flag(flag->second).value_or(false);
    if (fifo && !is_fifo_queue_name(request.QueueName)) return errors::fifo_queue_name_invalid();
    if (!fifo && !is_queue_name(request.QueueName)) return errors::queue_name_invalid();
    return fifo;
}

/// A queue may be its own dead-letter queue once it exists.
result<void> check_redrive(state& sqs, queue_name_view source, queue_attributes const& attributes,
                           string_map const& changes)
{
    auto const sent = changes.find("RedrivePolicy");
    if (sent == changes.end() || !attributes.redrive) { return {}; }
    auto const& text = sent->second;
    auto const target_name = *parse_queue_arn(attributes.redrive->target_arn);
    if (target_name.account != source.account || target_name.region != source.region) {
        return errors::redrive_target_elsewhere(text);
    }
    auto const* const target = find_queue(sqs, target_name);
    if (target == nullptr) return errors::redrive_target_missing(text);
    if (target->attributes.fifo != attributes.fifo) return errors::redrive_target_type_differs(text);
    bool const itself = static_cast<queue_name_view>(target->name) == source;
    auto const& allow = itself ? attributes.redrive_allow : target->attributes.redrive_allow;
    if (allow && !allow->allows(make_queue_arn(source))) return errors::redrive_target_unwilling(text);
    return {};
}

/// A queue that is there already is good when every attribute that was supplied has that value now.
result<void> check_same(queue const& existing, CreateQueueRequest const& request)
{
    auto const wanted = changed(existing.attributes, existing.attributes.fifo, request.Attributes);
    if (!wanted) return wanted.error();
    for (auto const& [name, value] : request.Attributes) {
        if (value_of(wanted.value(), name) != value_of(existing.attributes, name)) {
            return errors::queue_name_exists(name);
        }
    }
    return {};
}

result<void> check_recreation(state const& sqs, call const& call, queue_name_view name)
{
    auto const deleted = sqs.deleted.find(name);
    if (sqs.strict_timers && deleted != sqs.deleted.end()
        && call.now < deleted->second + limits::recreation_delay) {
        return errors::queue_deleted_recently();
    }
    return {};
}

void add_queue(state& sqs, call const& call, queue_name name, queue_attributes attributes,
               string_map const& tags)
{
    queue made{.id = ++sqs.last_queue,
               .name = std::move(name),
               .attributes = std::move(attributes),
               .tags = tags,
               .created = call.now,
               .modified = call.now};
    made.arn = make_queue_arn(made.name);
    made.unkind = unkindness_of(made.tags, sqs.unkind);
    if (made.attributes.fifo) {
        made.fifo.emplace();
        made.fifo->deduplicates_per_group = made.attributes.scope == deduplication_scope::message_group;
    }
    sqs.deleted.erase(made.name);
    sqs.names.insert(made.name, made.id);
    auto const id = made.id;
    sqs.queues.emplace(id, std::move(made));
}

std::string epoch_seconds(instant when)
{
    return std::to_string(std::chrono::floor<seconds>(when).time_since_epoch().count());
}

constexpr std::string_view computed_attributes[] = {
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
};

std::string computed_value(queue const& queue, std::string_view name)
{
    if (name == "ApproximateNumberOfMessages") return std::to_string(queue.waiting());
    if (name == "ApproximateNumberOfMessagesDelayed") return std::to_string(queue.delayed);
    if (name == "ApproximateNumberOfMessagesNotVisible") return std::to_string(queue.in_flight());
    if (name == "CreatedTimestamp") return epoch_seconds(queue.created);
    if (name == "LastModifiedTimestamp") return epoch_seconds(queue.modified);
    return queue.arn.str();
}

template <class Names>
bool has(Names const& names, std::string_view name)
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

void add_value(queue const& queue, std::string_view name, string_map& answer)
{
    if (has(computed_attributes, name)) {
        answer.emplace(name, computed_value(queue, name));
    } else if (auto value = value_of(queue.attributes, name)) {
        answer.emplace(name, std::move(*value));
    }
}

/// The delay of a FIFO queue also holds for messages that are in it already.
void apply_delay(queue_work& work)
{
    auto& queue = work.target();
    std::vector<queue::slot> delayed;
    for (auto const& hidden : queue.hidden) {
        if (work.at(hidden.which).state == message_state::delayed) delayed.push_back(hidden.which);
    }
    for (auto const which : delayed) work.delay(which, work.at(which).sent + seconds{queue.attributes.delay});
    work.reveal_due();
}

} // namespace

result<CreateQueueResult> create_queue(state& sqs, call const& call, CreateQueueRequest const& request)
{
    if (request.QueueName.empty()) return errors::parameter_missing("QueueName");
    auto const fifo = requested_type(request);
    if (!fifo) return fifo.error();
    queue_name_view const name{call.account, call.region, request.QueueName};
    CreateQueueResult answer{.QueueUrl = make_queue_url(name, call)};
    if (auto const* existing = find_queue(sqs, name)) {
        if (auto same = check_same(*existing, request); !same) return same.error();
        return answer;
    }
    auto attributes = changed({}, fifo.value(), request.Attributes);
    if (!attributes) return attributes.error();
    if (auto good = check_redrive(sqs, name, attributes.value(), request.Attributes); !good)
        return good.error();
    if (auto good = check_tags(request.tags, request.QueueName); !good) return good.error();
    if (auto good = check_recreation(sqs, call, name); !good) return good.error();
    add_queue(sqs, call, queue_name{name}, std::move(attributes.value()), request.tags);
    return answer;
}

result<void> delete_queue(state& sqs, call const& call, DeleteQueueRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    auto& queue = *found.value();
    queue_work work{sqs, call, queue};
    work.clear();
    work.settle();
    call.queue_changed(queue.id); // whoever waits there is to hear that it is gone
    if (sqs.strict_timers) { sqs.deleted.insert_or_assign(queue.name, call.now); }
    forget_move_tasks(sqs, queue.arn);
    sqs.names.erase(queue.name);
    sqs.queues.erase(queue.id);
    return {};
}

result<GetQueueAttributesResult> get_queue_attributes(state& sqs, call const& call,
                                                      GetQueueAttributesRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    auto const& queue = *found.value();
    GetQueueAttributesResult answer;
    for (auto const& name : request.AttributeNames) {
        if (name == "All") {
            for (auto each : computed_attributes) add_value(queue, each, answer.Attributes);
            for (auto each : settable_attributes) add_value(queue, each, answer.Attributes);
        } else if (has(computed_attributes, name) || has(settable_attributes, name)) {
            add_value(queue, name, answer.Attributes);
        } else {
            return errors::attribute_unknown(name);
        }
    }
    return answer;
}

result<GetQueueUrlResult> get_queue_url(state& sqs, call const& call, GetQueueUrlRequest const& request)
{
    if (request.QueueName.empty()) return errors::queue_name_missing();
    auto const owner = request.QueueOwnerAWSAccountId.value_or("");
    queue_name_view const name{owner.empty() ? call.account : owner, call.region, request.QueueName};
    if (find_queue(sqs, name) == nullptr) return errors::queue_does_not_exist();
    return GetQueueUrlResult{.QueueUrl = make_queue_url(name, call)};
}

result<void> purge_queue(state& sqs, call const& call, PurgeQueueRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    auto& queue = *found.value();
    if (sqs.strict_timers && queue.purged && call.now < *queue.purged + limits::purge_interval) {
        return errors::purge_in_progress(queue.name.name);
    }
    queue.purged = call.now;
    queue_work work{sqs, call, queue};
    work.clear();
    call.emit({.type = event_type::queue_purged, .resource = queue.arn});
    work.settle();
    return {};
}

result<void> set_queue_attributes(state& sqs, call const& call, SetQueueAttributesRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (request.Attributes.empty()) return errors::parameter_missing("Attribute.Name");
    auto& queue = *found.value();
    auto attributes = changed(queue.attributes, queue.attributes.fifo, request.Attributes);
    if (!attributes) return attributes.error();
    if (auto good = check_redrive(sqs, queue.name, attributes.value(), request.Attributes); !good) {
        return good.error();
    }
    bool const other_delay = attributes.value().delay != queue.attributes.delay;
    queue.attributes = std::move(attributes.value());
    queue.modified = call.now;
    queue_work work{sqs, call, queue};
    if (queue.fifo && other_delay) apply_delay(work);
    work.expire(); // a shorter retention period holds for what is there already
    work.settle();
    return {};
}

} // namespace understudy::sqs
