#include "sqs/tags.hpp"

#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/service.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace understudy::sqs {

namespace {

std::size_t character_count(std::string_view utf8) noexcept
{
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// Letters, digits, blanks and a few symbols; of what is beyond ASCII everything.
bool is_tag_text(std::string_view text) noexcept
{
    constexpr std::string_view symbols = " \t\n\r_.:/=+-@";
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9')
               || static_cast<unsigned char>(c) >= 0x80 || symbols.find(c) != std::string_view::npos;
    });
}

result<void> check_tag(std::string_view key, std::string_view value)
{
    if (!limits::tag_key_size.contains(character_count(key))) return errors::tag_key_size_invalid();
    if (key.starts_with("aws:")) return errors::tag_key_reserved();
    if (!is_tag_text(key)) return errors::tag_key_characters_invalid();
    if (character_count(value) > limits::tag_value_size_max) return errors::tag_value_size_invalid();
    if (!is_tag_text(value)) return errors::tag_value_characters_invalid();
    return {};
}

/// The number that the tag says, or the usual one.
int number_in(string_map const& tags, std::string_view key, int usual, int max)
{
    auto const found = tags.find(key);
    if (found == tags.end()) { return usual; }
    auto const& text = found->second;
    int number = 0;
    auto const [stopped, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const good = failed == std::errc{} && stopped == text.data() + text.size();
    return good ? std::clamp(number, 0, max) : usual;
}

} // namespace

result<void> check_tags(string_map const& tags, std::string_view queue_name)
{
    if (tags.size() > limits::tags_max) return errors::tags_too_many(queue_name);
    for (auto const& [key, value] : tags) {
        if (auto good = check_tag(key, value); !good) return good.error();
    }
    return {};
}

unkindness unkindness_of(string_map const& tags, unkindness const& usual)
{
    constexpr int a_day = 24 * 60 * 60 * 1000;
    auto const delay = static_cast<int>(std::min<std::int64_t>(usual.delivery_delay_max.count(), a_day));
    return {.delivery_delay_max = milliseconds{number_in(tags, "understudy:delivery-delay-ms", delay, a_day)},
            .duplicates = number_in(tags, "understudy:duplicates", usual.duplicates, 100),
            .reordering = number_in(tags, "understudy:reordering", usual.reordering, 100),
            .partial_polls = number_in(tags, "understudy:partial-polls", usual.partial_polls, 100),
            .short_receives = number_in(tags, "understudy:short-receives", usual.short_receives, 100)};
}

result<ListQueueTagsResult> list_queue_tags(state& sqs, call const& call, ListQueueTagsRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    return ListQueueTagsResult{.Tags = found.value()->tags};
}

result<void> tag_queue(state& sqs, call const& call, TagQueueRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (request.Tags.empty()) return errors::parameter_missing("Tags");
    auto& queue = *found.value();
    auto tags = queue.tags;
    for (auto const& [key, value] : request.Tags) tags.insert_or_assign(key, value);
    if (auto good = check_tags(tags, queue.name.name); !good) return good.error();
    queue.tags = std::move(tags);
    queue.unkind = unkindness_of(queue.tags, sqs.unkind);
    return {};
}

result<void> untag_queue(state& sqs, call const& call, UntagQueueRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (!request.TagKeys) return errors::parameter_missing("TagKeys");
    if (request.TagKeys->empty()) return errors::tag_key_size_invalid();
    auto& queue = *found.value();
    for (auto const& key : *request.TagKeys) queue.tags.erase(key);
    queue.unkind = unkindness_of(queue.tags, sqs.unkind);
    return {};
}

} // namespace understudy::sqs
