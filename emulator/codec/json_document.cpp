#include "codec/json_document.hpp"

#include "codec/utf8.hpp"
#include "core/sixteen_bytes.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <limits>

namespace understudy::codec::detail {

namespace {

constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The character that stands behind a backslash, when it is not 'u'; 0: none does.
constexpr char unescaped(char c) noexcept
{
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

char* append_utf8(char* to, unsigned point) noexcept
{
    auto const put = [&](unsigned byte) { *to++ = static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6);
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    }
    return to;
}

} // namespace

/// Reads one text into a document: a loop, not a recursion, so that depth costs no stack.
class json_parser {
public:
    json_parser(json_document& document, std::string_view text, dialect dialect)
        : document_{document}, at_{text.data()}, end_{at_ + text.size()}, size_{text.size()}, dialect_{
                                                                                                  dialect}
    {}

    bool parse()
    {
        do {
            if (!begin_value()) { return false; }
            while (complete_ && open_ != nobody) {
                if (!go_on()) { return false; }
            }
        } while (!complete_);
        skip_space();
        return at_ == end_;
    }

private:
    json_node& add(json_kind kind, std::string_view text)
    {
        auto& node = document_.nodes_.emplace_back();
        node.data = text.data();
        node.size = static_cast<std::uint32_t>(text.size());
        node.kind = kind;
        return node;
    }

    void skip_space() noexcept
    {
        while (at_ != end_ && is_space(*at_)) { ++at_; }
    }

    bool take(char wanted) noexcept
    {
        skip_space();
        if (at_ == end_ || *at_ != wanted) { return false; }
        ++at_;
        return true;
    }

    /// A whole scalar, an empty container, or the beginning of another one.
    bool begin_value()
    {
        skip_space();
        if (at_ == end_) { return false; }
        complete_ = true;
        switch (*at_) {
        case '"': return string();
        case '{': return begin(json_kind::object, '}');
        case '[': return begin(json_kind::array, ']');
        case 't': return word("true", json_kind::true_value);
        case 'f': return word("false", json_kind::false_value);
        case 'n': return word("null", json_kind::null);
        default: return number();
        }
    }

    bool begin(json_kind kind, char last)
    {
        if (++depth_ > json_document::depth_max) { return false; }
        ++at_;
        auto const index = static_cast<std::uint32_t>(document_.nodes_.size());
        add(kind, {}).nodes = open_; // until its end is known
        open_ = index;
        if (take(last)) {
            end();
            return true;
        }
        complete_ = false;
        return kind == json_kind::array || name();
    }

    void end()
    {
        auto const index = open_;
        auto& node = document_.nodes_[index];
        open_ = node.nodes;
        node.nodes = static_cast<std::uint32_t>(document_.nodes_.size()) - index;
        --depth_;
    }

    bool name()
    {
        skip_space();
        return at_ != end_ && *at_ == '"' && string() && take(':');
    }

    /// What comes behind a value in a container: the end of it, or a comma, and the name of the next member.
    bool go_on()
    {
        auto& container = document_.nodes_[open_];
        bool const object = container.is_object();
        ++container.size;
        if (take(',')) {
            complete_ = false;
            return !object || name();
        }
        if (!take(object ? '}' : ']')) { return false; }
        end();
        return true;
    }

    bool word(std::string_view text, json_kind kind)
    {
        if (static_cast<std::size_t>(end_ - at_) < text.size()
            || std::memcmp(at_, text.data(), text.size()) != 0) {
            return false;
        }
        add(kind, kind == json_kind::null ? std::string_view{} : text);
        at_ += text.size();
        return true;
    }

    bool digits() noexcept
    {
        auto const* const first = at_;
        while (at_ != end_ && is_digit(*at_)) { ++at_; }
        return at_ != first;
    }

    bool number()
    {
        auto const* const first = at_;
        bool decimal = false;
        if (*at_ == '-') { ++at_; }
        auto const* const whole = at_;
        if (!digits() || (*whole == '0' && at_ - whole > 1)) { return false; }
        if (at_ != end_ && *at_ == '.') {
            decimal = true;
            ++at_;
            if (!digits()) { return false; }
        }
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
            decimal = true;
            ++at_;
            if (at_ != end_ && (*at_ == '+' || *at_ == '-')) { ++at_; }
            if (!digits()) { return false; }
        }
        add(decimal ? json_kind::decimal : json_kind::integer, {first, at_});
        return true;
    }

