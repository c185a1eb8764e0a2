#include "control/template_endpoints.hpp"

#include "codec/form.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy::control {

namespace {

using protocol::http_response;

std::string_view name_of(resource_change change)
{
    switch (change) {
    case resource_change::created: return "created";
    case resource_change::updated: return "updated";
    default: return "unchanged";
    }
}

json::object to_json(declared_resource const& resource)
{
    json::object document{
        {"Type", resource.type}, {"Ref", resource.ref}, {"change", name_of(resource.change)}};
    if (!resource.arn.empty()) { document["Arn"] = resource.arn; }
    if (!resource.url.empty()) { document["Url"] = resource.url; }
    return document;
}

/// What several templates have brought, as one.
struct brought {
    json::object resources = {};
    json::object outputs = {};
    json::array warnings = {};

    void add(applied_template const& report)
    {
        for (auto const& [id, resource] : report.resources) { resources[id] = to_json(resource); }
        for (auto const& [name, value] : report.outputs) { outputs[name] = value; }
        for (auto const& line : report.warnings) { warnings.emplace_back(line); }
    }

    json::object document() &&
    {
        return {{"Resources", std::move(resources)},
                {"Outputs", std::move(outputs)},
                {"warnings", std::move(warnings)}};
    }
};

http_response refused(template_error const& failure)
{
    json::array problems;
    for (auto const& each : failure.problems()) {
        problems.push_back(json::object{{"file", each.file}, {"line", each.line}, {"message", each.message}});
    }
    return answer_json({{"error", failure.what()}, {"problems", std::move(problems)}}, 400);
}

/// Reads a query of which `known` are the names that there are.
template <class Known>
void read_query(std::string_view query, Known known)
{
    auto const form = codec::form::parse(query);
    for (auto const& field : form.fields()) {
        if (!known(field.name, field.value)) {
            throw bad_request{fmt::format("there is no \"{}\" in the query", field.name)};
        }
    }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool read_owner(template_owner& owner, std::string_view name, std::string_view value)
{
    constexpr std::size_t account_digits = 12;
    constexpr std::size_t region_size_max = 32;
    if (name == "account") {
        if (value.size() != account_digits || !std::ranges::all_of(value, is_digit)) {
            throw bad_request{R"("account" must be 12 digits)"};
        }
        owner.account = value;
    } else if (name == "region") {
        bool const is_good = std::ranges::all_of(
            value, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; });
        if (value.empty() || value.size() > region_size_max || !is_good) {
            throw bad_request{R"("region" must be the name of a region)"};
        }
        owner.region = value;
    } else {
        return false;
    }
    return true;
}

template_keeper& keeper_of(question const& asked)
{
    if (asked.templates == nullptr) { throw bad_request{"templates are not applied here"}; }
    return *asked.templates;
}

} // namespace

/// ?stack=orders; else of all stacks, and of two resources with one logical id the later.
http_response show_templates(director&, question const& asked)
{
    std::string only;
    read_query(asked.query, [&](std::string_view name, std::string_view value) {
        only = value;
        return name == "stack";
    });
    brought all;
    json::array stacks;
    for (auto const& report : keeper_of(asked).applied(asked.reached_at)) {
        if (!only.empty() && report.stack != only) { continue; }
        stacks.emplace_back(report.stack);
        all.add(report);
    }
    auto document = std::move(all).document();
    document["stacks"] = std::move(stacks);
    return answer_json(document);
}

/// ?stack=orders&file=infra.yaml&param=Stage=dev&param=...
http_response apply_template(director&, question const& asked)
{
    template_text source{.text = asked.text};
    template_owner owner{.endpoint = asked.reached_at};
    read_query(asked.query, [&](std::string_view name, std::string_view value) {
        if (read_owner(owner, name, value)) { return true; }
        if (name == "stack") {
            source.stack = value;
        } else if (name == "file") {
            source.file = value;
        } else if (name == "param") {
            auto const equals = value.find('=');
            if (equals == std::string_view::npos) { throw bad_request{R"("param" must be NAME=VALUE)"}; }
            source.parameters[std::string{value.substr(0, equals)}] = value.substr(equals + 1);
        } else {
            return false;
        }
        return true;
    });
    try {
        auto const report = keeper_of(asked).apply(source, owner, asked.stop);
        brought all;
        all.add(report);
        auto document = std::move(all).document();
        document["stack"] = report.stack;
        return answer_json(document);
    } catch (template_error const& failure) {
        return refused(failure);
    }
}

http_response export_resources(director&, question const& asked)
{
    template_owner owner{.endpoint = asked.reached_at};
    read_query(asked.query, [&](std::string_view name, std::string_view value) {
        if (name == "format" && value != "cfn") { throw bad_request{R"("format" must be "cfn")"}; }
        return name == "format" || read_owner(owner, name, value);
    });
    try {
        http_response response{.content_type = "application/json",
                               .body = keeper_of(asked).export_template(owner)};
        response.headers.emplace_back("Cache-Control", "no-store");
        return response;
    } catch (template_error const& failure) {
        return refused(failure);
    }
}

} // namespace understudy::control
