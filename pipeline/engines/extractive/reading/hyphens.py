"""Words torn by typesetting put together again from the paper's own vocabulary."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\d*")
_TORN = re.compile(r"(?<=\w)- (?=[^\W\d_])")
_ENDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$"), re.compile(r"[^\W\d_]+")
_KEPT = frozenset("and or to versus as nor und".split())
_NOTE = re.compile(r"\b([^\W\d_]{3,})(\d{1,2})(?=[\s,.;:)]|$)")


# A footnote's number set apart: `on all test sets 10, the`.
_LOOSE_NOTE = re.compile(r"(?<=[a-z]{3}s) \d{1,2}(?=\.?$|, [a-z])")
# … and glued to an amount: `1.9M2 tweets`.
_NOTED_AMOUNT = re.compile(r"(?<=\d[MKBk])\d{1,2}(?=[\s,.;:)]|$)")
# … and to a name that is cited: `SentiStrength1 (Roe et al., 2010)`.
_CITED_NOTE = re.compile(r"\b([A-Z][a-z]+[A-Z]\w*[a-z])\d(?= \([A-Z][\w’'-]+(?: et al\.| and | &|,))")
_SHOUTED = 3  # times that a name in capitals, such as IEMOCAP, does
_COINED = 2  # times that a word with capitals inside, such as SentiStrength, stands without a digit


class Vocabulary:
    """The words of a paper with their counts, case folded."""

    def __init__(self, text: str) -> None:
        """text: the paper's full text."""
        self.counts = Counter(map(str.lower, _WORD.findall(text)))

    def mend(self, text: str) -> str | None:
        """`text` with torn words joined and footnote digits taken off; None where a torn word stays unknown."""
        done = 0
        while found := _TORN.search(text, done):
            left, right = _ENDS[0].search(text[: found.start()]), _ENDS[1].match(text, found.end())
            first, second = left.group() if left else "", right.group() if right else ""
            done = found.end()
            if second.lower() in _KEPT:
                continue
            whole, hyphened = self.counts[f"{first}{second}".lower()], self.counts[f"{first}-{second}".lower()]
            if first and not whole and not hyphened:
                return None
            text = text[: found.start()] + ("" if first and whole >= hyphened else "-") + text[found.end() :]
            done = found.start()
        text = _CITED_NOTE.sub(lambda m: m[1] if self.counts[m.group().lower()] <= 1 else m.group(), text)
        return _LOOSE_NOTE.sub("", _NOTED_AMOUNT.sub("", _NOTE.sub(self._note, text)))

    def _note(self, match: re.Match[str]) -> str:
        word, number = match[1], match[2]
        shouted = word.isupper() and len(word) >= 5
        if shouted and any(self.counts[f"{word}{other}".lower()] for other in range(1, 100) if str(other) != number):
            return match.group()  # ROUGE1 and ROUGE2 are names of their own
        least = 1 if word[1:].islower() else _SHOUTED if shouted else _COINED
        plain = (word[-1].islower() or shouted) and len(word) >= 4 and self.counts[word.lower()] >= least
        return word if plain and self.counts[f"{word}{number}".lower()] <= 1 else match.group()
