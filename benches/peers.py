"""A training step here beside PyTorch, layer by layer, in one run on one machine.

    python -m venv ~/.venvs/peers && ~/.venvs/peers/bin/pip install -r benches/requirements.txt
    ~/.venvs/peers/bin/python benches/peers.py > benches.md

Both sides run by turns, each time in a fresh process, so that what else the machine does meets
both. Tables are Markdown; `--json FILE` keeps every measured second.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

from pytorch_step import BATCH, BLOCKS, INFERENCE, LINEAR, SETTINGS, fresh

ROOT = Path(__file__).resolve().parent.parent
STEPS = [name for name in SETTINGS if not name.startswith(("inference", "layers"))]


def build():
    """The Rust side, built; where its program lies."""
    command = ["cargo", "build", "--release", "-p", "faceoff-model", "--example", "measure"]
    command += ["--message-format", "json-render-diagnostics"]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    programs = (json.loads(line).get("executable") for line in run.stdout.splitlines())
    return next(path for path in programs if path and Path(path).stem.startswith("measure"))


def ours(program, what, count):
    run = subprocess.run([program, what, str(count)], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout)


class Results:
    """Every measured second, by side and by what was measured."""

    def __init__(self):
        self.seconds, self.peaks = {}, {}

    def add(self, side, result):
        for name, seconds in result["seconds"].items():
            self.seconds.setdefault(side, {}).setdefault(name, []).extend(seconds)
        self.peaks[side] = max(self.peaks.get(side, 0), result["peak_bytes"])

    def median(self, side, name):
        return statistics.median(self.seconds[side][name])


def run(program, rounds, count):
    results = Results()
    per_second = 0.0
    for turn in range(rounds):
        print(f"round {turn + 1} of {rounds}", file=sys.stderr, flush=True)
        peak = ours(program, "peak", 1)["seconds"]["flop per second"][0]
        per_second = max(per_second, peak)
        for what in ["step", "inference", "layers"]:
            results.add(f"ours {what}", ours(program, what, count))
            for setting in SETTINGS:
                kind = setting.split(",")[0]
                if kind == what or (what == "step" and setting in STEPS):
                    results.add(setting, fresh(setting, count))
    return results, per_second


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f}"


def steps(results):
    mine = results.median("ours step", "step")
    rows = [["Faceoff", milliseconds(mine), "1", megabytes(results.peaks["ours step"])]]
    for setting in STEPS:
        seconds = results.median(setting, "step")
        rows.append(
            [
                f"PyTorch, {setting}",
                milliseconds(seconds),
                f"{seconds / mine:.2f}",
                megabytes(results.peaks[setting]),
            ]
        )
    return table([f"training step, batch {BATCH}", "ms", "ratio", "peak MB"], rows)


def megabytes(count):
    return f"{count / 1e6:.0f}"


def inference(results):
    mine = results.median("ours inference", "inference")
    rows = [["Faceoff", milliseconds(mine), "1"]]
    for setting in (name for name in SETTINGS if name.startswith("inference")):
        seconds = results.median(setting, "inference")
        name = setting.replace("inference, ", "").replace("inference", "eager")
        rows.append([f"PyTorch, {name}", milliseconds(seconds), f"{seconds / mine:.2f}"])
    return table([f"inference, batch {INFERENCE}", "ms", "ratio"], rows)


def products(name):
    """Floating-point operations of a layer's direct computation, forward and backward."""
    kind, index = name.split()
    index = int(index) - 1
    if kind == "linear":
        inputs, outputs = LINEAR[index]
        # PyTorch multiplies the weights' gradient out here, Faceoff in the optimizer.
        return 3 * 2 * BATCH * inputs * outputs
    inputs, size, outputs = BLOCKS[index]
    passes = 3 if index > 0 else 2
    return passes * 2 * BATCH * ((size - 2) // 2 * 2) ** 2 * inputs * outputs * 9


def layers(results, per_second):
    rows = []
    for name in results.seconds["layers"]:
        mine = results.median("ours layers", name)
        eager = results.median("layers", name)
        last = results.median("layers, channels-last", name)
        floor = products(name) / per_second
        rows.append(
            [name, milliseconds(mine), milliseconds(floor), f"{floor / mine:.2f}"]
            + [milliseconds(eager), f"{eager / mine:.2f}"]
            + [milliseconds(last), f"{last / mine:.2f}"]
        )
    update = results.median("ours layers", "update")
    rows.append(["update of linear 1", milliseconds(update)] + [""] * 6)
    head = ["forward and backward", "ms", "direct floor ms", "floor / ms"]
    head += ["PyTorch eager ms", "ratio", "channels-last ms", "ratio"]
    return table(head, rows)


def machine(per_second):
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        lines = information.read_text().splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        flags = next((line for line in lines if line.startswith("flags")), "").split()
        model = f"{names[0]}, {'with' if 'avx512f' in flags else 'without'} AVX-512"
    import torch

    return (
        f"{model}, {os.cpu_count()} cores, {per_second / 1e9:.0f} GFLOP/s of multiply-add measured; "
        f"PyTorch {torch.__version__}; load {os.getloadavg()[0]:.1f} at the end.\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="turns of both sides")
    parser.add_argument("--steps", type=int, default=10, help="steps that are timed, a turn")
    parser.add_argument("--json", help="where to keep every measured second")
    arguments = parser.parse_args()
    results, per_second = run(build(), arguments.rounds, arguments.steps)
    if arguments.json:
        kept = {"seconds": results.seconds, "peak_bytes": results.peaks, "flop/s": per_second}
        Path(arguments.json).write_text(json.dumps(kept))
    print(machine(per_second))
    print(steps(results))
    print(inference(results))
    print(layers(results, per_second))


if __name__ == "__main__":
    main()
