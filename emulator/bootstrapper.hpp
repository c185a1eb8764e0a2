// The templates of one emulator: those that it is started with, and those that come later. Thread-safe.
#pragma once

#include "control/template_keeper.hpp"
#include "engine/desk.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <utility>

namespace understudy {

struct bootstrap_options {
    std::vector<template_text> templates = {}; // to start with
    bool is_lenient = false;                   // a template that cannot be applied is a warning
    std::function<void(std::string_view)> warn = {};
    /// Told of each file at the beginning, and not when it begins anew; and whether all went well.
    std::function<void(std::string const& file, bool good)> done = {};
    std::string account = {}; // of callers who name none
    std::string region = {};  // likewise
};

class bootstrapper final : public control::template_keeper {
public:
    bootstrapper(desk& desk, bootstrap_options options) : desk_{desk}, options_{std::move(options)} {}

    /// Makes what the emulator is started with. Throws template_error.
    void begin(std::string const& endpoint);

    applied_template apply(template_text const& source, control::template_owner const& owner,
                           std::stop_token const& stop) override;
    std::vector<applied_template> applied(std::string const& endpoint) const override;
    std::string export_template(control::template_owner const& owner) override;
    void begin_anew(reset_scope const& emptied) override;

    /// Throws std::out_of_range when no template that was applied has such a resource.
    declared_resource find(std::string const& logical_id) const;

private:
    struct kept {
        applied_template report;
        std::string endpoint;
    };

    caller caller_of(control::template_owner const& owner) const;

    desk& desk_;
    bootstrap_options const options_;
    std::mutex one_at_a_time_;
    mutable std::mutex mutex_; // of what follows
    std::string endpoint_ = {};
    std::map<std::string, kept> kept_ = {}; // by account, region and stack
};

/// The templates that files and directories hold, in the order of their names. Throws template_error for what cannot be read.
std::vector<template_text> read_templates(std::vector<std::string> const& paths,
                                          std::map<std::string, std::string, std::less<>> const& parameters);

} // namespace understudy
