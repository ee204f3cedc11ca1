"""Words torn by typesetting put together again from the paper's own vocabulary."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\d*")
_TORN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-‐]\s+([^\W\d_]+)")
_KEPT = frozenset("and or to versus as nor und".split())
_NOTE = re.compile(r"\b([^\W\d_]{3,})(\d{1,2})(?=[\s,.;:)]|$)")


class Vocabulary:
    """The words of a paper with their counts, case folded."""

    def __init__(self, text: str) -> None:
        """text: the paper's full text."""
        self.counts = Counter(map(str.lower, _WORD.findall(text)))

    def mend(self, text: str) -> str | None:
        """`text` with torn words joined and footnote digits taken off; None where a torn word stays unknown."""
        torn = False

        def join(match: re.Match[str]) -> str:
            nonlocal torn
            first, second = match[1], match[2]
            if second.lower() in _KEPT:
                return match.group()
            whole, hyphened = f"{first}{second}", f"{first}-{second}"
            if not self.counts[whole.lower()] and not self.counts[hyphened.lower()]:
                torn = True
            return whole if self.counts[whole.lower()] >= self.counts[hyphened.lower()] else hyphened

        text = _TORN.sub(join, text) if "- " in text else text
        return None if torn else _NOTE.sub(self._note, text)

    def _note(self, match: re.Match[str]) -> str:
        word, number = match[1], match[2]
        plain = word[1:].islower() and len(word) >= 4 and self.counts[word.lower()] >= 2
        return word if plain and self.counts[f"{word}{number}".lower()] <= 1 else match.group()
