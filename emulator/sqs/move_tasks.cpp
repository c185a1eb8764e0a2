// Moving the messages of a dead-letter queue back to where they came from, or to another queue.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
#include "core/arn.hpp"
#include "core/digest.hpp"
#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/queue_work.hpp"
#include "sqs/service.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace understudy::sqs {

namespace json = boost::json;

namespace {

// Without a rate AWS goes as fast as it can; so that a step stays short, not everything goes at once.
constexpr int moves_per_step = 500;
constexpr milliseconds between_steps{1};

constexpr std::string_view queue_gone = "AWS.SimpleQueueService.NonExistentQueue";
constexpr std::string_view source_unknown = "CouldNotDetermineMessageSource";

std::string_view name_of(move_status status) noexcept
{
    switch (status) {
    case move_status::running: return "RUNNING";
    case move_status::completed: return "COMPLETED";
    case move_status::cancelled: return "CANCELLED";
    case move_status::failed: return "FAILED";
    }
    return {};
}

std::string make_task_handle(move_task const& task)
{
    return base64_encode(
        json::serialize(json::object{{"taskId", to_string(task.id)}, {"sourceArn", task.source_arn}}));
}

struct task_handle {
    std::string task_id;
    std::string source_arn;
};

std::optional<task_handle> parse_task_handle(std::string_view handle)
{
    auto const text = base64_decode(handle);
    if (!text) { return std::nullopt; }
    boost::system::error_code failed;
    auto const value = json::parse(*text, failed);
    auto const* const object = failed ? nullptr : value.if_object();
    if (object == nullptr) { return std::nullopt; }
    auto const* const task = object->if_contains("taskId");
    auto const* const source = object->if_contains("sourceArn");
    if (task == nullptr || source == nullptr || !task->is_string() || !source->is_string()) {
        return std::nullopt;
    }
    return task_handle{std::string{std::string_view{task->get_string()}},
                       std::string{std::string_view{source->get_string()}}};
}

queue* find_queue_by_arn(state& sqs, std::string_view arn)
{
    auto const name = parse_queue_arn(arn);
    return name ? find_queue(sqs, *name) : nullptr;
}

/// One of the caller's queues, by its ARN in that parameter.
result<queue*> read_arn(state& sqs, call const& call, std::string_view arn, std::string_view parameter)
{
    if (!parse_arn(arn)) return errors::arn_malformed(parameter);
    auto* const queue = find_queue_by_arn(sqs, arn);
    if (queue == nullptr || queue->name.account != call.account || queue->name.region != call.region) {
        return errors::resource_not_found(parameter);
    }
    return queue;
}

bool is_dead_letter_queue(state const& sqs, queue const& queue)
{
    return std::any_of(sqs.queues.begin(), sqs.queues.end(), [&](auto const& other) {
        auto const& redrive = other.second.attributes.redrive;
        return redrive && queue.arn == redrive->target_arn;
    });
}

move_task* find_running(state& sqs, std::string_view source_arn)
{
    for (auto& [number, task] : sqs.move_tasks) {
        if (task.status == move_status::running && task.source_arn == source_arn) { return &task; }
    }
    return nullptr;
}

/// Makes room for one more task among those that are remembered.
void forget_oldest(state& sqs, std::string_view source_arn)
{
    auto const of_source = [&](auto const& each) { return each.second.source_arn == source_arn; };
    auto& tasks = sqs.move_tasks;
    if (static_cast<std::size_t>(std::count_if(tasks.begin(), tasks.end(), of_source))
        >= limits::move_tasks_kept) {
        tasks.erase(std::find_if(tasks.begin(), tasks.end(), of_source));
    }
}

/// When the next message may go.
instant next_move(move_task const& task)
{
    return task.started + milliseconds{task.moved * 1000 / *task.per_second};
}

std::optional<queue::slot> first_visible(queue const& queue)
{
    if (!queue.fifo) {
        return queue.visible.empty() ? std::nullopt : std::optional{queue.visible.begin()->second};
    }
    auto const& groups = queue.fifo->groups;
    if (!groups.anything_to_receive()) { return std::nullopt; }
    return groups.first(groups.next(groups.turns()));
}

/// The message is a new one where it arrives: its id, its time and its count begin anew.
void move(state& sqs, call const& call, queue_work& from, queue::slot which, queue& target)
{
    auto const& old = from.at(which);
    message moved{.id = call.ids.next_uuid(),
                  .body = old.body,
                  .deduplication_id = old.deduplication_id,
                  .sent = call.now,
                  .from_topic = old.from_topic};
    if (old.extras) {
        boost::intrusive_ptr const extras{new message_extras{*old.extras}};
        extras->source_arn = {};
        extras->retained_since = {};
        moved.extras = extras;
    }
    if (auto const delay = target.attributes.delay; delay > 0) {
        moved.state = message_state::delayed;
        moved.handling.change().hidden_until = call.now + seconds{delay};
    }
    auto const cause = old.last_event();
    auto const group_id = from.target().group_id_of(old);
    from.remove(which);
    queue_work arrival{sqs, call, target};
    moved.sent_event = arrival.emit(event_type::message_redriven, moved, cause, from.target().arn.str());
    arrival.put(std::move(moved), group_id);
    arrival.settle();
}

void fail(move_task& task, std::string_view reason)
{
    task.status = move_status::failed;
    task.failure = reason;
}

/// Moves one message, or ends the task.
void move_one(state& sqs, call const& call, queue_work& from, move_task& task)
{
    auto const which = first_visible(from.target());
    if (task.moved == task.to_move || !which) {
        task.status = move_status::completed;
        return;
    }
    auto const& extras = from.at(*which).extras;
    auto const target_arn = task.destination_arn ? *task.destination_arn
                            : extras             ? extras->source_arn.str()
                                                 : std::string{};
    if (target_arn.empty()) { return fail(task, source_unknown); }
    auto* const target = find_queue_by_arn(sqs, target_arn);
    if (target == nullptr) { return fail(task, queue_gone); }
    move(sqs, call, from, *which, *target);
    if (++task.moved == task.to_move) { task.status = move_status::completed; }
}

} // namespace

