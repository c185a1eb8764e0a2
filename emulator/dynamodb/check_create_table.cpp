#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/tables.hpp"

#include <algorithm>
#include <limits>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

constexpr auto any_number = std::numeric_limits<std::size_t>::max();

/// "keySchema.1.member"
std::string element_path(std::string_view list, std::size_t index)
{
    return std::string{list} + "." + std::to_string(index + 1) + ".member";
}

std::string print(std::vector<KeySchemaElement> const& schema)
{
    std::string text{"["};
    for (auto const& element : schema) {
        if (text.size() > 1) text += ", ";
        text += "KeySchemaElement(attributeName=" + element.AttributeName.value_or("null")
                + ", keyType=" + element.KeyType.value_or("null") + ")";
    }
    return text + "]";
}

void check_attribute_name(constraints& violated, std::optional<std::string> const& name,
                          std::string const& path)
{
    if (!name) return violated.null(path);
    violated.length_min(*name, name->size(), 1, path);
    violated.length_max(*name, name->size(), limits::key_attribute_name_bytes_max, path);
}

void check_schema(constraints& violated, std::optional<std::vector<KeySchemaElement>> const& schema,
                  std::string const& path, std::size_t elements_max)
{
    if (!schema) return violated.null(path);
    auto const text = print(*schema);
    violated.length_min(text, schema->size(), 1, path);
    violated.length_max(text, schema->size(), elements_max, path);
    for (std::size_t i = 0; i < schema->size(); ++i) {
        auto const& element = (*schema)[i];
        auto const element_at = element_path(path, i);
        check_attribute_name(violated, element.AttributeName, element_at + ".attributeName");
        if (!element.KeyType) violated.null(element_at + ".keyType");
        violated.one_of(element.KeyType, {"HASH", "RANGE"}, element_at + ".keyType");
    }
}

std::string print(string_list const& names)
{
    std::string text{"["};
    for (auto const& name : names) {
        if (text.size() > 1) text += ", ";
        text += name;
    }
    return text + "]";
}

template <class Index>
void check_index(constraints& violated, Index const& index, std::string const& path, std::size_t keys_max)
{
    if (index.IndexName) {
        violated.name(*index.IndexName, path + ".indexName");
    } else {
        violated.null(path + ".indexName");
    }
    check_schema(violated, index.KeySchema, path + ".keySchema", keys_max);
    auto const projection = path + ".projection";
    if (!index.Projection) return violated.null(projection);
    violated.one_of(index.Projection->ProjectionType, {"ALL", "INCLUDE", "KEYS_ONLY"},
                    projection + ".projectionType");
    auto const& names = index.Projection->NonKeyAttributes;
    if (!names) return;
    auto const names_at = projection + ".nonKeyAttributes";
    violated.length_min(print(*names), names->size(), 1, names_at);
    violated.length_max(print(*names), names->size(), limits::projected_attributes_max, names_at);
    for (std::size_t i = 0; i < names->size(); ++i) {
        check_attribute_name(violated, (*names)[i], element_path(names_at, i));
    }
}

maybe_refusal check_constraints(CreateTableInput const& request)
{
    constraints violated;
    if (request.TableName) {
        violated.name(*request.TableName, "tableName");
    } else {
        violated.null("tableName");
    }
    if (request.AttributeDefinitions) {
        check_definitions(violated, *request.AttributeDefinitions);
    } else {
        violated.null("attributeDefinitions");
    }
    check_schema(violated, request.KeySchema, "keySchema", 2);
    violated.one_of(request.BillingMode, {"PROVISIONED", "PAY_PER_REQUEST"}, "billingMode");
    check_throughput(violated, request.ProvisionedThroughput, "provisionedThroughput");
    if (auto const& indexes = request.GlobalSecondaryIndexes) {
        for (std::size_t i = 0; i < indexes->size(); ++i) {
            auto const path = element_path("globalSecondaryIndexes", i);
            check_index(violated, (*indexes)[i], path, any_number);
            check_throughput(violated, (*indexes)[i].ProvisionedThroughput, path + ".provisionedThroughput");
        }
    }
    if (auto const& indexes = request.LocalSecondaryIndexes) {
        for (std::size_t i = 0; i < indexes->size(); ++i) {
            check_index(violated, (*indexes)[i], element_path("localSecondaryIndexes", i), 2);
        }
    }
    if (auto const& stream = request.StreamSpecification) {
        if (!stream->StreamEnabled) violated.null("streamSpecification.streamEnabled");
        violated.one_of(stream->StreamViewType, {"NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"},
                        "streamSpecification.streamViewType");
    }
    if (request.SSESpecification) {
        violated.one_of(request.SSESpecification->SSEType, {"AES256", "KMS"}, "sSESpecification.sSEType");
    }
    return violated.error();
}

