// What the names and values in the expressions of one request stand for. Lives as long as the request.
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/dynamodb.hpp>

#include "dynamodb/expression/syntax.hpp"
#include "dynamodb/wording.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace understudy::dynamodb::expression {

using name_list = boost::container::small_vector<std::string_view, 8>;

/// One expression's slots, filled in. What is not defined is null.
struct binding {
    name_list names = {};
    boost::container::small_vector<attribute_value const*, 8> values = {}; // in normal form

    std::string_view name(step step) const noexcept { return names[step.value]; }
    /// All names, of which those of the attributes are some.
    name_list names_in_order() const
    {
        auto ordered = names;
        std::sort(ordered.begin(), ordered.end());
        return ordered;
    }
};

/// ExpressionAttributeNames and ExpressionAttributeValues; remembers which of them the expressions used.
class substitutions {
public:
    /// Refuses empty maps, bad keys and bad values, which stand on the given level. The maps must outlive this.
    std::optional<service_error> load(std::optional<name_map> const& names,
                                      std::optional<attribute_map> const& values, wording how,
                                      std::size_t level = 1);

    /// The references must outlive the binding.
    binding bind(references const& references);

    /// What no expression used, as an error.
    std::optional<service_error> unused() const;

private:
    std::optional<service_error> load_names(name_map const& names);
    std::optional<service_error> load_values(attribute_map const& values, wording how, std::size_t level);
    std::string_view use_name(std::string_view reference);
    attribute_value const* use_value(std::string_view reference);

    struct given_name {
        std::string_view reference;
        std::string_view stands_for;
        bool is_used = false;
    };
    struct given_value {
        std::string_view reference;
        attribute_value const* stands_for;
        bool is_used = false;
    };

    std::vector<given_name> names_; // both in the order of the references
    std::vector<given_value> values_;
    std::vector<std::unique_ptr<attribute_value const>> normalised_;
    std::size_t bytes_ = 0; // of all of them
};

} // namespace understudy::dynamodb::expression
