// Collects what a request violates of the constraints in the AWS model, and says it the way AWS does: all at once.
// "2 validation errors detected: Value null at 'keySchema' failed to satisfy constraint: Member must not be null; ..."
#pragma once

#include <understudy/error.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::dynamodb {

class constraints {
public:
    /// A value that is missing.
    void null(std::string_view path);
    void length_min(std::string_view value, std::size_t length, std::size_t min, std::string_view path);
    void length_max(std::string_view value, std::size_t length, std::size_t max, std::string_view path);
    void at_least(std::int64_t value, std::int64_t min, std::string_view path);
    void at_most(std::int64_t value, std::int64_t max, std::string_view path);
    /// Absent values pass.
    void one_of(std::optional<std::string> const& value, std::initializer_list<std::string_view> allowed,
                std::string_view path);
    /// Length and characters of the name of a table or an index.
    void name(std::string_view value, std::string_view path);
    /// Of a map with such a name among its keys that breaks these rules; how the map is printed depends on the operation.
    void names_in_map(std::string_view printed, std::string_view path);

    bool any() const noexcept { return count_ > 0; }
    /// Nothing when all is well.
    std::optional<service_error> error() const;
    /// Like error(), but only the first violation.
    std::optional<service_error> first_error() const;

private:
    void add(std::string_view quoted_value, std::string_view path, std::string_view rule);

    std::string text_;
    std::string first_;
    int count_ = 0;
};

/// 'value'
std::string in_quotes(std::string_view value);

} // namespace understudy::dynamodb
