// Adam with Nesterov's momentum.
#pragma once
#include "../optimizers.cuh"

struct NadamStep {
    float of_gradient, of_moment, take1, keep2, take2, correction, epsilon, decay;
};

struct Nadam {
    float *p, *m, *v;
    NadamStep step;

    __device__ __forceinline__ void move(uint64_t at, float g) {
        g += step.decay * p[at];
        const float first = m[at] + step.take1 * (g - m[at]);
        const float second = step.keep2 * v[at] + step.take2 * g * g;
        m[at] = first;
        v[at] = second;
        const float root = sqrtf(second / step.correction) + step.epsilon;
        const float moved = p[at] - step.of_gradient * g / root;
        p[at] = moved - step.of_moment * first / root;
    }
};

UPDATES(nadam, Nadam, NadamStep, TWO(float *m, float *v), TWO(m, v))
