#include "bootstrap/evaluator.hpp"

#include "bootstrap/parameters.hpp"
#include "codec/base64.hpp"
#include "core/arn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace understudy::bootstrap {

namespace {

constexpr std::string_view dynamic_reference = "{{resolve:";

bool is_condition_function(std::string_view name)
{
    return name == "Fn::Equals" || name == "Fn::And" || name == "Fn::Or" || name == "Fn::Not";
}

std::vector<node> const& arguments(node const& argument, std::string_view of, std::size_t least,
                                   std::size_t most)
{
    auto const& parts = list(argument, of);
    if (parts.size() < least || parts.size() > most) {
        throw problem{argument.line, fmt::format("{} cannot have {} arguments", of, parts.size())};
    }
    return parts;
}

std::size_t index_in(node const& value, std::size_t size)
{
    auto const& text = scalar(value, "the index of Fn::Select");
    std::size_t index = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (failure != std::errc{} || end != text.data() + text.size() || index >= size) {
        throw problem{value.line, fmt::format("Fn::Select cannot select {} of {} values", text, size)};
    }
    return index;
}

} // namespace

std::optional<std::string_view> function_of(node const& value)
{
    if (value.members.size() != 1) { return std::nullopt; }
    std::string_view const name = value.members.front().name;
    if (name == "Ref" || name.starts_with("Fn::")) { return name; }
    return std::nullopt;
}

evaluator::evaluator(node const& document, bootstrap::setting setting)
    : document_{document}, setting_{std::move(setting)},
      parameters_{read_parameters(document.find("Parameters"), setting_.parameters)}
{
    auto const* conditions = document.find("Conditions");
    if (conditions == nullptr || conditions->is_null()) { return; }
    for (auto const& [name, value] : map(*conditions, "Conditions")) {
        static_cast<void>(condition(name, value.line));
    }
}

evaluator::function evaluator::find_function(std::string_view name)
{
    struct entry {
        std::string_view name;
        function evaluate;
    };
    static constexpr entry functions[] = {
        {"Ref", &evaluator::ref},
        {"Fn::Base64", &evaluator::base64},
        {"Fn::FindInMap", &evaluator::find_in_map},
        {"Fn::GetAtt", &evaluator::get_att},
        {"Fn::If", &evaluator::if_else},
        {"Fn::Join", &evaluator::join},
        {"Fn::Select", &evaluator::select},
        {"Fn::Split", &evaluator::split},
        {"Fn::Sub", &evaluator::sub},
        {"Fn::ToJsonString", &evaluator::to_json_string},
    };
    auto const* const found = std::ranges::find(functions, name, &entry::name);
    return found == std::end(functions) ? nullptr : found->evaluate;
}

std::optional<node> evaluator::evaluate(node const& value)
{
    if (value.is_scalar()) {
        if (value.text.find(dynamic_reference) != std::string::npos) {
            throw problem{value.line, "dynamic references, {{resolve:...}}, cannot be resolved here"};
        }
        return spend(value);
    }
    if (auto const name = function_of(value)) {
        auto const& argument = value.members.front().value;
        if (auto const known = find_function(*name)) { return (this->*known)(argument); }
        if (is_condition_function(*name)) { return truth_of(value); }
        throw problem{value.line, fmt::format("{} cannot be evaluated here", *name)};
    }
    node made{.is = value.is, .line = value.line};
    for (auto const& item : value.items) {
        if (auto evaluated = evaluate(item)) { made.items.push_back(*std::move(evaluated)); }
    }
    for (auto const& [name, inner] : value.members) {
        if (auto evaluated = evaluate(inner)) { made.members.push_back({name, *std::move(evaluated)}); }
    }
    return made;
}

node evaluator::evaluate_all(node const& value, std::string_view what)
{
    auto evaluated = evaluate(value);
    if (!evaluated) { throw problem{value.line, fmt::format("{} cannot be AWS::NoValue", what)}; }
    return *std::move(evaluated);
}

bool evaluator::condition(std::string const& name, unsigned line)
{
    if (auto const known = conditions_.find(name); known != conditions_.end()) { return known->second; }
    auto const* conditions = document_.find("Conditions");
    auto const* const meant = conditions == nullptr ? nullptr : conditions->find(name);
    if (meant == nullptr) { throw problem{line, fmt::format("Unresolved condition dependency {}", name)}; }
    if (!being_decided_.insert(name).second) {
        throw problem{meant->line, fmt::format("Circular dependency between conditions: {}", name)};
    }
    bool const decided = holds(*meant);
    being_decided_.erase(name);
    conditions_.emplace(name, decided);
    return decided;
}

