// Adaptive Wing loss.
#pragma once
#include "../losses.cuh"

struct AdaptiveWing {
    double alpha, omega, epsilon, theta;

    __device__ __forceinline__ double curved(double distance) const {
        return omega * log1p(pow(distance / epsilon, alpha - 1));
    }

    __device__ __forceinline__ double curved_slope(double distance) const {
        const double share = distance / epsilon, power = alpha - 1;
        const double inner = power * pow(share, power - 1) / epsilon;
        return omega * inner / (1 + pow(share, power));
    }

    __device__ __forceinline__ double value(double difference) const {
        const double d = fabs(difference);
        return d < theta ? curved(d) : curved(theta) + curved_slope(theta) * (d - theta);
    }

    __device__ __forceinline__ double slope(double difference) const {
        const double d = fabs(difference);
        return sign(difference) * curved_slope(d < theta ? d : theta);
    }
};

LOSS(adaptive_wing, AdaptiveWing)
