#include "model/stored_item.hpp"

#include <array>
#include <atomic>
#include <cstring>
#include <new>

namespace understudy::dynamodb {

using detail::inside_size_bytes;
using detail::take_text;
using detail::take_value;

namespace {

std::size_t length_bytes(std::size_t length) noexcept
{
    std::size_t bytes = 1;
    for (; length > 0x7f; length >>= 7U) ++bytes;
    return bytes;
}

std::size_t text_bytes(std::string_view text) noexcept { return length_bytes(text.size()) + text.size(); }

/// How many bytes a value takes.
struct measure {
    std::size_t operator()(std::string const& text) const { return 1 + text_bytes(text); }
    std::size_t operator()(number const& n) const { return 1 + text_bytes(n.text); }
    std::size_t operator()(binary const& b) const { return 1 + text_bytes(b.bytes); }
    std::size_t operator()(bool) const { return 2; }
    std::size_t operator()(null) const { return 1; }
    std::size_t operator()(list const& elements) const
    {
        std::size_t bytes = 1 + inside_size_bytes;
        for (auto const& element : elements) bytes += std::visit(*this, element.value);
        return bytes;
    }
    std::size_t operator()(attribute_map const& members) const
    {
        return 1 + inside_size_bytes + of_members(members);
    }
    std::size_t operator()(malformed const&) const { return 1; }
    std::size_t operator()(auto const& set) const
    {
        std::size_t bytes = 1 + inside_size_bytes;
        for (auto const& text : set.values) bytes += text_bytes(text);
        return bytes;
    }

    std::size_t of_members(attribute_map const& members) const
    {
        std::size_t bytes = 0;
        for (auto const& [name, value] : members) bytes += text_bytes(name) + std::visit(*this, value.value);
        return bytes;
    }
};

class writer {
public:
    explicit writer(char* at) noexcept : at_{at} {}

    void member(std::string_view name, attribute_value const& value)
    {
        text(name);
        write(value);
    }
    void members(attribute_map const& members)
    {
        for (auto const& [name, value] : members) member(name, value);
    }
    void stored(std::string_view bytes) noexcept
    {
        std::memcpy(at_, bytes.data(), bytes.size());
        at_ += bytes.size();
    }

private:
    void write(attribute_value const& value)
    {
        *at_++ = static_cast<char>(value.value.index());
        std::visit([this](auto const& of_type) { body(of_type); }, value.value);
    }

    void text(std::string_view text) noexcept
    {
        auto length = text.size();
        for (; length > 0x7f; length >>= 7U) *at_++ = static_cast<char>(0x80U | (length & 0x7fU));
        *at_++ = static_cast<char>(length);
        stored(text);
    }

    void body(std::string const& s) noexcept { text(s); }
    void body(number const& n) noexcept { text(n.text); }
    void body(binary const& b) noexcept { text(b.bytes); }
    void body(bool is_true) noexcept { *at_++ = is_true ? 1 : 0; }
    void body(null) noexcept {}
    void body(malformed const&) noexcept {}
    void body(list const& elements)
    {
        sized([&] {
            for (auto const& element : elements) write(element);
        });
    }
    void body(attribute_map const& map)
    {
        sized([&] { members(map); });
    }
    void body(auto const& set)
    {
        sized([&] {
            for (auto const& member : set.values) text(member);
        });
    }

    template <class Write>
    void sized(Write write)
    {
        auto* const front = at_;
        at_ += inside_size_bytes;
        write();
        auto const size = static_cast<std::uint32_t>(at_ - front - std::ptrdiff_t{inside_size_bytes});
        std::memcpy(front, &size, inside_size_bytes);
    }

