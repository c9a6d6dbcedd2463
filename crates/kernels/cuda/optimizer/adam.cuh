// Adam, also with decoupled weight decay.
#pragma once
#include "../optimizers.cuh"

struct AdamStep {
    float rate, take1, keep2, take2, root, epsilon, decay, keep_weight;
};

struct Adam {
    float *p, *m, *v;
    AdamStep step;

    __device__ __forceinline__ void move(uint64_t at, float g) {
        g += step.decay * p[at];
        const float first = m[at] + step.take1 * (g - m[at]);
        const float second = step.keep2 * v[at] + step.take2 * g * g;
        m[at] = first;
        v[at] = second;
        p[at] = step.keep_weight * p[at] -
                step.rate * first / (sqrtf(second) / step.root + step.epsilon);
    }
};

UPDATES(adam, Adam, AdamStep, TWO(float *m, float *v), TWO(m, v))
