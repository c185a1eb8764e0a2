#include "local_transport.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <shared_mutex>

namespace understudy {

namespace {

service_error interrupted_error() { return {interrupted, "The call was interrupted."}; }

/// One call that waits for a parked poll.
class waiting_call {
public:
    void answer(late_reply reply)
    {
        std::unique_lock lock{mutex_};
        if (over_) {
            lock.unlock();
            reply.undeliverable();
            return;
        }
        over_ = true;
        reply_.emplace(std::move(reply.answer));
        done_.notify_all();
    }

    void interrupt()
    {
        std::lock_guard const lock{mutex_};
        over_ = true;
        done_.notify_all();
    }

    /// Nothing when it was interrupted.
    std::optional<receive_reply> wait()
    {
        std::unique_lock lock{mutex_};
        done_.wait(lock, [&] { return over_; });
        return std::move(reply_);
    }

private:
    std::mutex mutex_;
    std::condition_variable done_;
    bool over_ = false;
    std::optional<receive_reply> reply_;
};

} // namespace

class local_door {
public:
    local_door(desk& d, caller c) : behind{&d}, who{std::move(c)} {}

    std::shared_mutex open; // held shared by calls, except while they wait for a poll
    desk* behind;
    caller who;
    std::mutex polls_mutex;
    std::set<std::shared_ptr<waiting_call>> polls;
};

namespace {

class local_transport final : public transport, public local_service {
public:
    local_transport(std::shared_ptr<local_door> door, std::uint64_t client)
        : door_{std::move(door)}, who_{door_->who}
    {
        who_.client = client;
    }

    local_service* local() noexcept override { return this; }

    result_or_failure<wire_response> send(wire_request const&, std::chrono::milliseconds) override
    {
        return wire_failure{wire_failure_reason::malformed,
                            "An emulator in this process takes typed requests only."};
    }

    void interrupt() override
    {
        std::lock_guard const lock{mutex_};
        interrupted_ = true;
        for (auto const& poll : polls_) { poll->interrupt(); }
    }

    bool call(std::string_view service, std::string_view operation, void const* request,
              void* answer) override;

    template <class Request>
    static void serve(local_transport& self, void const* request, void* answer)
    {
        auto& filled = *static_cast<result<typename Request::answer>*>(answer);
        auto const& shape = *static_cast<Request const*>(request);
        std::shared_lock inside{self.door_->open};
        if (!self.is_open()) {
            filled = interrupted_error();
            return;
        }
        auto reply = self.door_->behind->serve(self.who_, shape);
        inside.unlock();
        filled = self.arrived(std::move(reply));
    }

    void receive(sqs::ReceiveMessageRequest const& request, result<sqs::ReceiveMessageResult>& answer);

private:
    using call_that_waits = std::shared_ptr<waiting_call>;

    bool is_open() const { return door_->behind != nullptr && !interrupted_; } // asked inside
    void enlist(call_that_waits const& call);                                  // likewise
    std::optional<receive_reply> outcome_of(call_that_waits const& call, ticket parked);
    bool held_back(milliseconds latency);

    /// What comes of a reply on its way.
    template <class Answer>
    result<Answer> arrived(reply<Answer> reply)
    {
        if (reply.on_the_way) [[unlikely]] {
            auto const [latency, lost] = reply.on_the_way;
            if (latency.count() > 0 && !held_back(latency)) { return interrupted_error(); }
            if (lost) { return service_error{connection_error, "The connection was closed."}; }
        }
        return std::move(reply.value);
    }

