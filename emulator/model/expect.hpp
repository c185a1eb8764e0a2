// Memory that will be looked at soon may begin to come while other work is done.
#pragma once

#include <cstddef>
#include <cstdint>

namespace understudy {

inline void expect_memory(void const* first, std::size_t bytes) noexcept
{
    asm volatile(""); // an effect: GCC leaves out calls of a function that does nothing but prefetch
    constexpr std::uintptr_t line = 64;
    auto const begin = reinterpret_cast<std::uintptr_t>(first);
    for (auto at = begin & ~(line - 1); at < begin + bytes; at += line)
        __builtin_prefetch(reinterpret_cast<void const*>(at));
}

} // namespace understudy