    char* at_;
};

template <class Set>
void read_set(std::string_view bytes, Set& into)
{
    while (!bytes.empty()) into.values.emplace_back(take_text(bytes));
}

void read_value(stored_value const& value, attribute_value& into);

std::size_t count_elements(std::string_view bytes) noexcept
{
    std::size_t count = 0;
    for (; !bytes.empty(); ++count) take_value(bytes);
    return count;
}

void read_list(std::string_view bytes, list& into)
{
    into.reserve(count_elements(bytes));
    while (!bytes.empty()) read_value(take_value(bytes), into.emplace_back());
}

std::size_t count_members(std::string_view bytes) noexcept
{
    std::size_t count = 0;
    for (; !bytes.empty(); ++count) {
        take_text(bytes);
        take_value(bytes);
    }
    return count;
}

template <class Wants>
attribute_map read_members(std::string_view bytes, std::size_t count_max, Wants wants)
{
    attribute_map::sequence_type read;
    read.reserve(count_max);
    while (!bytes.empty()) {
        auto const name = take_text(bytes);
        auto const value = take_value(bytes);
        if (!wants(name)) continue;
        auto& member = read.emplace_back();
        member.first = name;
        read_value(value, member.second);
    }
    attribute_map result;
    result.adopt_sequence(boost::container::ordered_unique_range, std::move(read));
    return result;
}

attribute_map read_members(std::string_view bytes)
{
    return read_members(bytes, count_members(bytes), [](std::string_view) { return true; });
}

/// Makes it where it is to stand: a value is large, and moving it means asking what it is.
void read_value(stored_value const& value, attribute_value& into)
{
    auto& made = into.value;
    switch (value.type) {
    case value_type::S: made.emplace<std::string>(value.bytes); return;
    case value_type::N: made.emplace<number>().text = value.bytes; return;
    case value_type::B: made.emplace<binary>().bytes = value.bytes; return;
    case value_type::BOOL: made = value.is_true(); return;
    case value_type::NULL_: break;
    case value_type::SS: return read_set(value.bytes, made.emplace<string_set>());
    case value_type::NS: return read_set(value.bytes, made.emplace<number_set>());
    case value_type::BS: return read_set(value.bytes, made.emplace<binary_set>());
    case value_type::L: return read_list(value.bytes, made.emplace<list>());
    case value_type::M: made.emplace<attribute_map>(read_members(value.bytes)); return;
    }
    made = null{};
}

/// Whether members are among those named, asked of one after another in the order of both.
class names_in_order {
public:
    explicit names_in_order(std::span<std::string_view const> names) noexcept : rest_{names} {}

    bool has(std::string_view name) noexcept
    {
        for (; !rest_.empty(); rest_ = rest_.subspan(1)) {
            auto const order = rest_.front().compare(name);
            if (order >= 0) return order == 0;
        }
        return false;
    }

private:
    std::span<std::string_view const> rest_;
};

/// Calls visit(name, bytes) with the whole of each member.
template <class Visit>
void for_each_stored(std::string_view rest, Visit visit)
{
    while (!rest.empty()) {
        auto const member = rest;
        auto const name = take_text(rest);
        take_value(rest);
        visit(name, member.substr(0, member.size() - rest.size()));
    }
}

} // namespace

/// The rest of a length of which one byte is not enough.
std::size_t detail::take_long_length(std::string_view& rest, std::size_t length) noexcept
{
    length &= 0x7fU;
    unsigned char byte = 0;
    for (unsigned bits = 7; bits == 7 || byte > 0x7f; bits += 7) {
        byte = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        length |= std::size_t{byte & 0x7fU} << bits;
    }
    return length;
}

std::string_view type_name(value_type type) noexcept
{
    constexpr std::array<std::string_view, 10> names{"S",  "N",  "B",  "BOOL", "NULL",
                                                     "SS", "NS", "BS", "L",    "M"};
    return names[static_cast<std::size_t>(type)];
}

std::string_view type_name(attribute_value const& value) noexcept
{
    bool const is_malformed = value.get_if<malformed>() != nullptr;
    return is_malformed ? std::string_view{} : type_name(static_cast<value_type>(value.value.index()));
}

attribute_value stored_value::read() const
{
    attribute_value result;
    read_value(*this, result);
    return result;
}

std::optional<stored_value> as_stored_scalar(attribute_value const& value) noexcept
{
    if (auto const* s = value.get_if<std::string>()) return stored_value{value_type::S, *s};
    if (auto const* n = value.get_if<number>()) return stored_value{value_type::N, n->text};
    if (auto const* b = value.get_if<binary>()) return stored_value{value_type::B, b->bytes};
    return std::nullopt;
}

struct stored_item::block {
    std::atomic<std::uint32_t> handles{1};
    std::uint32_t size; // that DynamoDB counts
    std::uint32_t label_length;
    std::uint32_t length; // of the attributes' bytes, which stand behind the label