    std::shared_ptr<local_door> door_;
    caller who_;
    std::mutex mutex_;
    std::atomic<bool> interrupted_ = false;
    std::set<std::shared_ptr<waiting_call>> polls_;
};

template <>
void local_transport::serve<sqs::ReceiveMessageRequest>(local_transport& self, void const* request,
                                                        void* answer)
{
    self.receive(*static_cast<sqs::ReceiveMessageRequest const*>(request),
                 *static_cast<result<sqs::ReceiveMessageResult>*>(answer));
}

void local_transport::receive(sqs::ReceiveMessageRequest const& request,
                              result<sqs::ReceiveMessageResult>& answer)
{
    auto const poll = std::make_shared<waiting_call>();
    std::optional<receive_reply> reply;
    ticket parked = 0;
    {
        std::shared_lock const inside{door_->open};
        if (!is_open()) {
            answer = interrupted_error();
            return;
        }
        auto outcome =
            door_->behind->receive(who_, request, [poll](late_reply late) { poll->answer(std::move(late)); });
        if (auto* at_once = std::get_if<receive_reply>(&outcome)) {
            reply = std::move(*at_once);
        } else {
            parked = std::get<ticket>(outcome);
            enlist(poll);
        }
    }
    if (!reply) { reply = outcome_of(poll, parked); }
    answer = reply ? arrived(std::move(*reply)) : interrupted_error();
}

void local_transport::enlist(call_that_waits const& call)
{
    std::scoped_lock const lock{mutex_, door_->polls_mutex};
    if (interrupted_) { call->interrupt(); } // meanwhile, when it did not wait yet
    polls_.insert(call);
    door_->polls.insert(call);
}

/// Waits outside of the door. Nothing when that was interrupted.
std::optional<receive_reply> local_transport::outcome_of(call_that_waits const& call, ticket parked)
{
    auto outcome = call->wait();
    std::shared_lock const inside{door_->open};
    std::scoped_lock const lock{mutex_, door_->polls_mutex};
    polls_.erase(call);
    door_->polls.erase(call);
    if (door_->behind != nullptr && !outcome) { door_->behind->cancel(parked); }
    return outcome;
}

/// Waits until the latency of an answer is over. False when that was interrupted.
bool local_transport::held_back(milliseconds latency)
{
    auto const call = std::make_shared<waiting_call>();
    ticket held = 0;
    {
        std::shared_lock const inside{door_->open};
        if (!is_open()) { return false; }
        held = door_->behind->hold_back(latency, [call] {
            call->answer({.answer = {uuid{}, sqs::ReceiveMessageResult{}}, .undeliverable = [] {}});
        });
        enlist(call);
    }
    return outcome_of(call, held).has_value();
}

struct local_operation {
    std::string_view service;
    std::string_view name;
    void (*serve)(local_transport&, void const*, void*);
};

template <class... Operations>
constexpr auto entries(std::string_view service, std::tuple<Operations...> const&)
{
    return std::array{local_operation{service, Operations::name(),
                                      &local_transport::serve<typename Operations::request_type>}...};
}

template <std::size_t Count>
local_operation const* find(std::array<local_operation, Count> const& table, std::string_view name)
{
    // Tables are in the order of the AWS reference, which is that of the alphabet.
    auto const found =
        std::lower_bound(table.begin(), table.end(), name,
                         [](auto const& entry, std::string_view wanted) { return entry.name < wanted; });
    return found != table.end() && found->name == name ? &*found : nullptr;
}

local_operation const* find(std::string_view service, std::string_view name)
{
    static constexpr auto sqs_table = entries(sqs::service_name, sqs::operations);
    static constexpr auto sns_table = entries(sns::service_name, sns::operations);
    static constexpr auto dynamodb_table = entries(dynamodb::service_name, dynamodb::operations);
    static constexpr auto sts_table = entries(sts::service_name, sts::operations);
    if (service == sqs::service_name) { return find(sqs_table, name); }
    if (service == dynamodb::service_name) { return find(dynamodb_table, name); }
    return service == sns::service_name ? find(sns_table, name) : find(sts_table, name);
}

bool local_transport::call(std::string_view service, std::string_view operation, void const* request,
                           void* answer)
{
    auto const* found = find(service, operation);
    if (found == nullptr) { return false; }
    found->serve(*this, request, answer);
    return true;
}

} // namespace

std::shared_ptr<local_door> open_local_door(desk& desk, caller who)
{
    return std::make_shared<local_door>(desk, std::move(who));
}

void close_local_door(local_door& door)
{
    {
        std::unique_lock const outside{door.open};
        door.behind = nullptr;
    }
    std::lock_guard const lock{door.polls_mutex};
    for (auto const& poll : door.polls) { poll->interrupt(); }
}

std::shared_ptr<transport> make_local_transport(std::shared_ptr<local_door> door, std::uint64_t client)
{
    return std::make_shared<local_transport>(std::move(door), client);
}

} // namespace understudy
