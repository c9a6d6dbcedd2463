// Convolutions 3×3, stride 1, on tensor cores: what forward and input gradient share.
//
// A block computes 8×8 places of one image for 32 or 64 outputs. It goes through the inputs eight
// at a time: their 10×10 pixels around the places and the weights to all outputs lie in shared
// memory, twice, so that the next eight are fetched while these are multiplied. No matrix of
// patches is ever written: a fragment of the right operand is eight pixels in a row at eight
// inputs, shifted by the weight's place in the kernel.
//
// The input gradient is the same sum with the output's gradient as input, weights turned around and
// transposed, and a border of zeros; `pack_weights` prepares both sets of weights.
#pragma once
#include "fragments.cuh"

constexpr int SIDE = 8;         // of a tile's places
constexpr int HALO = SIDE + 2;  // of the pixels they are made of
constexpr int INPUTS = 8;       // inputs worked on at once
constexpr int SHIFTS = 9;       // of a 3×3 kernel
constexpr int PLANE = 104;      // pixels of one input in shared memory: no two of a warp's reads
                                // fall into one bank if this is 8 more than a multiple of 32

// Sizes of a 3×3 convolution. `in_*` is what is read, `out_*` what is written, as the places are
// counted (before pooling).
struct ConvSizes {
    int inputs, in_height, in_width;
    int outputs, out_height, out_width;
    int padding;
};

// The weights of OUTPUTS outputs and INPUTS inputs lie as [shift][input][output], with room between
// inputs so that reads do not share banks.
template <int OUTPUTS> constexpr int WEIGHT_ROW = OUTPUTS + 8;
template <int OUTPUTS> constexpr int WEIGHTS = SHIFTS * INPUTS * WEIGHT_ROW<OUTPUTS>;

// Lays weights out as the tiles read them: [output tile][input chunk][shift][input][output], zeros
// where there is none. `output_step` and `input_step` say how far apart the weights of neighbouring
// outputs and inputs lie in `weights`; `turned` takes the kernel's places backwards.
template <int OUTPUTS>
__device__ void pack_weights_of(const float *weights, float *packed, int outputs, int inputs,
                                int output_step, int input_step, int turned) {
    const int chunks = divide_up(inputs, INPUTS);
    const int count = divide_up(outputs, OUTPUTS) * chunks * WEIGHTS<OUTPUTS>;
    for (int at = blockIdx.x * blockDim.x + threadIdx.x; at < count; at += gridDim.x * blockDim.x) {
        const int column = at % WEIGHT_ROW<OUTPUTS>;
        int rest = at / WEIGHT_ROW<OUTPUTS>;
        const int row = rest % INPUTS;
        rest /= INPUTS;
        const int shift = rest % SHIFTS;
        rest /= SHIFTS;
        const int input = rest % chunks * INPUTS + row;
        const int output = rest / chunks * OUTPUTS + column;
        float value = 0;
        if (column < OUTPUTS && output < outputs && input < inputs) {
            const int place = turned ? SHIFTS - 1 - shift : shift;
            value = weights[output * output_step + input * input_step + place];
        }
        packed[at] = value;
    }
}

// Fetches pixels as they are.
template <int THREADS> struct PlainInput {
    static constexpr int EACH = (INPUTS * HALO * HALO + THREADS - 1) / THREADS;
    const float *sample;
    int plane, numbers;
    int offsets[EACH]; // in the sample, of the first chunk; −1 outside the image

    __device__ __forceinline__ PlainInput(const float *numbers_of_all, const uint8_t *,
                                          const ConvSizes &sizes, int top, int left) {
        plane = sizes.in_height * sizes.in_width;
        numbers = sizes.inputs * plane;
        sample = numbers_of_all + static_cast<size_t>(blockIdx.z) * numbers;
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            const int pixel = threadIdx.x + i * THREADS;
            const int row = top + pixel % (HALO * HALO) / HALO;
            const int column = left + pixel % HALO;
            const bool inside =
                row >= 0 && row < sizes.in_height && column >= 0 && column < sizes.in_width;
            offsets[i] = inside ? pixel / (HALO * HALO) * plane + row * sizes.in_width + column : -1;
        }
    }

    __device__ __forceinline__ void fetch(int chunk, float *tile) {
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            const int pixel = threadIdx.x + i * THREADS;
            if (pixel < INPUTS * HALO * HALO) {
                const int at = chunk * INPUTS * plane + offsets[i];
                const bool valid = offsets[i] >= 0 && at < numbers;
                copy_async(tile + pixel / (HALO * HALO) * PLANE + pixel % (HALO * HALO),
                           sample + (valid ? at : 0), valid);
            }
        }
    }

    __device__ __forceinline__ void store(float *) {}
};

