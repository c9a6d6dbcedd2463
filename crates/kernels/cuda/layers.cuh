// Layers that go through their numbers once. A thread takes every so many-th number; `count` may be
// anything that fits the memory.
#pragma once
#include "platform.cuh"

// The numbers of this thread: `for (auto at : mine(count))` would be, in plain words.
#define FOR_EACH_OF_MINE(at, count)                                                                \
    for (uint64_t at = static_cast<uint64_t>(blockIdx.x) * blockDim.x + threadIdx.x; at < (count); \
         at += static_cast<uint64_t>(gridDim.x) * blockDim.x)

struct PoolSizes {
    uint32_t height, width; // of what is pooled
};

// The largest number of each 2×2 window and which of the four it is; NaN counts as largest. `count`
// windows in all.
extern "C" __global__ void max_pool(const float *x, float *y, uint8_t *choices, uint64_t count,
                                    PoolSizes sizes) {
    const uint64_t height = sizes.height / 2, width = sizes.width / 2;
    FOR_EACH_OF_MINE(at, count) {
        const uint64_t plane = at / (height * width), window = at % (height * width);
        const float *corner = x + (plane * sizes.height + window / width * 2) * sizes.width +
                              window % width * 2;
        const float numbers[4] = {corner[0], corner[1], corner[sizes.width],
                                  corner[sizes.width + 1]};
        float best = numbers[0];
        uint8_t choice = 0;
#pragma unroll
        for (int i = 1; i < 4; i++) {
            if (numbers[i] > best || numbers[i] != numbers[i]) {
                best = numbers[i];
                choice = i;
            }
        }
        y[at] = best;
        choices[at] = choice;
    }
}

// `count` numbers of the input in all.
extern "C" __global__ void max_pool_gradient(const float *dy, const uint8_t *choices, float *dx,
                                             uint64_t count, PoolSizes sizes) {
    const uint64_t height = sizes.height / 2, width = sizes.width / 2;
    FOR_EACH_OF_MINE(at, count) {
        const uint64_t column = at % sizes.width, row = at / sizes.width % sizes.height;
        const uint64_t plane = at / sizes.width / sizes.height;
        float gradient = 0;
        if (row / 2 < height && column / 2 < width) {
            const uint64_t window = (plane * height + row / 2) * width + column / 2;
            if (choices[window] == row % 2 * 2 + column % 2) {
                gradient = dy[window];
            }
        }
        dx[at] = gradient;
    }
}

// The mask of src/cpu/mask.rs, the same bit for bit: SplitMix64 started at `key`.
extern "C" __global__ void dropout(const float *x, float *y, uint64_t count, uint64_t key,
                                   uint32_t threshold, float scale) {
    FOR_EACH_OF_MINE(at, count) {
        uint64_t z = key + (at + 1) * 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        z ^= z >> 31;
        // Multiplied also where dropped, so that NaN stays NaN.
        y[at] = x[at] * (static_cast<uint32_t>(z >> 32) >= threshold ? scale : 0);
    }
}

// Adds a number for each column to all rows of `y`, `count` numbers.
extern "C" __global__ void add_bias(float *y, const float *b, uint64_t count, uint32_t columns) {
    FOR_EACH_OF_MINE(at, count) { y[at] += b[at % columns]; }
}

// The sums of the columns of `numbers`, in order and in float64 as on the CPU: a few rows.
extern "C" __global__ void column_sums(const float *numbers, float *sums, uint32_t rows,
                                       uint32_t columns) {
    FOR_EACH_OF_MINE(column, columns) {
        double sum = 0;
        for (uint32_t row = 0; row < rows; row++) {
            sum += numbers[static_cast<uint64_t>(row) * columns + column];
        }
        sums[column] = static_cast<float>(sum);
    }
}
