// Templates that declare queues, topics, subscriptions and tables: CloudFormation and SAM in YAML or JSON, and the `resources`
// of a serverless.yml. An emulator makes what they declare; see emulator_options::bootstrap and emulator::apply_template.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace understudy {

struct template_text {
    std::string text;
    std::string file = {};  // as complaints shall call it; its stem is the stack's name when there is none
    std::string stack = {}; // the front of the names of resources that have none
    std::map<std::string, std::string, std::less<>> parameters = {};
};

/// What became of a resource.
enum class resource_change { unchanged, created, updated };

struct declared_resource {
    std::string type; // "AWS::SQS::Queue"
    std::string ref;  // what Ref says: a queue's URL, a topic's ARN, a table's name
    std::string arn = {};
    std::string url = {}; // of a queue
    resource_change change = resource_change::unchanged;
};

struct applied_template {
    std::string stack = {};
    std::map<std::string, declared_resource, std::less<>> resources = {}; // by logical id
    std::map<std::string, std::string, std::less<>> outputs = {};
    std::vector<std::string> warnings = {}; // "infra.yaml:12: ..."
};

struct template_problem {
    std::string file;
    unsigned line = 0; // 0: none in particular
    std::string message;
};

/// A template is not applied, and what had been made of it is gone again. what() has a line for each problem.
class template_error : public std::runtime_error {
public:
    explicit template_error(std::vector<template_problem> problems)
        : std::runtime_error{lines_of(problems)}, problems_{std::move(problems)}
    {}

    std::vector<template_problem> const& problems() const noexcept { return problems_; }

private:
    static std::string lines_of(std::vector<template_problem> const& problems)
    {
        std::string lines;
        for (auto const& each : problems) {
            if (!lines.empty()) { lines += '\n'; }
            if (!each.file.empty()) { lines += each.file + ":"; }
            if (each.line != 0) { lines += std::to_string(each.line) + ":"; }
            if (!each.file.empty() || each.line != 0) { lines += " "; }
            lines += each.message;
        }
        return lines;
    }

    std::vector<template_problem> problems_;
};

} // namespace understudy
