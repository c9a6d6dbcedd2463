// Images made alike in brightness and contrast.
#pragma once
#include "platform.cuh"

constexpr int STANDARDIZE_THREADS = 512;

// A block takes one image of `count` numbers: less their mean, divided by their standard
// deviation, sums in float64. `epsilon` is added to the variance. Grid: images.
extern "C" __global__ void __launch_bounds__(STANDARDIZE_THREADS)
    standardize(const float *x, float *y, uint64_t count, float epsilon) {
    SHARED(double, shared, [1]);
    x += blockIdx.x * count;
    y += blockIdx.x * count;
    // The mean of what the threads bring, the same in all of them.
    const auto mean_of = [&](double sum) {
        sum = block_sum<STANDARDIZE_THREADS>(sum);
        if (threadIdx.x == 0) {
            shared[0] = sum / static_cast<double>(count);
        }
        __syncthreads();
        return shared[0];
    };
    double sum = 0;
    for (uint64_t at = threadIdx.x; at < count; at += STANDARDIZE_THREADS) {
        sum += x[at];
    }
    const double mean = mean_of(sum);
    sum = 0;
    for (uint64_t at = threadIdx.x; at < count; at += STANDARDIZE_THREADS) {
        const double centered = x[at] - mean;
        sum += centered * centered;
    }
    const double deviation = sqrt(mean_of(sum) + epsilon);
    for (uint64_t at = threadIdx.x; at < count; at += STANDARDIZE_THREADS) {
        y[at] = static_cast<float>((x[at] - mean) / deviation);
    }
}
