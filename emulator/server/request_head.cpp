#include "server/request_head.hpp"

#include "core/sixteen_bytes.hpp"
#include "core/trimmed.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace understudy::server {

namespace {

enum kind : std::uint8_t {
    token = 1,   // method or field name
    visible = 2, // request target
};

constexpr auto kinds = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = 0; c < table.size(); ++c) {
        bool const digit_or_letter =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool const mark =
            std::string_view{"!#$%&'*+-.^_`|~"}.find(static_cast<char>(c)) != std::string_view::npos;
        if (digit_or_letter || mark) table[c] |= token;
        if (c > ' ' && c != 0x7f) table[c] |= visible;
    }
    return table;
}();

bool is(kind wanted, char c) noexcept { return (kinds[static_cast<unsigned char>(c)] & wanted) != 0; }

bool all(kind wanted, std::string_view text) noexcept
{
    std::uint8_t common = wanted;
    for (char const c : text) common &= kinds[static_cast<unsigned char>(c)];
    return common != 0;
}

/// How much of it a field may hold.
std::size_t field_text_size(std::string_view text) noexcept
{
    constexpr char del = 0x7f;
    for (std::size_t at = 0;; at += sixteen_bytes::size) {
        sixteen_bytes const next{text.substr(at)}; // behind the end, zeros: none that it may hold
        auto const good = sixteen_bytes::before((next.control() & ~next.equal('\t')) | next.equal(del));
        if (good < sixteen_bytes::size) return at + good;
    }
}

/// Of a text and a word of small letters, digits and hyphens, eight characters at a time. A capital letter lacks one bit of its small
/// one; what else would pass with that bit is a control character, which stands in no field.
template <std::size_t Size>
bool same(std::string_view text, char const (&small)[Size]) noexcept
{
    constexpr std::size_t length = Size - 1;
    constexpr std::uint64_t capitals_lack = 0x2020'2020'2020'2020;
    if (text.size() != length) return false;
    std::uint64_t difference = 0;
    for (std::size_t i = 0; i < length; i += sizeof difference) {
        std::uint64_t here = 0;
        std::uint64_t wanted = 0;
        auto const count = std::min(length - i, sizeof difference);
        std::memcpy(&here, text.data() + i, count);
        std::memcpy(&wanted, small + i, count);
        difference |= (here | capitals_lack) ^ (wanted | capitals_lack);
    }
    return difference == 0;
}

/// Which of the fields that we want has that name. By length first: most are none of them.
request_head::field wanted(std::string_view name) noexcept
{
    using enum request_head::field;
    auto const either = [&](auto const& small, request_head::field f, request_head::field otherwise) {
        return same(name, small) ? f : otherwise;
    };
    switch (name.size()) {
    case 4: return either("host", host, fields_count);
    case 6: return either("origin", origin, either("accept", accept, fields_count));
    case 7: return either("referer", referer, fields_count);
    case 10: return either("user-agent", user_agent, fields_count);
    case 12: return either("x-amz-target", amz_target, either("content-type", content_type, fields_count));
    case 13:
        return either("authorization", authorization, either("last-event-id", last_event_id, fields_count));
    case 14:
        return either("content-length", content_length,
                      either("sec-fetch-site", sec_fetch_site, fields_count));
    case 15:
        return either("accept-encoding", accept_encoding, either("x-amzn-trace-id", trace_id, fields_count));
    case 16: return either("content-encoding", content_encoding, fields_count);
    case 17: return either("transfer-encoding", transfer_encoding, fields_count);
    default: return fields_count;
    }
}

/// Fields of which a second one would make it a matter of taste what the request is.
bool stands_alone(request_head::field f) noexcept
{
    return f == request_head::host || f == request_head::content_length
           || f == request_head::transfer_encoding;
}

/// DynamoDB looks at no other.
bool the_first_counts(request_head::field f) noexcept { return f == request_head::accept_encoding; }

class reader {
public:
    explicit reader(std::string_view text) : text_{text}, rest_{text} {}

