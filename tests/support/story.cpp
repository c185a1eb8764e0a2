#include "support/story.hpp"

#include "support/story_match.hpp"
#include "support/story_stage.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>

namespace understudy::story {

namespace {

/// The first word of the text, which then begins behind it.
std::string_view next_word(std::string_view& rest)
{
    auto const end = std::min(rest.find(' '), rest.size());
    auto const word = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \n", end), rest.size()));
    return word;
}

milliseconds read_duration(std::string_view text)
{
    std::int64_t count = 0;
    auto const [unit, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
    std::string_view const name{unit, static_cast<std::size_t>(text.data() + text.size() - unit)};
    if (name == "ms") { return milliseconds{count}; }
    if (name == "s") { return std::chrono::seconds{count}; }
    if (name == "min") { return std::chrono::minutes{count}; }
    if (name == "h") { return std::chrono::hours{count}; }
    if (name == "d") { return std::chrono::hours{24 * count}; }
    throw std::invalid_argument{"no duration: " + std::string{text}};
}

std::string to_text(outcome const& shown)
{
    if (shown.waits) { return "waits"; }
    if (!shown.error) { return shown.json; }
    return std::string{shown.error->kind.shape} + ' ' + std::to_string(shown.error->kind.status) + ' '
           + shown.error->message;
}

/// "InvalidParameterValue 400 text": shape or code of the Query protocol, status, and the exact text.
bool is_error(std::string_view expected, service_error const& error, bindings& names)
{
    auto const code = next_word(expected);
    auto const status = next_word(expected);
    return (code == error.kind.shape || code == error.kind.query_code)
           && status == std::to_string(error.kind.status) && matches_text(expected, error.message, names);
}

bool is_as_told(std::string_view expected, outcome const& actual, bindings& names)
{
    if (expected == "waits") { return actual.waits; }
    if (actual.waits) { return false; }
    if (expected.starts_with('{')) { return !actual.error && matches_json(expected, actual.json, names); }
    return actual.error && is_error(expected, *actual.error, names);
}

/// One story being played.
class performance {
public:
    performance(std::string const& service, wire through) : service_{service}, through_{through} {}

    /// Empty, or what went otherwise.
    std::string act(std::string const& text)
    {
        std::string_view rest = text;
        auto const word = next_word(rest);
        if (word == "=>") { return check(rest); }
        if (word == "given") {
            given(next_word(rest), rest);
        } else if (word == "as") {
            stage().who.account = next_word(rest);
            stage().who.region = next_word(rest);
        } else if (word == "advance") {
            stage().desk.advance(read_duration(rest));
        } else if (word == "poll") {
            auto const* answer = stage().poll(static_cast<std::size_t>(std::stoul(std::string{rest})));
            if (answer == nullptr) { return "no such poll"; }
            last_ = *answer;
        } else {
            auto const request = filled_in(rest.empty() ? "{}" : rest, names_);
            auto answer = stage().ask(service_, word, request);
            if (!answer) { return "no such operation"; }
            last_ = std::move(*answer);
        }
        return {};
    }

private:
    std::string check(std::string_view expected)
    {
        if (!last_) { return "nothing was asked"; }
        auto const actual = std::move(*last_);
        last_.reset();
        if (is_as_told(expected, actual, names_)) { return {}; }
        return "expected  " + std::string{expected} + "\nactual    " + to_text(actual);
    }

    void given(std::string_view name, std::string_view value)
    {
        if (name == "strict-timers") {
            options_.strict_timers = true;
            return;
        }
        if (name == "classic-wording") {
            options_.dynamodb.has_classic_wording = true;
            return;
        }
        if (name == "json") { return; }
        if (name == "seed") {
            options_.seed = std::stoull(std::string{value});
            return;
        }
        auto& tables = options_.dynamodb.tables;
        auto const number = [&] { return std::stoll(std::string{value}); };
        if (name == "table-delay") {
            tables.delay = milliseconds{number()};
            return;
        }
        if (name == "throttling") {
            tables.throttle = true;
            return;
        }
        if (name == "read-lag") {
            tables.read_lag_max = milliseconds{number()};
            return;
        }
        if (name == "transaction-time") {
            tables.transaction_time = milliseconds{number()};
            return;
        }
        if (name == "collection-limit") {
            tables.collection_bytes_max = static_cast<std::uint64_t>(number());
            return;
        }
        throw std::invalid_argument{"no such option: " + std::string{name}};
    }

    /// Set up when the first thing happens, so that options can come before it.
    story::stage& stage()
    {
        if (!stage_) { stage_.emplace(options_, through_); }
        return *stage_;
    }

    std::string service_;
    wire through_;
    engine_options options_{.seed = 1};
    std::optional<story::stage> stage_ = {};
    std::optional<outcome> last_ = {};
    bindings names_ = {};
};

book read_book(std::filesystem::path const& path)
{
    book read{.name = path.filename().string(), .tales = {}};
    std::ifstream file{path};
    std::string text;
    std::vector<line> opening;
    for (std::size_t number = 1; std::getline(file, text); ++number) {
        if (text.starts_with("# ")) {
            read.tales.push_back({.title = text.substr(2), .lines = opening});
        } else if (text.empty() || text.starts_with('#')) {
            continue;
        } else if (auto& lines = read.tales.empty() ? opening : read.tales.back().lines;
                   text.starts_with(' ') && !lines.empty()) {
            lines.back().text += text.substr(text.find_first_not_of(' ') - 1);
        } else {
            lines.push_back({number, text});
        }
    }
    return read;
}

} // namespace

std::vector<book> read_books(std::string const& room)
{
    std::vector<std::filesystem::path> paths;
    auto const folder = std::filesystem::path{UNDERSTUDY_TESTS_DIR} / room / "stories";
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".txt") { paths.push_back(entry.path()); }
    }
    std::sort(paths.begin(), paths.end());
    std::vector<book> books;
    for (auto const& path : paths) { books.push_back(read_book(path)); }
    return books;
}

std::string play(tale const& told, std::string const& book_name, std::string const& service, wire through)
{
    constexpr auto of_json = [](line const& each) { return each.text == "given json"; };
    if (through != wire::json && std::any_of(told.lines.begin(), told.lines.end(), of_json)) { return {}; }
    performance playing{service, through};
    bool checked = false;
    std::string all; // a story goes on, so that one run shows everything
    for (auto const& line : told.lines) {
        auto const otherwise = [&]() -> std::string {
            try {
                return playing.act(line.text);
            } catch (std::exception const& mistake) {
                return mistake.what();
            }
        }();
        if (!otherwise.empty()) {
            all += all.empty() ? "" : "\n";
            all += book_name + ":" + std::to_string(line.number) + ": " + line.text + '\n' + otherwise;
        }
        checked = checked || line.text.starts_with("=>");
    }
    return checked || !all.empty() ? all : book_name + ": " + told.title + ": nothing is expected";
}

} // namespace understudy::story
