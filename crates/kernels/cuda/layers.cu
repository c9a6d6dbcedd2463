// Everything but convolutions.
#include "losses.cuh"
#include "optimizers.cuh"
#include "pictures.cuh"
#include "standardize.cuh"
