// Convolutions.
#include "conv_first.cuh"
#include "conv_weights.cuh"
