// Crops of images that lie in memory as grey bytes: rescaled, cropped, mirrored, turned,
// enlarged, moved, made brighter or darker, a square covered.
//
// Bilinear with half-pixel centres; the arithmetic, step by step, is that of the CPU's pipeline, so
// that a crop is the same wherever it was rendered.
#pragma once
#include "platform.cuh"

constexpr int CROPS = 56;           // of a launch; what describes them fits the 4 KB of arguments it may have
constexpr int IMAGE_STEP = 16;    // images begin at multiples of so many bytes
constexpr int CROP_THREADS = 256;

constexpr uint32_t WIDE = 1;     // samples of 16 bits
constexpr uint32_t FLIPPED = 2;
constexpr uint32_t WARPED = 4;   // turned, enlarged or moved

struct Crop {
    uint32_t image;        // where it begins, in steps
    uint32_t flags;          // WIDE and so on
    uint32_t width, height;  // of the image
    uint32_t resized[2];     // width and height after rescaling
    uint32_t corner[2];      // left and top of the crop in the rescaled image
    float warp[3];           // first row of the inverse map; the middle
    float shift[2];          // to the right and down, in pixels
    float gain, offset;      // of the grey values
    uint16_t from[2], to[2];  // left and top of what is covered, and where it ends
};

struct Crops {
    Crop crops[CROPS];
};

// Where a pixel lies between two of the image.
struct Tap {
    uint32_t first, second;
    float weight;
};

// Of pixel `i` of a crop whose rows and columns lie along the image's.
__device__ __forceinline__ Tap straight_tap(uint32_t from, uint32_t to, uint32_t corner,
                                            uint32_t i) {
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double at = (static_cast<double>(corner + i) + 0.5) * scale - 0.5;
    if (at <= 0) {
        return {0, 0, 0};
    }
    const uint32_t last = from - 1, first = min(static_cast<uint32_t>(at), last);
    const float weight = first == last ? 0 : static_cast<float>(at - static_cast<double>(first));
    return {first, min(first + 1, last), weight};
}

// Of a place in a crop; beyond the image its edge goes on.
__device__ __forceinline__ Tap warped_tap(uint32_t from, uint32_t to, uint32_t corner, float place) {
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    const uint32_t last = from - 1;
    const float at = fminf(fmaxf((static_cast<float>(corner) + place + 0.5f) * scale - 0.5f, 0),
                           static_cast<float>(last));
    const uint32_t first = min(static_cast<uint32_t>(at), last);
    return {first, min(first + 1, last), at - static_cast<float>(first)};
}

__device__ __forceinline__ float grey(const uint8_t *image, bool wide, uint64_t at) {
    if (wide) {
        return static_cast<float>(reinterpret_cast<const uint16_t *>(image)[at]) *
               (1.0f / 65535.0f);
    }
    return static_cast<float>(image[at]) * (1.0f / 255.0f);
}

// A thread renders one pixel. Grid: pixels of a crop, crops.
extern "C" __global__ void __launch_bounds__(CROP_THREADS)
    render_crops(const uint8_t *images, float *y, uint32_t size,
                 const __grid_constant__ Crops crops) {
    const uint32_t pixel = blockIdx.x * CROP_THREADS + threadIdx.x;
    if (pixel >= size * size) {
        return;
    }
    const Crop &crop = crops.crops[blockIdx.y];
    const uint32_t row = pixel / size, column = pixel % size;
    const bool flipped = crop.flags & FLIPPED, wide = crop.flags & WIDE;
    Tap across, down;
    if (crop.flags & WARPED) {
        const float a = crop.warp[0], b = crop.warp[1], middle = crop.warp[2];
        const float right = static_cast<float>(column) - crop.shift[0] - middle;
        const float below = static_cast<float>(row) - crop.shift[1] - middle;
        float x = a * right + b * below + middle;
        const float y_place = a * below - b * right + middle;
        if (flipped) {
            x = static_cast<float>(size - 1) - x;
        }
        across = warped_tap(crop.width, crop.resized[0], crop.corner[0], x);
        down = warped_tap(crop.height, crop.resized[1], crop.corner[1], y_place);
    } else {
        const uint32_t source = flipped ? size - 1 - column : column;
        across = straight_tap(crop.width, crop.resized[0], crop.corner[0], source);
        down = straight_tap(crop.height, crop.resized[1], crop.corner[1], row);
    }
    const uint8_t *image = images + static_cast<uint64_t>(crop.image) * IMAGE_STEP;
    const auto between = [&](uint32_t line) {
        const uint64_t start = static_cast<uint64_t>(line) * crop.width;
        const float left = grey(image, wide, start + across.first);
        const float right = grey(image, wide, start + across.second);
        return left + (right - left) * across.weight;
    };
    const float above = between(down.first), below = between(down.second);
    const float value = above + (below - above) * down.weight;
    const bool covered = column >= crop.from[0] && column < crop.to[0] && row >= crop.from[1] &&
                         row < crop.to[1];
    y[static_cast<uint64_t>(blockIdx.y) * size * size + pixel] =
        covered ? 0.5f : fminf(fmaxf(crop.gain * value + crop.offset, 0), 1);
}
