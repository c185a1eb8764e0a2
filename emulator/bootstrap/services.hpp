// The services of the emulator, asked as any client asks them: a resource of a template becomes requests, and there is no second
// meaning of a queue. Private to bootstrap/.
#pragma once

#include <understudy/model/dynamodb.hpp>
#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>
#include <understudy/transport.hpp>

#include "bootstrap/node.hpp"

#include <functional>

namespace understudy::bootstrap {

class services {
public:
    explicit services(local_service& behind) : behind_{behind} {}

    template <class Request>
    result<typename Request::answer> sqs(Request const& request)
    {
        return ask(sqs::service_name, request);
    }
    template <class Request>
    result<typename Request::answer> sns(Request const& request)
    {
        return ask(sns::service_name, request);
    }
    template <class Request>
    result<typename Request::answer> dynamodb(Request const& request)
    {
        return ask(dynamodb::service_name, request);
    }

private:
    template <class Request>
    result<typename Request::answer> ask(std::string_view service, Request const& request)
    {
        result<typename Request::answer> answer =
            service_error{connection_error, "There is no such operation."};
        behind_.call(service, Request::operation, &request, &answer);
        return answer;
    }

    local_service& behind_;
};

/// What a service's refusal says in a complaint: "QueueNameExists: A queue already exists ..."
std::string text_of(service_error const& refusal);

/// The answer, or a problem on that line.
template <class T>
T granted(result<T> answer, unsigned line)
{
    if (!answer) { throw problem{line, text_of(answer.error())}; }
    if constexpr (!std::is_void_v<T>) { return *std::move(answer); }
}

} // namespace understudy::bootstrap
