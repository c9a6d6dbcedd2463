// What the kernels need of the GPU beyond plain C++. Everything a kernel does goes through this
// file, so that the same kernels also compile as C++ with emulated/ in its place: that is
// how their arithmetic and their order of memory accesses are tested without a GPU.
#pragma once

#ifdef FACEOFF_EMULATED
#include "emulated/launch.hpp"
#else
#include <cstdint>

// What the emulated GPU finds a kernel by; this one has its own way.
#define LISTED(name)

// An array of the whole block's, as `SHARED(float, name, [8][4])`.
#define SHARED(type, name, sizes) alignas(16) __shared__ type name sizes

// Copies four bytes from global to shared memory in the background; writes zero if not `valid`.
__device__ __forceinline__ void copy_async(float *to, const float *from, bool valid) {
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(to));
    const int bytes = valid ? 4 : 0;
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(address), "l"(from), "r"(bytes)
                 : "memory");
}

// The same for four numbers that lie on a multiple of 16 bytes.
__device__ __forceinline__ void copy_async_four(float *to, const float *from) {
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(to));
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(address), "l"(from) : "memory");
}

// Waits for all copies this thread has begun. Others' are there after a __syncthreads().
__device__ __forceinline__ void wait_for_copies() {
    asm volatile("cp.async.wait_all;" ::: "memory");
}

// The nearest number with 10 bits after the point, TF32, which tensor cores multiply exactly. They
// do not look at the 13 bits below, in which anything may be.
__device__ __forceinline__ uint32_t to_tf32(float value) {
    uint32_t bits;
    asm volatile("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(value));
    return bits;
}

// d += a·b on a tensor core, by the 32 threads of a warp together: d is 16×8, a 16×8, b 8×8.
// With group = lane / 4 and quad = lane % 4, a thread holds
//   a: (group, quad), (group + 8, quad), (group, quad + 4), (group + 8, quad + 4)
//   b: (quad, group), (quad + 4, group)
//   d: (group, 2·quad), (group, 2·quad + 1), (group + 8, 2·quad), (group + 8, 2·quad + 1)
__device__ __forceinline__ void multiply_add(float (&d)[4], const uint32_t (&a)[4],
                                             const uint32_t (&b)[2]) {
    asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
                 "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
#endif

// The number that tensor cores take `bits` for.
__device__ __forceinline__ float from_tf32(uint32_t bits) {
    return __uint_as_float(bits & ~0x1fffu);
}

// Where a pooled number's gradient goes: 0 to 3, the window's numbers by rows, or nowhere.
constexpr uint8_t NOWHERE = 4;

__device__ __forceinline__ int divide_up(int number, int by) { return (number + by - 1) / by; }

// The sum over the warp, the same in every thread; always added in the same order.
template <typename T> __device__ __forceinline__ T warp_sum(T value) {
    for (int distance = 16; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, distance);
    }
    return value;
}

// The sum over a block of THREADS threads, valid in thread 0; always added in the same order.
template <int THREADS, typename T> __device__ __forceinline__ T block_sum(T value) {
    SHARED(T, sums, [THREADS / 32]);
    value = warp_sum(value);
    __syncthreads(); // the sums of an earlier call have been read
    if (threadIdx.x % 32 == 0) {
        sums[threadIdx.x / 32] = value;
    }
    __syncthreads();
    T total = 0;
    if (threadIdx.x == 0) {
        for (int warp = 0; warp < THREADS / 32; warp++) {
            total += sums[warp];
        }
    }
    return total;
}