maybe_refusal check_billing(CreateTableInput const& request)
{
    auto const& units = request.ProvisionedThroughput;
    if (request.BillingMode == "PAY_PER_REQUEST")
        return units ? maybe_refusal{errors::throughput_not_allowed()} : std::nullopt;
    if (!units) return errors::throughput_missing();
    if (*units->ReadCapacityUnits > limits::capacity_units_max) {
        return errors::throughput_out_of_bounds(*units->ReadCapacityUnits, "ReadCapacityUnits");
    }
    if (*units->WriteCapacityUnits > limits::capacity_units_max) {
        return errors::throughput_out_of_bounds(*units->WriteCapacityUnits, "WriteCapacityUnits");
    }
    return std::nullopt;
}

maybe_refusal check_stream(std::optional<StreamSpecification> const& stream)
{
    if (!stream) return std::nullopt;
    if (*stream->StreamEnabled && !stream->StreamViewType) return errors::stream_needs_view_type();
    if (!*stream->StreamEnabled && stream->StreamViewType) return errors::stream_takes_no_view_type();
    return std::nullopt;
}

maybe_refusal check_encryption(std::optional<SSESpecification> const& sse)
{
    if (!sse) return std::nullopt;
    bool const is_off = sse->Enabled && !*sse->Enabled;
    if (is_off && sse->SSEType) return errors::sse_type_without_sse();
    if (is_off && sse->KMSMasterKeyId) return errors::kms_key_without_sse();
    if (sse->SSEType == "AES256") return errors::aes_not_supported();
    if (sse->KMSMasterKeyId && sse->SSEType != "KMS") return errors::kms_type_required();
    return check_kms_key(*sse);
}

maybe_refusal check_warm(bool is_on_demand, CreateTableInput const& request)
{
    if (!request.WarmThroughput) return std::nullopt;
    auto const& warm = *request.WarmThroughput;
    auto const& units = request.ProvisionedThroughput;
    auto const read_min = is_on_demand ? limits::on_demand_read_units : *units->ReadCapacityUnits;
    auto const write_min = is_on_demand ? limits::on_demand_write_units : *units->WriteCapacityUnits;
    if (warm.ReadUnitsPerSecond.value_or(read_min) < read_min)
        return errors::warm_throughput_too_low("Read", is_on_demand);
    if (warm.WriteUnitsPerSecond.value_or(write_min) < write_min)
        return errors::warm_throughput_too_low("Write", is_on_demand);
    return std::nullopt;
}

maybe_refusal check_extras(CreateTableInput const& request)
{
    if (auto refusal = check_stream(request.StreamSpecification)) return refusal;
    if (auto refusal = check_encryption(request.SSESpecification)) return refusal;
    if (request.TableClass && request.TableClass != "STANDARD"
        && request.TableClass != "STANDARD_INFREQUENT_ACCESS") {
        return errors::invalid_table_class();
    }
    bool const is_on_demand = request.BillingMode == "PAY_PER_REQUEST";
    if (auto refusal = check_new_ceilings(is_on_demand, request.OnDemandThroughput)) return refusal;
    if (auto refusal = check_warm(is_on_demand, request)) return refusal;
    return request.Tags ? check_tags(*request.Tags) : std::nullopt;
}

} // namespace

void check_definitions(constraints& violated, std::vector<AttributeDefinition> const& definitions)
{
    for (std::size_t i = 0; i < definitions.size(); ++i) {
        auto const& definition = definitions[i];
        auto const path = element_path("attributeDefinitions", i);
        check_attribute_name(violated, definition.AttributeName, path + ".attributeName");
        if (!definition.AttributeType) violated.null(path + ".attributeType");
        violated.one_of(definition.AttributeType, {"B", "N", "S"}, path + ".attributeType");
    }
}

void check_throughput(constraints& violated, std::optional<ProvisionedThroughput> const& units,
                      std::string const& path)
{
    if (!units) return;
    auto const check = [&](std::optional<std::int64_t> const& value, std::string const& at) {
        if (!value) return violated.null(at);
        violated.at_least(*value, 1, at);
    };
    check(units->ReadCapacityUnits, path + ".readCapacityUnits");
    check(units->WriteCapacityUnits, path + ".writeCapacityUnits");
}

void check_new_index(constraints& violated, CreateGlobalSecondaryIndexAction const& index,
                     std::string const& path)
{
    check_index(violated, index, path, any_number);
}

std::optional<service_error> check_create_table(CreateTableInput const& request)
{
    if (auto refusal = check_constraints(request)) return refusal;
    if (auto refusal = check_billing(request)) return refusal;
    if (auto refusal = check_indexes(request)) return refusal;
    return check_extras(request);
}

} // namespace understudy::dynamodb
