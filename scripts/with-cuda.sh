#!/usr/bin/env bash
# Runs a command with a CUDA toolkit: the installed one where there is one (CUDA_HOME, or nvcc on
# the path), otherwise that of scripts/cuda-toolkit.sh. CUDA_COMPUTE_CAP says which card to build
# for; unless set, for the one that is here, and where none is for 90, Hopper.
set -euo pipefail
if [ -z "${CUDA_COMPUTE_CAP:-}" ] && ! nvidia-smi -L >/dev/null 2>&1; then
    export CUDA_COMPUTE_CAP=90
fi
if [ -z "${CUDA_HOME:-}" ] && ! command -v nvcc >/dev/null; then
    root=$(cd "$(dirname "$0")/.." && pwd)
    "$root/scripts/cuda-toolkit.sh" >&2
    export CUDA_HOME=$root/target/cuda-toolkit/toolkit
    # Candle's build looks at one of these, depending on the crate.
    export CUDA_PATH=$CUDA_HOME CUDA_ROOT=$CUDA_HOME PATH=$CUDA_HOME/bin:$PATH
    # For what is built to run here; the stand-in for the driver lies elsewhere.
    export LD_LIBRARY_PATH=$CUDA_HOME/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
fi
exec "$@"
