#include "dynamodb/fingerprint.hpp"

#include "core/digest.hpp"

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <variant>

namespace understudy::dynamodb {

namespace {

/// Writes what it is shown so that different things never look the same: counts and lengths in front.
class printer {
public:
    std::string text;

    void print(std::string_view part)
    {
        print(part.size());
        text += part;
    }
    void print(std::string const& part) { print(std::string_view{part}); }
    void print(std::size_t count)
    {
        text += std::to_string(count);
        text += ';';
    }
    void print(bool value) { text += value ? '1' : '0'; }
    void print(null) {}
    void print(number const& n) { print(n.text); }
    void print(binary const& b) { print(b.bytes); }
    void print(string_set const& set) { print(set.values); }
    void print(number_set const& set) { print(set.values); }
    void print(binary_set const& set) { print(set.values); }
    void print(malformed const&) {}
    void print(attribute_value const& value)
    {
        print(value.value.index());
        std::visit([this](auto const& v) { print(v); }, value.value);
    }
    void print(item const& item) { print(item.attributes()); }
    void print(attribute_map const& map) { print_pairs(map); }
    void print(name_map const& map) { print_pairs(map); }
    template <class T>
    void print(std::vector<T> const& all)
    {
        print(all.size());
        for (auto const& each : all) print(each);
    }
    template <class T>
    void print(std::optional<T> const& value)
    {
        print(value.has_value());
        if (value) print(*value);
    }
    template <class T>
    requires boost::describe::has_describe_members<T>::value void print(T const& shape)
    {
        using members = boost::describe::describe_members<T, boost::describe::mod_any_access>;
        boost::mp11::mp_for_each<members>([&](auto member) { print(shape.*member.pointer); });
    }

private:
    template <class Map>
    void print_pairs(Map const& map)
    {
        print(map.size());
        for (auto const& [name, value] : map) {
            print(name);
            print(value);
        }
    }
};

} // namespace

std::string fingerprint(std::vector<TransactWriteItem> const& actions)
{
    printer out;
    out.print(actions);
    return md5_hex(out.text);
}

} // namespace understudy::dynamodb
