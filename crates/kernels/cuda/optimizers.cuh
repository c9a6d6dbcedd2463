// Update rules, one pass over parameter, gradient and moments: one file for each rule. Their numbers
// come from src/optimizer.
//
// Roundings are PyTorch's: this is compiled without fusing products and sums.
//
// A linear layer's gradient is the product of two small matrices. At small batch it is multiplied
// out here, in registers, and never written.
#pragma once
#include "layers.cuh"

// A gradient as it is.
template <class Rule>
__device__ __forceinline__ void update(Rule rule, const float *gradient, uint64_t count) {
    FOR_EACH_OF_MINE(at, count) { rule.move(at, gradient[at]); }
}

constexpr int UPDATE_THREADS = 256; // inputs of a block
constexpr int UPDATE_OUTPUTS = 8;   // of a block, all of every thread
constexpr int UPDATE_ROWS = 32;     // of the left matrix in shared memory at once

// A gradient outputs×inputs that is leftᵀ · right; `left` is rows×outputs, `right` rows×inputs.
// Grid: input tiles, output tiles.
template <class Rule>
__device__ __forceinline__ void update_product(Rule rule, const float *left, const float *right,
                                               uint32_t rows, uint32_t outputs, uint32_t inputs) {
    static_assert(UPDATE_ROWS * UPDATE_OUTPUTS == UPDATE_THREADS, "each thread fetches one");
    SHARED(float, lefts, [UPDATE_ROWS][UPDATE_OUTPUTS]);
    const uint32_t input = blockIdx.x * UPDATE_THREADS + threadIdx.x;
    const uint32_t first = blockIdx.y * UPDATE_OUTPUTS;
    float sums[UPDATE_OUTPUTS] = {};
    for (uint32_t start = 0; start < rows; start += UPDATE_ROWS) {
        const uint32_t row = threadIdx.x / UPDATE_OUTPUTS, column = threadIdx.x % UPDATE_OUTPUTS;
        __syncthreads(); // those before have been read
        lefts[row][column] =
            start + row < rows && first + column < outputs
                ? left[static_cast<uint64_t>(start + row) * outputs + first + column]
                : 0;
        __syncthreads();
        if (input < inputs) {
            const uint32_t here = min(static_cast<uint32_t>(UPDATE_ROWS), rows - start);
            for (uint32_t i = 0; i < here; i++) {
                const float number = right[static_cast<uint64_t>(start + i) * inputs + input];
#pragma unroll
                for (int output = 0; output < UPDATE_OUTPUTS; output++) {
                    sums[output] = fmaf(lefts[i][output], number, sums[output]);
                }
            }
        }
    }
    if (input < inputs) {
#pragma unroll
        for (int output = 0; output < UPDATE_OUTPUTS; output++) {
            if (first + output < outputs) {
                rule.move(static_cast<uint64_t>(first + output) * inputs + input, sums[output]);
            }
        }
    }
}

// The kernels of a rule. Moments come before the numbers of the step. `MOMENTS` are parameters, `POINTERS` their names,
// both with a comma after each.
#define UPDATES(name, Rule, Step, MOMENTS, POINTERS)                                               \
    extern "C" __global__ void __launch_bounds__(UPDATE_THREADS)                                   \
        update_##name(float *p, MOMENTS const Step step, const float *gradient, uint64_t count) {  \
        update(Rule{p, POINTERS step}, gradient, count);                                           \
    }                                                                                              \
    extern "C" __global__ void __launch_bounds__(UPDATE_THREADS)                                   \
        update_##name##_product(float *p, MOMENTS const Step step, const float *left,              \
                                const float *right, uint32_t rows, uint32_t outputs,               \
                                uint32_t inputs) {                                                 \
        update_product(Rule{p, POINTERS step}, left, right, rows, outputs, inputs);                \
    }                                                                                              \
    LISTED(update_##name)                                                                          \
    LISTED(update_##name##_product)
#define ONE(a) a,
#define TWO(a, b) a, b,

#include "optimizer/adam.cuh"
#include "optimizer/nadam.cuh"
#include "optimizer/rmsprop.cuh"
#include "optimizer/sgd.cuh"
