// AWS::DynamoDB::Table and AWS::Serverless::SimpleTable. Private to bootstrap/.
#pragma once

#include "bootstrap/resource.hpp"

namespace understudy::bootstrap {

/// What a template says of a table: one request makes it, others set what CreateTable does not take.
struct table_plan {
    dynamodb::CreateTableInput create = {};
    std::optional<dynamodb::TimeToLiveSpecification> time_to_live = {};
    std::optional<dynamodb::PointInTimeRecoverySpecification> recovery = {};
    std::vector<std::string> unused = {}; // properties that are known and have no effect here
};

table_plan read_table(resource const&, setting const&);
table_plan read_simple_table(resource const&, setting const&);

/// Makes the table, or changes the one that there is.
made provide(table_plan const& plan, workshop& shop, unsigned line);
/// Changes what differs from the plan; true when anything did. Throws a problem when that cannot be done to a table.
bool update_table(table_plan const& plan, dynamodb::TableDescription const& there, workshop& shop,
                  unsigned line);

} // namespace understudy::bootstrap
