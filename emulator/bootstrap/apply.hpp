// A template becomes what it declares. For the emulator's edge (bootstrapper.cpp) and tests; stateless, any thread.
#pragma once

#include <understudy/bootstrap.hpp>
#include <understudy/transport.hpp>

#include <string>

namespace understudy::bootstrap {

/// Whose the resources are.
struct owner {
    std::string account;
    std::string region;
};

/// Makes what is declared and not there, changes what is otherwise, and leaves the rest alone. Everything that can be wrong with
/// the template itself is found before anything is made; what a service refuses has the rest taken back. Throws template_error.
applied_template apply(template_text const& source, local_service& services, owner const& owner);

/// "infra" of "deploy/infra.yaml": letters, digits and hyphens, as the name of a stack has them; "stack" when nothing is left.
std::string stack_name_of(std::string_view file);

/// Everything that whoever asks these services has, as a template in JSON: queues, topics, subscriptions and tables, without what is in them. Throws
/// template_error when a service refuses to tell, as a fault may have it.
std::string export_template(local_service& services);

} // namespace understudy::bootstrap
