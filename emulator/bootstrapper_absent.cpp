// In the place of bootstrapper.cpp where UNDERSTUDY_BOOTSTRAP is off: every template is refused.
#include "bootstrapper.hpp"

#include <stdexcept>

namespace understudy {

namespace {

[[noreturn]] void refuse(std::string const& file)
{
    throw template_error{{{.file = file, .message = "this build of Understudy does without templates"}}};
}

} // namespace

void bootstrapper::begin(std::string const&)
{
    if (!options_.templates.empty()) { refuse(options_.templates.front().file); }
}

applied_template bootstrapper::apply(template_text const& source, control::template_owner const&,
                                     std::stop_token const&)
{
    refuse(source.file);
}

std::vector<applied_template> bootstrapper::applied(std::string const&) const { return {}; }

std::string bootstrapper::export_template(control::template_owner const&) { refuse({}); }

void bootstrapper::begin_anew(reset_scope const&) {}

declared_resource bootstrapper::find(std::string const&) const
{
    throw std::out_of_range{"no template has been applied"};
}

} // namespace understudy