bool evaluator::holds(node const& condition)
{
    if (condition.members.size() != 1) {
        throw problem{condition.line,
                      "a condition is one of Fn::And, Fn::Equals, Fn::Not, Fn::Or, Condition"};
    }
    auto const& [name, argument] = condition.members.front();
    if (name == "Condition") { return this->condition(scalar(argument, "Condition"), argument.line); }
    if (name == "Fn::Equals") {
        auto const& sides = arguments(argument, name, 2, 2);
        auto const left = evaluate_all(sides[0], name);
        auto const right = evaluate_all(sides[1], name);
        if (left.is_scalar() && right.is_scalar()) { return left.text == right.text; }
        return to_json(left) == to_json(right);
    }
    constexpr std::size_t conditions_max = 10; // says CloudFormation
    if (name == "Fn::Not") { return !holds(arguments(argument, name, 1, 1)[0]); }
    if (name == "Fn::And") {
        return std::ranges::all_of(arguments(argument, name, 1, conditions_max),
                                   [&](node const& each) { return holds(each); });
    }
    if (name == "Fn::Or") {
        return std::ranges::any_of(arguments(argument, name, 1, conditions_max),
                                   [&](node const& each) { return holds(each); });
    }
    throw problem{condition.line, fmt::format("{} is no condition", name)};
}

std::optional<node> evaluator::truth_of(node const& condition)
{
    bool const is_true = holds(condition);
    return node{.is = node::kind::scalar, .line = condition.line, .text = is_true ? "true" : "false"};
}

