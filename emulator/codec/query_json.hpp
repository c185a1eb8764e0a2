// Described shapes to the JSON in which the Query protocol of SQS answers those who accept no XML: its elements by their
// names, those that repeat as a list under the name of the whole. For protocol/; stateless, any thread.
#pragma once

#include "codec/json.hpp"
#include "codec/names.hpp"

namespace understudy::codec {

namespace detail {

struct query_json_writer {
    std::string& out;

    template <class T>
    void structure(T const& shape)
    {
        out += '{';
        for_each_member<T>([&](auto each) { member(each.name, shape.*each.pointer); });
        close('}');
    }

private:
    /// Behind each value stands a comma, which gives way to the bracket.
    void close(char bracket)
    {
        if (out.back() == ',') { out.pop_back(); }
        out += bracket;
    }

    template <class T>
    void member(std::string_view name, T const& value)
    {
        if constexpr (is_optional<T>) {
            if (value) member(name, *value);
        } else if constexpr (is_list<T>) {
            if (value.empty()) return;
            head(list_name(name));
            out += '[';
            for (auto const& each : value) { content(each); }
            close(']');
            out += ',';
        } else if constexpr (is_map<T>) {
            if (value.empty()) return;
            auto const names = entry_names_of(name, query_service::sqs, described<typename T::mapped_type>);
            head(name);
            out += '[';
            for (auto const& [key, each] : value) {
                out += '{';
                member(names.key, key);
                member(names.value, each);
                close('}');
                out += ',';
            }
            close(']');
            out += ',';
        } else {
            head(name);
            content(value);
        }
    }

    template <class T>
    void content(T const& value)
    {
        if constexpr (described<T>) {
            structure(value);
        } else {
            write_json(out, value, dialect::sqs);
        }
        out += ',';
    }

    void head(std::string_view name)
    {
        write_json_string(out, name);
        out += ':';
    }

    /// Two of AWS's own lists begin with a small letter here.
    static std::string_view list_name(std::string_view member) noexcept
    {
        if (member == "Messages") { return "messages"; }
        return member == "QueueUrls" ? "queueUrls" : member;
    }
};

} // namespace detail

/// Appends {"QueueUrl":"..."}: what stands in <OperationResult>. What is empty is left out.
template <class T>
void write_query_json(std::string& out, T const& shape)
{
    detail::query_json_writer{out}.structure(shape);
}

} // namespace understudy::codec
