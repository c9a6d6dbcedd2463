// Mean losses and their gradients, in float64 as on the CPU; see loss.rs for the formulas.
#pragma once
#include "layers.cuh"

enum LossKind : uint32_t { MSE, L1, SMOOTH_L1, HUBER, WING };

struct Loss {
    double first, second; // beta; delta; w and epsilon
    LossKind kind;
    uint32_t unused;
};

__device__ __forceinline__ double loss_of(const Loss &loss, double difference) {
    const double d = fabs(difference), at = loss.first;
    switch (loss.kind) {
    case MSE:
        return d * d;
    case L1:
        return d;
    case SMOOTH_L1:
        return d < at ? 0.5 * d * d / at : d - 0.5 * at;
    case HUBER:
        return d < at ? 0.5 * d * d : at * (d - 0.5 * at);
    default:
        return d < at ? at * log1p(d / loss.second) : d - (at - at * log1p(at / loss.second));
    }
}

__device__ __forceinline__ double slope_of(const Loss &loss, double d) {
    const double size = fabs(d), at = loss.first;
    // NaN stays NaN.
    const double sign = d > 0 ? 1 : d < 0 ? -1 : d;
    switch (loss.kind) {
    case MSE:
        return 2 * d;
    case L1:
        return sign;
    case SMOOTH_L1:
        return size < at ? d / at : sign;
    case HUBER:
        return size < at ? d : at * sign;
    default:
        return size < at ? sign * at / (loss.second + size) : sign;
    }
}

constexpr int LOSS_THREADS = 512;

// One block: a batch's targets are a few thousand numbers.
template <int THREADS>
__device__ __forceinline__ void mean_loss(const float *prediction, const float *target, float *mean,
                                          const Loss &loss, uint64_t count) {
    double sum = 0;
    FOR_EACH_OF_MINE(at, count) {
        sum += loss_of(loss, static_cast<double>(prediction[at]) - static_cast<double>(target[at]));
    }
    sum = block_sum<THREADS>(sum);
    if (threadIdx.x == 0) {
        mean[0] = static_cast<float>(sum / static_cast<double>(count));
    }
}

extern "C" __global__ void __launch_bounds__(LOSS_THREADS)
    loss_value(const float *prediction, const float *target, float *mean, Loss loss,
               uint64_t count) {
    mean_loss<LOSS_THREADS>(prediction, target, mean, loss, count);
}

// The gradient of the prediction, `sign` 1, or of the target, `sign` −1. `gradient` is that of the
// mean, one number.
extern "C" __global__ void loss_gradient(const float *prediction, const float *target,
                                         const float *gradient, float *slopes, Loss loss,
                                         uint64_t count, float sign) {
    const double scale = static_cast<double>(gradient[0]) / static_cast<double>(count);
    FOR_EACH_OF_MINE(at, count) {
        const double d = static_cast<double>(prediction[at]) - static_cast<double>(target[at]);
        slopes[at] = static_cast<float>(scale * slope_of(loss, d)) * sign;
    }
}
