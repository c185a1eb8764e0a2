// Described shapes to and from the XML in which the Query protocol answers. For protocol/ (writing) and client/ (reading);
// stateless, any thread.
#pragma once

#include "codec/names.hpp"
#include "codec/shape.hpp"

#include <understudy/shared_text.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::codec {

/// Appends the text with all escaped that a parser would not give back as it was: also a carriage return.
void write_xml_text(std::string& out, std::string_view text);

/// An error document, of any of the services.
struct xml_error {
    std::string code = {};
    std::string message = {};
    std::string request_id = {};
};
/// Nothing when the text is no error document.
std::optional<xml_error> read_xml_error(std::string_view document);

namespace detail {

inline void write_xml_scalar(std::string& out, std::string_view text) { write_xml_text(out, text); }
void write_xml_scalar(std::string& out, blob const& value);
void write_xml_scalar(std::string& out, bool value);
void write_xml_scalar(std::string& out, std::int64_t value);

void open_tag(std::string& out, std::string_view name);
void close_tag(std::string& out, std::string_view name);
void empty_tag(std::string& out, std::string_view name);

struct xml_writer {
    std::string& out;
    query_service service;

    template <class T>
    void structure(T const& shape)
    {
        for_each_member<T>([&](auto each) { member(each.name, shape.*each.pointer); });
    }

private:
    template <class T>
    void member(std::string_view name, T const& value)
    {
        if constexpr (is_optional<T>) {
            if (value) member(name, *value);
        } else if constexpr (is_list<T> || is_map<T>) {
            collection(name, value);
        } else {
            open_tag(out, name);
            content(value);
            close_tag(out, name);
        }
    }

    template <class T>
    void content(T const& value)
    {
        if constexpr (described<T>) {
            structure(value);
        } else {
            write_xml_scalar(out, value);
        }
    }

    template <class T>
    void collection(std::string_view name, T const& values)
    {
        if (service != query_service::sqs) {
            if (values.empty()) return empty_tag(out, name);
            open_tag(out, name);
            elements(name, is_map<T> ? "entry" : "member", values);
            return close_tag(out, name);
        }
        elements(name, flat_name_of(name, list_element_name(values)).name, values);
    }

    template <class T>
    static constexpr std::string_view list_element_name(T const&)
    {
        if constexpr (is_list<T>) {
            return element_name<typename T::value_type>();
        } else {
            return {};
        }
    }

    template <class T>
    void elements(std::string_view, std::string_view tag, std::vector<T> const& values)
    {
        for (auto const& value : values) {
            open_tag(out, tag);
            content(value);
            close_tag(out, tag);
        }
    }

    template <class T>
    void elements(std::string_view name, std::string_view tag,
                  std::map<std::string, T, std::less<>> const& values)
    {
        auto const names = entry_names_of(name, service, described<T>);
        for (auto const& [key, value] : values) {
            open_tag(out, tag);
            member(names.key, std::string_view{key});
            member(names.value, value);
            close_tag(out, tag);
        }
    }
};

/// An element of a parsed document, or none. A view; the document owns.
class xml_element {
public:
    xml_element() = default;
    explicit xml_element(void* node) : node_{node} {}

    explicit operator bool() const noexcept { return node_ != nullptr; }
    std::string_view name() const;
    std::string text() const; // all text that stands directly in it
    xml_element child(std::string_view name) const;
    xml_element next(std::string_view name) const; // the next beside it of that name

private:
    void* node_ = nullptr;
};

class xml_document {
public:
    explicit xml_document(std::string_view text);
    ~xml_document();
    xml_document(xml_document const&) = delete;
    xml_document& operator=(xml_document const&) = delete;

    xml_element root() const; // none when the text is not XML

private:
    struct tree;
    std::unique_ptr<tree> tree_;
};

bool read_xml_scalar(xml_element element, std::string& out);
bool read_xml_scalar(xml_element element, shared_text& out);
bool read_xml_scalar(xml_element element, blob& out);
bool read_xml_scalar(xml_element element, bool& out);
bool read_xml_scalar(xml_element element, std::int64_t& out);

struct xml_reader {
    query_service service;

    template <class T>
    bool structure(xml_element element, T& out) const
    {
        bool good = true;
        for_each_member<T>([&](auto each) {
            if (good) good = member(element, each.name, out.*each.pointer);
        });
        return good;
    }

private:
    template <class T>
    bool member(xml_element parent, std::string_view name, T& out) const
    {
        if constexpr (is_list<T>) {
            using value_type = typename T::value_type;
            return each(parent, name, element_name<value_type>(), "member",
                        [&](xml_element element) { return content(element, out.emplace_back()); });
        } else if constexpr (is_map<T>) {
            auto const names = entry_names_of(name, service, described<typename T::mapped_type>);
            return each(parent, name, {}, "entry", [&](xml_element element) {
                auto const value = element.child(names.value);
                return content(value, out[element.child(names.key).text()]);
            });
        } else {
            auto const element = parent.child(name);
            return !element || content(element, out);
        }
    }

    template <class T>
    bool content(xml_element element, T& out) const
    {
        if constexpr (is_optional<T>) {
            return content(element, out.emplace());
        } else if constexpr (described<T>) {
            return structure(element, out);
        } else {
            return read_xml_scalar(element, out);
        }
    }

    template <class Function>
    bool each(xml_element parent, std::string_view name, std::string_view type, std::string_view level,
              Function&& function) const
    {
        auto const flat = service == query_service::sqs;
        auto const tag = flat ? flat_name_of(name, type).name : level;
        auto const list = flat ? parent : parent.child(name);
        for (auto element = list.child(tag); element; element = element.next(tag)) {
            if (!function(element)) return false;
        }
        return true;
    }
};

} // namespace detail

/// Appends the children of <OperationResult>.
template <class T>
void write_xml(std::string& out, T const& shape, query_service service)
{
    detail::xml_writer{out, service}.structure(shape);
}

/// Reads <OperationResponse><OperationResult>...; false when the text is no such document.
template <class T>
bool read_xml(std::string_view document, std::string_view operation, T& shape, query_service service)
{
    detail::xml_document const parsed{document};
    auto const response = parsed.root();
    if (!response || response.name() != std::string{operation} + "Response") return false;
    auto const result = response.child(std::string{operation} + "Result");
    return result && detail::xml_reader{service}.structure(result, shape);
}

} // namespace understudy::codec
