// Everything but convolutions.
#include "crops.cuh"
#include "losses.cuh"
#include "optimizers.cuh"
#include "pointwise.cuh"
#include "standardize.cuh"
