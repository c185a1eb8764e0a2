#include "dynamodb/expression/binding.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/expression/lexer.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb::expression {

namespace {

template <class Entries>
auto* find_reference(Entries& entries, std::string_view reference)
{
    auto const before = [](auto const& entry, std::string_view text) { return entry.reference < text; };
    auto const found = std::lower_bound(entries.begin(), entries.end(), reference, before);
    return found != entries.end() && found->reference == reference ? &*found : nullptr;
}

template <class Entries>
std::string unused_references(Entries const& entries)
{
    std::string keys;
    for (auto const& entry : entries) {
        if (entry.is_used) continue;
        if (!keys.empty()) keys += ", ";
        keys += entry.reference;
    }
    return keys;
}

} // namespace

std::optional<service_error> substitutions::load(std::optional<name_map> const& names,
                                                 std::optional<attribute_map> const& values, wording how,
                                                 std::size_t level)
{
    std::optional<service_error> refusal;
    if (names) refusal = load_names(*names);
    if (refusal) return worded(how, std::move(*refusal));
    if (values) refusal = load_values(*values, how, level);
    if (!refusal && bytes_ > limits::substitutions_bytes_max)
        refusal = worded(how, errors::substitutions_too_large());
    return refusal;
}

std::optional<service_error> substitutions::load_names(name_map const& names)
{
    if (names.empty()) return errors::names_are_empty();
    names_.reserve(names.size());
    for (auto const& [reference, stands_for] : names) {
        if (reference.size() > limits::expression_reference_bytes_max) {
            return errors::name_key_too_long(reference.size());
        }
        if (!is_reference(reference, '#')) return errors::invalid_name_key(reference);
        if (stands_for.empty()) return errors::substituted_name_is_empty(reference);
        if (stands_for.size() > limits::attribute_name_bytes_max) return errors::attribute_name_is_too_long();
        names_.push_back({reference, stands_for});
        bytes_ += reference.size() + stands_for.size();
    }
    return std::nullopt;
}

std::optional<service_error> substitutions::load_values(attribute_map const& values, wording how,
                                                        std::size_t level)
{
    if (values.empty()) return worded(how, errors::values_are_empty());
    values_.reserve(values.size());
    for (auto const& [reference, stands_for] : values) {
        if (reference.size() > limits::expression_reference_bytes_max) {
            return worded(how, errors::value_key_too_long());
        }
        if (!is_reference(reference, ':')) return worded(how, errors::invalid_value_key(reference));
        value_facts facts;
        if (auto refusal = check_value(stands_for, facts, how, level)) {
            return has_older_values(how) ? errors::value_of_key(std::move(refusal->error), reference)
                                         : worded(how, std::move(*refusal));
        }
        bytes_ += reference.size() + facts.bytes;
        auto const* bound = &stands_for;
        if (!facts.is_normal) {
            bound = normalised_.emplace_back(std::make_unique<attribute_value const>(normalised(stands_for)))
                        .get();
        }
        values_.push_back({reference, bound});
    }
    return std::nullopt;
}

std::string_view substitutions::use_name(std::string_view reference)
{
    if (reference[0] != '#') return reference;
    auto* found = find_reference(names_, reference);
    if (!found) return {};
    found->is_used = true;
    return found->stands_for;
}

attribute_value const* substitutions::use_value(std::string_view reference)
{
    auto* found = find_reference(values_, reference);
    if (!found) return nullptr;
    found->is_used = true;
    return found->stands_for;
}

binding substitutions::bind(references const& references)
{
    binding result;
    result.names.reserve(references.names.size());
    result.values.reserve(references.values.size());
    for (auto const& name : references.names) result.names.push_back(use_name(name));
    for (auto const& value : references.values) result.values.push_back(use_value(value));
    return result;
}

std::optional<service_error> substitutions::unused() const
{
    if (auto const keys = unused_references(names_); !keys.empty()) return errors::names_unused(keys);
    if (auto const keys = unused_references(values_); !keys.empty()) return errors::values_unused(keys);
    return std::nullopt;
}

} // namespace understudy::dynamodb::expression
