// The gradients of a convolution's weights and bias.
//
// dw[filter][input][shift] is a sum over all places of all images of dy[filter] at the place and
// x[input] at the place shifted. A block takes 64 filters and 16 inputs through some of the tiles of
// 8×8 places; each of its four warps 32 filters and 8 inputs at all nine shifts. The blocks' sums
// go to `partial`, [part][all weights, then all biases], and `add_parts` adds them in order: which
// block is done first never matters.
//
// Tiles lie in shared memory twice, so that the next is fetched while this is multiplied.
#pragma once
#include "conv_tile.cuh"

constexpr int FILTERS = 64;        // of a block
constexpr int WEIGHT_INPUTS = 16;  // of a block
constexpr int WEIGHT_THREADS = 128;
constexpr int PLACES = SIDE * SIDE + 4; // gradients of one filter in shared memory, without bank
constexpr int PIXELS = HALO * HALO;     // conflicts if 4 more than a multiple of 32, like PIXELS
static_assert(PLACES % 32 == 4 && PIXELS % 32 == 4, "reads would share banks");

struct WeightSizes {
    int samples, inputs, height, width;       // of x
    int filters, out_height, out_width;       // of the convolution, before pooling
    int padding;
    int tiles_down, tiles_across, parts;
};

// Gradients of the convolution's output, as they are.
struct PlainGradient {
    __device__ __forceinline__ void fetch(const float *dy, const uint8_t *, const WeightSizes &sizes,
                                          int sample, int top, int left, float *tile) {
        const float *base = dy + static_cast<size_t>(sample) * sizes.filters * sizes.out_height *
                                     sizes.out_width;
        for (int at = threadIdx.x; at < FILTERS * SIDE * SIDE; at += WEIGHT_THREADS) {
            const int local = at / (SIDE * SIDE), filter = blockIdx.x * FILTERS + local;
            const int row = top + at % (SIDE * SIDE) / SIDE, column = left + at % SIDE;
            const bool valid =
                filter < sizes.filters && row < sizes.out_height && column < sizes.out_width;
            const int from = (filter * sizes.out_height + row) * sizes.out_width + column;
            copy_async(tile + local * PLACES + at % (SIDE * SIDE), base + (valid ? from : 0), valid);
        }
    }

    __device__ __forceinline__ void store(float *) {}
};

// Gradients behind ReLU and max-pool, spread over their windows.
struct PooledGradient {
    static constexpr int WINDOWS = SIDE * SIDE / 4;
    static constexpr int EACH = FILTERS * WINDOWS / WEIGHT_THREADS;
    float gradient[EACH];
    uint8_t choice[EACH];

    __device__ __forceinline__ void fetch(const float *dy, const uint8_t *choices,
                                          const WeightSizes &sizes, int sample, int top, int left,
                                          float *) {
        const int height = sizes.out_height / 2, width = sizes.out_width / 2;
        const size_t base = static_cast<size_t>(sample) * sizes.filters * height * width;
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            const int at = threadIdx.x + i * WEIGHT_THREADS;
            const int filter = blockIdx.x * FILTERS + at / WINDOWS;
            const int row = top / 2 + at % WINDOWS / (SIDE / 2), column = left / 2 + at % (SIDE / 2);
            const bool valid = filter < sizes.filters && row < height && column < width;
            const size_t from = base + (filter * height + row) * width + column;
            gradient[i] = valid ? dy[from] : 0;
            choice[i] = valid ? choices[from] : NOWHERE;
        }
    }

    __device__ __forceinline__ void store(float *tile) {
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            const int at = threadIdx.x + i * WEIGHT_THREADS;
            float *corner = tile + at / WINDOWS * PLACES +
                            at % WINDOWS / (SIDE / 2) * 2 * SIDE + at % (SIDE / 2) * 2;
            corner[0] = choice[i] == 0 ? gradient[i] : 0;
            corner[1] = choice[i] == 1 ? gradient[i] : 0;
            corner[SIDE] = choice[i] == 2 ? gradient[i] : 0;
            corner[SIDE + 1] = choice[i] == 3 ? gradient[i] : 0;
        }
    }
};

__device__ __forceinline__ void fetch_pixels(const float *x, const WeightSizes &sizes, int sample,
                                             int top, int left, float *tile) {
    const float *base =
        x + static_cast<size_t>(sample) * sizes.inputs * sizes.height * sizes.width;
    for (int at = threadIdx.x; at < WEIGHT_INPUTS * PIXELS; at += WEIGHT_THREADS) {
        const int input = blockIdx.y * WEIGHT_INPUTS + at / PIXELS;
        const int row = top + at % PIXELS / HALO, column = left + at % HALO;
        const bool valid = input < sizes.inputs && row >= 0 && row < sizes.height && column >= 0 &&
                           column < sizes.width;
        const int from = (input * sizes.height + row) * sizes.width + column;
        copy_async(tile + at, base + (valid ? from : 0), valid);
    }
}

