// Convolution forward, plain or with ReLU and max-pool, and the gradient of its input.
#pragma once
#include "conv_tile.cuh"

// The largest of a window's numbers plus bias, after ReLU, and which it was. NaN counts as largest
// and stays.
__device__ __forceinline__ float pick(const float (&window)[4], float bias, uint8_t &choice) {
    float best = window[0] + bias;
    choice = 0;
#pragma unroll
    for (int i = 1; i < 4; i++) {
        const float value = window[i] + bias;
        if (value > best || value != value) {
            best = value;
            choice = i;
        }
    }
    if (best <= 0) {
        best = 0;
        choice = NOWHERE;
    }
    return best;
}

struct Place {
    int top, left;    // of the tile, in places
    int output, row;  // of the warp, in the block's outputs and the tile's rows
    int group, quad;  // of the thread in its fragments
};

__device__ __forceinline__ Place place(int tiles_across) {
    const int warp = threadIdx.x / 32;
    Place p;
    p.top = blockIdx.x / tiles_across * SIDE;
    p.left = blockIdx.x % tiles_across * SIDE;
    p.output = warp / 2 * 32;
    p.row = warp % 2 * 4;
    p.group = threadIdx.x % 32 / 4;
    p.quad = threadIdx.x % 4;
    return p;
}

// y = conv(x) + b. With `b` null there is no bias: so it computes input gradients, too, from
// gradients that `Input` reads. Grid: tiles, output tiles, samples.
template <int OUTPUTS, int PASSES, template <int> class Input>
__device__ __forceinline__ void convolve(const float *x, const uint8_t *choices, const float *packed,
                                         const float *b, float *y, ConvSizes sizes) {
    const Place p = place(divide_up(sizes.out_width, SIDE));
    float sums[2][4][4] = {};
    convolve_tile<OUTPUTS, PASSES, Input>(sums, x, choices, packed, sizes, p.top - sizes.padding,
                                          p.left - sizes.padding, p.output, p.row);
#pragma unroll
    for (int i = 0; i < 4; i++) { // outputs of this thread, eight apart
        const int output = blockIdx.y * OUTPUTS + p.output + p.group + 8 * i;
        if (output >= sizes.outputs) {
            continue;
        }
        const float bias = b ? b[output] : 0;
        float *plane = y + (static_cast<size_t>(blockIdx.z) * sizes.outputs + output) *
                               sizes.out_height * sizes.out_width;
#pragma unroll
        for (int n = 0; n < 4; n++) {
            const int row = p.top + p.row + n;
#pragma unroll
            for (int side = 0; side < 2; side++) {
                const int column = p.left + 2 * p.quad + side;
                if (row < sizes.out_height && column < sizes.out_width) {
                    plane[row * sizes.out_width + column] = sums[i / 2][n][i % 2 * 2 + side] + bias;
                }
            }
        }
    }
}

// y = maxpool(relu(conv(x) + b)), and which number each came from. Every thread holds whole
// windows, so the convolution's output goes nowhere. Grid: tiles of 4×4 windows, output tiles,
// samples.
template <int OUTPUTS, int PASSES>
__device__ __forceinline__ void convolve_pooled(const float *x, const float *packed, const float *b,
                                                float *y, uint8_t *choices, ConvSizes sizes) {
    const int height = sizes.out_height / 2, width = sizes.out_width / 2;
    const Place p = place(divide_up(width, SIDE / 2));
    float sums[2][4][4] = {};
    convolve_tile<OUTPUTS, PASSES, PlainInput>(sums, x, nullptr, packed, sizes, p.top, p.left,
                                               p.output, p.row);
#pragma unroll
    for (int i = 0; i < 4; i++) {
        const int output = blockIdx.y * OUTPUTS + p.output + p.group + 8 * i;
        if (output >= sizes.outputs) {
            continue;
        }
        const float bias = b[output];
        const size_t plane =
            (static_cast<size_t>(blockIdx.z) * sizes.outputs + output) * height * width;
#pragma unroll
        for (int n = 0; n < 4; n += 2) {
            const int row = (p.top + p.row + n) / 2, column = p.left / 2 + p.quad;
            const int m = i / 2, first = i % 2 * 2;
            const float window[4] = {sums[m][n][first], sums[m][n][first + 1],
                                     sums[m][n + 1][first], sums[m][n + 1][first + 1]};
            if (row < height && column < width) {
                uint8_t choice;
                y[plane + row * width + column] = pick(window, bias, choice);
                choices[plane + row * width + column] = choice;
            }
        }
    }
}

#define CONVOLUTIONS(OUTPUTS, PASSES)                                                              \
    extern "C" __global__ void __launch_bounds__(2 * OUTPUTS, 256 / OUTPUTS)                       \
        conv_##OUTPUTS##_##PASSES(const float *x, const float *packed, const float *b, float *y,   \
                                  ConvSizes sizes) {                                               \
        convolve<OUTPUTS, PASSES, PlainInput>(x, nullptr, packed, b, y, sizes);                    \
    }                                                                                              \
    extern "C" __global__ void __launch_bounds__(2 * OUTPUTS, 256 / OUTPUTS)                       \
        conv_pooled_##OUTPUTS##_##PASSES(const float *x, const float *packed, const float *b,      \
                                         float *y, uint8_t *choices, ConvSizes sizes) {            \
        convolve_pooled<OUTPUTS, PASSES>(x, packed, b, y, choices, sizes);                         \
    }                                                                                              \
    extern "C" __global__ void __launch_bounds__(2 * OUTPUTS, 256 / OUTPUTS)                       \
        conv_from_pooled_##OUTPUTS##_##PASSES(const float *dy, const uint8_t *choices,             \
                                              const float *packed, float *dx, ConvSizes sizes) {   \
        convolve<OUTPUTS, PASSES, PooledInput>(dy, choices, packed, nullptr, dx, sizes);           \
    }

CONVOLUTIONS(32, 1)
CONVOLUTIONS(32, 3)
CONVOLUTIONS(64, 1)
CONVOLUTIONS(64, 3)

extern "C" __global__ void pack_weights_32(const float *weights, float *packed, int outputs,
                                           int inputs, int output_step, int input_step, int turned) {
    pack_weights_of<32>(weights, packed, outputs, inputs, output_step, input_step, turned);
}

extern "C" __global__ void pack_weights_64(const float *weights, float *packed, int outputs,
                                           int inputs, int output_step, int input_step, int turned) {
    pack_weights_of<64>(weights, packed, outputs, inputs, output_step, input_step, turned);
}
