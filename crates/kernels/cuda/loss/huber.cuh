// Huber loss.
#pragma once
#include "../losses.cuh"

struct Huber {
    double delta;

    __device__ __forceinline__ double value(double difference) const {
        const double d = fabs(difference);
        return d < delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
    }

    __device__ __forceinline__ double slope(double difference) const {
        return fabs(difference) < delta ? difference : delta * sign(difference);
    }
};

LOSS(huber, Huber)
