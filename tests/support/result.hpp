// How a result shows in a failed check: whether it was refused, and with what.
#pragma once

#include <understudy/error.hpp>

#include "support/catch.hpp"

template <class T>
struct Catch::StringMaker<understudy::result<T>> {
    static std::string convert(understudy::result<T> const& shown)
    {
        return shown.has_error() ? shown.error().message : "accepted";
    }
};
