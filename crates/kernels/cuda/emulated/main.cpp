// Runs one launch of a kernel: reads it from standard input, writes to standard output what the
// kernel left in the buffers it was allowed to write. Numbers are in the machine's own order:
//
//   kernel's name: length (4 bytes), characters
//   grid: x, y, z; threads of a block; arguments (4 bytes each)
//   each argument: kind (4 bytes), length in bytes (8), first byte used (8), bytes
//     kind 0: a value; 1: a buffer that is read; 2: a buffer that is written; 3: no buffer
//
// Every buffer ends at a page that cannot be touched, and those that are read cannot be written.
#define FACEOFF_EMULATED
#include "../conv_first.cuh"
#include "../conv_weights.cuh"
#include "../losses.cuh"
#include "../optimizers.cuh"
#include "../pictures.cuh"
#include "../standardize.cuh"

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <string>
#include <tuple>

namespace {

using emulated::fail;

void read_exactly(void *to, size_t length) {
    if (fread(to, 1, length, stdin) != length) {
        fail("the launch ends too early");
    }
}

template <typename T> T read_number() {
    T number;
    read_exactly(&number, sizeof number);
    return number;
}

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

#define KERNEL(name) {#name, of(name)}
#define CONV_KERNELS(size)                                                                         \
    KERNEL(conv_##size), KERNEL(conv_pooled_##size), KERNEL(conv_from_pooled_##size)
#define FIRST_KERNELS(inputs) KERNEL(conv_first_##inputs), KERNEL(conv_first_weights_##inputs)
#define UPDATE_KERNELS(rule) KERNEL(update_##rule), KERNEL(update_##rule##_product)

const std::map<std::string, Kernel> KERNELS = {
    CONV_KERNELS(32_1),
    CONV_KERNELS(32_3),
    CONV_KERNELS(64_1),
    CONV_KERNELS(64_3),
    FIRST_KERNELS(1),
    FIRST_KERNELS(2),
    FIRST_KERNELS(3),
    UPDATE_KERNELS(sgd),
    UPDATE_KERNELS(momentum),
    UPDATE_KERNELS(adam),
    UPDATE_KERNELS(rmsprop),
    KERNEL(pack_weights_32),
    KERNEL(pack_weights_64),
    KERNEL(conv_weights_1),
    KERNEL(conv_weights_3),
    KERNEL(conv_pooled_weights_1),
    KERNEL(conv_pooled_weights_3),
    KERNEL(add_parts),
    KERNEL(relu),
    KERNEL(relu_gradient),
    KERNEL(max_pool),
    KERNEL(max_pool_gradient),
    KERNEL(dropout),
    KERNEL(add_bias),
    KERNEL(column_sums),
    KERNEL(loss_value),
    KERNEL(loss_gradient),
    KERNEL(render_crops),
    KERNEL(standardize),
};

} // namespace

int main() {
    std::string name(read_number<uint32_t>(), ' ');
    read_exactly(name.data(), name.size());
    const auto kernel = KERNELS.find(name);
    if (kernel == KERNELS.end()) {
        fail(("there is no kernel " + name).c_str());
    }
    const Index grid{read_number<uint32_t>(), read_number<uint32_t>(), read_number<uint32_t>()};
    const unsigned threads = read_number<uint32_t>();
    Arguments arguments(read_number<uint32_t>());
    for (Argument &argument : arguments) {
        argument.kind = static_cast<Kind>(read_number<uint32_t>());
        argument.bytes.resize(read_number<uint64_t>());
        argument.start = read_number<uint64_t>();
        read_exactly(argument.bytes.data(), argument.bytes.size());
    }
    std::vector<std::vector<char>> results[2];
    for (int order = 0; order < 2; order++) {
        for (Argument &argument : arguments) {
            if (argument.kind == READ || argument.kind == WRITTEN) {
                argument.map();
            }
        }
        emulated::run_grid(grid, threads, order == 1, kernel->second(arguments));
        for (Argument &argument : arguments) {
            if (argument.kind == READ || argument.kind == WRITTEN) {
                auto left = argument.unmap();
                if (argument.kind == WRITTEN) {
                    results[order].push_back(std::move(left));
                }
            }
        }
    }
    if (results[0] != results[1]) {
        fail("the result depends on the order of threads");
    }
    for (const auto &bytes : results[0]) {
        fwrite(bytes.data(), 1, bytes.size(), stdout);
    }
}
