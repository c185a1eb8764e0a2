#include "core/digest.hpp"
#include "support/catch.hpp"

#include <understudy/shared_text.hpp>

using namespace understudy;

namespace {

class counting_writer : public text_writer {
public:
    explicit counting_writer(int& writes) : writes_{writes} {}
    std::string write() const override
    {
        ++writes_;
        return "hello";
    }

private:
    int& writes_;
};

} // namespace

TEST_CASE("A text that is written late tells its size before, and is written once", "[core][text]")
{
    int writes = 0;
    shared_text const text{5, std::make_unique<counting_writer>(writes)};
    auto const copy = text;
    CHECK(copy.size() == 5);
    CHECK_FALSE(copy.empty());
    CHECK_FALSE(copy.is_written());
    CHECK(writes == 0);
    CHECK(hex(text.md5()) == md5_hex("hello"));
    CHECK(copy.is_written());
    CHECK(copy == "hello");
    CHECK(copy == shared_text{"hello"});
    CHECK(copy.view().data() == text.view().data());
    CHECK(writes == 1);
}

TEST_CASE("A text that nobody reads is never written", "[core][text]")
{
    int writes = 0;
    {
        shared_text const unread{5, std::make_unique<counting_writer>(writes)};
    }
    CHECK(writes == 0);
}
