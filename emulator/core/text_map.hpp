// A map from shared texts, in which any text can be looked up.
#pragma once

#include <understudy/shared_text.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <string_view>

namespace understudy {

struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept
    {
        return std::hash<std::string_view>{}(text);
    }
};

struct text_equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const noexcept { return a == b; }
};

template <class Value>
using text_map = boost::unordered_flat_map<shared_text, Value, text_hash, text_equal>;

} // namespace understudy
