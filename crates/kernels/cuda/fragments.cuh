// Products on tensor cores, in float32 or in TF32.
//
// Tensor cores multiply numbers of 11 significant bits (TF32) and add in float32. For float32 a
// number is cut in two such parts, x = high + low + rest with |rest| ≤ 2⁻²² |x|, and three products
// are taken: low·high, high·low and high·high. What is left out is of the size of float32's own
// rounding. Faster on Hopper than its float32 units.
#pragma once
#include "platform.cuh"

// COUNT numbers ready for tensor cores. PASSES is 3 for float32, 1 for TF32.
template <int COUNT, int PASSES> struct Fragment {
    uint32_t high[COUNT];
    uint32_t low[PASSES == 3 ? COUNT : 1];

    __device__ __forceinline__ void set(int index, float value) {
        high[index] = to_tf32(value);
        if (PASSES == 3) {
            low[index] = to_tf32(value - from_tf32(high[index]));
        }
    }
};

template <int PASSES>
__device__ __forceinline__ void multiply_add(float (&sums)[4], const Fragment<4, PASSES> &a,
                                             const Fragment<2, PASSES> &b) {
    if constexpr (PASSES == 3) { // the small ones first
        multiply_add(sums, a.low, b.high);
        multiply_add(sums, a.high, b.low);
    }
    multiply_add(sums, a.high, b.high);
}
