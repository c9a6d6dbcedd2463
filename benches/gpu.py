"""A training step here beside PyTorch on an NVIDIA GPU, by turns in one run.

    python benches/gpu.py > gpu.md

PYTHON needs PyTorch for CUDA and nothing else. Each side runs in a fresh process each time, in
float32 and then in TF32, the same on both sides. Tables are Markdown; `--json FILE` keeps every
measured second. `--program PATH` is for a machine that cannot build: the example `measure` of
crates/model, built elsewhere with feature `cuda`, its libraries where LD_LIBRARY_PATH says.
"""

import argparse
import json
import sys
from pathlib import Path

from peers import ROOT, Results, build, ours, table
from pytorch_step import BATCH, GPU_SETTINGS, fresh

# Finds a CUDA toolkit to build and run with.
TOOLKIT = [str(ROOT / "scripts" / "with-cuda.sh")]
# What `faceoff --jobs auto` trains at once.
TOGETHER = "Faceoff, 4 runs at once, per step"


def gpu_name(device):
    """The GPU's name; ends the program where there is none."""
    try:
        import torch
    except ImportError:
        sys.exit(f"{sys.executable} has no PyTorch; install torch for CUDA there (pip install torch)")
    if not torch.cuda.is_available():
        sys.exit(
            "no NVIDIA GPU is here: PyTorch "
            f"{torch.__version__} finds none, so there is nothing to measure"
        )
    number = int(device.removeprefix("cuda:"))
    if number >= torch.cuda.device_count():
        sys.exit(f"there is no {device}: PyTorch finds {torch.cuda.device_count()} GPUs")
    return f"{torch.cuda.get_device_name(number)}; PyTorch {torch.__version__}"


def run(program, before, device, tf32, rounds, count):
    results = Results()
    kind = ["tf32"] if tf32 else []
    for turn in range(rounds):
        say = f"{'TF32' if tf32 else 'float32'}, round {turn + 1} of {rounds}"
        print(say, file=sys.stderr, flush=True)
        for side, what in [("Faceoff", "step"), (TOGETHER, "together")]:
            results.add(side, ours(program, what, count, device, *kind, before=before))
        for setting in GPU_SETTINGS:
            results.add(f"PyTorch, {setting}", fresh(setting, count, device, tf32))
    return results


def rows(results):
    """For each side: milliseconds of a step, images a second, and how many times as fast as it
    Faceoff is, one run of it."""
    mine = results.median("Faceoff", "step")
    found = []
    for side in results.seconds:
        seconds = results.median(side, "step")
        speed = f"{BATCH / seconds:,.0f}"
        found.append([side, f"{seconds * 1e3:.3f}", speed, f"{seconds / mine:.2f}"])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda:0", help="cuda:N")
    parser.add_argument("--rounds", type=int, default=3, help="turns of both sides")
    parser.add_argument("--steps", type=int, default=20, help="times that 50 steps are timed, a turn")
    parser.add_argument("--program", help="the built Rust side; built first unless given")
    parser.add_argument("--json", help="where to keep every measured second")
    arguments = parser.parse_args()
    name = gpu_name(arguments.device)
    if arguments.program:
        program, before = arguments.program, []
    else:
        before = TOOLKIT
        more = ["--features", "cuda", "--target-dir", "target/cuda"]
        program = build(before=before, more=more)
    kept = {}
    print(f"{name}.\n")
    for kind, tf32 in [("float32", False), ("TF32", True)]:
        how = [arguments.device, tf32, arguments.rounds, arguments.steps]
        results = run(program, before, *how)
        kept[kind] = results.seconds
        head = [f"training step, batch {BATCH}, {kind}", "ms", "images/s", "ratio"]
        print(table(head, rows(results)))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(kept))


if __name__ == "__main__":
    main()
