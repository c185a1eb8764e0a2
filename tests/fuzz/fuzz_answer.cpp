// In whatever pieces a web server's bytes come, its answer is the same; and a URL is read or refused, whatever it looks like.
#include "server/answer_reader.hpp"
#include "server/web_address.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

using namespace understudy::server;

static std::pair<answer_reader::progress, unsigned> read_in_pieces(std::string_view bytes, std::size_t piece)
{
    answer_reader reader;
    auto progress = answer_reader::progress::need_more;
    while (!bytes.empty() && progress == answer_reader::progress::need_more) {
        auto const next = bytes.substr(0, piece);
        bytes.remove_prefix(next.size());
        progress = reader.take(next);
    }
    if (progress == answer_reader::progress::need_more) { progress = reader.end(); }
    return {progress, progress == answer_reader::progress::complete ? reader.status() : 0};
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    if (read_in_pieces(bytes, 1) != read_in_pieces(bytes, 4096)) std::abort();
    auto const address = read_web_address(bytes);
    if (address && (address->host.empty() || !address->target.starts_with('/'))) std::abort();
    return 0;
}
