// Smooth L1 loss.
#pragma once
#include "../losses.cuh"

struct SmoothL1 {
    double beta;

    __device__ __forceinline__ double value(double difference) const {
        const double d = fabs(difference);
        return d < beta ? 0.5 * d * d / beta : d - 0.5 * beta;
    }

    __device__ __forceinline__ double slope(double difference) const {
        return fabs(difference) < beta ? difference / beta : sign(difference);
    }
};

LOSS(smooth_l1, SmoothL1)
