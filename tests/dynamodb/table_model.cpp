#include "table_model.hpp"

#include <algorithm>

namespace understudy::dynamodb::test {

namespace {

/// A number of halves in DynamoDB's normal form.
std::string half(int halves)
{
    auto const whole = std::to_string(std::abs(halves) / 2);
    return (halves < 0 ? "-" : "") + whole + (halves % 2 != 0 ? ".5" : "");
}

template <class T>
bool contains(std::vector<T> const& all, T const& one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

Projection projection_of(view const& v)
{
    Projection told{.ProjectionType = v.projection};
    if (v.projection == "INCLUDE") told.NonKeyAttributes = {{"t", "u"}};
    return told;
}

std::vector<KeySchemaElement> schema_of(view const& v)
{
    std::vector<KeySchemaElement> schema;
    for (auto const& name : v.hash) schema.push_back({name, "HASH"});
    for (auto const& name : v.range) schema.push_back({name, "RANGE"});
    return schema;
}

} // namespace

CreateTableInput create_request(views const& all, types const& types)
{
    CreateTableInput request{
        .TableName = "tbl", .KeySchema = schema_of(all[0]), .BillingMode = "PAY_PER_REQUEST"};
    request.AttributeDefinitions.emplace();
    for (std::string const name : {"pk", "sk", "g", "h", "i", "j", "l"}) {
        auto const is_key = [&](view const& v) { return v.has_key(name); };
        if (std::any_of(all.begin(), all.end(), is_key))
            request.AttributeDefinitions->push_back({name, types.of(name)});
    }
    for (std::size_t i = 1; i < all.size(); ++i) {
        auto const& v = all[i];
        if (v.is_local) {
            if (!request.LocalSecondaryIndexes) request.LocalSecondaryIndexes.emplace();
            request.LocalSecondaryIndexes->push_back({*v.index, schema_of(v), projection_of(v)});
        } else {
            if (!request.GlobalSecondaryIndexes) request.GlobalSecondaryIndexes.emplace();
            request.GlobalSecondaryIndexes->push_back({*v.index, schema_of(v), projection_of(v)});
        }
    }
    return request;
}

bool view::has_key(std::string const& name) const { return contains(hash, name) || contains(range, name); }

bool view::holds(row const& r) const
{
    auto const is_there = [&](std::string const& name) { return r.contains(name); };
    return std::all_of(hash.begin(), hash.end(), is_there)
           && std::all_of(range.begin(), range.end(), is_there);
}

std::string types::of(std::string const& name) const
{
    if (name == "sk") return sort_key_;
    if (name == "h" || name == "j" || name == "u") return "N";
    return name == "i" ? "B" : "S"; // pk, g, l, t
}

int types::compare(std::string const& name, std::string const& a, std::string const& b) const
{
    if (of(name) != "N") return a.compare(b);
    auto const left = std::stod(a);
    auto const right = std::stod(b);
    return left < right ? -1 : left > right ? 1 : 0;
}

attribute_value types::value(std::string const& name, std::string const& text) const
{
    if (of(name) == "N") return number{text};
    return of(name) == "B" ? attribute_value{binary{text}} : attribute_value{text};
}

item types::to_item(row const& from) const
{
    attribute_map out;
    for (auto const& [name, text] : from) out.emplace(name, value(name, text));
    return item{std::move(out)};
}

row to_row(item const& from)
{
    row out;
    for (auto const& [name, value] : from.attributes()) {
        auto const* n = value.get_if<number>();
        auto const* b = value.get_if<binary>();
        out[name] = n ? n->text : b ? b->bytes : *value.get_if<std::string>();
    }
    return out;
}

std::string sum(std::string const& a, std::string const& b)
{
    return half(static_cast<int>(std::stod(a) * 2 + std::stod(b) * 2)); // halves add up in binary too
}

std::string chance::text_of(types const& types, std::string const& name)
{
    if (types.of(name) == "N") return half(static_cast<int>(pick(24)) - 12);
    if (name == "pk") return {"abc"[pick(3)]};
    if (name == "g") return {"xy"[pick(2)]};
    std::string text{"pqr"[pick(3)]};
    if (one_in(2)) text += "pqr"[pick(3)];
    if (types.of(name) == "B" && one_in(3)) text += std::string("\0\xff", 2).substr(pick(2), 1);
    return text;
}

std::string chance::add(attribute_map& values, attribute_value value)
{
    auto name = ":c" + std::to_string(values.size());
    values.emplace(name, std::move(value));
    return name;
}

condition chance::some_predicate(attribute_map& values)
{
    types const plain;
    auto const is_there = [](row const& r, char const* name) { return r.contains(name); };
    auto const n = text_of(plain, "u");
    auto const s = text_of(plain, "t");
    auto const limit = std::stod(n);
    auto const u = [](row const& r) { return std::stod(r.at("u")); };
    switch (pick(12)) {
    case 0:
        return {"u = " + add(values, number{n}),
                [=](row const& r) { return is_there(r, "u") && u(r) == limit; }};
    case 1:
        return {"u <> " + add(values, number{n}),
                [=](row const& r) { return !is_there(r, "u") || u(r) != limit; }};
    case 2:
        return {add(values, number{n}) + " > u",
                [=](row const& r) { return is_there(r, "u") && limit > u(r); }};
    case 3:
        return {"u >= " + add(values, number{n}),
                [=](row const& r) { return is_there(r, "u") && u(r) >= limit; }};
    case 4: {
        auto const low = add(values, number{n});
        auto const high = add(values, number{half(static_cast<int>(limit * 2) + 3)});
        return {"u BETWEEN " + low + " AND " + high,
                [=](row const& r) { return is_there(r, "u") && u(r) >= limit && u(r) <= limit + 1.5; }};
    }
    case 5: return {"attribute_exists(t)", [=](row const& r) { return is_there(r, "t"); }};
    case 6: return {"attribute_not_exists(u)", [=](row const& r) { return !is_there(r, "u"); }};
    case 7:
        return {"begins_with(t, " + add(values, s) + ")",
                [=](row const& r) { return is_there(r, "t") && r.at("t").starts_with(s); }};
    case 8:
        return {"contains(t, " + add(values, s) + ")",
                [=](row const& r) { return is_there(r, "t") && r.at("t").find(s) != std::string::npos; }};
    case 9: {
        auto const in = add(values, s) + ", " + add(values, "p");
        return {"t IN (" + in + ")",
                [=](row const& r) { return is_there(r, "t") && (r.at("t") == s || r.at("t") == "p"); }};
    }
    case 10:
        return {"size(t) = " + add(values, number{"2"}),
                [=](row const& r) { return is_there(r, "t") && r.at("t").size() == 2; }};
    default:
        return {"attribute_type(u, " + add(values, "N") + ")",
                [=](row const& r) { return is_there(r, "u"); }};
    }
}

condition chance::some_condition(attribute_map& values, int depth)
{
    if (depth == 0 || one_in(3)) return some_predicate(values);
    auto const left = some_condition(values, depth - 1);
    if (one_in(3)) return {"NOT (" + left.text + ")", [=](row const& r) { return !left.holds(r); }};
    auto const right = some_condition(values, depth - 1);
    if (one_in(2)) {
        return {"(" + left.text + ") OR "
                    + (one_in(2) ? "(" + right.text + ")" : "NOT (NOT (" + right.text + "))"),
                [=](row const& r) { return left.holds(r) || right.holds(r); }};
    }
    return {"(" + left.text + ") AND (" + right.text + ")",
            [=](row const& r) { return left.holds(r) && right.holds(r); }};
}

std::string chance::spoiled(std::string text)
{
    auto const at = pick(text.size());
    switch (pick(4)) {
    case 0: text.erase(at, 1 + pick(4)); break;
    case 1: text.insert(at, text.substr(pick(text.size()), 1 + pick(6))); break;
    case 2: text[at] = "():,.#[]<>=aN 9\xc3"[pick(16)]; break;
    default: std::swap(text[at], text[pick(text.size())]);
    }
    return text;
}

views chance::some_views()
{
    views all{{.hash = {"pk"}}};
    if (!one_in(4)) all[0].range = {"sk"};
    auto const projection = [&] { return std::vector<std::string>{"ALL", "KEYS_ONLY", "INCLUDE"}[pick(3)]; };
    std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> const global{
        {{"g"}, {}},     {{"g"}, {"h"}},        {{"h"}, {"l"}}, {{"g", "h"}, {"i", "j"}},
        {{"pk"}, {"i"}}, {{"l", "g", "pk"}, {}}};
    for (auto const& [hash, range] : global) {
        if (!one_in(2)) continue;
        auto const name = "glo" + std::to_string(all.size());
        all.push_back({.index = name, .hash = hash, .range = range, .projection = projection()});
    }
    for (std::string const range : {"l", "j"}) {
        if (all[0].range.empty() || !one_in(2)) continue;
        all.push_back({.index = "loc-" + range,
                       .hash = {"pk"},
                       .range = {range},
                       .projection = projection(),
                       .is_local = true});
    }
    return all;
}

bool table_model::same_key(row const& a, row const& b) const
{
    auto const& table = views_[0];
    auto const is_same = [&](std::string const& name) {
        return types_.compare(name, a.at(name), b.at(name)) == 0;
    };
    return is_same("pk") && std::all_of(table.range.begin(), table.range.end(), is_same);
}

row const* table_model::find(row const& key) const
{
    auto const at = std::find_if(all_.begin(), all_.end(), [&](row const& r) { return same_key(r, key); });
    return at == all_.end() ? nullptr : &*at;
}

row table_model::key_of(row const& r) const
{
    row key{{"pk", r.at("pk")}};
    for (auto const& name : views_[0].range) key[name] = r.at(name);
    return key;
}

void table_model::put(row const& r)
{
    remove(r);
    all_.push_back(r);
}

void table_model::remove(row const& key)
{
    std::erase_if(all_, [&](row const& r) { return same_key(r, key); });
}

bool table_model::comes_before(view const& on, row const& a, row const& b) const
{
    auto names = on.range;
    names.push_back("pk");
    names.insert(names.end(), views_[0].range.begin(), views_[0].range.end());
    for (auto const& name : names) {
        if (auto const c = types_.compare(name, a.at(name), b.at(name)); c != 0) return c < 0;
    }
    return false;
}

row table_model::shown(view const& on, row r) const
{
    if (on.projection == "ALL") return r;
    std::erase_if(r, [&](auto const& attribute) {
        auto const& name = attribute.first;
        bool const is_named = on.projection == "INCLUDE" && (name == "t" || name == "u");
        return !is_named && !on.has_key(name) && !views_[0].has_key(name);
    });
    return r;
}

rows table_model::query(view const& on, row const& hash,
                        std::function<bool(row const&)> const& in_range) const
{
    rows found;
    for (auto const& r : all_) {
        auto const is_same = [&](auto const& key) {
            return types_.compare(key.first, r.at(key.first), key.second) == 0;
        };
        if (on.holds(r) && std::all_of(hash.begin(), hash.end(), is_same) && in_range(r)) found.push_back(r);
    }
    std::sort(found.begin(), found.end(), [&](row const& a, row const& b) { return comes_before(on, a, b); });
    for (auto& r : found) r = shown(on, r);
    return found;
}

rows table_model::scan(view const& on) const
{
    rows found;
    for (auto const& r : all_) {
        if (on.holds(r)) found.push_back(shown(on, r));
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace understudy::dynamodb::test
