#!/usr/bin/env python3
"""Cuts the pictures of the README out of the report of the drawn study, into docs/images.

    scripts/docs-images.py [REPORT [CHROMIUM]]

REPORT is the page that `faceoff reproduce` writes, CHROMIUM the browser that draws it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 1000
# File name: the part of the page that it shows, as a section and what of the section is kept.
PICTURES = {
    "contact-sheet.png": ("long-training", "[id='long-training/faces']"),
    "comparison.png": ("loss-function", "h2, .lead, .verdict, [id='loss-function/loss']"),
}
STYLE = """
nav, main > *, section:not([id="{section}"]), footer {{ display: none !important; }}
section[id="{section}"] {{ display: block !important; margin: 0; padding: 0; border: 0; }}
section[id="{section}"] > * {{ display: none; }}
section[id="{section}"] > :is({kept}) {{ display: block; }}
.layout {{ display: block; }}
main {{ padding: 12px; }}
figure {{ margin: 12px 0 0; }}
"""
# The height of what is shown becomes the title, where the page as text has it.
MEASURE = """<script>
addEventListener("load", () => document.title = "height " + Math.ceil(document.querySelector("main").getBoundingClientRect().height));
</script>"""


def browse(chromium, page, *arguments):
    """What the browser prints of a page."""
    base = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command = [*base, *arguments, page.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def draw(chromium, report, name, section, kept):
    """Draws a part of the report as docs/images/`name`."""
    if f'<section id="{section}">' not in report:
        sys.exit(f"the report has no section `{section}`")
    style = STYLE.format(section=section, kept=kept)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(report.replace("</head>", f"<style>{style}</style>{MEASURE}</head>", 1))
        dom = browse(chromium, page, f"--window-size={WIDTH},800", "--dump-dom")
        height = re.search(r"<title>height (\d+)</title>", dom)
        if not height:
            sys.exit(f"the browser did not measure `{section}`")
        picture = ROOT / "docs/images" / name
        size = f"--window-size={WIDTH},{height[1]}"
        browse(chromium, page, size, f"--screenshot={picture}")
    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size:,} bytes")


def main():
    arguments = sys.argv[1:]
    default = ROOT / "results/studies/drawn-quick/report.html"
    report = Path(arguments[0]) if arguments else default
    chromium = arguments[1] if len(arguments) > 1 else "chromium"
    text = report.read_text()
    for name, (section, kept) in PICTURES.items():
        draw(chromium, text, name, section, kept)


if __name__ == "__main__":
    main()
