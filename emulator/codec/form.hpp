// Described shapes to and from application/x-www-form-urlencoded, in which requests of the Query protocol come. For
// protocol/ and client/; stateless but for `form`, which is a plain value.
#pragma once

#include "codec/decode_error.hpp"
#include "codec/names.hpp"
#include "codec/shape.hpp"

#include <understudy/shared_text.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::codec {

/// The fields of a form, decoded and sorted by name. Of several with the same name the first counts.
class form {
public:
    /// A request of ten messages with ten attributes each has 500 fields. One with more than this reads as an error.
    static constexpr std::size_t fields_max = 10'000;

    struct field {
        std::string_view name;
        std::string_view value;
    };

    form() = default;
    form(form&&) = default; // views of it stay valid
    form& operator=(form&&) = default;
    /// '+' is a blank, a percent sign without two hexadecimal digits stands for itself, what is not UTF-8 becomes U+FFFD.
    /// For the fields of a URL and a body together, join the two with '&'.
    static form parse(std::string_view encoded);

    std::optional<std::string_view> find(std::string_view name) const;
    bool has_prefix(std::string_view prefix) const;
    bool too_many() const noexcept { return too_many_; }
    std::span<field const> fields() const noexcept { return fields_; }

private:
    std::vector<char> text_; // what the fields are views of; moving keeps them valid
    std::vector<field> fields_;
    bool too_many_ = false;
};

namespace detail {

/// The fields whose names begin alike, without that beginning.
class form_part {
public:
    form_part(std::span<form::field const> fields, std::size_t skip = 0) : fields_{fields}, skip_{skip} {}

    bool empty() const noexcept { return fields_.empty(); }
    std::optional<std::string_view> value(std::string_view name) const;
    /// Those below `name.`
    form_part below(std::string_view name) const;
    /// The numbered ones, by number: "3" itself or those below "3."; gaps do not matter.
    struct element;
    std::vector<element> elements() const;

private:
    std::string_view rest(form::field const& field) const { return field.name.substr(skip_); }

    std::span<form::field const> fields_;
    std::size_t skip_;
};

struct form_part::element {
    std::uint32_t number = 0;
    std::optional<std::string_view> value = {};
    form_part fields;
};

std::optional<decode_error> too_many_fields();

// Each answers false, and says why in `message`, when the text is not what is wanted.
bool read_text(std::string_view text, std::string& out, std::string& message);
bool read_text(std::string_view text, shared_text& out, std::string& message);
bool read_text(std::string_view text, blob& out, std::string& message);
bool read_text(std::string_view text, bool& out, std::string& message);
bool read_text(std::string_view text, std::int64_t& out, std::string& message);

struct form_reader {
    query_service service;
    std::string message = {};

    template <class T>
    bool structure(form_part const& part, T& out)
    {
        bool good = true;
        for_each_member<T>([&](auto each) {
            if (good) good = member(part, each.name, out.*each.pointer);
        });
        return good;
    }

    template <class T>
    bool member(form_part const& part, std::string_view name, T& out)
    {
        if constexpr (is_optional<T>) {
            typename T::value_type value{};
            if (!is_there(part, name, value)) return true;
            if (!member(part, name, value)) return false;
            out = std::move(value);
            return true;
        } else if constexpr (is_list<T>) {
            return list(part, name, out);
        } else if constexpr (is_map<T>) {
            return map(part, name, out);
        } else if constexpr (described<T>) {
            return structure(part.below(name), out);
        } else {
            auto const text = part.value(name);
            return !text || read_text(*text, out, message);
        }
    }

private:
    template <class T>
    bool is_there(form_part const& part, std::string_view name, T const&)
    {
        auto const text = part.value(name);
        if constexpr (is_list<T> || is_map<T>) {
            // Flattened, an empty one looks like one that is absent.
            return service == query_service::sqs || text || !part.below(name).empty();
        } else if constexpr (described<T>) {
            return text || !part.below(name).empty();
        } else if constexpr (std::is_arithmetic_v<T>) {
            return text && !text->empty(); // `DelaySeconds=` says nothing
        } else {
            return text.has_value();
        }
    }

    template <class T>
    bool list(form_part const& part, std::string_view name, std::vector<T>& out)
    {
        for (auto const& element : elements(part, name, element_name<T>(), "member")) {
            auto& value = out.emplace_back();
            if constexpr (described<T>) {
                if (!structure(element.fields, value)) return false;
            } else if (element.value && !read_text(*element.value, value, message)) {
                return false;
            }
        }
        return true;
    }

    template <class T>
    bool map(form_part const& part, std::string_view name, std::map<std::string, T, std::less<>>& out)
    {
        for (auto const& element : elements(part, name, {}, "entry")) {
            auto const names = entry_names_in(element.fields, name, described<T>);
            T value{};
            if (!member(element.fields, names.value, value)) return false;
            out.insert_or_assign(std::string{element.fields.value(names.key).value_or("")}, std::move(value));
        }
        return true;
    }

    std::vector<form_part::element> elements(form_part const& part, std::string_view member,
                                             std::string_view element, std::string_view level) const;
    entry_names entry_names_in(form_part const& entry, std::string_view member, bool structures) const;
};

/// Appends &name=value.
void write_field(std::string& out, std::string_view name, std::string_view value);
std::string text_of(std::string_view text);
std::string text_of(blob const& value);
std::string text_of(bool value);
std::string text_of(std::int64_t value);

struct form_writer {
    std::string& out;
    query_service service;

    template <class T>
    void structure(std::string const& prefix, T const& shape)
    {
        for_each_member<T>([&](auto each) { member(prefix, each.name, shape.*each.pointer); });
    }

    template <class T>
    void member(std::string const& prefix, std::string_view name, T const& value)
    {
        auto path = prefix + std::string{name};
        if constexpr (is_optional<T>) {
            if (value) member(prefix, name, *value);
        } else if constexpr (is_list<T>) {
            for (std::size_t i = 0; i < value.size(); ++i) {
                auto const at =
                    numbered(prefix, name, element_name<typename T::value_type>(), "member", i + 1);
                if constexpr (described<typename T::value_type>) {
                    structure(at + ".", value[i]);
                } else {
                    write_field(out, at, text_of(value[i]));
                }
            }
        } else if constexpr (is_map<T>) {
            auto const names = entry_names_of(name, service, described<typename T::mapped_type>);
            std::size_t number = 0;
            for (auto const& [key, element] : value) {
                auto const at = numbered(prefix, name, {}, "entry", ++number) + ".";
                write_field(out, at + std::string{names.key}, key);
                member(at, names.value, element);
            }
        } else if constexpr (described<T>) {
            structure(path + ".", value);
        } else {
            write_field(out, path, text_of(value));
        }
    }

private:
    std::string numbered(std::string const& prefix, std::string_view member, std::string_view element,
                         std::string_view level, std::size_t number) const;
};

} // namespace detail

template <class T>
std::optional<decode_error> read_form(form const& form, T& shape, query_service service)
{
    if (form.too_many()) return detail::too_many_fields();
    detail::form_reader reader{service};
    if (reader.structure(detail::form_part{form.fields()}, shape)) return std::nullopt;
    return decode_error{.message = std::move(reader.message)};
}

/// Appends &Name=value for all that the shape holds; the caller has written Action and Version before.
template <class T>
void write_form(std::string& out, T const& shape, query_service service)
{
    detail::form_writer{out, service}.structure({}, shape);
}

} // namespace understudy::codec
