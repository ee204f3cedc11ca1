"""Which words a collection uses as verbs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_BEFORE_VERB = frozenset(
    "to we can could will would may might must should cannot they you i that which it not and".split()
)
_BEFORE_NOUN = frozenset("the a an of this these our its their in on for with each every such as by from".split())


class VerbEar:
    """Which words are verbs, by the words that stand before them: `to predict`, `we predict` against `the
    prediction`."""

    def __init__(self) -> None:
        self.as_verb: Counter[str] = Counter()
        self.as_noun: Counter[str] = Counter()

    def listen(self, text: str) -> None:
        """Count what stands before every word of `text`."""
        before = ""
        for word in map(str.lower, re.findall(r"[A-Za-z][\w-]*|[.,;:()]", text)):
            if before in _BEFORE_VERB:
                self.as_verb[word] += 1
            elif before in _BEFORE_NOUN:
                self.as_noun[word] += 1
            before = word

    def is_verb(self, word: str) -> bool:
        """Whether `word` is a verb more often than a noun."""
        word = word.lower()
        if self.as_verb[word] > self.as_noun[word]:
            return True
        bases = [word.removesuffix(end) for end in ("s", "es") if word.endswith(end)]
        return any(self.as_verb[b] > self.as_noun[b] and not self.as_noun[word] for b in bases if len(b) > 2)

    def parted(self, runs: Iterator[list[str]]) -> Iterator[list[str]]:
        """The runs cut at verbs."""
        for run in runs:
            part: list[str] = []
            for word in run:
                if word.islower() and self.is_verb(word):
                    if part:
                        yield part
                    part = []
                else:
                    part.append(word)
            if part:
                yield part
