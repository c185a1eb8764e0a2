// The grammars of the command line that stands in for the AWS CLI: the first byte chooses shorthand or a query, the rest is the
// text. What parses is fitted to a shape, asked of a document and printed; nothing may crash, overflow the stack or take forever.
#include "awslocal/failure.hpp"
#include "awslocal/output.hpp"
#include "awslocal/query.hpp"
#include "awslocal/services.hpp"
#include "awslocal/shorthand.hpp"

#include <boost/json/parse.hpp>

using namespace understudy::awslocal;

static void try_shorthand(std::string_view text)
{
    auto parsed = parse_shorthand(text);
    auto const* object = std::get_if<boost::json::object>(&parsed);
    if (object == nullptr) return;
    for (auto const& command : services().front().commands) {
        for (auto const& parameter : command.request->members()) {
            boost::json::value value = *object;
            try {
                fit(value, *parameter.shape);
            } catch (failure const&) { // a number that is none
            }
        }
    }
}

static void try_query(std::string_view text)
{
    static auto const document = boost::json::parse(
        R"({"a":{"b":["c",1,2.5,null,true]},"Topics":[{"TopicArn":"x","n":[1]},{"n":[[2]]}],"s":"text"})");
    try {
        auto const found = search(parse_query(text), document);
        static_cast<void>(json_text(found));
        static_cast<void>(tabbed_text(found));
    } catch (query_error const&) {}
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    if (size == 0) return 0;
    std::string_view const text{reinterpret_cast<char const*>(data) + 1, size - 1};
    data[0] % 2 == 0 ? try_shorthand(text) : try_query(text);
    return 0;
}
