// Wing loss.
#pragma once
#include "../losses.cuh"

struct Wing {
    double w, epsilon;

    __device__ __forceinline__ double value(double difference) const {
        const double d = fabs(difference);
        return d < w ? w * log1p(d / epsilon) : d - (w - w * log1p(w / epsilon));
    }

    __device__ __forceinline__ double slope(double difference) const {
        const double d = fabs(difference);
        return d < w ? sign(difference) * w / (epsilon + d) : sign(difference);
    }
};

LOSS(wing, Wing)
