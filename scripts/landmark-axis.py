#!/usr/bin/env python3
"""Whether a data set's landmarks lie where mirror images put them.

    scripts/landmark-axis.py DATA

DATA is a folder with `training/` and `training_frames_keypoints.csv`, of faces with 68 landmarks. The
faces that look straight ahead (whose landmarks are nearly mirror images of each other) are laid over
each other by their landmarks alone, and the mean of their pixels is mirrored at axes left and right of
that of the landmarks: where it is most like its mirror image is the faces' own axis. A network that is
trained on mirrored images puts landmarks there. Pixels count from the centre of the first.

Needs numpy and pillow.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from PIL import Image

SIDE = 220  # of the mean face, in pixels
WIDTH = 120  # of the landmarks in it
STRAIGHT = 4  # pixels there, from landmarks to their mirror images, that count as straight ahead

# The landmark that each becomes in a mirror.
MIRROR = np.array(
    [*range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31]
    + [45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40, 54, 53, 52, 51, 50, 49, 48]
    + [59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65]
)


def mirrored(shape):
    """Landmarks, complex numbers around 0, in a mirror at the imaginary axis."""
    return -np.conj(shape[MIRROR])


def turn(shape, template):
    """The turn and factor that brings a shape nearest to the template."""
    return np.vdot(shape, template) / np.vdot(shape, shape)


def sample(image, at):
    """The image between its pixels at complex places."""
    height, width = image.shape
    x = np.clip(at.real, 0, width - 1.001)
    y = np.clip(at.imag, 0, height - 1.001)
    left, top = x.astype(int), y.astype(int)
    across, down = x - left, y - top
    above = image[top, left] * (1 - across) + image[top, left + 1] * across
    below = image[top + 1, left] * (1 - across) + image[top + 1, left + 1] * across
    return above * (1 - down) + below * down


def main():
    """Prints where the axis of the mean face lies."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data = Path(sys.argv[1])
    with open(data / "training_frames_keypoints.csv", encoding="utf-8") as table:
        rows = list(csv.reader(table))[1:]
    numbers = np.array([[float(cell) for cell in row[1:137]] for row in rows])
    landmarks = numbers[:, 0::2] + 1j * numbers[:, 1::2]
    middles = landmarks.mean(1)
    shapes = landmarks - middles[:, None]

    template = shapes[0]
    for _ in range(5):
        brought = np.array([shape * turn(shape, template) for shape in shapes])
        mean = np.median(brought.real, 0) + 1j * np.median(brought.imag, 0)
        template = (mean + mirrored(mean)) / 2
        template -= template.mean()
    template *= WIDTH / np.ptp(template.real)

    middle = (SIDE - 1) / 2
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    grid = (x - middle) + 1j * (y - middle - 10)
    total, factors = np.zeros((SIDE, SIDE)), []
    for row, shape, place in zip(rows, shapes, middles):
        factor = turn(shape, template)
        brought = shape * factor
        if np.abs(brought - mirrored(brought)).mean() > STRAIGHT:
            continue
        image = np.asarray(Image.open(data / "training" / row[0]).convert("L"), float)
        face = sample(image, grid / factor + place)
        total += (face - face.mean()) / (face.std() + 1e-6)
        factors.append(abs(factor))

    columns = np.arange(SIDE)
    inner = slice(60, 190), slice(50, 170)
    slope = np.gradient(total, axis=1)
    likeness = []
    for axis in np.arange(-4, 4.01, 0.1):
        at = 2 * (middle + axis) - columns
        image = np.array([np.interp(at, columns, line) for line in total])
        other = np.gradient(image, axis=1)
        likeness.append((np.corrcoef(slope[inner].ravel(), other[inner].ravel())[0, 1], axis))
    best, axis = max(likeness)
    print(f"{len(factors)} of {len(rows)} faces look straight ahead")
    print(
        f"their mean is most like its mirror image (correlation {best:.3f}) at an axis"
        f" {axis / np.median(factors):+.2f} pixels of an image from that of the landmarks"
        " (- is to the left)"
    )


if __name__ == "__main__":
    main()