    /// Goes to the next character that does not stand for itself; false when that is none of a string.
    bool skip_plain() noexcept
    {
        while (true) {
            while (end_ - at_ >= std::ptrdiff_t{sixteen_bytes::size}) {
                sixteen_bytes const next{at_};
                auto const plain = sixteen_bytes::before(escaped_in_json(next) | next.beyond_ascii());
                at_ += plain;
                if (plain != sixteen_bytes::size) { break; }
            }
            if (at_ == end_) { return false; }
            auto const byte = static_cast<unsigned char>(*at_);
            if (byte == '"' || byte == '\\') { return true; }
            if (byte < 0x20) { return false; }
            auto const size = byte < 0x80 ? 1 : utf8_size({at_, end_});
            if (size == 0) { return false; }
            at_ += size;
        }
    }

    bool string()
    {
        auto const* run = ++at_;
        if (!skip_plain()) { return false; }
        if (*at_ == '"') { // the usual one: a view of the text
            add(json_kind::string, {run, at_});
            ++at_;
            return true;
        }
        // What was escaped only gets shorter by being unescaped: the text's own size is room enough for all of it.
        if (to_ == nullptr) { to_ = room(); }
        auto* const first = to_;
        while (true) {
            std::memcpy(to_, run, static_cast<std::size_t>(at_ - run));
            to_ += at_ - run;
            if (*at_ == '"') { break; }
            if (!escape()) { return false; }
            run = at_;
            if (!skip_plain()) { return false; }
        }
        add(json_kind::string, {first, to_});
        ++at_;
        return true;
    }

    char* room()
    {
        if (size_ <= document_.unescaped_.size()) { return document_.unescaped_.data(); }
        document_.unescaped_large_ = std::make_unique_for_overwrite<char[]>(size_);
        return document_.unescaped_large_.get();
    }

    bool escape()
    {
        if (end_ - at_ < 2) { return false; }
        if (at_[1] == 'u') { return unicode_escape(); }
        char const c = unescaped(at_[1]);
        if (c == 0) { return false; }
        *to_++ = c;
        at_ += 2;
        return true;
    }

    /// The code unit that begins here as \uXXXX; `nobody` when none does.
    unsigned escaped_unit() const noexcept
    {
        constexpr std::ptrdiff_t size = 6;
        unsigned unit = 0;
        if (end_ - at_ < size || at_[0] != '\\' || at_[1] != 'u') { return nobody; }
        auto const [stop, error] = std::from_chars(at_ + 2, at_ + size, unit, 16);
        return error == std::errc{} && stop == at_ + size ? unit : nobody;
    }

    bool unicode_escape()
    {
        auto const unit = escaped_unit();
        if (unit == nobody) { return false; }
        at_ += 6;
        if ((unit & 0xF800) != 0xD800) {
            to_ = append_utf8(to_, unit);
            return true;
        }
        auto const second = (unit & 0xFC00) == 0xD800 ? escaped_unit() : nobody;
        if (second != nobody && (second & 0xFC00) == 0xDC00) {
            at_ += 6;
            to_ = append_utf8(to_, 0x10000 + ((unit & 0x3FF) << 10 | (second & 0x3FF)));
            return true;
        }
        // Java reads half a surrogate pair without complaint. Written as UTF-8 it would become a question mark; SQS refuses
        // it before that, as a character which it does not allow, and U+FFFF is one that can be written.
        to_ = append_utf8(to_, dialect_ == dialect::sqs ? 0xFFFF : '?');
        return true;
    }

    json_document& document_;
    char const* at_;
    char const* end_;
    std::size_t size_;
    dialect dialect_;
    char* to_ = nullptr; // where the next unescaped character goes
    std::uint32_t open_ = nobody;
    std::size_t depth_ = 0;
    bool complete_ = false;
};

bool json_document::parse(std::string_view text, codec::dialect dialect)
{
    if (text.size() > std::numeric_limits<std::int32_t>::max()) {
        return false;
    } // sizes of nodes have 32 bits
    return json_parser{*this, text, dialect}.parse();
}

} // namespace understudy::codec::detail
