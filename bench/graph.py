"""The graph of one run's calls: its critical path, and the wall that no schedule can beat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from pipeline.shape import merges


@dataclass(frozen=True)
class Round:
    """Steps that follow one another `times` times, with the seconds of all their calls."""

    name: str
    times: int
    seconds: Sequence[float]

    def least(self, cap: int) -> float:
        """Seconds no schedule can beat: the longest call once a time, or the total over the calls in flight."""
        return max(self.times * max(self.seconds), sum(self.seconds) / cap)


def rounds(record: Mapping[str, Any], numbers: Sequence[str], calls: Sequence[Mapping[str, Any]]) -> list[Round]:
    """The critical path, in order: what a run's record says must follow one another, and what the log says it took.

    numbers: the reading numbers of the final skeleton's sections; calls: with `question` and `seconds`, in the order
    they began.
    """
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    papers = record["corpus"]["papers"]
    for call in calls:
        kind = call["question"]
        if kind == "digest" and len(seconds["digest"]) >= papers:
            kind = "digest again"
        seconds[kind].append(call["seconds"])
    plan = record["plan"]
    layers, cycles = sum(record["layers_done"]), sum(record["cycles_done"])
    levels = len(merges(ceil(len(record["groups"]) / plan["draft_groups"]), plan["merge_width"]))
    depth = max(number.count(".") + 1 for number in numbers)
    seconds["frame"] = seconds["abstract"] + seconds["introduction"] + seconds["conclusion"]
    seconds["figures"] = seconds["table"] + seconds["diagram"]
    order = (
        *(("group", 1), ("draft", 1), ("merge", levels), ("digest", 1), ("feedback", 1)),
        *(("judge", 1 + layers + cycles), ("kernel", layers), ("refine", cycles), ("digest again", 1)),
        *(("leaf", 1), ("parent", depth - 1), ("frame", 1), ("figures", 1), ("verify", 2), ("repair", 1)),
    )
    return [Round(name, times, seconds[name]) for name, times in order if seconds[name] and times]
