#include "endpoint.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace understudy {

std::optional<endpoint_parts> parse_endpoint(std::string_view text)
{
    auto const parsed = boost::urls::parse_uri(boost::core::string_view{text.data(), text.size()});
    if (!parsed) return std::nullopt;
    auto const& url = *parsed;
    bool const secure = url.scheme_id() == boost::urls::scheme::https;
    if (!secure && url.scheme_id() != boost::urls::scheme::http) return std::nullopt;
    if (url.host_address().empty() || url.has_query() || url.has_fragment() || url.has_userinfo())
        return std::nullopt;
    if (url.has_port() && !url.port().empty() && url.port_number() == 0)
        return std::nullopt; // "0", or more than 65535

    endpoint_parts out;
    out.secure = secure;
    out.host = url.host_address();
    std::string_view const standard_port = secure ? "443" : "80";
    out.port = url.port().empty() ? std::string{standard_port} : std::string{url.port()};
    out.authority = std::string{url.encoded_host()};
    if (out.port != standard_port) out.authority += ":" + out.port;
    out.path = std::string{url.encoded_path()};
    while (out.path.ends_with('/')) { out.path.pop_back(); }
    return out;
}

} // namespace understudy
