// Who has to be there before whom. Private to bootstrap/.
#pragma once

#include "bootstrap/evaluator.hpp"

#include <set>
#include <string>
#include <vector>

namespace understudy::bootstrap {

/// A resource and the logical ids that it names, by Ref, Fn::GetAtt, Fn::Sub and DependsOn.
struct dependent {
    std::string id;
    unsigned line;
    std::set<std::string, std::less<>> needs;
};

/// Logical ids that the value names. Of Fn::If, what its condition chooses.
void collect_references(node const& value, evaluator& template_, std::set<std::string, std::less<>>& found);

/// Each behind what it needs, and otherwise as they come. Throws a problem that names a circle. Needs that are nobody's are ignored.
std::vector<std::size_t> in_order(std::vector<dependent> const& all);

} // namespace understudy::bootstrap
