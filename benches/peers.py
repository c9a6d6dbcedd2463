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


def build(before=(), more=()):
    """The Rust side, built; where its program lies. `before` goes before the command, `more`
    behind it."""
    command = [*before, "cargo", "build", "--release", "-p", "faceoff-model"]
    command += ["--example", "measure", "--message-format", "json-render-diagnostics", *more]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    programs = (json.loads(line).get("executable") for line in run.stdout.splitlines())
    return next(path for path in programs if path and Path(path).stem.startswith("measure"))


def ours(program, what, count, *more, before=()):
    command = [*before, program, what, str(count), *more]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout)


class Results:
    """Every measured second, by side and by what was measured; of the machine, its rates."""

    def __init__(self):
        self.seconds, self.peaks = {}, {}

    def add(self, side, result):
        for name, seconds in result["seconds"].items():
            self.seconds.setdefault(side, {}).setdefault(name, []).extend(seconds)
        self.peaks[side] = max(self.peaks.get(side, 0), result["peak_bytes"])

    def median(self, side, name):
        return statistics.median(self.seconds[side][name])

    def best(self, rate):
        """The highest rate a second that the machine reached."""
        return max(self.seconds["machine"][rate])


def run(program, rounds, count):
    results = Results()
    for turn in range(rounds):
        print(f"round {turn + 1} of {rounds}", file=sys.stderr, flush=True)
        results.add("machine", ours(program, "machine", 1))
        results.add("stock candle", ours(program, "stock", 4))
        for what in ["step", "inference", "layers"]:
            results.add(f"ours {what}", ours(program, what, count))
            for setting in SETTINGS:
                kind = setting.split(",")[0]
                if kind == what or (what == "step" and setting in STEPS):
                    results.add(setting, fresh(setting, count))
    return results


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f}"


def steps(results):
    mine = results.median("ours step", "step")
    rows = [["Faceoff", milliseconds(mine), "1", megabytes(results.peaks["ours step"])]]
    for setting in STEPS + ["stock candle"]:
        seconds = results.median(setting, "step")
        rows.append(
            [
                setting if setting not in STEPS else f"PyTorch, {setting}",
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


def work(name):
    """What a layer's direct computation takes, forward and backward: operations, and bytes that
    it cannot but read or write once in each."""
    kind, index = name.split()
    index = int(index) - 1
    if kind == "linear":
        inputs, outputs = LINEAR[index]
        weights, ends = inputs * outputs, BATCH * (inputs + outputs)
        # The weights' gradient stays two factors, which the optimizer multiplies.
        return 2 * 2 * BATCH * weights, 4 * (2 * weights + 2 * ends)
    inputs, size, outputs = BLOCKS[index]
    pooled = (size - 2) // 2
    passes = 3 if index > 0 else 2
    weights = inputs * outputs * 9
    pictures, results = BATCH * inputs * size**2, BATCH * outputs * pooled**2
    operations = passes * 2 * BATCH * (2 * pooled) ** 2 * weights
    return operations, 4 * (passes * pictures + 2 * results + passes * weights)


def update():
    """The same for the optimizer's pass over the first linear layer: the weights' gradient, and
    weights and two moments read and written."""
    inputs, outputs = LINEAR[0]
    return 2 * BATCH * inputs * outputs, 4 * 6 * inputs * outputs


def layers(results):
    def floor(work):
        operations, size = work
        return operations / results.best("operations") + size / results.best("bytes")

    rows = []
    for name in results.seconds["layers"]:
        mine = results.median("ours layers", name)
        eager = results.median("layers", name)
        last = results.median("layers, channels-last", name)
        direct = floor(work(name))
        rows.append(
            [name, milliseconds(mine), milliseconds(direct), f"{direct / mine:.2f}"]
            + [milliseconds(eager), f"{eager / mine:.2f}"]
            + [milliseconds(last), f"{last / mine:.2f}"]
        )
    everything = sum(floor(work(name)) for name in results.seconds["layers"]) + floor(update())
    step = results.median("ours step", "step")
    mine, direct = results.median("ours layers", "update"), floor(update())
    rows.append(
        ["update of linear 1", milliseconds(mine), milliseconds(direct), f"{direct / mine:.2f}"]
        + [""] * 4
    )
    rows.append(
        ["the whole step", milliseconds(step), milliseconds(everything), f"{everything / step:.2f}"]
        + [""] * 4
    )
    head = ["forward and backward", "ms", "direct floor ms", "floor / ms"]
    head += ["PyTorch eager ms", "ratio", "channels-last ms", "ratio"]
    note = (
        "PyTorch's linear layers include the gradient of their weights, which Faceoff multiplies "
        "out in the update.\n"
    )
    return table(head, rows) + "\n" + note


def machine(results):
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        lines = information.read_text().splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        flags = next((line for line in lines if line.startswith("flags")), "").split()
        model = f"{names[0]}, {'with' if 'avx512f' in flags else 'without'} AVX-512"
    import torch

    return (
        f"{model}, {os.cpu_count()} cores, {results.best('operations') / 1e9:.0f} GFLOP/s in a large "
        f"matrix product, {results.best('bytes') / 1e9:.0f} GB/s in a copy; PyTorch {torch.__version__}; load {os.getloadavg()[0]:.1f} at the end.\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="turns of both sides")
    parser.add_argument("--steps", type=int, default=10, help="steps that are timed, a turn")
    parser.add_argument("--json", help="where to keep every measured second")
    arguments = parser.parse_args()
    results = run(build(), arguments.rounds, arguments.steps)
    if arguments.json:
        kept = {"seconds": results.seconds, "peak_bytes": results.peaks}
        Path(arguments.json).write_text(json.dumps(kept))
    print(machine(results))
    print(steps(results))
    print(inference(results))
    print(layers(results))


if __name__ == "__main__":
    main()
