// Stochastic gradient descent, with and without momentum.
#pragma once
#include "../optimizers.cuh"

struct SgdStep {
    float rate, decay;
};

struct Sgd {
    float *p;
    SgdStep step;

    __device__ __forceinline__ void move(uint64_t at, float g) {
        p[at] -= step.rate * (g + step.decay * p[at]);
    }
};

UPDATES(sgd, Sgd, SgdStep, , )

struct MomentumStep {
    float rate, momentum, decay;
    uint32_t nesterov, first;
};

struct Momentum {
    float *p, *m;
    MomentumStep step;

    __device__ __forceinline__ void move(uint64_t at, float g) {
        g += step.decay * p[at];
        const float buffer = step.first ? g : step.momentum * m[at] + g;
        m[at] = buffer;
        p[at] -= step.rate * (step.nesterov ? g + step.momentum * buffer : buffer);
    }
};

UPDATES(sgd_momentum, Momentum, MomentumStep, ONE(float *m), ONE(m))
