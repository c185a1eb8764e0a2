#include "bootstrap/serverless.hpp"

#include "bootstrap/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace understudy::bootstrap {

namespace {

constexpr std::string_view default_stage = "dev"; // the framework's own

std::string_view trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) { return {}; }
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// "self:provider.stage, 'dev'" by its commas, those within quotation marks and braces aside.
std::vector<std::string_view> alternatives(std::string_view text)
{
    std::vector<std::string_view> found;
    char quotation = 0;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const c = text[at];
        if (quotation != 0) {
            if (c == quotation) { quotation = 0; }
        } else if (c == '\'' || c == '"') {
            quotation = c;
        } else if (c == '{' || c == '}') {
            depth += c == '{' ? 1 : -1;
        } else if (c == ',' && depth == 0) {
            found.push_back(trimmed(text.substr(begin, at - begin)));
            begin = at + 1;
        }
    }
    found.push_back(trimmed(text.substr(begin)));
    return found;
}

/// Where the brace ends that was opened before the place; npos: nowhere.
std::size_t closing_brace(std::string_view text, std::size_t from)
{
    int depth = 1;
    for (auto at = from; at < text.size(); ++at) {
        if (text[at] == '{') { ++depth; }
        if (text[at] == '}' && --depth == 0) { return at; }
    }
    return std::string_view::npos;
}

/// A variable of the framework has a colon; `${Name}` and `${AWS::Region}` are left to Fn::Sub.
bool is_variable(std::string_view text)
{
    auto const colon = text.find(':');
    return colon != std::string_view::npos && colon > 0 && text.substr(colon, 2) != "::"
           && text.find_first_of("${") > colon;
}

class resolver {
public:
    resolver(node const& document, serverless_setting const& setting) : document_{document}, setting_{setting}
    {}

    node resolve(node const& value)
    {
        node resolved{.is = value.is, .quoted = value.quoted, .line = value.line};
        for (auto const& item : value.items) { resolved.items.push_back(resolve(item)); }
        for (auto const& [name, inner] : value.members) {
            resolved.members.push_back({text_of(resolve_text(name, value.line), name), resolve(inner)});
        }
        if (value.is_scalar()) { return resolve_text(value.text, value.line, value.quoted); }
        return resolved;
    }

    std::string stage()
    {
        if (auto const given = setting_.options.find("stage"); given != setting_.options.end()) {
            return given->second;
        }
        auto const set = look_up("provider.stage", 0);
        return set ? text_of(*set, "provider.stage") : std::string{default_stage};
    }

    std::optional<node> look_up(std::string_view path, unsigned line)
    {
        node const* at = &document_;
        while (!path.empty()) {
            auto const dot = path.find('.');
            at = at->find(path.substr(0, dot));
            if (at == nullptr) { return std::nullopt; }
            path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
        }
        if (++depth_ > depth_max) { throw problem{line, "these variables lead to each other without end"}; }
        auto found = resolve(*at);
        --depth_;
        spend(size_of(found), line);
        return found;
    }

private:
    static std::string text_of(node const& value, std::string_view what) { return scalar(value, what); }

    void spend(std::size_t size, unsigned line)
    {
        spent_ += size;
        if (spent_ > template_bytes_max) {
            throw problem{line, "the variables of this document stand for too much"};
        }
    }

    node resolve_text(std::string const& text, unsigned line, bool quoted = true)
    {
        std::string resolved;
        std::size_t at = 0;
        for (;;) {
            auto const begin = text.find("${", at);
            auto const end = begin == std::string::npos ? begin : closing_brace(text, begin + 2);
            if (end == std::string::npos) { break; }
            auto const inside = std::string_view{text}.substr(begin + 2, end - begin - 2);
            resolved += text.substr(at, begin - at);
            at = end + 1;
            if (!is_variable(inside)) {
                resolved += text.substr(begin, end + 1 - begin);
                continue;
            }
            auto value = variable(inside, line);
            if (begin == 0 && end + 1 == text.size()) { return value; }
            resolved += scalar(value, fmt::format("${{{}}}", inside));
            spend(resolved.size(), line);
        }
        resolved += text.substr(at);
        return {.is = node::kind::scalar, .quoted = quoted, .line = line, .text = std::move(resolved)};
    }