void run_move_task(state& sqs, call const& call, std::uint64_t number)
{
    auto const found = sqs.move_tasks.find(number);
    if (found == sqs.move_tasks.end()) { return; }
    auto& task = found->second;
    auto* const source = find_queue_by_arn(sqs, task.source_arn);
    if (source == nullptr) { return fail(task, queue_gone); }
    queue_work work{sqs, call, *source};
    for (int moves = 0; task.status == move_status::running; ++moves) {
        auto const due = task.per_second          ? next_move(task)
                         : moves < moves_per_step ? call.now
                                                  : call.now + between_steps;
        if (due > call.now) {
            call.set_timer(timer_kind::move_task, number, due);
            break;
        }
        move_one(sqs, call, work, task);
    }
    work.settle();
}

void forget_move_tasks(state& sqs, std::string_view source_arn)
{
    std::erase_if(sqs.move_tasks, [&](auto const& each) { return each.second.source_arn == source_arn; });
}

result<StartMessageMoveTaskResult> start_message_move_task(state& sqs, call const& call,
                                                           StartMessageMoveTaskRequest const& request)
{
    if (request.SourceArn.empty()) return errors::parameter_missing("SourceArn");
    auto const source = read_arn(sqs, call, request.SourceArn, "SourceArn");
    if (!source) return source.error();
    if (auto const& arn = request.DestinationArn) {
        auto const destination = read_arn(sqs, call, *arn, "DestinationArn");
        if (!destination) return destination.error();
        if (destination.value()->attributes.fifo != source.value()->attributes.fifo) {
            return errors::move_destination_type_differs(*arn);
        }
    }
    auto const& rate = request.MaxNumberOfMessagesPerSecond;
    if (rate && !limits::moves_per_second.contains(*rate)) return errors::move_rate_invalid(*rate);
    if (!is_dead_letter_queue(sqs, *source.value())) return errors::move_source_is_no_dead_letter_queue();
    if (find_running(sqs, request.SourceArn) != nullptr) return errors::move_task_running();

    forget_oldest(sqs, request.SourceArn);
    auto const number = ++sqs.last_move_task;
    auto const& task =
        sqs.move_tasks
            .emplace(number, move_task{.id = call.ids.next_uuid(),
                                       .source_arn = request.SourceArn,
                                       .destination_arn = request.DestinationArn,
                                       .per_second = rate,
                                       .started = call.now,
                                       .to_move = static_cast<std::int64_t>(source.value()->waiting())})
            .first->second;
    StartMessageMoveTaskResult answer{.TaskHandle = make_task_handle(task)};
    run_move_task(sqs, call, number);
    return answer;
}

result<ListMessageMoveTasksResult> list_message_move_tasks(state& sqs, call const& call,
                                                           ListMessageMoveTasksRequest const& request)
{
    if (request.SourceArn.empty()) return errors::parameter_missing("SourceArn");
    auto const source = read_arn(sqs, call, request.SourceArn, "SourceArn");
    if (!source) return source.error();
    auto const max = request.MaxResults.value_or(1);
    if (max < 1 || max > static_cast<std::int64_t>(limits::move_tasks_per_page_max)) {
        return errors::max_results_invalid(limits::move_tasks_per_page_max);
    }
    ListMessageMoveTasksResult answer;
    for (auto each = sqs.move_tasks.rbegin(); each != sqs.move_tasks.rend(); ++each) {
        auto const& task = each->second;
        if (task.source_arn != request.SourceArn) { continue; }
        if (answer.Results.size() == static_cast<std::size_t>(max)) { break; }
        auto& entry = answer.Results.emplace_back();
        if (task.status == move_status::running) entry.TaskHandle = make_task_handle(task);
        entry.Status = name_of(task.status);
        entry.SourceArn = task.source_arn;
        entry.DestinationArn = task.destination_arn;
        entry.MaxNumberOfMessagesPerSecond = task.per_second;
        entry.ApproximateNumberOfMessagesMoved = task.moved;
        entry.ApproximateNumberOfMessagesToMove = task.to_move;
        if (!task.failure.empty()) entry.FailureReason = task.failure;
        entry.StartedTimestamp = task.started.time_since_epoch().count();
    }
    return answer;
}

result<CancelMessageMoveTaskResult> cancel_message_move_task(state& sqs, call const& call,
                                                             CancelMessageMoveTaskRequest const& request)
{
    if (request.TaskHandle.empty()) return errors::parameter_missing("TaskHandle");
    auto const handle = parse_task_handle(request.TaskHandle);
    if (!handle) return errors::task_handle_invalid();
    auto const source = read_arn(sqs, call, handle->source_arn, "SourceArn");
    if (!source) return source.error();
    auto* const task = find_running(sqs, handle->source_arn);
    if (task == nullptr || to_string(task->id) != handle->task_id) return errors::task_does_not_exist();
    task->status = move_status::cancelled;
    return CancelMessageMoveTaskResult{.ApproximateNumberOfMessagesMoved = task->moved};
}

} // namespace understudy::sqs
