#include "dynamodb/wording.hpp"

#include "dynamodb/errors.hpp"

namespace understudy::dynamodb {

namespace {

constexpr std::string_view envelope = "1 validation error detected: ";

service_error enveloped(std::string_view text) { return errors::validation(std::string{envelope} += text); }

} // namespace

service_error enveloped(service_error error)
{
    error.message.insert(0, envelope);
    return error;
}

service_error worded(wording how, service_error error)
{
    return how == wording::enveloped ? enveloped(std::move(error)) : error;
}

service_error empty_table_name(wording how)
{
    return enveloped(how == wording::enveloped
                         ? "Value at 'TableName' failed to satisfy constraint: Member must have "
                           "length greater than or equal to 1"
                         : "Value '' at 'tableName' failed to satisfy constraint: Member must "
                           "have length greater than or equal to 1");
}

service_error limit_too_small()
{
    return enveloped(
        "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
}

service_error unknown_operator_of_query()
{
    // ALL is how AWS spells AND there.
    return errors::validation("Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]");
}

service_error unknown_return_values_of_update()
{
    // UPDATE_NEW is how AWS spells it there.
    return enveloped(
        "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, "
        "UPDATE_NEW, NONE]");
}

} // namespace understudy::dynamodb
