// A launch's arguments, and kernels by name.
#pragma once
#include "gpu.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <string>
#include <tuple>

namespace emulated {

enum Kind : uint32_t { VALUE, READ, WRITTEN, NOTHING };

struct Argument {
    Kind kind;
    uint64_t start;
    std::vector<char> bytes;
    char *place = nullptr; // of a buffer
    size_t mapped = 0;
    char *base = nullptr;

    void map() {
        const size_t page = sysconf(_SC_PAGESIZE);
        mapped = (bytes.size() + page - 1) / page * page + page;
        base = static_cast<char *>(
            mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (base == MAP_FAILED || mprotect(base + mapped - page, page, PROT_NONE)) {
            fail("no memory for a buffer");
        }
        place = base + mapped - page - bytes.size();
        memcpy(place, bytes.data(), bytes.size());
        if (kind == READ && mprotect(base, mapped - page, PROT_READ)) {
            fail("a buffer cannot be protected");
        }
    }

    std::vector<char> unmap() {
        std::vector<char> left(place, place + bytes.size());
        munmap(base, mapped);
        return left;
    }
};

template <typename T> T value_of(const Argument &argument) {
    if constexpr (std::is_pointer_v<T>) {
        using Pointed = std::remove_pointer_t<T>;
        if (argument.kind == VALUE) {
            fail("a buffer is expected, found a value");
        }
        if (argument.kind == READ && !std::is_const_v<Pointed>) {
            fail("the kernel may write to a buffer that is to be read only");
        }
        return argument.kind == NOTHING ? nullptr
                                        : reinterpret_cast<T>(argument.place + argument.start);
    } else {
        if (argument.kind != VALUE || argument.bytes.size() != sizeof(T)) {
            fail("a value is missing, or of another size");
        }
        T value;
        memcpy(&value, argument.bytes.data(), sizeof value);
        return value;
    }
}

using Arguments = std::vector<Argument>;
using Kernel = std::function<std::function<void()>(const Arguments &)>;

template <typename... T, size_t... I>
std::function<void()> bound(void (*kernel)(T...), const Arguments &arguments,
                            std::index_sequence<I...>) {
    if (arguments.size() != sizeof...(T)) {
        fail("another number of arguments is expected");
    }
    std::tuple<std::remove_const_t<T>...> values{
        value_of<std::remove_const_t<T>>(arguments[I])...};
    return [kernel, values] { std::apply(kernel, values); };
}

template <typename... T> Kernel of(void (*kernel)(T...)) {
    return [kernel](const Arguments &arguments) {
        return bound(kernel, arguments, std::index_sequence_for<T...>{});
    };
}

// The kernels that are `LISTED`.
inline std::map<std::string, Kernel> &listed() {
    static std::map<std::string, Kernel> kernels;
    return kernels;
}

struct Listed {
    Listed(const char *name, Kernel kernel) { listed()[name] = std::move(kernel); }
};

} // namespace emulated

#define LISTED(name) static const emulated::Listed listed_##name{#name, emulated::of(name)};
