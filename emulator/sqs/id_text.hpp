// An id that senders give, such as a deduplication id, shared by its copies like a shared_text; but nobody asks for its MD5,
// and so it takes 24 bytes less. A FIFO queue keeps one for each of its messages. Used inside sqs/ only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <cstdint>
#include <new>
#include <string>
#include <string_view>

namespace understudy::sqs {

class id_text {
public:
    id_text() = default;
    explicit id_text(std::string_view text) : content_{text.empty() ? nullptr : new (text) content{text}} {}

    bool empty() const noexcept { return content_ == nullptr; }
    std::string_view view() const noexcept
    {
        return empty() ? std::string_view{} : std::string_view{content_->text(), content_->size};
    }
    std::string str() const { return std::string{view()}; }

private:
    /// Stands in front of the text, in one piece of memory with it.
    struct content : boost::intrusive_ref_counter<content> {
        std::uint32_t size;

        explicit content(std::string_view text) : size{static_cast<std::uint32_t>(text.size())}
        {
            text.copy(reinterpret_cast<char*>(this + 1), text.size());
        }
        char const* text() const noexcept { return reinterpret_cast<char const*>(this + 1); }

        static void* operator new(std::size_t size, std::string_view text)
        {
            return ::operator new(size + text.size());
        }
        static void operator delete(void* memory, std::string_view) { ::operator delete(memory); }
        static void operator delete(void* memory) { ::operator delete(memory); }
    };

    boost::intrusive_ptr<content const> content_;
};

} // namespace understudy::sqs
