// The functions of a template: Ref, Fn::Sub, Fn::If and their like. A value goes in, and what it means comes out.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
// Private to bootstrap/; belongs to the template that it was made of.
#pragma once

#include "bootstrap/node.hpp"
#include "bootstrap/setting.hpp"

#include <functional>
#include <optional>
#include <set>

namespace understudy::bootstrap {

/// What one evaluation may make all in all: bytes and values.
constexpr std::size_t evaluated_max = 16 * 1024 * 1024;

class evaluator {
public:
    /// Throws a problem when a parameter or a condition is wrong. `document` must outlive it.
    evaluator(node const& document, bootstrap::setting setting);

    /// Throws a problem. Nothing: AWS::NoValue.
    std::optional<node> evaluate(node const& value);
    /// The same of what must be there.
    node evaluate_all(node const& value, std::string_view what);
    /// Of the section Conditions.
    bool condition(std::string const& name, unsigned line);

    /// What Ref and Fn::GetAtt say of a resource.
    bootstrap::identities identities = {};
    /// Asked where a resource is named that `identities` does not know. Throws a problem.
    std::function<std::string(std::string const& id, std::string const& attribute, unsigned line)> unknown =
        {};

    bootstrap::setting const& setting() const noexcept { return setting_; }
    bool is_parameter(std::string_view name) const { return parameters_.contains(name); }

private:
    using function = std::optional<node> (evaluator::*)(node const&);
    static function find_function(std::string_view name);

    std::optional<node> ref(node const& argument);
    std::optional<node> get_att(node const& argument);
    std::optional<node> sub(node const& argument);
    std::optional<node> join(node const& argument);
    std::optional<node> select(node const& argument);
    std::optional<node> split(node const& argument);
    std::optional<node> if_else(node const& argument);
    std::optional<node> find_in_map(node const& argument);
    std::optional<node> base64(node const& argument);
    std::optional<node> to_json_string(node const& argument);
    std::optional<node> truth_of(node const& condition); // where a value is wanted

    bool holds(node const& condition); // {"Fn::Equals": [...]}
    std::optional<node> pseudo_parameter(std::string_view name, unsigned line) const;
    node named(std::string const& name, unsigned line); // what ${name} of Fn::Sub means
    std::string attribute(std::string const& id, std::string const& attribute, unsigned line);
    node spend(node made);

    node const& document_;
    bootstrap::setting setting_;
    std::map<std::string, node, std::less<>> parameters_;
    std::map<std::string, bool, std::less<>> conditions_ = {};
    std::set<std::string, std::less<>> being_decided_ = {};
    std::size_t spent_ = 0;
};

/// The name of the only member of a map, when it is that of a function.
std::optional<std::string_view> function_of(node const& value);

} // namespace understudy::bootstrap
