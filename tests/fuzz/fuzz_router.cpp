// Whatever a client sends: one answer, and never a 500.
#include "protocol/router.hpp"
#include "support/fixed_desk.hpp"

#include <cstdlib>

using namespace understudy;
using namespace understudy::protocol;

namespace {

constexpr std::string_view targets[] = {"",
                                        "AmazonSQS.CreateQueue",
                                        "AmazonSQS.SendMessage",
                                        "AmazonSQS.ReceiveMessage",
                                        "AmazonSQS.SetQueueAttributes",
                                        "AmazonSQS.ChangeMessageVisibility",
                                        "DynamoDB_20120810.CreateTable",
                                        "DynamoDB_20120810.PutItem",
                                        "DynamoDB_20120810.GetItem",
                                        "DynamoDB_20120810.UpdateItem",
                                        "DynamoDB_20120810.DeleteItem"};

/// The first line of the input, and the rest.
std::string_view take_line(std::string_view& rest)
{
    auto const end = rest.find('\n');
    auto const line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    if (size == 0) { return 0; }
    fixed_desk desk;
    router router{desk};
    std::string_view input{reinterpret_cast<char const*>(data + 1), size - 1};
    auto const target = targets[data[0] % std::size(targets)];
    http_request request{
        .host = "localhost", .content_type = "application/x-amz-json-1.0", .amz_target = target};
    if (target.empty()) {
        request.method = data[0] % 2 == 0 ? "GET" : "POST";
        request.target = take_line(input);
        request.authorization = take_line(input);
        request.content_type = take_line(input);
        request.content_encoding = take_line(input);
        request.amz_target = take_line(input);
    }
    request.body = input;
    auto const answered = router.handle(request, [](late_response) {});
    auto const* response = std::get_if<http_response>(&answered);
    bool const undecodable = !request.content_encoding.empty(); // to which DynamoDB itself says 500
    if (response != nullptr && response->status >= 500 && !undecodable) { std::abort(); }
    return 0;
}
