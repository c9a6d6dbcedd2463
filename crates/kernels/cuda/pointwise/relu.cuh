// ReLU.
#pragma once
#include "../pointwise.cuh"

struct Relu {
    // NaN is not ≤ 0 and stays.
    static __device__ __forceinline__ float value(float x) { return x <= 0 ? 0 : x; }

    static __device__ __forceinline__ float gradient(float x, float of_value) {
        return x <= 0 ? 0 : of_value;
    }
};

POINTWISE(relu, Relu)
