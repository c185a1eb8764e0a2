// The five grammars: the first byte chooses one, the rest is the expression. Whatever parses is bound to names and values
// made up for it, checked and asked of an item; nothing may crash, overflow the stack or take forever.
#include "dynamodb/expression/condition.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/expression/parser.hpp"
#include "dynamodb/expression/update.hpp"
#include "dynamodb/key_condition.hpp"

using namespace understudy::dynamodb;
using namespace understudy::dynamodb::expression;

static attribute_value const values[] = {
    attribute_value{"a"},
    attribute_value{number{"1"}},
    attribute_value{true},
    attribute_value{list{attribute_value{"x"}, attribute_value{number{"2"}}}},
    attribute_value{string_set{{"a", "b"}}},
    attribute_value{attribute_map{{"b", attribute_value{"c"}}}}};

static attribute_map const item_of_fuzz{
    {"a", values[5]}, {"b", values[3]}, {"c", values[1]}, {"pk", values[0]}};

static binding bind(references const& mentioned)
{
    binding bound;
    for (auto const& name : mentioned.names) bound.names.push_back(name);
    std::size_t next = 0;
    for (std::size_t i = 0; i < mentioned.values.size(); ++i)
        bound.values.push_back(&values[next++ % std::size(values)]);
    return bound;
}

static void try_condition(std::string_view text, bool is_about_keys)
{
    auto const parsed = parse_condition(text);
    if (!parsed.fault.empty()) return;
    auto const bound = bind(parsed.tree);
    if (!check(parsed.tree, bound).empty()) return;
    if (is_about_keys) {
        static_cast<void>(read_key_conditions(parsed.tree, bound));
    } else {
        static_cast<void>(holds(parsed.tree, bound, item_of_fuzz));
    }
}

static void try_update(std::string_view text)
{
    auto const parsed = parse_update(text);
    if (!parsed.fault.empty()) return;
    auto const bound = bind(parsed.tree);
    if (!check(parsed.tree, bound).empty()) return;
    static_cast<void>(cost(parsed.tree, bound));
    static_cast<void>(apply(parsed.tree, bound, item_of_fuzz, true));
}

static void try_projection(std::string_view text)
{
    auto const parsed = parse_projection(text);
    if (!parsed.fault.empty()) return;
    auto const bound = bind(parsed.tree);
    if (!check(parsed.tree, bound).empty()) return;
    std::vector<document_path const*> paths;
    for (auto const& path : parsed.tree.paths) paths.push_back(&path);
    static_cast<void>(project(paths, bound, item_of_fuzz));
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    if (size == 0) return 0;
    std::string_view const text{reinterpret_cast<char const*>(data) + 1, size - 1};
    switch (data[0] % 4) {
    case 0: try_condition(text, false); break; // conditions and filters share a grammar
    case 1: try_condition(text, true); break;
    case 2: try_update(text); break;
    default: try_projection(text); break;
    }
    return 0;
}
