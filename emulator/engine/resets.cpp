// How an emulator is emptied: of everything, of one account, or of what its queues and tables hold.
#include "core/arn.hpp"
#include "engine/engine.hpp"

namespace understudy {

namespace {

bool means(std::string_view wanted, std::string_view account) { return wanted.empty() || wanted == account; }

std::string_view account_of(std::string_view arn)
{
    auto const parts = parse_arn(arn);
    return parts ? parts->account : std::string_view{};
}

/// The call of somebody else at the same instant.
call on_behalf(call const& ours, std::string_view account, std::string_view region)
{
    auto theirs = ours;
    theirs.account = account;
    theirs.region = region;
    return theirs;
}

void empty_queues(sqs::state& sqs, call const& call, std::string_view account)
{
    for (auto& [id, queue] : sqs.queues) {
        auto const& name = queue.name;
        if (!means(account, name.account)) { continue; }
        static_cast<void>(
            sqs::purge_queue(sqs, on_behalf(call, name.account, name.region), {.QueueUrl = name.name}));
        queue.purged.reset(); // nobody asked for it: the next purge comes as soon as it likes
    }
}

void delete_queues(sqs::state& sqs, call const& call, std::string_view account)
{
    std::vector<sqs::queue_name> names;
    for (auto const& [id, queue] : sqs.queues) {
        if (means(account, queue.name.account)) { names.push_back(queue.name); }
    }
    for (auto const& name : names) {
        static_cast<void>(
            sqs::delete_queue(sqs, on_behalf(call, name.account, name.region), {.QueueUrl = name.name}));
    }
}

void empty_topics(sns::state& sns, std::string_view account)
{
    for (auto& [arn, topic] : sns.topics) {
        if (!means(account, topic.account)) { continue; }
        topic.published.forget_until(instant::max());
        topic.archive.messages.clear();
    }
}

void delete_topics(sns::state& sns, call const& call, std::string_view account)
{
    std::vector<std::string> arns;
    for (auto& [arn, topic] : sns.topics) {
        if (!means(account, topic.account)) { continue; }
        topic.attributes.erase("ArchivePolicy"); // would keep it from being deleted
        arns.push_back(arn);
    }
    for (auto const& arn : arns) {
        auto const region = sns.topics.find(arn)->second.region;
        static_cast<void>(sns::delete_topic(sns, on_behalf(call, account, region), {.TopicArn = arn}));
    }
    std::erase_if(sns.mobile, [&](auto const& each) {
        return std::string_view{each.first}.substr(each.first.rfind(':') + 1) == account;
    });
}

void forget_postings(sns::state& sns, std::string_view account)
{
    std::erase_if(sns.http_deliveries.open, [&](auto const& each) {
        return means(account, account_of(each.second.last_resort.topic_arn));
    });
}

void empty_tables(dynamodb::state& dynamodb, std::string_view account)
{
    for (auto& [place, tables] : dynamodb.tables) {
        if (!means(account, place.account)) { continue; }
        for (auto& [name, shared] : tables) {
            if (shared.read().items.empty()) { continue; }
            auto& table = shared.write();
            while (!table.items.empty()) { erase(table, table.items.begin()); }
            dynamodb.followers.erase(table.number); // it will begin anew with what is there then: nothing
        }
    }
}

void delete_tables(dynamodb::state& dynamodb, std::string_view account)
{
    for (auto const& [place, tables] : dynamodb.tables) {
        if (!means(account, place.account)) { continue; }
        for (auto const& [name, shared] : tables) { dynamodb.followers.erase(shared.read().number); }
    }
    std::erase_if(dynamodb.tables, [&](auto const& each) { return means(account, each.first.account); });
}

} // namespace

bool engine::reseed(std::uint64_t seed)
{
    options_.seed = seed;
    bool const is_empty = state_.sqs.queues.empty() && state_.sns.topics.empty() && state_.sns.mobile.empty()
                          && state_.dynamodb.tables.empty();
    if (is_empty) { state_.ids = id_source{seed}; }
    return is_empty;
}

void engine::reset(moment when, reset_scope const& scope)
{
    auto const& account = scope.account;
    if (account.empty() && !scope.keep_resources) {
        faults_ = faults{options_.seed};
        state fresh{.ids = id_source{options_.seed}};
        restore(when, std::move(fresh));
        return;
    }
    advance_to(when);
    effects out{.events = events_};
    call const call = make_call(when, nobody_, out);
    faults_.clear(account);
    state_.sqs.strict_timers = false; // they are for those who purge and delete
    if (scope.keep_resources) {
        empty_queues(state_.sqs, call, account);
        empty_topics(state_.sns, account);
        empty_tables(state_.dynamodb, account);
    } else {
        delete_queues(state_.sqs, call, account);
        delete_topics(state_.sns, call, account);
        delete_tables(state_.dynamodb, account);
    }
    forget_postings(state_.sns, account);
    std::erase_if(state_.deliveries,
                  [&](auto const& each) { return means(account, account_of(each.second.topic_arn)); });
    apply_options();
    settle_effects(call);
}

} // namespace understudy