// Grid: filter tiles, input tiles, parts.
template <int PASSES, class Gradient>
__device__ __forceinline__ void weight_gradient(const float *x, const float *dy,
                                                const uint8_t *choices, float *partial,
                                                WeightSizes sizes) {
    SHARED(float, gradients, [2][FILTERS * PLACES]);
    SHARED(float, pixels, [2][WEIGHT_INPUTS * PIXELS]);
    const int warp = threadIdx.x / 32, group = threadIdx.x % 32 / 4, quad = threadIdx.x % 4;
    const int filter = warp / 2 * 32, input = warp % 2 * 8;
    // One warp also multiplies by ones: the bias's gradient.
    const bool with_bias = blockIdx.y == 0 && input == 0;
    const int per_sample = sizes.tiles_down * sizes.tiles_across;
    const int tiles = sizes.samples * per_sample;
    // Even shares, in order.
    const int part = blockIdx.z;
    const int first = static_cast<int>(static_cast<int64_t>(tiles) * part / sizes.parts);
    const int end = static_cast<int>(static_cast<int64_t>(tiles) * (part + 1) / sizes.parts);

    float sums[2][SHIFTS][4] = {}, bias_sums[2][4] = {};
    Fragment<2, PASSES> ones;
    ones.set(0, 1);
    ones.set(1, 1);
    Gradient gradient;
    const auto fetch = [&](int tile, int buffer) {
        const int sample = tile / per_sample;
        const int top = tile % per_sample / sizes.tiles_across * SIDE;
        const int left = tile % sizes.tiles_across * SIDE;
        gradient.fetch(dy, choices, sizes, sample, top, left, gradients[buffer]);
        fetch_pixels(x, sizes, sample, top - sizes.padding, left - sizes.padding, pixels[buffer]);
    };
    if (first < end) {
        fetch(first, 0);
        gradient.store(gradients[0]);
    }
    for (int tile = first; tile < end; tile++) {
        const int buffer = (tile - first) % 2;
        wait_for_copies();
        __syncthreads();
        if (tile + 1 < end) {
            fetch(tile + 1, 1 - buffer);
        }
#pragma unroll 1
        for (int row = 0; row < SIDE; row++) {
            Fragment<4, PASSES> left[2];
#pragma unroll
            for (int m = 0; m < 2; m++) {
                const float *at = gradients[buffer] + (filter + 16 * m + group) * PLACES +
                                  row * SIDE + quad;
                left[m].set(0, at[0]);
                left[m].set(1, at[8 * PLACES]);
                left[m].set(2, at[4]);
                left[m].set(3, at[8 * PLACES + 4]);
            }
            const float *at = pixels[buffer] + (input + group) * PIXELS + row * HALO + quad;
#pragma unroll
            for (int shift = 0; shift < SHIFTS; shift++) {
                Fragment<2, PASSES> right;
                right.set(0, at[shift / 3 * HALO + shift % 3]);
                right.set(1, at[shift / 3 * HALO + shift % 3 + 4]);
                multiply_add(sums[0][shift], left[0], right);
                multiply_add(sums[1][shift], left[1], right);
            }
            if (with_bias) {
                multiply_add(bias_sums[0], left[0], ones);
                multiply_add(bias_sums[1], left[1], ones);
            }
        }
        if (tile + 1 < end) {
            gradient.store(gradients[1 - buffer]);
        }
    }

    const int weights = sizes.filters * sizes.inputs * SHIFTS;
    partial += static_cast<size_t>(part) * (weights + sizes.filters);
#pragma unroll
    for (int i = 0; i < 4; i++) { // filters of this thread, eight apart
        const int of_filter = blockIdx.x * FILTERS + filter + group + 8 * i;
        if (of_filter >= sizes.filters) {
            continue;
        }
#pragma unroll
        for (int side = 0; side < 2; side++) {
            const int of_input = blockIdx.y * WEIGHT_INPUTS + input + 2 * quad + side;
            if (of_input < sizes.inputs) {
                float *to = partial + (of_filter * sizes.inputs + of_input) * SHIFTS;
#pragma unroll
                for (int shift = 0; shift < SHIFTS; shift++) {
                    to[shift] = sums[i / 2][shift][i % 2 * 2 + side];
                }
            }
        }
        if (with_bias && quad == 0) {
            partial[weights + of_filter] = bias_sums[i / 2][i % 2 * 2];
        }
    }
}

#define WEIGHT_GRADIENTS(PASSES)                                                                   \
    extern "C" __global__ void __launch_bounds__(WEIGHT_THREADS, 3)                                \
        conv_weights_##PASSES(const float *x, const float *dy, float *partial,                     \
                              WeightSizes sizes) {                                                 \
        weight_gradient<PASSES, PlainGradient>(x, dy, nullptr, partial, sizes);                    \
    }                                                                                              \
    extern "C" __global__ void __launch_bounds__(WEIGHT_THREADS, 3)                                \
        conv_pooled_weights_##PASSES(const float *x, const float *dy, const uint8_t *choices,      \
                                     float *partial, WeightSizes sizes) {                          \
        weight_gradient<PASSES, PooledGradient>(x, dy, choices, partial, sizes);                   \
    }

WEIGHT_GRADIENTS(1)
WEIGHT_GRADIENTS(3)

// Adds the parts, [part][weights, then biases], in order.
extern "C" __global__ void add_parts(const float *partial, int parts, int weights, int biases,
                                     float *dw, float *db) {
    const int at = blockIdx.x * blockDim.x + threadIdx.x;
    const int length = weights + biases;
    if (at >= length) {
        return;
    }
    float sum = 0;
#pragma unroll 8
    for (int part = 0; part < parts; part++) {
        sum += partial[static_cast<size_t>(part) * length + at];
    }
    if (at < weights) {
        dw[at] = sum;
    } else {
        db[at - weights] = sum;
    }
}
