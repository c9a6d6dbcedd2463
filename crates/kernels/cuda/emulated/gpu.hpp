// A GPU for tests: runs the kernels as C++, one thread after the other.
//
// Threads of a block are fibers that take turns where they wait for each other. What a kernel may
// not rely on is made to go wrong: shared memory starts as NaN, background copies arrive no sooner
// than they are waited for, numbers of fewer bits come with something below them, and every launch
// runs twice, threads and blocks first in ascending and then in descending order, with the same
// result demanded bit for bit (see main.cpp). Tensor cores
// multiply exactly here and round each sum of eight products and what was there once; real ones
// round a little more often.
#pragma once
#include <setjmp.h>
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#define __device__
#define __global__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __grid_constant__
#define SHARED(type, name, sizes)                                                                  \
    alignas(16) static type name sizes;                                                            \
    emulated::begin_shared(&name, sizeof name)

using std::min;

struct Index {
    unsigned x, y, z;
};
inline Index threadIdx, blockIdx, blockDim, gridDim;

namespace emulated {

[[noreturn]] inline void fail(const char *what) {
    fprintf(stderr, "%s (block %u %u %u, thread %u)\n", what, blockIdx.x, blockIdx.y, blockIdx.z,
            threadIdx.x);
    _Exit(1);
}

constexpr size_t STACK = 64 * 1024;
constexpr unsigned LANES = 32;
constexpr size_t EXCHANGED = 32; // bytes of a lane

struct Copy {
    float *to;
    float numbers[4];
    int count;
};

struct Fiber {
    ucontext_t context; // to begin with
    jmp_buf place;      // to go on at, once begun
    bool begun;
    std::vector<char> stack;
    bool finished;
    const int *waits_for; // until this is no longer `value`
    int value;
    int exchanges;
    std::vector<Copy> copies; // begun and not waited for
};

struct Warp {
    char numbers[2][LANES][EXCHANGED]; // of one exchange and the next
    int arrived, rounds;
};

inline std::vector<Fiber> fibers;
inline std::vector<Warp> warps;
inline jmp_buf scheduler;
inline unsigned running; // fibers not finished
inline int at_barrier, barriers;
inline const std::function<void()> *body;

// Contexts begin a fiber; from then on jumps go to and fro, as they leave signals alone and are ten
// times as fast.
inline void go_on(Fiber &fiber) {
    if (_setjmp(scheduler)) {
        return;
    }
    if (fiber.begun) {
        _longjmp(fiber.place, 1);
    }
    fiber.begun = true;
    setcontext(&fiber.context);
}

inline void give_way(Fiber &fiber) {
    if (!_setjmp(fiber.place)) {
        _longjmp(scheduler, 1);
    }
}

inline void wait(const int &counter, int value) {
    Fiber &fiber = fibers[threadIdx.x];
    fiber.waits_for = &counter;
    fiber.value = value;
    while (counter == value) {
        give_way(fiber);
    }
    fiber.waits_for = nullptr;
}

inline void run_fiber() {
    (*body)();
    Fiber &fiber = fibers[threadIdx.x];
    if (!fiber.copies.empty()) {
        fail("a thread ended with copies it never waited for");
    }
    fiber.finished = true;
    running--;
    give_way(fiber);
}

inline std::vector<const void *> shared; // arrays the block has begun to use

// The first thread of a block to come by finds NaN, as all after it.
inline void begin_shared(void *array, size_t length) {
    if (std::find(shared.begin(), shared.end(), array) == shared.end()) {
        shared.push_back(array);
        memset(array, 0xff, length);
    }
}

inline void run_block(unsigned threads, bool descending) {
    shared.clear();
    fibers.resize(threads);
    warps.assign((threads + LANES - 1) / LANES, Warp{});
    for (Fiber &fiber : fibers) {
        fiber.stack.resize(STACK);
        fiber.begun = fiber.finished = false;
        fiber.waits_for = nullptr;
        fiber.exchanges = 0;
        getcontext(&fiber.context);
        fiber.context.uc_stack.ss_sp = fiber.stack.data();
        fiber.context.uc_stack.ss_size = STACK;
        makecontext(&fiber.context, run_fiber, 0);
    }
    running = threads;
    at_barrier = 0;
    while (running > 0) {
        bool moved = false;
        for (unsigned turn = 0; turn < threads; turn++) {
            const unsigned thread = descending ? threads - 1 - turn : turn;
            Fiber &fiber = fibers[thread];
            if (fiber.finished || (fiber.waits_for && *fiber.waits_for == fiber.value)) {
                continue;
            }
            threadIdx = {thread, 0, 0};
            go_on(fiber);
            moved = true;
        }
        // Threads that have ended are not waited for.
        if (at_barrier > 0 && at_barrier == static_cast<int>(running)) {
            at_barrier = 0;
            barriers++;
            moved = true;
        }
        if (!moved) {
            fail("threads wait for others that never come");
        }
    }
}

inline void run_grid(Index grid, unsigned threads, bool descending,
                     const std::function<void()> &kernel) {
    body = &kernel;
    gridDim = grid;
    blockDim = {threads, 1, 1};
    const unsigned blocks = grid.x * grid.y * grid.z;
    for (unsigned turn = 0; turn < blocks; turn++) {
        const unsigned block = descending ? blocks - 1 - turn : turn;
        blockIdx = {block % grid.x, block / grid.x % grid.y, block / grid.x / grid.y};
        run_block(threads, descending);
    }
}

// Gives every lane of the warp what all of them brought.
template <typename T> const T *exchange(const T &mine, T (&all)[LANES]) {
    static_assert(sizeof(T) <= EXCHANGED, "too large to be exchanged");
    Fiber &fiber = fibers[threadIdx.x];
    Warp &warp = warps[threadIdx.x / LANES];
    // A lane can be ahead by one exchange, which goes to the other place.
    auto &numbers = warp.numbers[fiber.exchanges++ % 2];
    memcpy(numbers[threadIdx.x % LANES], &mine, sizeof(T));
    if (++warp.arrived == static_cast<int>(LANES)) {
        warp.arrived = 0;
        warp.rounds++;
    } else {
        wait(warp.rounds, warp.rounds);
    }
    for (unsigned lane = 0; lane < LANES; lane++) {
        memcpy(&all[lane], numbers[lane], sizeof(T));
    }
    return all;
}

} // namespace emulated

