"""A proposal in parts: what changed between a passage and its new text, by sentences, to be taken over one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.citations import cited_keys
from pipeline.evidence import Evidence, evidence_key
from pipeline.language.sentences import sentence_spans
from pipeline.language.tokens import is_cjk
from pipeline.prose import sentences_of
from pipeline.revision.revise import Revised

__all__ = ["Part", "cut"]

_LINE = re.compile(r"[^\n]*\n*")
_LEAST_MOVED = 12
"""Characters of a sentence that tells that it was moved."""
_LEAST_ALIKE = 0.3
"""How alike two sentences must be to be one sentence changed."""


Span = tuple[int, int, str]
"""Characters from, to, and what comes in their place."""


@dataclass(frozen=True)
class Part:
    """Characters `start` to `end` of the passage become `text`. evidence: what stands behind its sentences."""

    start: int
    end: int
    text: str
    evidence: tuple[Evidence, ...] = ()


def cut(old: str, revised: Revised) -> list[Part]:
    """The parts of a proposal in the order of the passage; none where nothing changed, one where it is to be taken as a
    whole."""
    new = revised.text
    if new == old:
        return []
    spans = [(0, len(old), new)] if revised.whole else _with_moves(old, list(changes(old, new)))
    return [Part(start, end, text, tuple(_behind(text, revised.evidence))) for start, end, text in spans]


def changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """What becomes of which characters of the old text, by sentences."""
    before, after = units_of(old), units_of(new)
    starts = [0]
    for unit in before:
        starts.append(starts[-1] + len(unit))
    for tag, a, b, c, d in SequenceMatcher(is_gap, before, after).get_opcodes():
        if tag == "equal":
            continue
        if tag == "delete":
            yield from ((starts[m], starts[n], "") for m, n in _one_by_one(before, a, b))
        elif b - a == d - c and all(map(alike, before[a:b], after[c:d])):
            pairs = [n for n in range(b - a) if before[a + n] != after[c + n]]
            yield from ((starts[a + n], starts[a + n + 1], after[c + n]) for n in pairs)
        else:
            yield starts[a], starts[b], "".join(after[c:d])


def _with_moves(old: str, spans: Sequence[Span]) -> list[Span]:
    """The same changes, those between which a sentence moves as one: either alone would lose the sentence or double
    it."""
    taken = [{unit.strip() for unit in units_of(old[start:end])} for start, end, _ in spans]
    put = [{unit.strip() for unit in units_of(text) if len(unit.strip()) >= _LEAST_MOVED} for *_, text in spans]
    joined: list[Span] = []
    last = 0
    for n, (start, end, text) in enumerate(spans):
        if n and n <= last:
            before = joined.pop()
            start, text = before[0], before[2] + old[before[1] : start] + text
        joined.append((start, end, text))
        last = max([last, *(m for m in range(n + 1, len(spans)) if taken[n] & put[m] or put[n] & taken[m])])
    return joined


def _one_by_one(units: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """From where to where the sentences among some units go, each with the gap on the side where the first has one."""
    leading = is_gap(units[start])
    cuts = [n + (not leading) for n in range(start + 1, end - (not leading)) if is_gap(units[n])]
    yield from pairwise([start, *cuts, end])


def is_gap(unit: str) -> bool:
    """Blanks within a paragraph are no reason to take two places for the same."""
    return unit.isspace() and "\n" not in unit


def alike(one: str, other: str) -> bool:
    """Whether one sentence may be the other one changed."""
    return one == other or SequenceMatcher(None, one.split(), other.split()).ratio() >= _LEAST_ALIKE


def units_of(text: str) -> list[str]:
    """A text in sentences and the blanks between them; lines end a sentence, so that headings, items and rows of
    tables stand for themselves."""
    language = "zh" if is_cjk(text) else "en"
    units: list[str] = []
    for row in _LINE.findall(text):
        edges = [0, *(edge for span in sentence_spans(row, language) for edge in span), len(row)]
        units += [row[a:b] for a, b in pairwise(edges) if b > a]
    return units


def _behind(text: str, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """The evidence of the sentences that stand in a text."""
    keys = [
        evidence_key(sentence.text, sentence.keys or tuple(cited_keys(sentence.text)))
        for sentence in sentences_of(text)
    ]
    known = {item.key: item for item in evidence}
    return (known[key] for key in dict.fromkeys(keys) if key in known)
