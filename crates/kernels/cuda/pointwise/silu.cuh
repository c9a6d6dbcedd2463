// SiLU.
#pragma once
#include "../pointwise.cuh"

struct Silu {
    static __device__ __forceinline__ float value(float x) { return x / (1 + expf(-x)); }

    static __device__ __forceinline__ float gradient(float x, float of_value) {
        const float sigmoid = 1 / (1 + expf(-x));
        return of_value * sigmoid * (1 + x * (1 - sigmoid));
    }
};

POINTWISE(silu, Silu)