    node variable(std::string_view inside, unsigned line)
    {
        for (auto const& each : alternatives(inside)) {
            if (auto value = alternative(each, line)) {
                value->line = line;
                return *std::move(value);
            }
        }
        throw problem{line, fmt::format("${{{}}} has no value", inside)};
    }

    std::optional<node> alternative(std::string_view text, unsigned line)
    {
        if (text.size() >= 2 && (text[0] == '\'' || text[0] == '"') && text.back() == text[0]) {
            return text_node(std::string{text.substr(1, text.size() - 2)}, line);
        }
        auto const address = text_of(resolve_text(std::string{text}, line), "a variable");
        auto const colon = address.find(':');
        if (colon == std::string::npos) {
            return node{.is = node::kind::scalar, .line = line, .text = address}; // 10, true
        }
        return from_source(address.substr(0, colon), address.substr(colon + 1), line);
    }

    std::optional<node> from_source(std::string_view source, std::string const& name, unsigned line)
    {
        auto text = [&](std::string value) { return text_node(std::move(value), line); };
        if (source == "self") { return look_up(name, line); }
        if (source == "sls" && name == "stage") { return text(stage()); }
        if (source == "aws" && name == "accountId") { return text(setting_.account); }
        if (source == "aws" && name == "region") { return text(setting_.region); }
        if (source == "opt" || source == "param") {
            auto const given = setting_.options.find(name);
            if (given != setting_.options.end()) { return text(given->second); }
            if (source == "param") { return parameter_of_stage(name, line); }
            return std::nullopt;
        }
        if (source == "env") {
            auto const* set = std::getenv(name.c_str());
            return set == nullptr ? std::nullopt : std::optional{text(set)};
        }
        throw problem{
            line, fmt::format("${{{}:{}}}: values from \"{}\" are not to be had here", source, name, source)};
    }

    std::optional<node> parameter_of_stage(std::string const& name, unsigned line)
    {
        if (auto own = look_up(fmt::format("params.{}.{}", stage(), name), line)) { return own; }
        return look_up(fmt::format("params.default.{}", name), line);
    }

    node const& document_;
    serverless_setting const& setting_;
    std::size_t depth_ = 0;
    std::size_t spent_ = 0;
};

/// Several parts of a template become one.
void merge(node& into, node const& from)
{
    for (auto const& [section, contents] : map(from, "resources")) {
        auto* const there = into.find(section);
        if (there == nullptr) {
            into.members.push_back({section, contents});
        } else if (contents.is_map() && there->is_map()) {
            for (auto const& each : contents.members) {
                if (there->find(each.name) != nullptr) {
                    throw problem{each.value.line, fmt::format("{} is there twice", each.name)};
                }
                there->members.push_back(each);
            }
        }
    }
}

} // namespace

bool is_serverless(node const& document)
{
    return document.find("service") != nullptr && document.find("provider") != nullptr
           && document.find("Resources") == nullptr;
}

serverless_template read_serverless(node const& document, serverless_setting const& setting)
{
    resolver variables{document, setting};
    auto const service = variables.look_up("service", document.line);
    auto const* const name =
        service->is_map() ? service->find("name") : &*service; // as older versions wrote it
    serverless_template read{
        .stack =
            fmt::format("{}-{}", name != nullptr ? scalar(*name, "service") : "service", variables.stage()),
        .document = map_node({}, document.line)};
    auto const* const resources = document.find("resources");
    if (resources == nullptr) { throw problem{document.line, "this serverless.yml has no resources"}; }
    auto const resolved = variables.resolve(*resources);
    if (resolved.is_list()) {
        for (auto const& part : resolved.items) { merge(read.document, part); }
    } else {
        merge(read.document, resolved);
    }
    return read;
}

} // namespace understudy::bootstrap
