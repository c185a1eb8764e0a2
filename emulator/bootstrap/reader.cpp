#include "bootstrap/reader.hpp"

#include "codec/utf8.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace understudy::bootstrap {

namespace {

constexpr std::size_t hex_digits = 4;
constexpr std::size_t copied_max = 2 * template_bytes_max; // of what anchors keep and aliases bring back

/// The UTF-16 unit of "\uXXXX" at the place; 0 when there is none.
unsigned unit_at(std::string_view text, std::size_t at)
{
    if (text.size() < at + 2 + hex_digits || text.substr(at, 2) != "\\u") { return 0; }
    unsigned unit = 0;
    auto const* first = text.data() + at + 2;
    auto const read = std::from_chars(first, first + hex_digits, unit, 16);
    return read.ptr == first + hex_digits ? unit : 0;
}

/// JSON writes a character beyond U+FFFF as a pair of surrogates, which YAML does not know: it has "\U0001F600" for that.
std::string join_surrogates(std::string_view text)
{
    std::string joined;
    joined.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\') {
            joined += text[at++];
            continue;
        }
        auto const high = unit_at(text, at);
        auto const low = unit_at(text, at + 2 + hex_digits);
        if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
            joined += fmt::format("\\U{:08X}", 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            at += 2 * (2 + hex_digits);
        } else {
            joined += text.substr(at, 2);
            at += 2;
        }
    }
    return joined;
}

/// The long form of what a short tag is put on. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
node written_out(std::string_view tag, node value)
{
    auto const line = value.line;
    auto const name = tag.substr(1);
    if (name == "GetAtt" && value.is_scalar()) {
        auto const dot = value.text.find('.');
        if (dot == std::string::npos) {
            throw problem{line, fmt::format("!GetAtt {}: this needs Resource.Attribute", value.text)};
        }
        value = list_node(
            {text_node(value.text.substr(0, dot), line), text_node(value.text.substr(dot + 1), line)}, line);
    }
    auto function = name == "Ref" || name == "Condition" ? std::string{name} : fmt::format("Fn::{}", name);
    std::vector<member> members;
    members.push_back({std::move(function), std::move(value)});
    return map_node(std::move(members), line);
}

class builder final : public YAML::EventHandler {
public:
    node take() && { return std::move(root_); }

    void OnDocumentStart(YAML::Mark const& mark) override
    {
        if (++documents_ > 1) {
            throw problem{line_of(mark), "there is a second document; a template is one"};
        }
    }
    void OnDocumentEnd() override {}

    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override
    {
        put({.line = line_of(mark)}, {}, anchor);
    }

    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& text) override
    {
        node value{.is = node::kind::scalar, .quoted = tag != "?", .line = line_of(mark), .text = text};
        if (!value.quoted && (text == "null" || text == "Null" || text == "NULL" || text == "~")) {
            value = {.line = value.line};
        }
        put(std::move(value), tag, anchor);
    }

    void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override
    {
        auto const known = anchors_.find(anchor);
        if (known == anchors_.end()) {
            throw problem{line_of(mark), "an alias stands inside of what it means"};
        }
        spend(size_of(known->second), line_of(mark));
        put(node{known->second}, {}, {});
    }

    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open({.is = node::kind::list, .line = line_of(mark)}, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open({.is = node::kind::map, .line = line_of(mark)}, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    /// A list or map of which not all has come yet.
    struct unfinished {
        node value;
        std::string tag;
        YAML::anchor_t anchor;
        std::set<std::string, std::less<>> names = {}; // of its members
        std::optional<node> name = {};                 // of the member that comes next
        std::optional<node> merged = {};               // what `<<` stands for
    };

    static unsigned line_of(YAML::Mark const& mark)
    {
        return static_cast<unsigned>(std::max(mark.line, 0)) + 1;
    }

    void spend(std::size_t size, unsigned line)
    {
        copied_ += size;
        if (copied_ > copied_max) { throw problem{line, "the aliases of this document stand for too much"}; }
    }

    void open(node value, std::string const& tag, YAML::anchor_t anchor)
    {
        if (open_.size() >= depth_max) {
            throw problem{value.line, fmt::format("lists and maps are nested deeper than {}", depth_max)};
        }
        open_.push_back({std::move(value), tag, anchor});
    }

    void close()
    {
        auto done = std::move(open_.back());
        open_.pop_back();
        if (done.merged) { merge(done, *done.merged); }
        put(std::move(done.value), done.tag, done.anchor);
    }

    /// What the map has itself goes first.
    static void merge(unfinished& into, node const& from)
    {
        if (from.is_list()) {
            for (auto const& each : from.items) { merge(into, each); }
            return;
        }
        for (auto const& each : map(from, "what << stands for")) {
            if (into.names.insert(each.name).second) { into.value.members.push_back(each); }
        }
    }

    void put(node value, std::string const& tag, YAML::anchor_t anchor)
    {
        if (++count_ > values_max) {
            throw problem{value.line, fmt::format("there are more than {} values", values_max)};
        }
        if (tag.size() > 1 && tag[0] == '!') { value = written_out(tag, std::move(value)); }
        if (anchor != 0) {
            spend(size_of(value), value.line);
            anchors_[anchor] = value;
        }
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        auto& outer = open_.back();
        if (outer.value.is_list()) {
            outer.value.items.push_back(std::move(value));
        } else if (!outer.name) {
            outer.name = std::move(value);
        } else {
            add_member(outer, std::move(value));
        }
    }

    static void add_member(unfinished& outer, node value)
    {
        auto const name = *std::exchange(outer.name, std::nullopt);
        auto const& text = scalar(name, "the name of a member");
        if (text == "<<" && !name.quoted) {
            outer.merged = std::move(value);
            return;
        }
        if (!outer.names.insert(text).second) {
            throw problem{name.line, fmt::format("{} is there twice", text)};
        }
        outer.value.members.push_back({text, std::move(value)});
    }

    node root_ = {};
    std::vector<unfinished> open_ = {};
    std::map<YAML::anchor_t, node> anchors_ = {};
    std::size_t count_ = 0;
    std::size_t copied_ = 0; // by anchors and aliases
    unsigned documents_ = 0;
};

} // namespace

node read_document(std::string_view text)
{
    if (text.size() > template_bytes_max) {
        throw problem{
            0, fmt::format("there are {} bytes; a template has {} at most", text.size(), template_bytes_max)};
    }
    if (codec::mend_utf8(text)) { throw problem{0, "this is not UTF-8"}; }
    if (text.find('\0') != std::string_view::npos) { throw problem{0, "there is a zero byte in it"}; }
    auto const begin = text.find_first_not_of(" \t\r\n");
    bool const is_json = begin != std::string_view::npos && text[begin] == '{';
    std::istringstream in{is_json ? join_surrogates(text) : std::string{text}};
    builder nodes;
    try {
        YAML::Parser parser{in};
        while (parser.HandleNextDocument(nodes)) {}
    } catch (YAML::Exception const& failure) {
        throw problem{static_cast<unsigned>(std::max(failure.mark.line, 0)) + 1, failure.msg};
    }
    return std::move(nodes).take();
}

} // namespace understudy::bootstrap
