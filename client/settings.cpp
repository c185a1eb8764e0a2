#include "settings.hpp"

#include <cstdlib>

namespace understudy {
namespace {

constexpr char const* region_default = "us-east-1";

/// Emulators take any key; a request must be signed all the same, for the scope tells service and region.
credentials placeholder() { return {"understudy", "understudy", {}}; }

std::string upper(std::string_view text)
{
    std::string out{text};
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

std::optional<std::string> endpoint_from(environment const& from, std::string_view service)
{
    auto const name = upper(service);
    for (auto const& variable :
         {"AWS_ENDPOINT_URL_" + name, "AWS_" + name + "_ENDPOINT_URL", std::string{"AWS_ENDPOINT_URL"}}) {
        if (auto value = from(variable.c_str())) return value;
    }
    return std::nullopt;
}

std::string region_from(environment const& from)
{
    if (auto value = from("AWS_REGION")) return *value;
    return from("AWS_DEFAULT_REGION").value_or(region_default);
}

std::optional<credentials> credentials_from(environment const& from)
{
    auto key = from("AWS_ACCESS_KEY_ID");
    auto secret = from("AWS_SECRET_ACCESS_KEY");
    if (!key || !secret) return std::nullopt;
    return credentials{*std::move(key), *std::move(secret), from("AWS_SESSION_TOKEN").value_or("")};
}

std::string endpoint_of_aws(std::string_view service, std::string_view region)
{
    auto const suffix = region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return "https://" + std::string{service} + "." + std::string{region} + suffix;
}

} // namespace

std::optional<std::string> process_environment(char const* name)
{
    char const* const value = std::getenv(name);
    if (!value || !*value) return std::nullopt;
    return value;
}

settings resolve(client_options const& options, std::string_view service)
{
    auto const& from = options.from;
    settings out;
    out.region = options.region.empty() ? region_from(from) : options.region;
    out.credentials = options.credentials ? options.credentials : credentials_from(from);

    auto endpoint = options.endpoint.empty() ? endpoint_from(from, service) : std::optional{options.endpoint};
    if (endpoint && !out.credentials) out.credentials = placeholder();
    out.endpoint = endpoint ? *std::move(endpoint) : endpoint_of_aws(service, out.region);
    return out;
}

} // namespace understudy
