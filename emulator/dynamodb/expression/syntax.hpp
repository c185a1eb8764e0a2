// What a parsed expression is: an immutable tree that knows nothing of the request it came with. Names and values are
// numbered ("slots") in the order of their first appearance; a binding says what they stand for in one request.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb::expression {

/// A name (its slot) or the index of a list element.
struct step {
    std::uint32_t value = 0;
    bool is_index = false;
};

using document_path = std::vector<step>;

enum class node_kind : std::uint8_t {
    path,
    value,
    call,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    between, // operand, lower bound, upper bound
    in,      // operand, candidates
    all_of,
    any_of,
    negation,
    plus,
    minus,
};

enum class function : std::uint8_t {
    unknown,
    attribute_exists,
    attribute_not_exists,
    attribute_type,
    begins_with,
    contains,
    size,
    if_not_exists,
    list_append,
};

struct node {
    node_kind kind = node_kind::path;
    function called = function::unknown;
    bool is_parenthesised = false;
    std::uint32_t slot = 0; // of a value
    std::string text = {};  // a call: the name as written
    document_path path = {};
    std::vector<node> operands = {};

    bool is_operand() const noexcept { return kind <= node_kind::call; }
    bool is_comparison() const noexcept { return kind >= node_kind::equal && kind <= node_kind::in; }
};

/// "=", "BETWEEN", "attribute_exists" and so on, as messages name it.
std::string_view operator_name(node const& node) noexcept;

/// The names and values an expression mentions, each once, as written: "#n" or "name"; ":v".
struct references {
    std::vector<std::string> names = {};
    std::vector<std::string> values = {};
};

struct condition : references {
    node root = {};
};

enum class clause : std::uint8_t { set, remove, add, remove_members };

/// "SET", "REMOVE", "ADD", "DELETE"
std::string_view clause_name(clause clause) noexcept;

struct action {
    expression::clause clause = clause::set;
    document_path target = {};
    node operand = {}; // nothing of interest for REMOVE
};

struct update : references {
    std::vector<action> actions = {};
};

struct projection : references {
    std::vector<document_path> paths = {};
};

/// The tree, or what is wrong with the text, without the "Invalid ...Expression: " in front.
template <class Tree>
struct parsed {
    Tree tree = {};
    std::string fault = {};
};

} // namespace understudy::dynamodb::expression
