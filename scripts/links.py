#!/usr/bin/env python3
"""Checks that the links of all Markdown files lead somewhere, and exits with 1 where one does not.

A relative link has to name a file or folder of the repository, and what follows a `#` a heading of the
Markdown file that it leads to. Addresses on the web are not asked for.
"""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+).+?\1", re.DOTALL)
# `[text](target)` and `[text](target "title")`, images alike; and `[name]: target`.
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def blank(match):
    """As many lines as were matched, empty."""
    return "\n" * match.group().count("\n")


def anchors(path):
    """What the headings of a Markdown file are called in links, as GitHub names them."""
    found = {}
    for heading in HEADING.findall(FENCE.sub(blank, path.read_text())):
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        found[name] = found.get(name, -1) + 1
        yield name if found[name] == 0 else f"{name}-{found[name]}"


def mistake(file, target):
    """What is wrong with a link, or nothing."""
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    path, _, anchor = target.partition("#")
    goal = (file.parent / unquote(path)).resolve() if path else file
    if not goal.is_relative_to(ROOT):
        return "leads out of the repository"
    if not goal.exists():
        return f"there is no {goal.relative_to(ROOT)}"
    if anchor and goal.suffix == ".md" and anchor not in anchors(goal):
        return f"{goal.relative_to(ROOT)} has no heading #{anchor}"
    return None


def main():
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    files = [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]
    links, mistakes = 0, 0
    for file in files:
        text = CODE.sub(blank, FENCE.sub(blank, file.read_text()))
        for match in LINK.finditer(text):
            links += 1
            target = match[1] or match[2]
            reason = mistake(file, target)
            if reason:
                mistakes += 1
                line = text.count("\n", 0, match.start()) + 1
                print(f"{file.relative_to(ROOT)}:{line}: `{target}`: {reason}")
    print(f"{links} links in {len(files)} files, {mistakes} lead nowhere")
    sys.exit(mistakes > 0)


if __name__ == "__main__":
    main()
