"""A passage with fewer sentences: those go whose words the others say as well. No sentence is altered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.revising.leaning import leans
from pipeline.prose import Sentence, sentences_of, word_count

SHARE = 0.6
"""Of the passage's words, how many are to stay at most."""
_CITED = 3.0
"""What the only citation of a paper weighs, in words that no other sentence has."""


@dataclass(frozen=True)
class Group:
    """A sentence with those after it that lean on it: they stay or go together. first: whether it opens its paragraph,
    which would have no beginning without it."""

    sentences: tuple[Sentence, ...]
    first: bool
    stems: frozenset[str]
    keys: frozenset[str]
    words: int


def shorten(markdown: str, library: Library) -> str:
    """The passage without the groups that add least for their length, until it has at most `SHARE` of its words."""
    kept = _groups(markdown, library)
    left = sum(group.words for group in kept)
    wanted = left * SHARE
    cut: list[Sentence] = []
    while left > wanted:
        spare = [(_adds(group, kept, library), at) for at, group in enumerate(kept) if not group.first]
        if not spare:
            break
        gone = kept.pop(min(spare)[1])
        left -= gone.words
        cut += gone.sentences
    return _without(markdown, cut)


def _groups(markdown: str, library: Library) -> list[Group]:
    runs: list[tuple[bool, list[Sentence]]] = []
    end = 0
    for sentence in sentences_of(markdown):
        gap = markdown[end : sentence.start]
        first = not runs or "\n\n" in gap or bool(gap.strip())
        if runs and not first and leans(sentence.text):
            runs[-1][1].append(sentence)
        else:
            runs.append((first, [sentence]))
        end = sentence.end
    return [_group(first, run, library) for first, run in runs]


def _group(first: bool, run: Sequence[Sentence], library: Library) -> Group:
    text = " ".join(sentence.text for sentence in run)
    keys = frozenset(key for sentence in run for key in sentence.keys)
    return Group(tuple(run), first, frozenset(library.stems(text)), keys, max(1, word_count(text)))


def _adds(group: Group, kept: Sequence[Group], library: Library) -> float:
    """The weight of what only this group says, for each of its words."""
    others = [other for other in kept if other is not group]
    stems = group.stems.difference(*(other.stems for other in others))
    keys = group.keys.difference(*(other.keys for other in others))
    weight = sum(library.space.idf(stem) for stem in sorted(stems)) + _CITED * len(keys)
    return round(weight / group.words, 6)


def _without(markdown: str, cut: Sequence[Sentence]) -> str:
    """`markdown` without these sentences and the blanks before them."""
    for sentence in sorted(cut, key=lambda one: -one.start):
        markdown = markdown[: sentence.start].rstrip(" \n") + markdown[sentence.end :]
    return markdown
