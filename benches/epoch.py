"""Where the time of an epoch goes: the study's base network at full size, on the faces of a folder
or, without one, on drawn ones.

    python3 benches/epoch.py [DATA] > epoch.md

As in the study a test loss is measured after every third epoch. The train loss is measured again on
256 images and the network's health on 32, however many are trained on: of the 960 drawn faces that
is a larger share than of the study's 3,462.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXPERIMENT = """
title = "Base"
[train]
epochs = 4
evaluate_every = 3
"""
SCALE = 'description = "All of it."'


def lines(data):
    """The metrics of the epochs on `data`, trained in a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "experiments/scales").mkdir(parents=True)
        (folder / "experiments/base.toml").write_text(EXPERIMENT)
        (folder / "experiments/scales/epoch.toml").write_text(SCALE)
        build = ["cargo", "build", "--release", "--bin", "faceoff"]
        subprocess.run(build, cwd=ROOT, check=True)
        program = ROOT / "target/release/faceoff"
        command = [program, "run", "base", "--scale", "epoch", "--quiet"]
        command += ["--data", Path(data).resolve()] if data else []
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        (metrics,) = (folder / "results/runs").glob("*/metrics.jsonl")
        every = [json.loads(line) for line in metrics.read_text().splitlines()]
        # The last is evaluated because it is the last.
        return every[:3]


def main():
    metrics = lines(sys.argv[1] if len(sys.argv) > 1 else None)
    total = {
        name: sum(line[name] for line in metrics)
        for name in ["seconds", "waiting_seconds", "evaluation_seconds"]
    }
    everything = total["seconds"] + total["evaluation_seconds"]
    rows = [
        ("training steps", total["seconds"] - total["waiting_seconds"]),
        ("waiting for batches", total["waiting_seconds"]),
        ("evaluation", total["evaluation_seconds"]),
    ]
    print(f"| {len(metrics)} epochs | seconds | share |")
    print("| --- | ---: | ---: |")
    for name, seconds in rows:
        print(f"| {name} | {seconds:.2f} | {100 * seconds / everything:.1f} % |")


if __name__ == "__main__":
    main()
