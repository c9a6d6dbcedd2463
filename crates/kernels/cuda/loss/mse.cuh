// Mean squared error.
#pragma once
#include "../losses.cuh"

struct Mse {
    double unused;

    __device__ __forceinline__ double value(double difference) const {
        return difference * difference;
    }

    __device__ __forceinline__ double slope(double difference) const {
        return 2 * difference;
    }
};

LOSS(mse, Mse)
