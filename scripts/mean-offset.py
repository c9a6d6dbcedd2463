#!/usr/bin/env python3
"""How far a run's predictions lie beside the ground truth on average, to one side.

    scripts/mean-offset.py RUN

RUN is a folder of `results/runs`. Of the network kept last it prints, for each set of images, the mean
difference along x and y in pixels of the 224x224 crop; below 0 is to the left, and above.
"""

import json
import struct
import sys
from pathlib import Path

PIXELS = 50  # of the crop, that a target of 1 stands for


def tables(path):
    """The tables of a file of predictions, as lists of numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    numbers = data[8 + length :]
    for name, entry in json.loads(data[8 : 8 + length]).items():
        start, end = entry.get("data_offsets", (0, 0))
        yield name, struct.unpack(f"<{(end - start) // 4}f", numbers[start:end])


def main():
    """Prints a line for each set."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    run = Path(sys.argv[1])
    samples = json.loads((run / "samples.json").read_text(encoding="utf-8"))
    last = max((run / "predictions").glob("*.safetensors"))
    for name, predicted in tables(last):
        if name not in samples or not predicted:
            continue
        truth = samples[name]["truth"]["values"]
        off = [PIXELS * (a - b) for a, b in zip(predicted, truth)]
        x, y = (sum(off[axis::2]) / len(off[axis::2]) for axis in (0, 1))
        print(f"{last.stem}, {name}: {x:+.2f} along x, {y:+.2f} along y")


if __name__ == "__main__":
    main()
