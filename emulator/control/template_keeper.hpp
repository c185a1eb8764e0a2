// Who makes what templates declare. Thread-safe.
#pragma once

#include <understudy/bootstrap.hpp>
#include <understudy/reset_scope.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace understudy::control {

/// By whom and how the emulator was reached; empty: as those who say nothing.
struct template_owner {
    std::string account = {};
    std::string region = {};
    std::string endpoint = {}; // "http://host:port", of which queue URLs are made
};

class template_keeper {
public:
    virtual ~template_keeper() = default;

    /// Throws template_error; also when it is stopped while a fault keeps an answer from coming.
    virtual applied_template apply(template_text const& source, template_owner const& owner,
                                   std::stop_token const& stop) = 0;
    /// What has been applied, the last of each stack, in the order of their names; queue URLs as the endpoint has them.
    virtual std::vector<applied_template> applied(std::string const& endpoint) const = 0;
    /// What there is, as a template in JSON.
    virtual std::string export_template(template_owner const& owner) = 0;
    /// The emulator has been emptied: what had been applied to it is forgotten, and what it was started with made anew.
    virtual void begin_anew(reset_scope const& emptied) = 0;
};

} // namespace understudy::control
