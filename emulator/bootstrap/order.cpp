#include "bootstrap/order.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace understudy::bootstrap {

namespace {

using names = std::set<std::string, std::less<>>;

/// "${Queue.Arn}" names Queue.
void collect_from_text(std::string_view text, names& found)
{
    for (auto begin = text.find("${"); begin != std::string_view::npos; begin = text.find("${", begin + 2)) {
        auto const end = text.find('}', begin);
        if (end == std::string_view::npos) { return; }
        auto const name = text.substr(begin + 2, end - begin - 2);
        if (!name.starts_with('!')) { found.emplace(name.substr(0, name.find('.'))); }
    }
}

class sorter {
public:
    explicit sorter(std::vector<dependent> const& all) : all_{all}, states_(all.size(), state::untouched)
    {
        for (std::size_t i = 0; i < all.size(); ++i) { places_[all[i].id] = i; }
    }

    std::vector<std::size_t> sort() &&
    {
        for (std::size_t i = 0; i < all_.size(); ++i) { visit(i); }
        return std::move(order_);
    }

private:
    enum class state { untouched, begun, done };

    void visit(std::size_t which)
    {
        if (states_[which] == state::done) { return; }
        path_.push_back(all_[which].id);
        if (states_[which] == state::begun) { refuse(which); }
        states_[which] = state::begun;
        for (auto const& name : all_[which].needs) {
            if (auto const place = places_.find(name); place != places_.end()) { visit(place->second); }
        }
        states_[which] = state::done;
        path_.pop_back();
        order_.push_back(which);
    }

    [[noreturn]] void refuse(std::size_t which) const
    {
        auto const begin = std::ranges::find(path_, all_[which].id);
        throw problem{all_[which].line, fmt::format("Circular dependency between resources: [{}]",
                                                    fmt::join(begin, path_.end(), ", "))};
    }

    std::vector<dependent> const& all_;
    std::vector<state> states_;
    std::map<std::string, std::size_t, std::less<>> places_ = {};
    std::vector<std::string> path_ = {};
    std::vector<std::size_t> order_ = {};
};

} // namespace

void collect_references(node const& value, evaluator& template_, names& found)
{
    if (auto const function = function_of(value)) {
        auto const& argument = value.members.front().value;
        if (*function == "Ref" && argument.is_scalar()) {
            found.insert(argument.text);
        } else if (*function == "Fn::GetAtt") {
            auto const& first = argument.items.empty() ? argument : argument.items.front();
            found.insert(first.text.substr(0, first.text.find('.')));
        } else if (*function == "Fn::Sub") {
            collect_from_text((argument.items.empty() ? argument : argument.items.front()).text, found);
        } else if (*function == "Fn::If" && argument.items.size() == 3 && argument.items[0].is_scalar()) {
            bool const is_true = template_.condition(argument.items[0].text, argument.line);
            collect_references(argument.items[is_true ? 1 : 2], template_, found);
            return;
        }
    }
    for (auto const& item : value.items) { collect_references(item, template_, found); }
    for (auto const& each : value.members) { collect_references(each.value, template_, found); }
}

std::vector<std::size_t> in_order(std::vector<dependent> const& all) { return sorter{all}.sort(); }

} // namespace understudy::bootstrap
