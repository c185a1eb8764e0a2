// Catch2, whichever version the distribution has: 2.13 on Debian 12, 3 on newer systems.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
namespace Catch {
using Matchers::ContainsSubstring;
}
#else
#include <catch2/catch.hpp>
namespace Catch {
inline auto ContainsSubstring(std::string const& text) { return Matchers::Contains(text); }
} // namespace Catch
#endif