    bool read()
    {
        if (!read_request_line(next_line())) return false;
        for (auto line = next_line(); !line.empty(); line = next_line()) {
            if (!read_field(line)) return false;
        }
        return rest_.empty() && read_framing();
    }
    request_head const& head() const noexcept { return head_; }

private:
    /// Without its end. Empty when there is none, too: then it holds what no line does.
    std::string_view next_line() noexcept
    {
        auto const end = field_text_size(rest_);
        if (rest_.substr(end, 2) != "\r\n") return {};
        auto const line = rest_.substr(0, end);
        rest_.remove_prefix(end + 2);
        return line;
    }

    request_head::part place(std::string_view part) const noexcept
    {
        return {static_cast<std::uint32_t>(part.data() - text_.data()),
                static_cast<std::uint32_t>(part.size())};
    }
    std::string_view value(request_head::field f) const noexcept
    {
        return text_.substr(head_.fields[f].offset, head_.fields[f].size);
    }
    bool has(request_head::field f) const noexcept { return head_.fields[f].offset != 0; }

    bool read_request_line(std::string_view line)
    {
        auto const first = line.find(' ');
        auto const last = line.rfind(' ');
        if (first == line.npos || first == last) return false;
        auto const method = line.substr(0, first);
        auto const target = line.substr(first + 1, last - first - 1);
        auto const version = line.substr(last + 1);
        head_.method = place(method);
        head_.target = place(target);
        head_.http_1_0 = version == "HTTP/1.0";
        return !method.empty() && all(token, method) && !target.empty() && all(visible, target)
               && (head_.http_1_0 || version == "HTTP/1.1");
    }

    /// A line that goes on with the one before it begins with a blank, which no name does: RFC 9112 lets a server refuse it.
    bool read_field(std::string_view line)
    {
        auto const colon = line.find(':');
        if (colon == line.npos || colon == 0) return false;
        auto const name = line.substr(0, colon);
        auto const value = trimmed(line.substr(colon + 1));
        if (auto const which = wanted(name); which != request_head::fields_count) {
            if (has(which) && stands_alone(which)) return false;
            if (has(which) && the_first_counts(which)) return true;
            head_.fields[which] = place(value);
        } else if (same(name, "connection")) {
            read_connection(value);
        } else if (same(name, "expect")) {
            head_.expects_continue = same(value, "100-continue");
        } else {
            return all(token, name);
        }
        return true;
    }

    void read_connection(std::string_view options)
    {
        while (!options.empty()) {
            auto const comma = std::min(options.find(','), options.size());
            auto const option = trimmed(options.substr(0, comma));
            if (same(option, "close")) asks_to_close_ = true;
            if (same(option, "keep-alive")) asks_to_keep_ = true;
            options.remove_prefix(std::min(comma + 1, options.size()));
        }
    }

    /// Where the body ends, and whether another request may follow it.
    bool read_framing()
    {
        head_.keep_alive = !asks_to_close_ && (asks_to_keep_ || !head_.http_1_0);
        if (has(request_head::transfer_encoding)) {
            head_.chunked = same(value(request_head::transfer_encoding), "chunked");
            return head_.chunked && !has(request_head::content_length);
        }
        if (has(request_head::content_length)) {
            auto const digits = value(request_head::content_length);
            std::uint64_t bytes = 0;
            auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), bytes);
            if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
                return false;
            head_.body_bytes = bytes;
        }
        return true;
    }

    std::string_view text_;
    std::string_view rest_;
    request_head head_ = {};
    bool asks_to_close_ = false;
    bool asks_to_keep_ = false;
};

} // namespace

std::optional<request_head> read_head(std::string_view text)
{
    reader reader{text};
    if (!reader.read()) return {};
    return reader.head();
}

std::string_view field_name(std::string_view line) noexcept
{
    auto const name = line.substr(0, line.find(':'));
    bool const good =
        name.size() < line.size() && all(token, name) && is_field_text(line.substr(name.size() + 1));
    return good ? name : std::string_view{};
}

bool is_field_text(std::string_view text) noexcept { return field_text_size(text) == text.size(); }

bool may_begin_request(char first) noexcept { return is(token, first); }

} // namespace understudy::server
