#!/usr/bin/env python3
"""Whether the report's sentences that docs/study.md quotes are in a committed report, word for word.

What stands in quotation marks is looked for, headings left out: those quote the study.
"""

import html
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def text_of(page):
    """What a reader sees of a page, in one line."""
    page = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def main():
    """Prints the quotations that no report has, and exits with 1 where there are any."""
    reports = ROOT.glob("results/studies/*/report.html")
    reports = [text_of(report.read_text(encoding="utf-8")) for report in reports]
    study = (ROOT / "docs/study.md").read_text(encoding="utf-8")
    body = "\n".join(line for line in study.splitlines() if not line.startswith("#"))
    quoted = [re.sub(r"\s+", " ", each).rstrip(".") for each in re.findall(r'"([^"]+)"', body)]
    if not quoted or not reports:
        sys.exit("no quotations or no reports were found")
    missing = [each for each in quoted if not any(each in report for report in reports)]
    for each in missing:
        print(f"in no report: {each}")
    print(f"{len(quoted)} quotations, {len(missing)} in no report")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
