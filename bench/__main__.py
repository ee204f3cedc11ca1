"""`python -m bench [reading] [writing] [live] [models] [uploads] [editing]`: all of them, or those named.

`team` lets three people work on one article for BENCH_MINUTES; `screenshots` takes the README's pictures.
"""

from __future__ import annotations

import sys

from bench import editing, live, models, reading, screenshots, team, uploads, writing
from bench.machine import machine
from bench.writing import say

MEASURED = {
    "reading": reading.report,
    "writing": writing.report,
    "live": live.report,
    "models": models.report,
    "uploads": uploads.report,
    "editing": editing.report,
}
PARTS = MEASURED | {"team": team.report, "screenshots": screenshots.take}


def main() -> None:
    """Print the machine, then each part's figures."""
    names = sys.argv[1:] or list(MEASURED)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise SystemExit(f"There is no part {', '.join(unknown)}; choose from {', '.join(PARTS)}.")
    say(machine())
    for name in names:
        say(f"\n{name}")
        PARTS[name]()


if __name__ == "__main__":
    main()
