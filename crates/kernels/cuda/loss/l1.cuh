// Mean absolute error.
#pragma once
#include "../losses.cuh"

struct L1 {
    double unused;

    __device__ __forceinline__ double value(double difference) const {
        return fabs(difference);
    }

    __device__ __forceinline__ double slope(double difference) const {
        return sign(difference);
    }
};

LOSS(l1, L1)
