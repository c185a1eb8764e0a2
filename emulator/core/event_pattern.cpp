#include <understudy/events.hpp>

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace understudy {

namespace {

namespace json = boost::json;

json::value parsed(std::string_view text)
{
    json::error_code failure;
    auto value = json::parse(text, failure);
    return failure ? json::value{} : value;
}

std::string text_of(json::value const& value)
{
    if (auto const* text = value.if_string()) { return std::string{text->data(), text->size()}; }
    return json::serialize(value);
}

json::value const* member(json::value const& in, std::string_view name)
{
    if (auto const* object = in.if_object()) { return object->if_contains(name); }
    std::size_t index = 0;
    auto const* end = name.data() + name.size();
    auto const* array = in.if_array();
    if (array == nullptr || std::from_chars(name.data(), end, index).ptr != end) { return nullptr; }
    return array->if_contains(index);
}

bool has_value(std::string_view body, std::string_view path, std::string_view value)
{
    auto document = parsed(body);
    while (true) {
        auto const dot = path.find('.');
        auto const* next = member(document, path.substr(0, dot));
        if (next == nullptr) { return false; }
        if (dot == std::string_view::npos) { return text_of(*next) == value; }
        path.remove_prefix(dot + 1);
        auto inner = next->is_string() ? parsed(next->get_string()) : *next;
        document = std::move(inner);
    }
}

} // namespace

event_pattern event_pattern::containing(std::string text) const
{
    auto narrowed = *this;
    narrowed.text_ = std::move(text);
    return narrowed;
}

event_pattern event_pattern::json(std::string path, std::string value) const
{
    auto narrowed = *this;
    narrowed.values_.emplace_back(std::move(path), std::move(value));
    return narrowed;
}

event_pattern event_pattern::message(std::string_view id) const
{
    auto narrowed = *this;
    narrowed.message_id_ = id;
    return narrowed;
}

event_pattern event_pattern::concerning(std::string_view id) const
{
    auto narrowed = *this;
    narrowed.origin_ = id;
    return narrowed;
}

event_pattern event_pattern::caused_by(std::uint64_t sequence) const
{
    auto narrowed = *this;
    narrowed.cause_ = sequence;
    return narrowed;
}

event_pattern event_pattern::where(std::function<bool(event const&)> condition) const
{
    auto narrowed = *this;
    narrowed.conditions_.push_back(std::move(condition));
    return narrowed;
}

bool event_pattern::matches(event const& event) const
{
    return (types_.empty() || std::find(types_.begin(), types_.end(), event.type) != types_.end())
           && (resource_.empty() || event.resource_name() == resource_ || event.resource == resource_)
           && (message_id_.empty() || to_string(event.message_id) == message_id_)
           && (text_.empty() || event.body.view().find(text_) != std::string_view::npos)
           && std::all_of(
               values_.begin(), values_.end(),
               [&](auto const& each) { return has_value(event.body.view(), each.first, each.second); })
           && std::all_of(conditions_.begin(), conditions_.end(),
                          [&](auto const& condition) { return condition(event); });
}

std::string event_pattern::describe() const
{
    std::string text;
    for (auto const type : types_) {
        if (!text.empty()) { text += " or "; }
        text += name_of(type);
    }
    if (types_.empty()) { text = "an event"; }
    text += " on " + (resource_.empty() ? std::string{"anything"} : resource_);
    if (!message_id_.empty()) { text += ", message " + message_id_; }
    if (!origin_.empty()) { text += ", concerning message " + origin_; }
    if (!text_.empty()) { text += ", containing \"" + text_ + "\""; }
    for (auto const& [path, value] : values_) { text += fmt::format(", with {} = {}", path, value); }
    if (cause_ != 0) { text += fmt::format(", caused by #{}", cause_); }
    if (!conditions_.empty()) { text += ", and a condition of the test"; }
    return text;
}

} // namespace understudy
