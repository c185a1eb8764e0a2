#include "bootstrap/apply.hpp"

#include "bootstrap/order.hpp"
#include "bootstrap/reader.hpp"
#include "bootstrap/resource.hpp"
#include "bootstrap/serverless.hpp"
#include "core/arn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace understudy::bootstrap {

namespace {

constexpr std::size_t resources_max = 500; // CloudFormation quotas: resources in a template

/// Keeps one mistake from being told again by whoever names the resource.
identity const anything{.ref = "-",
                        .attributes = {{"Arn", "-"},
                                       {"QueueName", "-"},
                                       {"QueueUrl", "-"},
                                       {"StreamArn", "-"},
                                       {"TableName", "-"},
                                       {"TopicArn", "-"},
                                       {"TopicName", "-"}}};

struct declaration {
    std::string id;
    resource_type const* type;
    node const* body;
};

/// One template on its way.
class application {
public:
    application(template_text const& source, local_service& behind, owner const& owner)
        : source_{source}, setting_{.account = owner.account,
                                    .region = owner.region,
                                    .stack = source.stack,
                                    .parameters = source.parameters},
          shop_{services{behind}, setting_}
    {}

    applied_template run()
    {
        collecting([&] { read(); });
        fail_if_any();
        evaluator evaluation{document_, setting_};
        evaluation.unknown = [&](auto const& id, auto const& attribute, unsigned line) {
            return stand_in(id, attribute, line);
        };
        sort(evaluation);
        warn_of_parameters(evaluation);
        foresee(evaluation);
        fail_if_any();
        try {
            make(evaluation);
        } catch (problem const&) {
            for (auto const& undo : shop_.undo | std::views::reverse) { undo(); }
            throw;
        }
        tell_outputs(evaluation);
        applied_.stack = setting_.stack;
        return std::move(applied_);
    }

    template_problem located(problem const& what) const { return {source_.file, what.line(), what.what()}; }

private:
    template <class Action>
    void collecting(Action action)
    {
        try {
            action();
        } catch (problem const& what) {
            problems_.push_back(located(what));
        }
    }

    void fail_if_any() const
    {
        if (!problems_.empty()) { throw template_error{problems_}; }
    }

    void warn(unsigned line, std::string_view message)
    {
        applied_.warnings.push_back(
            fmt::format("{}:{}: {}", source_.file.empty() ? "template" : source_.file, line, message));
    }

    void read()
    {
        document_ = read_document(source_.text);
        if (is_serverless(document_)) {
            auto read = read_serverless(document_, {setting_.account, setting_.region, setting_.parameters});
            if (setting_.stack.empty()) { setting_.stack = std::move(read.stack); }
            document_ = std::move(read.document);
        }
        if (setting_.stack.empty()) { setting_.stack = stack_name_of(source_.file); }
        auto const* const resources = document_.find("Resources");
        if (resources == nullptr) {
            throw problem{document_.line,
                          "Template format error: At least one Resources member must be defined."};
        }
        if (map(*resources, "Resources").size() > resources_max) {
            throw problem{
                resources->line,
                fmt::format("Template format error: Number of resources, {}, is greater than maximum "
                            "allowed, {}",
                            resources->members.size(), resources_max)};
        }
    }

    /// Which resources there will be, each behind what it needs.
    void sort(evaluator& evaluation)
    {
        std::vector<declaration> found;
        std::vector<dependent> dependents;
        for (auto const& [id, body] : document_.find("Resources")->members) {
            collecting([&, &id = id, &body = body] {
                if (!is_wanted(id, body, evaluation)) { return; }
                auto const* const type = find_resource_type(body.find("Type")->text);
                found.push_back({id, type, &body});
                dependents.push_back({id, body.line, needs_of(body, evaluation)});
            });
        }
        fail_if_any();
        for (auto const which : in_order(dependents)) { declared_.push_back(found[which]); }
    }

    bool is_wanted(std::string const& id, node const& body, evaluator& evaluation)
    {
        static_cast<void>(map(body, fmt::format("Resource {}", id)));
        auto const* const type = body.find("Type");
        if (type == nullptr) {
            throw problem{body.line, fmt::format("Template format error: [/Resources/{}] has no Type", id)};
        }
        auto const* const condition = body.find("Condition");
        if (condition != nullptr && !evaluation.condition(scalar(*condition, "Condition"), condition->line)) {
            return false;
        }
        if (find_resource_type(scalar(*type, "Type")) == nullptr) {
            warn(type->line, fmt::format("{} is not made: there is no {} here", id, type->text));
            others_.emplace(id, &body);
            return false;
        }
        return true;
    }

    static std::set<std::string, std::less<>> needs_of(node const& body, evaluator& evaluation)
    {
        std::set<std::string, std::less<>> needs;
        for (auto const* const part : {"Properties", "Metadata"}) {
            if (auto const* found = body.find(part)) { collect_references(*found, evaluation, needs); }
        }
        if (auto const* depends_on = body.find("DependsOn")) {
            if (depends_on->is_scalar()) { needs.insert(depends_on->text); }
            for (auto const& each : depends_on->items) { needs.insert(scalar(each, "DependsOn")); }
        }
        return needs;
    }

    void warn_of_parameters(evaluator const& evaluation)
    {
        for (auto const& each : setting_.parameters) {
            auto const* const section = document_.find("Parameters");
            if (section != nullptr && !evaluation.is_parameter(each.first)) {
                warn(section->line, fmt::format("there is no parameter {}", each.first));
            }
        }
    }

