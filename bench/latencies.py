"""How long things took to arrive, in a line."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

from bench.writing import say

FEWEST = 20
"""Too few to speak of percentiles."""


def say_latencies(where: str, latencies: Sequence[float], expected: int, goal: int) -> None:
    """Print how many of those expected arrived, and how late. latencies: seconds; goal: milliseconds, of the p95."""
    if len(latencies) < FEWEST:
        say(f"  {where}: only {len(latencies)} of {expected} arrived")
        return
    cuts = quantiles(latencies, n=100)
    say(
        f"  {where}: {len(latencies)} of {expected} arrived, median {cuts[49] * 1000:.0f} ms, "
        f"p95 {cuts[94] * 1000:.0f} ms (goal: ≤ {goal} ms), slowest {max(latencies) * 1000:.0f} ms"
    )
