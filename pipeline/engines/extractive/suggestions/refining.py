"""What mends the weakest part of a skeleton's score: every option is tried on the digests, the best come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.digest import Digest, Edit, Feedback
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.suggestions.division import division_edits
from pipeline.engines.extractive.suggestions.options import Options, options_of
from pipeline.engines.extractive.suggestions.paper import misplaced
from pipeline.engines.extractive.suggestions.trials import Trial, trials_of
from pipeline.engines.extractive.suggestions.union import union_edits
from pipeline.score import WEIGHTS
from pipeline.skeleton import Skeleton

_CYCLE = 100  # sample numbers of one cycle of refinement
_REACH = 2  # options a cycle leaves to the next one, where none of them helps
_LARGEST = 6  # sections whose divisions are tried
_WAYS = 2  # divisions tried of each
_MOST_MOVES = 8

Edits = tuple[Edit, ...]


def refine(
    skeleton: Skeleton, parts: Mapping[str, float], digests: Sequence[Digest], library: Library, sample: int
) -> Feedback:
    """One proposal for a skeleton, another one for every sample.

    Proposals are ordered by what they do to the score when they are tried on the digests: those that raise it and its
    weakest part, those that raise it, the others. sample: cycle × 100 + index; where nothing raises the score, later
    cycles propose what earlier ones have not tried.
    """
    cycle, index = divmod(sample, _CYCLE)
    asked = tuple(d.bibkey for d in digests)
    trials = trials_of(digests, library)
    now = trials.of(skeleton, [()])[0]
    weakest = _weakest(parts)

    def order(trial: Trial) -> tuple[bool, bool, float]:
        better = trial.score.total > now.score.total
        return not better, better and not _mends(trial, now, weakest), -trial.score.total

    found = sorted(trials.of(skeleton, _proposals(options_of(skeleton, library), digests)), key=order)
    if not found:
        return Feedback((), asked)
    helps = found[0].score.total > now.score.total
    at = index if helps else index + _REACH * max(0, cycle - 1)
    return Feedback(found[at % len(found)].edits, asked)


def _weakest(parts: Mapping[str, float]) -> str:
    """The part that costs the total most."""
    lost = {name: w * (1 - parts.get(name, 1.0)) if w > 0 else -w * parts.get(name, 0.0) for name, w in WEIGHTS.items()}
    return max(sorted(lost), key=lambda name: round(lost[name], 6))


def _mends(trial: Trial, now: Trial, part: str) -> bool:
    return (trial.score.parts[part] - now.score.parts[part]) * WEIGHTS[part] > 0


def _proposals(options: Options, digests: Sequence[Digest]) -> list[Edits]:
    """Places for papers without one, divisions of the largest sections, unions, and papers moved to where they fit."""
    outline = options.outline
    largest = sorted(outline.themes, key=lambda s: (-len(s.papers), s.id))[:_LARGEST]
    found = [_places(options, digests), _moves(options, digests)]
    found += [division_edits(d, outline) for s in largest for d in options.divisions(s)[:_WAYS]]
    found += [union_edits(u) for u in options.unions]
    return [edits for edits in dict.fromkeys(found) if edits]


def _places(options: Options, digests: Sequence[Digest]) -> Edits:
    outline = options.outline
    listed = {key for s in outline.themes for key in s.papers}
    edits = []
    for bibkey in (d.bibkey for d in digests if d.bibkey not in listed):
        best = outline.nearest(bibkey)
        if best is not None:
            edits.append(Edit("assign", best.id, "no section lists it", (bibkey,)))
    return tuple(edits)


def _moves(options: Options, digests: Sequence[Digest]) -> Edits:
    edits = []
    for bibkey in (d.bibkey for d in digests):
        home = next((s for s in options.outline.themes if bibkey in s.papers), None)
        better = misplaced(bibkey, home, options) if home else None
        if better is not None:
            edits.append(Edit("assign", better.id, "it fits better here", (bibkey,)))
    return tuple(edits[:_MOST_MOVES])
