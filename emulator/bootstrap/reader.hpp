// YAML or JSON to nodes, with CloudFormation's short tags written out: `!Ref x` becomes {"Ref": "x"}. Private to bootstrap/.
#pragma once

#include "bootstrap/node.hpp"

#include <string_view>

namespace understudy::bootstrap {

/// CloudFormation quotas: template body size in Amazon S3.
constexpr std::size_t template_bytes_max = 1024 * 1024;
/// Levels of lists and maps; far more than a template of AWS needs.
constexpr std::size_t depth_max = 100;
/// Values, each use of an alias counted with all that it stands for.
constexpr std::size_t values_max = 200'000;

/// Throws a problem when the text is not one document, or too large, too deep or too much.
node read_document(std::string_view text);

} // namespace understudy::bootstrap
