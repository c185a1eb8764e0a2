// A value that most of its owners leave as it was when they came. Used inside sqs/ only.
#pragma once

#include <memory>

namespace understudy::sqs {

/// Takes a pointer's room until it is changed for the first time; from then on memory of its own. A copy has its own, too.
template <class T>
class rarely_changed {
public:
    rarely_changed() = default;
    rarely_changed(rarely_changed const& other)
        : changed_{other.changed_ ? std::make_unique<T>(*other.changed_) : nullptr}
    {}
    rarely_changed(rarely_changed&&) noexcept = default;
    rarely_changed& operator=(rarely_changed const& other) { return *this = rarely_changed{other}; }
    rarely_changed& operator=(rarely_changed&&) noexcept = default;
    ~rarely_changed() = default;

    T const& read() const noexcept
    {
        static constexpr T untouched{};
        return changed_ ? *changed_ : untouched;
    }
    T& change()
    {
        if (!changed_) { changed_ = std::make_unique<T>(); }
        return *changed_;
    }

private:
    std::unique_ptr<T> changed_;
};

} // namespace understudy::sqs
