#!/usr/bin/env python3
"""Whether the commands of the README compile each dependency once.

Cargo unites the features of what one command builds. A command that builds more of the workspace, or
its tests, may switch on a feature of a shared package, and then that package and all that depend on
it are compiled a second time. This script asks Cargo for the units of each command, without
compiling any, and lists the packages that two commands would compile differently.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict

# Commands that follow each other. What both compile has to be the same.
PAIRS = [
    ("build", "test --workspace"),
    ("build --release", "test --release --workspace"),
    ("build --release", "bench"),
]


def units_of(command):
    """The units that `cargo COMMAND` compiles, as Cargo describes them."""
    arguments = ["cargo", *command.split(), "--locked", "--unit-graph", "-Z", "unstable-options"]
    # The unit graph is an unstable option, which the stable Cargo accepts with this variable.
    environment = os.environ | {"RUSTC_BOOTSTRAP": "1"}
    asked = subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(asked.stdout)["units"]


def name_of(unit):
    """What a person calls a unit: its package, target, and whether it is built or run."""
    package = unit["pkg_id"].split("/")[-1].replace("#", " ")
    return package, unit["target"]["name"], unit["mode"]


def own_settings(unit):
    """What distinguishes two units of one name, apart from their dependencies."""
    settings = {f"feature {feature}": True for feature in unit["features"]}
    settings["platform"] = unit["platform"]
    settings |= {key: value for key, value in unit["profile"].items() if key != "name"}
    return settings


def identities(units):
    """For each unit, a value that is equal where Cargo would compile it once."""
    known = {}

    def identity(index):
        if index not in known:
            unit = units[index]
            dependencies = sorted(identity(each["index"]) for each in unit["dependencies"])
            described = [name_of(unit), own_settings(unit), dependencies]
            known[index] = hash(json.dumps(described, sort_keys=True))
        return known[index]

    return [identity(index) for index in range(len(units))]


def differences(first, second):
    """The settings in which two units differ, in words."""
    one, other = own_settings(first), own_settings(second)
    return [
        f"{key}: {one.get(key, 'absent')} and {other.get(key, 'absent')}"
        for key in sorted(one.keys() | other.keys())
        if one.get(key) != other.get(key)
    ]


def compare(first, second):
    """Prints the shared packages that two commands compile differently; says how many there are."""
    units, others = units_of(first), units_of(second)
    compiled = set(identities(others))
    named = defaultdict(list)
    for other in others:
        named[name_of(other)].append(other)
    twice = [
        unit
        for unit, identity in zip(units, identities(units))
        if identity not in compiled and name_of(unit) in named
    ]
    if twice:
        print(f"`cargo {first}` and `cargo {second}` compile {len(twice)} units differently. Causes:")
    for unit in twice:
        # A unit that differs only by its dependencies is a consequence, not a cause.
        ways = [differences(unit, other) for other in named[name_of(unit)]]
        if all(ways):
            print(f"  {' '.join(name_of(unit))}: {'; '.join(min(ways, key=len))}")
    return len(twice)


def main():
    """Compares all pairs of commands; exits with 1 where one compiles something twice."""
    if sum(compare(first, second) for first, second in PAIRS):
        sys.exit(1)


if __name__ == "__main__":
    main()