    /// What a resource that is not made would be called: enough for a policy, or for a function that subscribes.
    std::string stand_in(std::string const& id, std::string const& attribute, unsigned line) const
    {
        auto const other = others_.find(id);
        if (other == others_.end()) {
            throw problem{line, fmt::format("Unresolved resource dependencies [{}]", id)};
        }
        auto const& type = other->second->find("Type")->text;
        auto const name = fmt::format("{}-{}", setting_.stack, id);
        if (attribute.empty()) { return name; }
        if (attribute != "Arn") {
            throw problem{line, fmt::format("{} is not made here, and so has no {}", id, attribute)};
        }
        if (type.ends_with("::Function")) {
            return make_arn("lambda", setting_.region, setting_.account, "function:" + name);
        }
        if (type == "AWS::IAM::Role") { return make_arn("iam", {}, setting_.account, "role/" + name); }
        auto const mark = type.find("::");
        auto const begin = mark == std::string::npos ? 0 : mark + 2;
        auto service = type.substr(begin, type.find("::", begin) - begin);
        std::ranges::transform(service, service.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
        });
        return make_arn(service, setting_.region, setting_.account, name);
    }

    resource evaluated(declaration const& declared, evaluator& evaluation) const
    {
        auto const& body = *declared.body;
        resource resource{.id = declared.id,
                          .type = std::string{declared.type->name},
                          .line = body.find("Type")->line,
                          .properties = map_node({}, body.line)};
        if (auto const* properties = body.find("Properties");
            properties != nullptr && !properties->is_null()) {
            resource.properties = evaluation.evaluate_all(*properties, "Properties");
            static_cast<void>(map(resource.properties, "Properties"));
        }
        auto const* const metadata = body.find("Metadata");
        auto const* const seeds = metadata == nullptr ? nullptr : metadata->find("Understudy");
        if (seeds != nullptr) { resource.seeds = evaluation.evaluate_all(*seeds, "Metadata.Understudy"); }
        return resource;
    }

    /// A complaint names the resource that it is about.
    template <class Action>
    static auto named(declaration const& resource, Action action)
    {
        try {
            return action();
        } catch (problem const& what) {
            throw problem{what.line(), fmt::format("{}: {}", resource.id, what.what())};
        }
    }

    void foresee(evaluator& evaluation)
    {
        for (auto const& each : declared_) {
            evaluation.identities[each.id] = anything; // for those who name it, if it is wrong itself
            collecting([&] {
                auto const whole = named(each, [&] { return evaluated(each, evaluation); });
                evaluation.identities[each.id] =
                    named(each, [&] { return each.type->foresee(whole, setting_); });
                if (!whole.seeds.is_null() && each.type->seed == nullptr) {
                    throw problem{whole.seeds.line,
                                  fmt::format("{}: no {} can be seeded", each.id, each.type->name)};
                }
            });
        }
    }

    void make(evaluator& evaluation)
    {
        std::vector<std::pair<resource, made>> all;
        for (auto const& each : declared_) {
            named(each, [&] {
                auto whole = evaluated(each, evaluation);
                auto made = each.type->make(whole, shop_);
                for (auto const& note : std::exchange(shop_.notes, {})) {
                    warn(whole.line, fmt::format("{}: {}", each.id, note));
                }
                evaluation.identities[each.id] = made.identity;
                applied_.resources[each.id] = {.type = whole.type,
                                               .ref = made.identity.ref,
                                               .arn = made.arn,
                                               .url = made.url,
                                               .change = made.change};
                all.emplace_back(std::move(whole), std::move(made));
            });
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const& [whole, made] = all[i];
            if (whole.seeds.is_null()) { continue; }
            named(declared_[i],
                  [&, &whole = whole, &made = made] { declared_[i].type->seed(whole, made, shop_); });
        }
    }

    /// What cannot be told is left out: outputs often are of what is not made here.
    void tell_outputs(evaluator& evaluation)
    {
        auto const* const outputs = document_.find("Outputs");
        if (outputs == nullptr || !outputs->is_map()) { return; }
        for (auto const& [name, output] : outputs->members) {
            try {
                auto const* const condition = output.find("Condition");
                if (condition != nullptr && !evaluation.condition(condition->text, condition->line)) {
                    continue;
                }
                auto const* const value = output.find("Value");
                if (value == nullptr) { throw problem{output.line, "it has no Value"}; }
                auto const told = evaluation.evaluate_all(*value, "Value");
                applied_.outputs[name] = scalar(told, "Value");
            } catch (problem const& what) {
                warn(what.line(), fmt::format("output {} is left out: {}", name, what.what()));
            }
        }
    }

    template_text const& source_;
    setting setting_;
    workshop shop_;
    node document_ = {};
    std::vector<declaration> declared_ = {};
    std::map<std::string, node const*, std::less<>> others_ = {}; // of types that are not made
    std::vector<template_problem> problems_ = {};
    applied_template applied_ = {};
};

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

} // namespace

std::string stack_name_of(std::string_view file)
{
    auto const slash = file.find_last_of('/');
    auto const leaf = slash == std::string_view::npos ? file : file.substr(slash + 1);
    std::string name{leaf.substr(0, leaf.find('.'))};
    std::ranges::replace_if(
        name, [](char c) { return !is_name_character(c); }, '-');
    return name.empty() ? "stack" : name;
}

applied_template apply(template_text const& source, local_service& services, owner const& owner)
{
    application work{source, services, owner};
    try {
        return work.run();
    } catch (problem const& what) {
        throw template_error{{work.located(what)}};
    }
}

} // namespace understudy::bootstrap
