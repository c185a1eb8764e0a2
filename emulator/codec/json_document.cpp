#include "codec/json_document.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <optional>
#include <string>

namespace understudy::codec::detail {

/// What Boost.JSON's parser calls.
class json_builder {
public:
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();
    using string_view = boost::json::string_view;
    using error_code = boost::json::error_code;

    json_builder(json_document& document, std::string_view text) : document_{document}, text_{text} {}

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return begin(json_kind::object); }
    bool on_object_end(std::size_t members, error_code&) { return end(members); }
    bool on_array_begin(error_code&) { return begin(json_kind::array); }
    bool on_array_end(std::size_t elements, error_code&) { return end(elements); }
    bool on_key_part(string_view part, std::size_t, error_code&) { return keep(part); }
    bool on_key(string_view part, std::size_t size, error_code&) { return string(part, size); }
    bool on_string_part(string_view part, std::size_t, error_code&) { return keep(part); }
    bool on_string(string_view part, std::size_t size, error_code&) { return string(part, size); }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, string_view text, error_code&) { return add(json_kind::integer, text); }
    bool on_uint64(std::uint64_t, string_view text, error_code&) { return add(json_kind::integer, text); }
    bool on_double(double, string_view text, error_code&)
    {
        bool const decimal = text.find_first_of(".eE") != string_view::npos;
        return add(decimal ? json_kind::decimal : json_kind::integer, text);
    }
    bool on_bool(bool value, error_code&)
    {
        return add(value ? json_kind::true_value : json_kind::false_value, value ? "true" : "false");
    }
    bool on_null(error_code&) { return add(json_kind::null, {}); }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

private:
    bool add(json_kind kind, string_view text)
    {
        auto& node = document_.nodes_.emplace_back();
        node.data = text.data();
        node.size = static_cast<std::uint32_t>(text.size());
        node.kind = kind;
        return true;
    }

    bool begin(json_kind kind)
    {
        auto const index = static_cast<std::uint32_t>(document_.nodes_.size());
        auto& node = document_.nodes_.emplace_back();
        node.kind = kind;
        node.nodes = open_; // until its end is known
        open_ = index;
        return true;
    }

    bool end(std::size_t children)
    {
        auto& node = document_.nodes_[open_];
        auto const index = open_;
        open_ = node.nodes;
        node.nodes = static_cast<std::uint32_t>(document_.nodes_.size()) - index;
        node.size = static_cast<std::uint32_t>(children);
        return true;
    }

    bool keep(string_view part)
    {
        // What was escaped only gets shorter by being unescaped: the text's own size is room enough for all of it.
        if (!document_.unescaped_)
            document_.unescaped_ = std::make_unique_for_overwrite<char[]>(text_.size());
        if (!part.empty())
            std::memcpy(document_.unescaped_.get() + kept_ + pending_, part.data(), part.size());
        pending_ += part.size();
        return true;
    }

    bool string(string_view part, std::size_t size)
    {
        bool const verbatim = std::less_equal<>{}(text_.data(), part.data())
                              && std::less_equal<>{}(part.data() + part.size(), text_.data() + text_.size());
        if (pending_ == 0 && verbatim) return add(json_kind::string, part);
        keep(part);
        add(json_kind::string, {document_.unescaped_.get() + kept_, size});
        kept_ += size;
        pending_ = 0;
        return true;
    }

    json_document& document_;
    std::string_view text_;
    std::uint32_t open_ = 0;
    std::size_t kept_ = 0;
    std::size_t pending_ = 0; // of the string being read
};

namespace {

std::size_t constexpr escape_size = 6; // \uXXXX

/// The code unit that begins here as \uXXXX, if one does.
std::optional<unsigned> escaped_unit(char const* at, char const* end)
{
    unsigned unit = 0;
    if (end - at < std::ptrdiff_t{escape_size} || at[0] != '\\' || at[1] != 'u') return std::nullopt;
    auto const [stop, error] = std::from_chars(at + 2, at + escape_size, unit, 16);
    if (error != std::errc{} || stop != at + escape_size) return std::nullopt;
    return unit;
}

/// Writes the replacement over every half of a surrogate pair that stands alone; false when there is none.
bool mend_surrogates(char* at, char* end, char const* replacement)
{
    bool mended = false;
    while ((at = std::find(at, end, '\\')) != end) {
        auto const unit = escaped_unit(at, end);
        if (!unit) {
            at += std::min<std::ptrdiff_t>(2, end - at);
            continue;
        }
        bool const leading = (*unit & 0xFC00) == 0xD800;
        auto const second = leading ? escaped_unit(at + escape_size, end) : std::nullopt;
        if (second && (*second & 0xFC00) == 0xDC00) {
            at += 2 * escape_size;
            continue;
        }
        if ((*unit & 0xF800) == 0xD800) {
            std::copy_n(replacement, escape_size, at);
            mended = true;
        }
        at += escape_size;
    }
    return mended;
}

bool build(json_builder builder, std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = json_document::depth_max;
    boost::json::basic_parser<json_builder> parser{options, builder};
    boost::json::error_code error;
    auto const used = parser.write_some(false, text.data(), text.size(), error);
    return !error && used == text.size();
}

} // namespace

bool json_document::parse(std::string_view text, codec::dialect dialect)
{
    if (text.size() > std::numeric_limits<std::int32_t>::max()) return false; // sizes of nodes have 32 bits
    if (build(json_builder{*this, text}, text)) return true;

    // Java reads half a surrogate pair without complaint, Boost.JSON does not. Written as UTF-8 it would become a question
    // mark; SQS refuses it before that, as a character which it does not allow, and U+FFFF is one that can be written.
    mended_ = std::make_unique_for_overwrite<char[]>(text.size());
    std::copy(text.begin(), text.end(), mended_.get());
    auto const* const replacement = dialect == dialect::sqs ? "\\uFFFF" : "\\u003F";
    if (!mend_surrogates(mended_.get(), mended_.get() + text.size(), replacement)) return false;
    nodes_.clear();
    unescaped_.reset();
    text = {mended_.get(), text.size()};
    return build(json_builder{*this, text}, text);
}

} // namespace understudy::codec::detail
