// One request on its way through protocol/, and the steps that all protocols share. Private to this folder.
#pragma once

#include "core/arn.hpp"
#include "engine/desk.hpp"
#include "protocol/handler.hpp"
#include "protocol/signature.hpp"
#include "protocol/usage.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::protocol {

struct exchange {
    http_request const& request;
    std::string_view body; // decoded
    caller who = {};
    bool region_given = false; // by a credential scope; a region in a queue URL does not count then
    desk& service;
    late_answer const& later;
    bool name_resources = false;
    bool is_for_others = false; // a service that is not here: its request counts as none of those that are
    std::function<void(std::string_view)> const& warn;
    usage* counts;
    std::atomic<std::uint64_t>& answers_made; // without the engine, each with an id of its own
    signature_rules const& signatures;

    uuid make_id() const
    {
        return id_source{answers_made.fetch_add(1, std::memory_order_relaxed)}.next_uuid();
    }
    /// What its signature is refused for, as the service says it.
    std::optional<service_error> signature_refusal(std::string_view service_name) const;
    void warn_unknown(std::string_view service_name, std::string_view operation) const;
};

/// "sqs.SendMessage"
template <std::string_view const& Service, class Request>
inline constexpr auto operation_text = [] {
    constexpr auto name = Request::operation;
    std::array<char, Service.size() + 1 + name.size()> text{};
    auto const dot = std::ranges::copy(Service, text.begin()).out;
    *dot = '.';
    std::ranges::copy(name, dot + 1);
    return text;
}();

/// "queue=orders", for the log.
template <class Request>
std::string resource_of(Request const& request)
{
    auto const last = [](std::string_view text, char separator) {
        auto const at = text.rfind(separator);
        return std::string{at == std::string_view::npos ? text : text.substr(at + 1)};
    };
    if constexpr (requires { request.QueueUrl; }) {
        return "queue=" + last(request.QueueUrl, '/');
    } else if constexpr (requires { request.QueueName; }) {
        return "queue=" + request.QueueName;
    } else if constexpr (requires { request.TopicArn; }) {
        return "topic=" + last(request.TopicArn.value_or(""), ':');
    } else if constexpr (requires { request.SubscriptionArn; }) {
        return "subscription=" + last(request.SubscriptionArn.value_or(""), ':');
    } else if constexpr (requires { request.Name; }) {
        return "topic=" + request.Name.value_or("");
    } else if constexpr (requires { request.TableName; }) {
        return "table=" + last(request.TableName.value_or(""), '/');
    } else {
        return {};
    }
}

/// The region in ".../queue/<region>/<account>/<name>"; empty when there is none.
std::string_view region_of_queue_url(std::string_view url) noexcept;

/// What a request says besides its body finds its place in the shape.
template <class Request>
void complete(exchange& x, Request& request)
{
    if constexpr (requires { request.QueueUrl; }) {
        if (!x.region_given) {
            if (auto const region = region_of_queue_url(request.QueueUrl); !region.empty()) {
                x.who.region = region;
            }
        }
    }
    if constexpr (std::same_as<Request, sqs::SendMessageRequest>) {
        if (!x.request.trace_id.empty()) {
            request.MessageSystemAttributes.try_emplace(
                "AWSTraceHeader",
                MessageAttributeValue{.StringValue = std::string{x.request.trace_id}, .DataType = "String"});
        }
    }
    if constexpr (std::same_as<Request, sns::PublishInput> || std::same_as<Request, sns::PublishBatchInput>) {
        x.who.trace_header = x.request.trace_id;
    }
}

template <class Format, class Request>
http_response write_reply(reply<typename Request::answer> const& reply, Format format)
{
    http_response response = reply.value ? format.template good<Request>(reply)
                                         : format.bad(reply.request_id, reply.value.error());
    if (reply.on_the_way.lost) [[unlikely]] { response.status = no_answer; }
    constexpr auto& operation = operation_text<Format::service, Request>;
    response.operation = {operation.data(), operation.size()};
    return response;
}

/// Sends the answer on its way, on which a fault may keep it.
answer send_back(exchange& x, http_response response, mishap const& on_the_way);
void send_late(desk& service, late_answer const& later, late_response late, mishap const& on_the_way);

/// Hands the request to the engine, and its answer to the format of the protocol: a small value with `service`, `good` and
/// `bad`.
template <class Format, class Request>
answer hand_in(exchange& x, Request& request, Format format)
{
    complete(x, request);
    std::string resource = x.name_resources ? resource_of(request) : std::string{};
    if constexpr (std::same_as<Request, sqs::ReceiveMessageRequest>) {
        auto answer_late = [&service = x.service, later = x.later, format, resource](late_reply late) {
            auto response = write_reply<Format, Request>(late.answer, format);
            response.resource = resource;
            send_late(service, later, {std::move(response), std::move(late.undeliverable)},
                      late.answer.on_the_way);
        };
        auto result = x.service.receive(x.who, request, std::move(answer_late));
        if (auto const* poll = std::get_if<ticket>(&result)) {
            receive_reply const nothing{x.make_id(), sqs::ReceiveMessageResult{}};
            auto response = write_reply<Format, Request>(nothing, format);
            response.resource = std::move(resource);
            return waiting{*poll, std::move(response)};
        }
        auto const& reply = std::get<receive_reply>(result);
        auto response = write_reply<Format, Request>(reply, format);
        response.resource = std::move(resource);
        return send_back(x, std::move(response), reply.on_the_way);
    } else {
        auto const reply = x.service.serve(x.who, request);
        auto response = write_reply<Format, Request>(reply, format);
        response.resource = std::move(resource);
        return send_back(x, std::move(response), reply.on_the_way);
    }
}

} // namespace understudy::protocol
