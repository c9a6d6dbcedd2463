#!/usr/bin/env bash
# Puts what building with `--features cuda` needs into target/cuda-toolkit: NVIDIA's compiler,
# headers and libraries as Python packages, and a stand-in for the driver's library to link
# against. For machines without a toolkit; no GPU is needed. About 700 MB are fetched, once.
#
# Where a toolkit is installed (13.0 or what the machine's driver takes), scripts/with-cuda.sh takes
# that one instead: CUDA_HOME where it is set, or that of the nvcc on the path.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$PWD/target/cuda-toolkit
# CUDA 13.0: drivers of the 580 series take its code, and not that of later versions. The
# packages' own requirements are not pinned, so every one is named here.
packages=(
    nvidia-cuda-nvcc==13.0.88
    nvidia-cuda-crt==13.0.88
    nvidia-nvvm==13.0.88
    nvidia-cuda-runtime==13.0.96
    nvidia-cuda-cccl==13.0.85
    nvidia-cuda-nvrtc==13.0.88
    nvidia-curand==10.4.0.35
    nvidia-cublas==13.1.0.3
)
state=$(printf '%s\n' "${packages[@]}" | sha256sum | cut -c 1-16)
if [ "$(cat "$folder/complete" 2>/dev/null)" = "$state" ]; then
    exit 0
fi
python=$(command -v python3) || { echo "python3 is needed to fetch the packages" >&2; exit 1; }
mkdir -p "$folder/wheels"
"$python" -m pip download --quiet --no-deps --dest "$folder/wheels" "${packages[@]}"
rm -rf "$folder/unpacked" "$folder/toolkit"
mkdir -p "$folder/unpacked"
for wheel in "$folder"/wheels/*.whl; do
    "$python" -m zipfile -e "$wheel" "$folder/unpacked"
done
mv "$folder/unpacked/nvidia/cu13" "$folder/toolkit"
rm -rf "$folder/unpacked"
# Packages do not keep the permission to run.
chmod -R u+x "$folder/toolkit/bin" "$folder/toolkit/nvvm/bin"
cd "$folder/toolkit"
ln -s lib lib64
for name in cublas cublasLt cudart nvrtc curand nvvm; do
    library=$(find lib -name "lib$name.so.[0-9]*" -printf '%f\n' | sort | head -1)
    [ -z "$library" ] || ln -sf "$library" "lib/lib$name.so"
done
# The driver's own library comes with the driver alone. Linking needs its names and no more; the
# stand-in lies in a folder that the program never looks in.
mkdir -p lib/stubs
sources=("${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/cudarc-*/src/driver/sys/mod.rs)
if [ ! -f "${sources[0]}" ]; then
    (cd "$folder/../.." && cargo fetch --quiet)
    sources=("${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/cudarc-*/src/driver/sys/mod.rs)
fi
grep -ohE 'fn cu[A-Z][A-Za-z0-9_]*' "${sources[@]}" | sort -u |
    awk '{ print "int " $2 "(void) { return 999; }" }' >lib/stubs/libcuda.c
cc -shared -fPIC -Wl,-soname,libcuda.so.1 -o lib/stubs/libcuda.so lib/stubs/libcuda.c
echo "$state" >"$folder/complete"
echo "the CUDA toolkit lies in $folder/toolkit"
