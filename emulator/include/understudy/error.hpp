// Errors as AWS tells them. A function that can refuse returns result<T>; nothing is thrown unless .value() is asked
// of a refusal. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
#pragma once

#include <boost/system/result.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

namespace dynamodb {
class item;
struct CancellationReason;
struct ThrottlingReason;
} // namespace dynamodb

/// What an error is, whichever request met it.
struct error_kind {
    std::string_view shape;           // the name in the service's model; what JSON puts in __type
    std::string_view query_code;      // what the Query protocol puts in <Code>, and SQS in x-amzn-query-error
    unsigned status = 400;            // of the HTTP answer
    std::string_view name_space = {}; // in front of '#' in __type; empty: the service's own

    friend bool operator==(error_kind const&, error_kind const&) = default;
};

/// One occurrence of an error.
struct service_error {
    error_kind kind;
    std::string message;
    std::shared_ptr<dynamodb::item const> item = {}; // ConditionalCheckFailedException with ALL_OLD
    std::shared_ptr<std::vector<dynamodb::CancellationReason> const> reasons =
        {}; // TransactionCanceledException
    std::shared_ptr<std::vector<dynamodb::ThrottlingReason> const> throttling =
        {};                                        // what had no capacity left
    std::shared_ptr<std::string const> names = {}; // what `kind` is a view of when no table knows it
};

/// What .value() throws when the result holds an error.
class service_exception : public std::runtime_error {
public:
    explicit service_exception(service_error error)
        : std::runtime_error{std::string{error.kind.shape} + ": " + error.message}, error_{std::move(error)}
    {}

    service_error const& error() const noexcept { return error_; }

private:
    service_error error_;
};

[[noreturn]] inline void throw_exception_from_error(service_error const& error, boost::source_location const&)
{
    throw service_exception{error};
}

template <class T = void>
using result = boost::system::result<T, service_error>;

} // namespace understudy
