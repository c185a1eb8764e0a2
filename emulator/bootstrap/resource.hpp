// The types of resources that are made here: a line for each in the table in resources.cpp. Private to bootstrap/.
#pragma once

#include <understudy/bootstrap.hpp>

#include "bootstrap/services.hpp"
#include "bootstrap/setting.hpp"

#include <functional>
#include <span>

namespace understudy::bootstrap {

/// A resource with all that its functions stood for.
struct resource {
    std::string id; // logical
    std::string type;
    unsigned line;
    node properties;
    node seeds = {}; // Metadata.Understudy
};

/// What resources are made with, and what has been done so far.
struct workshop {
    bootstrap::services services;
    bootstrap::setting const& setting;
    std::vector<std::function<void()>> undo = {}; // what was done, to be taken back from the end
    std::vector<std::string> notes = {};          // of the resource at hand, for the warnings
};

struct made {
    bootstrap::identity identity;
    resource_change change = resource_change::unchanged;
    std::string arn = {};
    std::string url = {};
};

struct resource_type {
    std::string_view name;
    /// What will be known of it, as far as that can be told before it is made. Throws a problem when its properties are wrong.
    identity (*foresee)(resource const&, setting const&);
    /// Makes it, or changes what there is. Throws a problem, after which nothing of it is left but what `undo` takes back.
    made (*make)(resource const&, workshop&);
    /// Brings in Metadata.Understudy; null: there is nothing that it could mean.
    void (*seed)(resource const&, made const&, workshop&) = nullptr;
};

/// Null when there is no such type here.
resource_type const* find_resource_type(std::string_view name);

/// "<stack>-<id>", no longer than that; with ".fifo" at the end if it has to be.
std::string generated_name(resource const& resource, setting const& setting, std::size_t size_max,
                           bool is_fifo = false);
/// The property of that name, or null.
node const* property(resource const& resource, std::string_view name);
/// A name that the template gives, or one that is made.
std::string name_of(resource const& resource, std::string_view property_name, setting const& setting,
                    std::size_t size_max, bool is_fifo = false);
[[noreturn]] void refuse_property(member const& property);

/// A property as an attribute has it: maps and lists become JSON, truths lower case.
std::string attribute_text(node const& value);
/// Whether two texts are the same JSON; `loosely`: 3 is "3". Other texts are compared as they are.
bool is_same_document(std::string_view a, std::string_view b, bool loosely = false);
/// Sets those attributes that are wanted otherwise than they are, one by one; whether there were any. They can be taken back.
template <class Set>
bool set_differing(workshop& shop, string_map const& wanted, string_map const& there, Set set, unsigned line)
{
    bool is_changed = false;
    for (auto const& [name, value] : wanted) {
        auto const known = there.find(name);
        auto const before = known == there.end() ? std::string{} : known->second;
        if (is_same_document(value, before)) { continue; }
        granted(set(name, value), line);
        is_changed = true;
        shop.undo.emplace_back([set, name = name, before] { static_cast<void>(set(name, before)); });
    }
    return is_changed;
}
/// [{Key: a, Value: b}], or a map as SAM has it.
std::map<std::string, std::string, std::less<>> read_tags(node const& tags);

bool is_true(node const* value, std::string_view what);

// The types: queues.cpp, topics.cpp, subscriptions.cpp, tables.cpp.
identity foresee_queue(resource const&, setting const&);
made make_queue(resource const&, workshop&);
void seed_queue(resource const&, made const&, workshop&);
identity foresee_queue_policy(resource const&, setting const&);
made make_queue_policy(resource const&, workshop&);
identity foresee_topic(resource const&, setting const&);
made make_topic(resource const&, workshop&);
identity foresee_topic_policy(resource const&, setting const&);
made make_topic_policy(resource const&, workshop&);
identity foresee_subscription(resource const&, setting const&);
made make_subscription(resource const&, workshop&);
identity foresee_table(resource const&, setting const&);
made make_table(resource const&, workshop&);
identity foresee_simple_table(resource const&, setting const&);
made make_simple_table(resource const&, workshop&);
void seed_table(resource const&, made const&, workshop&);

} // namespace understudy::bootstrap
