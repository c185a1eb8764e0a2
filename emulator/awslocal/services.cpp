#include "awslocal/services.hpp"

#include "dynamodb/service.hpp"
#include "sns/service.hpp"
#include "sqs/service.hpp"
#include "sts/service.hpp"

namespace understudy::awslocal {

namespace {

template <class Table>
struct commands_of;
template <class... Operations>
struct commands_of<std::tuple<Operations...> const> {
    static constexpr std::array<command, sizeof...(Operations)> all{
        command{Operations::name(), detail::shape_of<typename Operations::request_type>(),
                detail::shape_of<typename Operations::answer_type>()}...};
};

constexpr service known[] = {
    {dynamodb::service_name, protocol::json, "DynamoDB_20120810",
     commands_of<decltype(dynamodb::operations)>::all},
    {sns::service_name, protocol::query, "2010-03-31", commands_of<decltype(sns::operations)>::all},
    {sqs::service_name, protocol::json, "AmazonSQS", commands_of<decltype(sqs::operations)>::all},
    {sts::service_name, protocol::query, "2011-06-15", commands_of<decltype(sts::operations)>::all},
};

constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

} // namespace

std::span<service const> services() noexcept { return known; }

std::string cli_name(std::string_view name)
{
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        bool const ends_acronym = i + 1 < name.size() && is_lower(name[i + 1]);
        bool const begins_word = is_upper(name[i]) && i > 0 && (!is_upper(name[i - 1]) || ends_acronym);
        if (begins_word) { out += '-'; }
        out += is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
    }
    return out;
}

std::string option_name(command const& of, std::string_view member)
{
    if (of.operation == "Subscribe" && member == "Endpoint") { return "--notification-endpoint"; }
    return "--" + cli_name(member);
}

} // namespace understudy::awslocal
