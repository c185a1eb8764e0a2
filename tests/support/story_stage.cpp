#include "support/story_stage.hpp"

#include "codec/form.hpp"
#include "codec/json.hpp"
#include "codec/xml.hpp"

#include <stdexcept>

namespace understudy::story {

namespace {

template <class Request, class... Operations>
consteval bool is_among(std::tuple<Operations...> const&)
{
    return (std::is_same_v<Request, typename Operations::request_type> || ...);
}
template <class Request>
constexpr bool speaks_query = is_among<Request>(sqs::operations) || is_among<Request>(sns::operations);
template <class Request>
constexpr auto query_of = is_among<Request>(sns::operations) ? codec::query_service::sns
                                                             : codec::query_service::sqs;

template <class Request>
Request through_form(Request const& request)
{
    constexpr auto query = query_of<Request>;
    std::string fields;
    codec::write_form(fields, request, query);
    Request read;
    if (auto const failure = codec::read_form(codec::form::parse(fields), read, query)) {
        throw std::runtime_error{failure->message};
    }
    return read;
}

template <class Answer>
Answer through_xml(Answer const& answer, codec::query_service query)
{
    std::string document = "<xResponse><xResult>";
    codec::write_xml(document, answer, query);
    Answer read;
    if (!codec::read_xml(document + "</xResult></xResponse>", "x", read, query)) {
        throw std::runtime_error{"not to be read: " + document};
    }
    return read;
}

template <class Request>
outcome outcome_of(result<typename Request::answer> const& answer, codec::dialect dialect, wire through)
{
    if (answer.has_error()) { return {.error = answer.error()}; }
    outcome good;
    if constexpr (std::is_void_v<typename Request::answer>) {
        good.json = "{}";
    } else {
        if constexpr (speaks_query<Request>) {
            if (through == wire::query) {
                codec::write_json(good.json, through_xml(*answer, query_of<Request>), dialect);
                return good;
            }
        }
        codec::write_json(good.json, *answer, dialect);
    }
    return good;
}

template <class Request>
outcome serve(stage& on, std::string_view json, codec::dialect dialect)
{
    Request request;
    if (auto const failure = codec::read_json(json, request, dialect)) {
        constexpr error_kind serialization{"SerializationException", "MalformedInput"};
        return {.error = service_error{serialization, failure->message}};
    }
    if constexpr (speaks_query<Request>) {
        if (on.through == wire::query) { request = through_form(request); }
    }
    if constexpr (std::is_same_v<Request, sqs::ReceiveMessageRequest>) {
        auto const place = on.polls.size();
        auto later = [&on, place, dialect](late_reply late) {
            on.polls[place] = outcome_of<Request>(late.answer.value, dialect, on.through);
        };
        auto answer = on.desk.receive(on.who, request, later);
        if (auto const* now = std::get_if<receive_reply>(&answer)) {
            return outcome_of<Request>(now->value, dialect, on.through);
        }
        return on.polls.emplace_back(outcome{.waits = true});
    } else {
        return outcome_of<Request>(on.desk.serve(on.who, request).value, dialect, on.through);
    }
}

using server = outcome (*)(stage&, std::string_view, codec::dialect);

template <class... Operations>
server find_in(std::tuple<Operations...> const&, std::string_view name)
{
    server found = nullptr;
    ((Operations::name() == name ? void(found = &serve<typename Operations::request_type>) : void()), ...);
    return found;
}

server find(std::string_view service, std::string_view name)
{
    if (service == sqs::service_name) { return find_in(sqs::operations, name); }
    if (service == sns::service_name) { return find_in(sns::operations, name); }
    if (service == dynamodb::service_name) { return find_in(dynamodb::operations, name); }
    return service == sts::service_name ? find_in(sts::operations, name) : nullptr;
}

} // namespace

stage::stage(engine_options options, wire w) : desk{std::move(options)}, through{w} {}

std::optional<outcome> stage::ask(std::string_view service, std::string_view name, std::string_view json)
{
    if (auto const dot = name.find('.'); dot != std::string_view::npos) {
        service = name.substr(0, dot);
        name = name.substr(dot + 1);
    }
    constexpr std::string_view others[] = {sqs::service_name, sns::service_name, dynamodb::service_name,
                                           sts::service_name};
    auto found = find(service, name);
    for (auto const other : others) {
        if (found == nullptr) {
            service = other;
            found = find(service, name);
        }
    }
    if (found == nullptr) { return std::nullopt; }
    bool const items = service == dynamodb::service_name;
    return found(*this, json, items ? codec::dialect::dynamodb : codec::dialect::sqs);
}

} // namespace understudy::story
