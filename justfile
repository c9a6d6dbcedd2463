# The recipes of this project; `just` lists them.

_default:
    @just --list

# Everything that must hold before a change lands
check:
    .ci/run

# The tests
test:
    cargo test --workspace

# The page of a small study in a browser; SCREENSHOTS names a folder for pictures of it
browser:
    tests/browser/run

# What people feed it and how they work with it: a line for each kind that was ever taken wrongly
odd-inputs:
    cargo test --workspace --lib -- decode unusable shape titles control spots
    cargo test --workspace --test tables --test people --test shapes --test skip --test cache --test symmetry
    cargo test --workspace --test whole evidence

# Where a data set's faces have their axis, beside that of its landmarks; PYTHON has numpy and pillow
landmark-axis DATA PYTHON="python3":
    {{ PYTHON }} scripts/landmark-axis.py {{ DATA }}

# The documentation of all crates; it begins with target/doc/index.html
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps
    cp scripts/doc-index.html target/doc/index.html

# That the links of all Markdown files lead somewhere
links:
    scripts/links.py

# That docs/study.md quotes the committed reports word for word
quotations:
    scripts/quotations.py

# The pictures of the documentation, from the report of the drawn study; CHROMIUM is the browser that draws
docs-images CHROMIUM="/usr/bin/chromium":
    cd tests/browser && npm ci --silent
    CHROMIUM={{ CHROMIUM }} node tests/browser/pictures.mjs results/studies/drawn-quick/report.html docs/images

# docs/reference.md: every field of every file, from its declaration
reference:
    UPDATE=1 cargo test -p faceoff-spec --test reference

# Circles between the source files of a crate
circles:
    scripts/circles.py

# That a build, the tests and the benchmarks compile each dependency once
shared-build:
    scripts/shared-build.py

# That two builds of the program, OLD and NEW, come to the same outcomes for every kind
same-outcomes OLD NEW="target/debug/faceoff":
    scripts/same-outcomes.sh {{ OLD }} {{ NEW }}

# Checks that take minutes: the whole drawn study, real data where it is at hand
test-long:
    cargo test --release --workspace -- --ignored

# The whole study on drawn faces
reproduce:
    cargo run --release -- reproduce

# The study on a folder of real faces; DATA is that folder, SCALE a file of experiments/scales
study DATA SCALE="full":
    cargo run --release -- reproduce --data {{ DATA }} --scale {{ SCALE }}

# Benchmarks: reading pictures, and a training step beside stock candle
bench:
    cargo bench

# That everything with feature `cuda` compiles without a warning and links; no GPU is needed, and
# without NVIDIA's toolkit it is fetched first (some minutes)
cuda-check:
    scripts/with-cuda.sh cargo clippy --release --workspace --all-targets \
        --features faceoff/cuda --target-dir target/cuda -- -D warnings
    scripts/with-cuda.sh cargo build --release --features cuda --target-dir target/cuda
    scripts/with-cuda.sh cargo test --release --no-run -p faceoff-kernels \
        --features cuda --target-dir target/cuda
    scripts/with-cuda.sh scripts/assemble-kernels.sh target/cuda

# The tests of the CUDA kernels on this machine's GPU
cuda-test: _gpu
    FACEOFF_NEEDS_GPU=1 scripts/with-cuda.sh cargo test --release -p faceoff-kernels --test cuda \
        --features cuda --target-dir target/cuda -- --nocapture

# The tests of all that is unsafe under AddressSanitizer (Linux on x86-64)
sanitize:
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=address" ASAN_OPTIONS=detect_leaks=0 \
        cargo test -p faceoff-kernels --lib --tests \
        --target x86_64-unknown-linux-gnu --target-dir target/sanitize

# A training step beside PyTorch, by turns in one run; PYTHON has benches/requirements.txt installed
bench-peers PYTHON="python3":
    {{ PYTHON }} benches/peers.py

# Where the time of an epoch goes; DATA is a folder of real faces, drawn ones without it
bench-epoch DATA="" PYTHON="python3":
    {{ PYTHON }} benches/epoch.py {{ DATA }}

# Ends with a message where there is no NVIDIA GPU.
_gpu:
    @nvidia-smi -L >/dev/null 2>&1 || { echo "no NVIDIA GPU is here: nvidia-smi finds none" >&2; exit 1; }

# The whole study at full size on the NVIDIA GPUs of this machine; DATA is a folder of real faces
cuda-study DATA: _gpu
    scripts/with-cuda.sh cargo run --release --features cuda --target-dir target/cuda -- \
        reproduce --data {{ DATA }} --scale full --device cuda --jobs auto

# What a GPU trains beside what the CPU trains: the losses of the first 50 steps, checkpoints
cuda-agreement: _gpu
    FACEOFF_NEEDS_GPU=1 scripts/with-cuda.sh cargo test --release -p faceoff-train --test agreement \
        --features cuda --target-dir target/cuda -- --ignored --nocapture

# A training step on a GPU beside PyTorch, by turns in one run; PYTHON has PyTorch for CUDA
cuda-bench PYTHON="python3": _gpu
    {{ PYTHON }} benches/gpu.py
