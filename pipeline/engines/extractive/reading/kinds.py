"""What kind of thing a sentence says."""

from __future__ import annotations

import re

from pipeline.digest import POINT_KINDS, PointKind
from pipeline.engines.extractive.reading.cues import CUES, SECTION_KINDS, Cues

# What a thing is, or how one usually goes about it: no finding.
_USUAL = re.compile(
    r"(?:An?|One) (?:[a-z]+ )?(?:common|standard|typical|usual|popular|widely used|traditional) [a-z]+|"
    r"(?:[A-Z][\w-]*(?: [a-z]+){0,3}(?: \(\w+\))? (?:is|are) (?:an? |the )?(?:means|way|ways|process|term|name|concept|"
    r"task) )"
)


def kind_of(
    text: str,
    section: str,
    *,
    own: bool,
    plans: bool,
    others: bool,
    theirs: bool = False,
    hint: PointKind | None = None,
) -> tuple[PointKind, float]:
    """The kind of a claim and the strength (0 to 1) of the cues for it.

    own: the authors speak of their work; plans: of later work; others: the sentence cites works of others; theirs: it
    is about what one of these made;
    hint: what the label of a structured abstract announced.
    """
    if plans:
        return "limitation", 0.8
    weights = weighed(text.lower(), CUES)
    for kind, extra in SECTION_KINDS.get(section, {}).items():
        weights[kind] += extra if weights[kind] else 0.0
    if own:
        weights["background"] = 0.0
        weights["problem"] *= 0.5
        weights["method"] += 0.3 if weights["method"] else 0.0
    elif others:
        weights["background"] += 1.0
        weights["method"] *= 0.5
    if theirs or (not own and _USUAL.match(text)):
        weights["result"] = weights["limitation"] = weights["comparison"] = (
            0.0  # what others reached or lack is no finding of this paper
        )
    return strongest(weights, hint, "method" if own else "background")


def weighed(text: str, cues: Cues) -> dict[PointKind, float]:
    """How strongly the phrases in `text` speak for each kind."""
    return {kind: sum(weight for weight, pattern in cues[kind] if pattern.search(text)) for kind in POINT_KINDS}


def strongest(weights: dict[PointKind, float], hint: PointKind | None, default: PointKind) -> tuple[PointKind, float]:
    """The kind of the greatest weight and its strength; `default` where nothing speaks for any."""
    if hint:
        weights[hint] += 1.0
    best = max(POINT_KINDS, key=lambda kind: (round(weights[kind], 6), -POINT_KINDS.index(kind)))
    return (best, min(1.0, weights[best] / 2.0)) if weights[best] else (default, 0.0)