// Spreads a pooled gradient over the windows it came from. Only without padding, where tiles begin
// on even places, so that windows are whole.
template <int THREADS> struct PooledInput {
    static constexpr int ACROSS = HALO / 2;
    static constexpr int COUNT = INPUTS * ACROSS * ACROSS;
    static constexpr int EACH = (COUNT + THREADS - 1) / THREADS;
    const float *gradients;
    const uint8_t *choices;
    int plane, numbers;
    int offsets[EACH];
    float gradient[EACH];
    uint8_t choice[EACH];

    __device__ __forceinline__ PooledInput(const float *gradients_of_all,
                                           const uint8_t *choices_of_all, const ConvSizes &sizes,
                                           int top, int left) {
        const int height = sizes.in_height / 2, width = sizes.in_width / 2;
        plane = height * width;
        numbers = sizes.inputs * plane;
        gradients = gradients_of_all + static_cast<size_t>(blockIdx.z) * numbers;
        choices = choices_of_all + static_cast<size_t>(blockIdx.z) * numbers;
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            const int window = threadIdx.x + i * THREADS;
            // `top` and `left` are even and may be −2.
            const int row = top / 2 + window % (ACROSS * ACROSS) / ACROSS;
            const int column = left / 2 + window % ACROSS;
            const bool inside = row >= 0 && row < height && column >= 0 && column < width;
            offsets[i] = inside ? window / (ACROSS * ACROSS) * plane + row * width + column : -1;
        }
    }

    __device__ __forceinline__ void fetch(int chunk, float *) {
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            const int at = chunk * INPUTS * plane + offsets[i];
            const bool valid = offsets[i] >= 0 && at < numbers;
            gradient[i] = valid ? gradients[at] : 0;
            choice[i] = valid ? choices[at] : NOWHERE;
        }
    }

    __device__ __forceinline__ void store(float *tile) {
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            const int window = threadIdx.x + i * THREADS;
            if (window < COUNT) {
                float *corner = tile + window / (ACROSS * ACROSS) * PLANE +
                                window % (ACROSS * ACROSS) / ACROSS * 2 * HALO + window % ACROSS * 2;
                corner[0] = choice[i] == 0 ? gradient[i] : 0;
                corner[1] = choice[i] == 1 ? gradient[i] : 0;
                corner[HALO] = choice[i] == 2 ? gradient[i] : 0;
                corner[HALO + 1] = choice[i] == 3 ? gradient[i] : 0;
            }
        }
    }
};

// Adds one chunk's products: for this warp 32 outputs from `output`, four rows of places from
// `row`. sums[m][n] is the fragment of outputs 16·m and row n.
template <int OUTPUTS, int PASSES>
__device__ __forceinline__ void multiply_chunk(float (&sums)[2][4][4], const float *weights,
                                               const float *tile, int output, int row) {
    const int group = threadIdx.x % 32 / 4, quad = threadIdx.x % 4;
    for (int x = 0; x < 3; x++) {
        // Six rows of pixels serve the four rows of places at all three shifts downwards.
        Fragment<2, PASSES> pixels[6];
#pragma unroll
        for (int i = 0; i < 6; i++) {
            const float *first = tile + quad * PLANE + (row + i) * HALO + group + x;
            pixels[i].set(0, first[0]);
            pixels[i].set(1, first[4 * PLANE]);
        }
#pragma unroll
        for (int y = 0; y < 3; y++) {
#pragma unroll
            for (int m = 0; m < 2; m++) {
                constexpr int ROW = WEIGHT_ROW<OUTPUTS>;
                const float *first =
                    weights + ((y * 3 + x) * INPUTS + quad) * ROW + output + 16 * m + group;
                Fragment<4, PASSES> weight;
                weight.set(0, first[0]);
                weight.set(1, first[8]);
                weight.set(2, first[4 * ROW]);
                weight.set(3, first[4 * ROW + 8]);
#pragma unroll
                for (int n = 0; n < 4; n++) {
                    multiply_add(sums[m][n], weight, pixels[n + y]);
                }
            }
        }
    }
}

// The sums of this block's tile. Every warp has 32 outputs from `output` of the block's and four
// rows from `row` of the tile's.
template <int OUTPUTS, int PASSES, template <int> class Input>
__device__ __forceinline__ void convolve_tile(float (&sums)[2][4][4], const float *numbers,
                                              const uint8_t *choices, const float *packed,
                                              const ConvSizes &sizes, int top, int left, int output,
                                              int row) {
    constexpr int THREADS = OUTPUTS * 2;
    SHARED(float, weights, [2][WEIGHTS<OUTPUTS>]);
    SHARED(float, tiles, [2][INPUTS * PLANE]);
    const int chunks = divide_up(sizes.inputs, INPUTS);
    packed += static_cast<size_t>(blockIdx.y) * chunks * WEIGHTS<OUTPUTS>;
    Input<THREADS> input(numbers, choices, sizes, top, left);
    const auto fetch = [&](int chunk) {
        for (int i = threadIdx.x; i < WEIGHTS<OUTPUTS> / 4; i += THREADS) {
            copy_async_four(weights[chunk % 2] + 4 * i,
                            packed + static_cast<size_t>(chunk) * WEIGHTS<OUTPUTS> + 4 * i);
        }
        input.fetch(chunk, tiles[chunk % 2]);
    };
    fetch(0);
    input.store(tiles[0]);
    for (int chunk = 0; chunk < chunks; chunk++) {
        // After this the chunk is there and nobody reads the one before any more.
        wait_for_copies();
        __syncthreads();
        if (chunk + 1 < chunks) {
            fetch(chunk + 1);
        }
        multiply_chunk<OUTPUTS, PASSES>(sums, weights[chunk % 2], tiles[chunk % 2], output, row);
        if (chunk + 1 < chunks) {
            input.store(tiles[(chunk + 1) % 2]);
        }
    }
}
