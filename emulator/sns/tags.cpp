#include "sns/tags.hpp"

#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

/// These operations have an error of their own for a topic that is not there.
result<topic*> find_resource(state& sns, call const& call, std::optional<std::string> const& arn)
{
    if (!arn) { return errors::parameter_missing("resourceArn"); }
    if (auto checked = check_arn(call, *arn, "ResourceArn"); !checked) { return checked.error(); }
    auto const found = sns.topics.find(*arn);
    if (found == sns.topics.end()) { return errors::resource_does_not_exist(); }
    return &found->second;
}

} // namespace

result<string_map> parse_tags(std::vector<Tag> const& given)
{
    string_map tags;
    bool duplicated = false;
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto const member = [&](std::string_view name) {
            return "tags." + std::to_string(i + 1) + ".member." + std::string{name};
        };
        if (!given[i].Key) { return errors::parameter_missing(member("key")); }
        if (!given[i].Value) { return errors::parameter_missing(member("value")); }
        auto const& key = *given[i].Key;
        auto const& value = *given[i].Value;
        if (key.empty()) { return errors::tag_key_empty(i + 1); }
        if (characters(key) > limits::tag_key_characters_max) { return errors::tag_key_too_long(key, i + 1); }
        if (characters(value) > limits::tag_value_characters_max) {
            return errors::tag_value_too_long(value, i + 1);
        }
        duplicated |= !tags.emplace(key, value).second;
    }
    if (duplicated) { return errors::tag_keys_duplicated(); }
    if (tags.size() > limits::tags_max) { return errors::tag_limit_exceeded(); }
    return tags;
}

result<TagResourceResponse> tag_resource(state& sns, call const& call, TagResourceRequest const& request)
{
    if (request.Tags.empty()) { return errors::parameter_missing("tags"); }
    auto const tags = parse_tags(request.Tags);
    if (!tags) { return tags.error(); }
    auto const topic = find_resource(sns, call, request.ResourceArn);
    if (!topic) { return topic.error(); }
    auto merged = (*topic)->tags;
    for (auto const& [key, value] : *tags) { merged.insert_or_assign(key, value); }
    if (merged.size() > limits::tags_max) { return errors::tag_limit_exceeded(); }
    (*topic)->tags = std::move(merged);
    return TagResourceResponse{};
}

result<UntagResourceResponse> untag_resource(state& sns, call const& call,
                                             UntagResourceRequest const& request)
{
    if (request.TagKeys.empty()) { return errors::parameter_missing("tagKeys"); }
    auto const topic = find_resource(sns, call, request.ResourceArn);
    if (!topic) { return topic.error(); }
    for (auto const& key : request.TagKeys) { (*topic)->tags.erase(key); } // unknown ones are no concern
    return UntagResourceResponse{};
}

result<ListTagsForResourceResponse> list_tags_for_resource(state& sns, call const& call,
                                                           ListTagsForResourceRequest const& request)
{
    auto const topic = find_resource(sns, call, request.ResourceArn);
    if (!topic) { return topic.error(); }
    ListTagsForResourceResponse answer;
    for (auto const& [key, value] : (*topic)->tags) { answer.Tags.push_back({key, value}); }
    return answer;
}

} // namespace understudy::sns
