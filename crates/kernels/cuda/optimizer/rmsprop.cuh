// RMSprop, not centred, without momentum.
#pragma once
#include "../optimizers.cuh"

struct RmspropStep {
    float rate, keep, take, epsilon, decay;
};

struct Rmsprop {
    float *p, *s;
    RmspropStep step;

    __device__ __forceinline__ void move(uint64_t at, float g) {
        g += step.decay * p[at];
        const float square = step.keep * s[at] + step.take * g * g;
        s[at] = square;
        p[at] -= step.rate * g / (sqrtf(square) + step.epsilon);
    }
};

UPDATES(rmsprop, Rmsprop, RmspropStep, ONE(float *s), ONE(s))
