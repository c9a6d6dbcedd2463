// The first layer's convolution: so few inputs that tensor cores would mostly multiply zeros.
//
// Fused with ReLU and max-pool like the others. Backward uses that only one of a window's four
// numbers has a gradient.
#pragma once
#include "conv_forward.cuh"

struct FirstSizes {
    int samples, height, width, filters; // inputs are known when compiled
    int parts;
};

constexpr int FIRST_THREADS = 256;
constexpr int FIRST_FILTERS = 16; // of a block

// A thread computes one window for FIRST_FILTERS filters. Grid: windows, filter tiles, samples.
template <int IN>
__device__ __forceinline__ void first_forward(const float *x, const float *w, const float *b,
                                              float *y, uint8_t *choices, FirstSizes sizes) {
    SHARED(float, weights, [FIRST_FILTERS * IN * SHIFTS]);
    const int first_filter = blockIdx.y * FIRST_FILTERS;
    const int filters = min(FIRST_FILTERS, sizes.filters - first_filter);
    for (int at = threadIdx.x; at < filters * IN * SHIFTS; at += FIRST_THREADS) {
        weights[at] = w[first_filter * IN * SHIFTS + at];
    }
    __syncthreads();
    const int height = (sizes.height - 2) / 2, width = (sizes.width - 2) / 2;
    const int window = blockIdx.x * FIRST_THREADS + threadIdx.x;
    if (window >= height * width) {
        return;
    }
    const int row = window / width * 2, column = window % width * 2;
    float pixels[IN][4][4];
#pragma unroll
    for (int input = 0; input < IN; input++) {
        const float *from =
            x + ((static_cast<size_t>(blockIdx.z) * IN + input) * sizes.height + row) * sizes.width +
            column;
#pragma unroll
        for (int at = 0; at < 16; at++) {
            pixels[input][at / 4][at % 4] = from[at / 4 * sizes.width + at % 4];
        }
    }
    for (int filter = 0; filter < filters; filter++) {
        float sums[4] = {};
#pragma unroll
        for (int input = 0; input < IN; input++) {
#pragma unroll
            for (int shift = 0; shift < SHIFTS; shift++) {
                const float weight = weights[(filter * IN + input) * SHIFTS + shift];
#pragma unroll
                for (int corner = 0; corner < 4; corner++) {
                    const float pixel =
                        pixels[input][shift / 3 + corner / 2][shift % 3 + corner % 2];
                    sums[corner] = fmaf(weight, pixel, sums[corner]);
                }
            }
        }
        const size_t to =
            (static_cast<size_t>(blockIdx.z) * sizes.filters + first_filter + filter) * height *
                width +
            window;
        uint8_t choice;
        y[to] = pick(sums, b[first_filter + filter], choice);
        choices[to] = choice;
    }
}

// A block sums one filter's share of windows. Grid: filters, parts. `partial` as for the other
// weight gradients.
template <int IN>
__device__ __forceinline__ void first_weights(const float *x, const float *dy,
                                              const uint8_t *choices, float *partial,
                                              FirstSizes sizes) {
    const int height = (sizes.height - 2) / 2, width = (sizes.width - 2) / 2;
    const int windows = height * width, filter = blockIdx.x, part = blockIdx.y;
    const int64_t all = static_cast<int64_t>(sizes.samples) * windows;
    const int first = static_cast<int>(all * part / sizes.parts);
    const int end = static_cast<int>(all * (part + 1) / sizes.parts);
    float sums[IN * SHIFTS] = {}, bias = 0;
    for (int at = first + threadIdx.x; at < end; at += FIRST_THREADS) {
        const int sample = at / windows, window = at % windows;
        const size_t from = (static_cast<size_t>(sample) * sizes.filters + filter) * windows + window;
        const int choice = choices[from];
        if (choice == NOWHERE) {
            continue;
        }
        const float gradient = dy[from];
        const int row = window / width * 2 + choice / 2, column = window % width * 2 + choice % 2;
        bias += gradient;
#pragma unroll
        for (int input = 0; input < IN; input++) {
            const float *corner =
                x + ((static_cast<size_t>(sample) * IN + input) * sizes.height + row) * sizes.width +
                column;
#pragma unroll
            for (int shift = 0; shift < SHIFTS; shift++) {
                sums[input * SHIFTS + shift] = fmaf(
                    gradient, corner[shift / 3 * sizes.width + shift % 3], sums[input * SHIFTS + shift]);
            }
        }
    }
    const int weights = sizes.filters * IN * SHIFTS;
    partial += static_cast<size_t>(part) * (weights + sizes.filters);
#pragma unroll
    for (int at = 0; at < IN * SHIFTS; at++) {
        const float sum = block_sum<FIRST_THREADS>(sums[at]);
        if (threadIdx.x == 0) {
            partial[filter * IN * SHIFTS + at] = sum;
        }
    }
    bias = block_sum<FIRST_THREADS>(bias);
    if (threadIdx.x == 0) {
        partial[weights + filter] = bias;
    }
}

#define FIRST_LAYERS(IN)                                                                           \
    extern "C" __global__ void __launch_bounds__(FIRST_THREADS)                                    \
        conv_first_##IN(const float *x, const float *w, const float *b, float *y,                  \
                        uint8_t *choices, FirstSizes sizes) {                                      \
        first_forward<IN>(x, w, b, y, choices, sizes);                                             \
    }                                                                                              \
    extern "C" __global__ void __launch_bounds__(FIRST_THREADS)                                    \
        conv_first_weights_##IN(const float *x, const float *dy, const uint8_t *choices,           \
                                float *partial, FirstSizes sizes) {                                \
        first_weights<IN>(x, dy, choices, partial, sizes);                                         \
    }

FIRST_LAYERS(1)
FIRST_LAYERS(2)
FIRST_LAYERS(3)