    char* label() noexcept { return reinterpret_cast<char*>(this + 1); }
    char* bytes() noexcept { return label() + label_length; }
};

stored_item::block* stored_item::allocate(std::string_view label, std::size_t length, std::size_t size)
{
    auto* const made = new (::operator new(sizeof(block) + label.size() + length + readable_behind))
        block{.size = static_cast<std::uint32_t>(size),
              .label_length = static_cast<std::uint32_t>(label.size()),
              .length = static_cast<std::uint32_t>(length)};
    std::memcpy(made->label(), label.data(), label.size());
    std::memset(made->bytes() + length, 0, readable_behind);
    return made;
}

stored_item::stored_item(std::string_view label, attribute_map const& attributes, std::size_t size)
    : block_{allocate(label, measure{}.of_members(attributes), size)}
{
    writer{block_->bytes()}.members(attributes);
}

stored_item::stored_item(stored_item const& other, std::span<std::string_view const> names,
                         attribute_map const& changed, std::size_t size)
{
    auto length = measure{}.of_members(changed);
    for_each_stored(other.bytes(), [&, named = names_in_order{names}](std::string_view name,
                                                                      std::string_view member) mutable {
        if (!named.has(name)) length += member.size();
    });
    block_ = allocate(other.label(), length, size);
    writer out{block_->bytes()};
    auto next = changed.begin();
    for_each_stored(other.bytes(), [&, named = names_in_order{names}](std::string_view name,
                                                                      std::string_view member) mutable {
        for (; next != changed.end() && next->first <= name; ++next) out.member(next->first, next->second);
        if (!named.has(name)) out.stored(member);
    });
    for (; next != changed.end(); ++next) out.member(next->first, next->second);
}

stored_item::stored_item(stored_item const& other) noexcept : block_{other.block_}
{
    if (block_) block_->handles.fetch_add(1, std::memory_order_relaxed);
}

void stored_item::release() noexcept
{
    if (block_->handles.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
    block_->~block();
    ::operator delete(block_);
}

std::size_t stored_item::size() const noexcept { return block_ ? block_->size : 0; }

std::string_view stored_item::label() const noexcept
{
    return block_ ? std::string_view{block_->label(), block_->label_length} : std::string_view{};
}

std::string_view stored_item::bytes() const noexcept
{
    return block_ ? std::string_view{block_->bytes(), block_->length} : std::string_view{};
}

stored_members stored_item::members() const noexcept { return stored_members{bytes()}; }

std::optional<stored_value> stored_item::find(std::string_view name) const noexcept
{
    for (auto rest = bytes(); !rest.empty();) {
        auto const at = take_text(rest);
        auto const value = take_value(rest);
        if (at == name) return value;
    }
    return std::nullopt;
}

attribute_map stored_item::attributes() const { return read_members(bytes()); }

attribute_map stored_item::attributes(std::span<std::string_view const> names) const
{
    return read_members(
        bytes(), names.size(),
        [named = names_in_order{names}](std::string_view name) mutable { return named.has(name); });
}

item stored_item::read() const { return block_ ? item{*this} : item{}; }

/// The attributes, or where they are read from when somebody first asks: then by whichever thread it is.
class item::contents {
public:
    explicit contents(attribute_map attributes) : own_{std::move(attributes)}, attributes_{&own_} {}
    explicit contents(stored_item from) : stored_{std::move(from)} {}
    contents(contents const&) = delete;
    contents& operator=(contents const&) = delete;
    ~contents()
    {
        if (auto const* read = attributes_.load(std::memory_order_relaxed); read != &own_) delete read;
    }

    attribute_map const& attributes() const
    {
        auto const* known = attributes_.load(std::memory_order_acquire);
        return known ? *known : read();
    }
    stored_item const* stored() const noexcept { return stored_ ? &stored_ : nullptr; }

private:
    attribute_map const& read() const
    {
        auto read = std::make_unique<attribute_map const>(stored_.attributes());
        attribute_map const* known = nullptr;
        bool const is_first =
            attributes_.compare_exchange_strong(known, read.get(), std::memory_order_acq_rel);
        return is_first ? *read.release() : *known;
    }

    stored_item stored_;
    attribute_map own_;
    mutable std::atomic<attribute_map const*> attributes_{nullptr};
};

item::item(attribute_map attributes) : contents_{std::make_shared<contents const>(std::move(attributes))} {}
item::item(stored_item const& from) : contents_{std::make_shared<contents const>(from)} {}

attribute_map const& item::attributes() const noexcept
{
    static attribute_map const none;
    return contents_ ? contents_->attributes() : none;
}

stored_item const* item::stored() const noexcept { return contents_ ? contents_->stored() : nullptr; }

} // namespace understudy::dynamodb
