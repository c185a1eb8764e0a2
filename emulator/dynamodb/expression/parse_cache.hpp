// Remembers how the texts of expressions parse; applications send the same few over and over. Copies share the trees.
#pragma once

#include "dynamodb/expression/parser.hpp"
#include "dynamodb/limits.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace understudy::dynamodb::expression {

template <class Tree, parsed<Tree> (*parse)(std::string_view)>
class parse_cache {
public:
    using entry = std::shared_ptr<parsed<Tree> const>;

    entry get(std::string_view text)
    {
        if (auto const found = entries_.find(text); found != entries_.end()) return found->second;
        auto fresh = std::make_shared<parsed<Tree> const>(parse(text));
        if (text.size() > limits::expression_bytes_max) return fresh;
        if (entries_.size() == entries_max)
            entries_.clear(); // texts that hold ids or the like never come again
        entries_.emplace(std::string{text}, fresh);
        return fresh;
    }

private:
    static constexpr std::size_t entries_max = 256;

    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    boost::unordered_flat_map<std::string, entry, hash, std::equal_to<>> entries_;
};

struct parse_caches {
    parse_cache<condition, parse_condition> conditions;
    parse_cache<update, parse_update> updates;
    parse_cache<projection, parse_projection> projections;
};

} // namespace understudy::dynamodb::expression
