#include "awslocal/pages.hpp"

#include "awslocal/failure.hpp"
#include "codec/base64.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

constexpr paging pairs[] = {{"NextToken", "NextToken"},
                            {"nextToken", "nextToken"},
                            {"ExclusiveStartKey", "LastEvaluatedKey"},
                            {"ExclusiveStartTableName", "LastEvaluatedTableName"}};
constexpr std::string_view sizes[] = {"MaxResults", "Limit"};
constexpr std::string_view truncation =
    "boto_truncate_amount"; // of a token: items of its page that were printed

/// Where a run begins that goes on with another.
struct start {
    json::value token = nullptr;
    std::size_t skipped = 0;
};

start read_token(std::string const& text, paging const& paging)
{
    std::string bytes;
    boost::system::error_code error;
    if (codec::read_base64(text, bytes).good) {
        auto const value = json::parse(bytes, error);
        auto const* object = value.if_object();
        if (!error && object != nullptr && object->contains(paging.begins_at)) {
            auto const* skipped = object->if_contains(truncation);
            bool const is_count = skipped != nullptr && skipped->is_int64() && skipped->get_int64() > 0;
            return {object->at(paging.begins_at),
                    is_count ? static_cast<std::size_t>(skipped->get_int64()) : 0};
        }
    }
    throw failure{exit_usage, fmt::format("Bad starting token: {}", text)};
}

std::string write_token(start const& from, paging const& paging)
{
    json::object token{{paging.begins_at, from.token}};
    if (from.skipped > 0) { token.emplace(truncation, from.skipped); }
    std::string out;
    codec::write_base64(out, json::serialize(token));
    return out;
}

/// The list that pages are about: the first in the answer's shape.
std::string_view main_list(shape const& answer) noexcept
{
    auto const members = answer.members();
    auto const found =
        std::ranges::find_if(members, [](member const& each) { return each.shape->kind == kind::list; });
    return found == members.end() ? std::string_view{} : found->name;
}

void join(json::object& whole, json::object const& page, command const& command, paging const& paging,
          bool is_first)
{
    for (auto const& member : command.answer->members()) {
        if (member.name == paging.goes_on) { continue; }
        auto const* value = page.if_contains(member.name);
        if (member.shape->kind == kind::list) {
            if (value == nullptr) { continue; }
            auto& list = whole[member.name];
            if (list.is_null()) { list = json::array{}; }
            list.get_array().insert(list.get_array().end(), value->get_array().begin(),
                                    value->get_array().end());
        } else if (member.shape->kind == kind::integer) {
            if (value == nullptr) { continue; }
            auto& sum = whole[member.name];
            sum = (sum.is_null() ? 0 : sum.get_int64()) + value->get_int64();
        } else if (is_first) {
            whole[member.name] = value == nullptr ? json::value{} : *value;
        }
    }
}

} // namespace

std::optional<paging> paging_of(command const& command) noexcept
{
    if (command.answer == nullptr || main_list(*command.answer).empty()) { return std::nullopt; }
    for (auto pair : pairs) {
        if (find_member(*command.request, pair.begins_at) == nullptr
            || find_member(*command.answer, pair.goes_on) == nullptr) {
            continue;
        }
        for (auto const size : sizes) {
            if (find_member(*command.request, size) != nullptr) { pair.size = size; }
        }
        return pair;
    }
    return std::nullopt;
}

json::object merge_pages(command const& command, paging const& paging, page_options const& options,
                         json::object parameters, asking const& ask)
{
    auto const list = main_list(*command.answer);
    auto const limit =
        options.items ? static_cast<std::size_t>(std::max<std::int64_t>(*options.items, 0)) : SIZE_MAX;
    start at = options.begin_at ? read_token(*options.begin_at, paging) : start{};
    if (options.size) { parameters[paging.size] = *options.size; }
    json::object whole;
    std::size_t count = 0;
    for (bool is_first = true;; is_first = false) {
        at.token.is_null() ? void(parameters.erase(paging.begins_at))
                           : void(parameters[paging.begins_at] = at.token);
        auto page = ask(parameters);
        auto* items = page.contains(list) ? page[list].if_array() : nullptr;
        if (items != nullptr) {
            auto const skipped = std::min(at.skipped, items->size());
            items->erase(items->begin(), items->begin() + static_cast<std::ptrdiff_t>(skipped));
            if (items->size() > limit - count) {
                auto const kept = limit - count;
                at.skipped = skipped + kept;
                items->resize(kept);
                join(whole, page, command, paging, is_first);
                whole["NextToken"] = write_token(at, paging);
                return whole;
            }
            count += items->size();
        }
        join(whole, page, command, paging, is_first);
        auto const* next = page.if_contains(paging.goes_on);
        if (next == nullptr || (next->is_string() && next->get_string().empty())) { return whole; }
        if (*next == at.token) {
            throw failure{exit_other,
                          fmt::format("Error during pagination: The same next token was received twice: {}",
                                      json::serialize(*next))};
        }
        at = {*next, 0};
        if (count == limit) {
            whole["NextToken"] = write_token(at, paging);
            return whole;
        }
    }
}

} // namespace understudy::awslocal