std::optional<node> evaluator::pseudo_parameter(std::string_view name, unsigned line) const
{
    auto const partition = partition_of(setting_.region);
    if (name == "AWS::AccountId") { return text_node(setting_.account, line); }
    if (name == "AWS::Region") { return text_node(setting_.region, line); }
    if (name == "AWS::StackName") { return text_node(setting_.stack, line); }
    if (name == "AWS::Partition") { return text_node(std::string{partition}, line); }
    if (name == "AWS::NotificationARNs") { return list_node({}, line); }
    if (name == "AWS::URLSuffix") {
        return text_node(partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com", line);
    }
    if (name == "AWS::StackId") {
        return text_node(
            make_arn("cloudformation", setting_.region, setting_.account,
                     fmt::format("stack/{}/00000000-0000-4000-8000-000000000000", setting_.stack)),
            line);
    }
    return std::nullopt;
}

node evaluator::named(std::string const& name, unsigned line)
{
    if (auto pseudo = pseudo_parameter(name, line)) { return *std::move(pseudo); }
    if (auto const parameter = parameters_.find(name); parameter != parameters_.end()) {
        auto value = parameter->second;
        value.line = line;
        return value;
    }
    if (auto const dot = name.find('.'); dot != std::string::npos) {
        return text_node(attribute(name.substr(0, dot), name.substr(dot + 1), line), line);
    }
    if (auto const resource = identities.find(name); resource != identities.end()) {
        return text_node(resource->second.ref, line);
    }
    if (unknown) { return text_node(unknown(name, {}, line), line); }
    throw problem{line, fmt::format("Unresolved resource dependencies [{}]", name)};
}

std::string evaluator::attribute(std::string const& id, std::string const& attribute, unsigned line)
{
    auto const resource = identities.find(id);
    if (resource == identities.end()) {
        if (unknown) { return unknown(id, attribute, line); }
        throw problem{line, fmt::format("Unresolved resource dependencies [{}]", id)};
    }
    auto const& attributes = resource->second.attributes;
    auto const value = attributes.find(attribute);
    if (value == attributes.end()) {
        throw problem{line, fmt::format("Fn::GetAtt: {} has no attribute {}", id, attribute)};
    }
    return value->second;
}

std::optional<node> evaluator::ref(node const& argument)
{
    auto const& name = scalar(argument, "Ref");
    if (name == "AWS::NoValue") { return std::nullopt; }
    return spend(named(name, argument.line));
}

std::optional<node> evaluator::get_att(node const& argument)
{
    if (argument.is_scalar()) { // "Fn::GetAtt: a.b" in YAML
        auto const dot = argument.text.find('.');
        if (dot == std::string::npos) { throw problem{argument.line, "Fn::GetAtt needs Resource.Attribute"}; }
        return spend(
            text_node(attribute(argument.text.substr(0, dot), argument.text.substr(dot + 1), argument.line),
                      argument.line));
    }
    auto const& parts = arguments(argument, "Fn::GetAtt", 2, 2);
    auto const which = evaluate_all(parts[1], "Fn::GetAtt");
    return spend(text_node(attribute(scalar(parts[0], "the resource of Fn::GetAtt"),
                                     scalar(which, "the attribute of Fn::GetAtt"), argument.line),
                           argument.line));
}

std::optional<node> evaluator::sub(node const& argument)
{
    auto const* const parts = argument.is_scalar() ? &argument : arguments(argument, "Fn::Sub", 2, 2).data();
    auto const& text = scalar(*parts, "Fn::Sub");
    auto const own = argument.is_scalar() ? map_node({}, argument.line) : evaluate_all(parts[1], "Fn::Sub");
    static_cast<void>(map(own, "the variables of Fn::Sub"));
    std::string made;
    std::size_t at = 0;
    for (;;) {
        auto const begin = text.find("${", at);
        auto const end = begin == std::string::npos ? begin : text.find('}', begin);
        if (end == std::string::npos) { break; }
        made += text.substr(at, begin - at);
        at = end + 1;
        auto const name = text.substr(begin + 2, end - begin - 2);
        if (name.starts_with('!')) { // stays as it is, without the mark
            made += fmt::format("${{{}}}", name.substr(1));
            continue;
        }
        auto const* const variable = own.find(name);
        made += scalar(variable != nullptr ? *variable : named(name, argument.line),
                       fmt::format("${{{}}}", name));
        if (made.size() > evaluated_max) { break; } // spend() says so
    }
    made += text.substr(std::min(at, text.size()));
    return evaluate(spend(text_node(std::move(made), argument.line))); // for what is left: dynamic references
}

std::optional<node> evaluator::join(node const& argument)
{
    auto const& parts = arguments(argument, "Fn::Join", 2, 2);
    auto const& delimiter = scalar(parts[0], "the delimiter of Fn::Join");
    auto const values = evaluate_all(parts[1], "Fn::Join");
    std::string made;
    bool first = true;
    for (auto const& each : list(values, "the values of Fn::Join")) {
        if (!std::exchange(first, false)) { made += delimiter; }
        made += scalar(each, "a value of Fn::Join");
    }
    return evaluate(spend(text_node(std::move(made), argument.line)));
}

std::optional<node> evaluator::select(node const& argument)
{
    auto const& parts = arguments(argument, "Fn::Select", 2, 2);
    auto const index = evaluate_all(parts[0], "Fn::Select");
    auto const values = evaluate_all(parts[1], "Fn::Select");
    auto const& all = list(values, "the values of Fn::Select");
    return all[index_in(index, all.size())];
}

std::optional<node> evaluator::split(node const& argument)
{
    auto const& parts = arguments(argument, "Fn::Split", 2, 2);
    auto const& delimiter = scalar(parts[0], "the delimiter of Fn::Split");
    if (delimiter.empty()) { throw problem{argument.line, "the delimiter of Fn::Split is empty"}; }
    auto const value = evaluate_all(parts[1], "Fn::Split");
    std::string_view text = scalar(value, "what Fn::Split splits");
    std::vector<node> made;
    while (true) {
        auto const end = text.find(delimiter);
        made.push_back(text_node(std::string{text.substr(0, end)}, argument.line));
        if (end == std::string_view::npos) { break; }
        text.remove_prefix(end + delimiter.size());
    }
    return spend(list_node(std::move(made), argument.line));
}

std::optional<node> evaluator::if_else(node const& argument)
{
    auto const& parts = list(argument, "Fn::If");
    if (parts.size() != 3) { throw problem{argument.line, "Fn::If needs a condition and two values"}; }
    bool const is_true = condition(scalar(parts[0], "the condition of Fn::If"), argument.line);
    return evaluate(is_true ? parts[1] : parts[2]);
}

std::optional<node> evaluator::find_in_map(node const& argument)
{
    auto const& parts = arguments(argument, "Fn::FindInMap", 3, 4);
    auto const* at = document_.find("Mappings");
    std::string path = "Mappings";
    for (std::size_t i = 0; i < 3; ++i) {
        auto const key = evaluate_all(parts[i], "Fn::FindInMap");
        at = at == nullptr ? nullptr : at->find(scalar(key, "a key of Fn::FindInMap"));
        path += '.' + key.text;
        if (at != nullptr) { continue; }
        auto const* const otherwise = parts.size() == 4 ? parts[3].find("DefaultValue") : nullptr;
        if (otherwise != nullptr) { return evaluate(*otherwise); }
        throw problem{argument.line, fmt::format("Fn::FindInMap: there is no {}", path)};
    }
    auto found = *at;
    found.line = argument.line;
    return spend(std::move(found));
}

std::optional<node> evaluator::base64(node const& argument)
{
    auto const value = evaluate_all(argument, "Fn::Base64");
    std::string made;
    codec::write_base64(made, scalar(value, "Fn::Base64"));
    return spend(text_node(std::move(made), argument.line));
}

std::optional<node> evaluator::to_json_string(node const& argument)
{
    return spend(text_node(to_json(evaluate_all(argument, "Fn::ToJsonString")), argument.line));
}

node evaluator::spend(node made)
{
    spent_ += size_of(made);
    if (spent_ > evaluated_max) { throw problem{made.line, "what this template makes is too large"}; }
    return made;
}

} // namespace understudy::bootstrap
