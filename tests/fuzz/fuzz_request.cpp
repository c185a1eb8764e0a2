// In whatever pieces a connection's bytes come, the requests read out of them are the same, and so is what ends them.
#include "server/request_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

using namespace understudy::server;

using requests = std::vector<std::pair<std::string, std::string>>; // target and body

static std::pair<requests, request_reader::progress> read_in_pieces(std::string_view bytes, std::size_t piece)
{
    request_reader reader{{.header_bytes_max = 256, .body_bytes_max = 64}};
    requests read;
    auto progress = request_reader::progress::need_more;
    while (!bytes.empty() && progress == request_reader::progress::need_more) {
        auto const room = reader.prepare();
        auto const count = std::min({piece, room.size(), bytes.size()});
        std::ranges::copy(bytes.substr(0, count), room.begin());
        reader.commit(count);
        bytes.remove_prefix(count);
        while ((progress = reader.parse()) == request_reader::progress::complete) {
            read.emplace_back(reader.request().target, reader.request().body);
            reader.next();
        }
    }
    return {std::move(read), progress};
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    if (read_in_pieces(bytes, 1) != read_in_pieces(bytes, 4096)) std::abort();
    return 0;
}
