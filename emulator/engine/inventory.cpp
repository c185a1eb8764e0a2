#include "engine/inventory.hpp"

#include "engine/engine.hpp"

namespace understudy {

inventory take_inventory(engine const& engine)
{
    inventory taken;
    auto const& state = engine.snapshot();
    for (auto const& depth : sqs::queue_depths(state.sqs)) {
        taken.queues.push_back({depth.arn, depth.visible, depth.in_flight, depth.delayed});
    }
    for (auto const& [arn, topic] : state.sns.topics) taken.topics.push_back(arn);
    for (auto const& [place, tables] : state.dynamodb.tables) {
        for (auto const& [name, shared] : tables) {
            auto const& table = shared.read();
            taken.tables.push_back({table.arn, table.items.size(), table.bytes});
        }
    }
    taken.deliveries = engine.deliveries();
    taken.parked_polls = engine.parked_polls().size();
    return taken;
}

} // namespace understudy