inline void __syncthreads() {
    emulated::at_barrier++;
    emulated::wait(emulated::barriers, emulated::barriers);
}

template <typename T> T __shfl_xor_sync(unsigned mask, T value, int distance) {
    if (mask != 0xffffffffu) {
        emulated::fail("only whole warps exchange numbers");
    }
    T all[emulated::LANES];
    return emulated::exchange(value, all)[(threadIdx.x % emulated::LANES) ^ distance];
}

inline float __uint_as_float(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

inline uint32_t __float_as_uint(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline void begin_copy(float *to, const float *from, int count) {
    emulated::Copy copy{to, {}, count};
    if (from) {
        memcpy(copy.numbers, from, count * sizeof(float));
    }
    emulated::fibers[threadIdx.x].copies.push_back(copy);
}

inline void copy_async(float *to, const float *from, bool valid) {
    begin_copy(to, valid ? from : nullptr, 1);
}

inline void copy_async_four(float *to, const float *from) {
    if (reinterpret_cast<uintptr_t>(to) % 16 || reinterpret_cast<uintptr_t>(from) % 16) {
        emulated::fail("four numbers are copied from or to a place that is no multiple of 16");
    }
    begin_copy(to, from, 4);
}

inline void wait_for_copies() {
    auto &copies = emulated::fibers[threadIdx.x].copies;
    for (const emulated::Copy &copy : copies) {
        memcpy(copy.to, copy.numbers, copy.count * sizeof(float));
    }
    copies.clear();
}

constexpr uint32_t BELOW_TF32 = 0x1fffu;
constexpr uint32_t LEFT_BELOW = 0x1555u; // by the conversion

// To the nearest, ties away from zero. In the bits below something is left that no kernel may take
// for a part of the number.
inline uint32_t to_tf32(float value) {
    uint32_t bits = __float_as_uint(value);
    if ((bits & 0x7f800000u) != 0x7f800000u) {
        bits += 0x1000u;
    } else if (bits & 0x007fffffu) {
        bits = 0x7fffe000u;
    }
    return (bits & ~BELOW_TF32) | LEFT_BELOW;
}

// See platform.cuh for what each lane holds.
inline void multiply_add(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
    struct Lane {
        uint32_t a[4], b[2];
    } mine, all[emulated::LANES];
    memcpy(mine.a, a, sizeof a);
    memcpy(mine.b, b, sizeof b);
    emulated::exchange(mine, all);
    const int group = threadIdx.x % emulated::LANES / 4, quad = threadIdx.x % 4;
    for (int i = 0; i < 4; i++) {
        const int column = 2 * quad + i % 2;
        double sum = d[i];
        for (int k = 0; k < 8; k++) {
            const uint32_t left = all[group * 4 + k % 4].a[i / 2 + k / 4 * 2];
            const uint32_t right = all[column * 4 + k % 4].b[k / 4];
            if ((left & BELOW_TF32) != LEFT_BELOW || (right & BELOW_TF32) != LEFT_BELOW) {
                emulated::fail("a number that is not TF32 reached a tensor core");
            }
            sum += static_cast<double>(__uint_as_float(left & ~BELOW_TF32)) *
                   __uint_as_float(right & ~BELOW_TF32);
        }
        d[i] = static_cast<float>(sum);
    }
}
