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
#include "../crops.cuh"
#include "../losses.cuh"
#include "../optimizers.cuh"
#include "../pointwise.cuh"
#include "../standardize.cuh"

namespace {

using namespace emulated;

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

#define KERNEL(name) {#name, of(name)}
#define CONV_KERNELS(size)                                                                         \
    KERNEL(conv_##size), KERNEL(conv_pooled_##size), KERNEL(conv_from_pooled_##size)
#define FIRST_KERNELS(inputs) KERNEL(conv_first_##inputs), KERNEL(conv_first_weights_##inputs)

// Kernels that are not one of a family; those of a family are `LISTED` where they are defined.
const std::map<std::string, Kernel> KERNELS = {
    CONV_KERNELS(32_1),
    CONV_KERNELS(32_3),
    CONV_KERNELS(64_1),
    CONV_KERNELS(64_3),
    FIRST_KERNELS(1),
    FIRST_KERNELS(2),
    FIRST_KERNELS(3),
    KERNEL(pack_weights_32),
    KERNEL(pack_weights_64),
    KERNEL(conv_weights_1),
    KERNEL(conv_weights_3),
    KERNEL(conv_pooled_weights_1),
    KERNEL(conv_pooled_weights_3),
    KERNEL(add_parts),
    KERNEL(max_pool),
    KERNEL(max_pool_gradient),
    KERNEL(dropout),
    KERNEL(add_bias),
    KERNEL(column_sums),
    KERNEL(render_crops),
    KERNEL(standardize),
};

} // namespace

int main() {
    std::string name(read_number<uint32_t>(), ' ');
    read_exactly(name.data(), name.size());
    auto &kernels = emulated::listed();
    kernels.insert(KERNELS.begin(), KERNELS.end());
    const auto kernel = kernels.find(name);
    if (kernel == kernels.end()) {
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
