// A text of JSON that is made of many small pieces. For the writers of codec/.
#pragma once

#include "core/buffered_text.hpp"

namespace understudy::codec {

class json_text : public buffered_text {
public:
    using buffered_text::buffered_text;

    /// A text with quotation marks around it.
    void put_string(std::string_view text);
};

} // namespace understudy::codec
