#!/usr/bin/env python3
"""Writes the losses of recorded runs, one file for each experiment.

    python3 excerpt.py RESULTS STUDY EXPERIMENT...

A line is an epoch: train loss, train loss measured again after the epoch and test loss, to five
digits; the last two are left out where they were not measured.
"""

import json
import pathlib
import sys


def line(epoch):
    fields = ("train_loss", "train_loss_remeasured", "test_loss")
    losses = [epoch.get(field) for field in fields]
    return " ".join(f"{loss:.5g}" for loss in losses if loss is not None)


def main(results, study, *names):
    results = pathlib.Path(results)
    study = json.loads((results / "studies" / study / "study.json").read_text())
    runs = {each["experiment"]["name"]: each["runs"][0] for each in study["experiments"]}
    for name in names:
        metrics = (results / "runs" / runs[name] / "metrics.jsonl").read_text()
        lines = [line(json.loads(epoch)) for epoch in metrics.splitlines()]
        path = pathlib.Path(__file__).with_name(f"{name}.txt")
        path.write_text("\n".join(lines) + "\n")


main(*sys.argv[1:])
