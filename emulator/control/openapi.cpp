// The table of endpoints as an OpenAPI document.
#include "control/endpoints.hpp"

namespace understudy::control {

namespace {

template <class Each>
void for_each_name(std::string_view names, Each each)
{
    while (!names.empty()) {
        auto const blank = names.find(' ');
        each(names.substr(0, blank));
        names = blank == std::string_view::npos ? std::string_view{} : names.substr(blank + 1);
    }
}

json::object parameter(std::string_view name, std::string_view in)
{
    return {{"name", name}, {"in", in}, {"required", in == "path"}, {"schema", {{"type", "string"}}}};
}

json::object describe(endpoint const& endpoint)
{
    json::object operation{{"summary", endpoint.summary}};
    json::array parameters;
    if (endpoint.path.find('*') != std::string_view::npos) { parameters.push_back(parameter("id", "path")); }
    json::object properties;
    for_each_name(endpoint.members, [&](std::string_view name) {
        if (endpoint.method == "GET" || endpoint.takes_text) {
            parameters.push_back(parameter(name, "query"));
        }
        properties[name] = json::object{};
    });
    if (!parameters.empty()) { operation["parameters"] = std::move(parameters); }
    if (endpoint.takes_text) {
        json::object const text{{"schema", {{"type", "string"}}}};
        operation["requestBody"] = {
            {"content", {{"application/yaml", text}, {"application/json", json::object{}}}}};
    } else if (endpoint.method == "POST") {
        json::object schema{
            {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
        operation["requestBody"] = {{"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
    }
    operation["responses"] = {{"2XX", {{"description", "done"}}},
                              {"4XX", {{"description", "not done; \"error\" says why"}}}};
    return operation;
}

} // namespace

json::object describe_endpoints()
{
    json::object paths;
    for (auto const& endpoint : endpoints()) {
        std::string path = "/_understudy/" + std::string{endpoint.path};
        if (auto const star = path.find('*'); star != std::string::npos) { path.replace(star, 1, "{id}"); }
        auto& operations = paths.emplace(path, json::object{}).first->value().get_object();
        operations[endpoint.method == "GET"    ? "get"
                   : endpoint.method == "POST" ? "post"
                   : endpoint.method == "PUT"  ? "put"
                                               : "delete"] = describe(endpoint);
    }
    return {
        {"openapi", "3.1.0"},
        {"info", {{"title", "Understudy: clock, events, waits and faults"}, {"version", UNDERSTUDY_VERSION}}},
        {"paths", std::move(paths)}};
}

} // namespace understudy::control
