// Owners of what libraries in C make: std::unique_ptr with the function that frees it.
#pragma once

#include <memory>

namespace understudy {

template <auto Free>
struct freed {
    template <class T>
    void operator()(T* pointer) const
    {
        Free(pointer);
    }
};

template <class T, auto Free>
using owned = std::unique_ptr<T, freed<Free>>;

} // namespace understudy
