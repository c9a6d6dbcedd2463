#!/usr/bin/env bash
# Runs a command with a CUDA toolkit: the installed one where there is one (CUDA_HOME, or nvcc on
# the path), otherwise that of scripts/cuda-toolkit.sh. CUDA_COMPUTE_CAP says which card to build
# for; unless set, for the one that is here, and where none is for 90, Hopper.
set -euo pipefail
if [ -z "${CUDA_COMPUTE_CAP:-}" ] && ! nvidia-smi -L >/dev/null 2>&1; then
    export CUDA_COMPUTE_CAP=90
fi
home=${CUDA_HOME:-}
if [ -z "$home" ] && nvcc=$(command -v nvcc); then
    # Where a distribution has spread it over the system, the system's own paths do.
    home=$(dirname "$(dirname "$(readlink -f "$nvcc")")")
    [ -f "$home/include/cuda.h" ] || exec "$@"
elif [ -z "$home" ]; then
    root=$(cd "$(dirname "$0")/.." && pwd)
    "$root/scripts/cuda-toolkit.sh" >&2
    home=$root/target/cuda-toolkit/toolkit
fi
# Candle's build looks at one of these, depending on the crate, and for nvcc on the path.
export CUDA_HOME=$home CUDA_PATH=$home CUDA_ROOT=$home PATH=$home/bin:$PATH
# For what is built to run here. The stand-in for the driver's library lies elsewhere.
libraries=$home/lib64
[ -d "$libraries" ] || libraries=$home/lib
export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec "$@"
