// Mean losses and their gradients, in float64 as on the CPU: one file for each loss.
#pragma once
#include "layers.cuh"

constexpr int LOSS_THREADS = 512;

// −1 below 0, 1 above, 0 at 0; NaN stays NaN.
__device__ __forceinline__ double sign(double d) { return d > 0 ? 1 : d < 0 ? -1 : d; }

// One block: a batch has a few thousand numbers.
template <class Loss>
__device__ __forceinline__ void mean_loss(const float *prediction, const float *truth, float *mean,
                                          const Loss &loss, uint64_t count) {
    double sum = 0;
    FOR_EACH_OF_MINE(at, count) {
        sum += loss.value(static_cast<double>(prediction[at]) - static_cast<double>(truth[at]));
    }
    sum = block_sum<LOSS_THREADS>(sum);
    if (threadIdx.x == 0) {
        mean[0] = static_cast<float>(sum / static_cast<double>(count));
    }
}

// The gradient of the prediction, `side` 1, or of the ground truth, `side` −1. `gradient` is that of
// the mean, one number.
template <class Loss>
__device__ __forceinline__ void loss_slopes(const float *prediction, const float *truth,
                                            const float *gradient, float *slopes, const Loss &loss,
                                            uint64_t count, float side) {
    const double scale = static_cast<double>(gradient[0]) / static_cast<double>(count);
    FOR_EACH_OF_MINE(at, count) {
        const double d = static_cast<double>(prediction[at]) - static_cast<double>(truth[at]);
        slopes[at] = static_cast<float>(scale * loss.slope(d)) * side;
    }
}

// The kernels of a loss. `Loss` holds its numbers, in the order in which the specification gives
// them, or one that is 0 where there are none; `value` and `slope` are those of a difference.
#define LOSS(name, Loss)                                                                           \
    extern "C" __global__ void __launch_bounds__(LOSS_THREADS)                                     \
        loss_##name(const float *prediction, const float *truth, float *mean, const Loss loss,     \
                    uint64_t count) {                                                              \
        mean_loss(prediction, truth, mean, loss, count);                                           \
    }                                                                                              \
    extern "C" __global__ void loss_##name##_gradient(                                             \
        const float *prediction, const float *truth, const float *gradient, float *slopes,         \
        const Loss loss, uint64_t count, float side) {                                             \
        loss_slopes(prediction, truth, gradient, slopes, loss, count, side);                       \
    }                                                                                              \
    LISTED(loss_##name)                                                                            \
    LISTED(loss_##name##_gradient)

#include "loss/adaptive_wing.cuh"
#include "loss/huber.cuh"
#include "loss/l1.cuh"
#include "loss/mse.cuh"
#include "loss/smooth_l1.cuh"
#include "loss/wing.cuh"
