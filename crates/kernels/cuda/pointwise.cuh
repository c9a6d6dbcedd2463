// Functions of single numbers, such as activations: one file for each.
#pragma once
#include "layers.cuh"

// The kernels of a function. `Function` has its `value` for x, and `gradient`, that of x from that of
// the value.
#define POINTWISE(name, Function)                                                                  \
    extern "C" __global__ void name(const float *x, float *y, uint64_t count) {                    \
        FOR_EACH_OF_MINE(at, count) { y[at] = Function::value(x[at]); }                            \
    }                                                                                              \
    extern "C" __global__ void name##_gradient(const float *x, const float *dy, float *dx,         \
                                               uint64_t count) {                                   \
        FOR_EACH_OF_MINE(at, count) { dx[at] = Function::gradient(x[at], dy[at]); }                \
    }                                                                                              \
    LISTED(name)                                                                                   \
    LISTED(name##_gradient)

#include "pointwise/relu.cuh"
#include "pointwise/silu.cuh"
