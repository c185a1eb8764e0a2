// A template as it was read: values that remember the line on which they stand. Private to bootstrap/.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::bootstrap {

/// What is wrong, and on which line; 0: none in particular. Thrown by whoever reads or evaluates; caught where a template is applied.
class problem : public std::runtime_error {
public:
    problem(unsigned line, std::string const& message) : std::runtime_error{message}, line_{line} {}
    unsigned line() const noexcept { return line_; }

private:
    unsigned line_;
};

struct member;

struct node {
    enum class kind { null, scalar, list, map };

    node::kind is = kind::null;
    bool quoted = false;              // a scalar that is a text whatever it looks like
    unsigned line = 0;                // counted from 1
    std::string text = {};            // of a scalar
    std::vector<node> items = {};     // of a list
    std::vector<member> members = {}; // of a map, in their order; no two have the same name

    bool is_null() const noexcept { return is == kind::null; }
    bool is_scalar() const noexcept { return is == kind::scalar; }
    bool is_list() const noexcept { return is == kind::list; }
    bool is_map() const noexcept { return is == kind::map; }

    /// Null when this is no map or has no such member.
    node const* find(std::string_view name) const noexcept;
    node* find(std::string_view name) noexcept;
};

struct member {
    std::string name;
    node value;
};

node text_node(std::string text, unsigned line);
node list_node(std::vector<node> items, unsigned line);
node map_node(std::vector<member> members, unsigned line);

/// How many values there are, this one included, and how many bytes of text: what it costs to copy.
std::size_t size_of(node const& value);

/// "a text", "a list": for complaints.
std::string_view name_of(node::kind kind) noexcept;
/// Whether a scalar without quotation marks is this in JSON and YAML.
bool is_number(node const& value) noexcept;
bool is_boolean(node const& value) noexcept;

/// A scalar as properties take it: text, number or truth. Throws a problem that says what `what` is.
std::string const& scalar(node const& value, std::string_view what);
std::vector<node> const& list(node const& value, std::string_view what);
std::vector<member> const& map(node const& value, std::string_view what);
/// "true" and "false" in any case.
bool truth(node const& value, std::string_view what);

/// Without blanks. Numbers and truths stay what they are.
std::string to_json(node const& value);

} // namespace understudy::bootstrap
