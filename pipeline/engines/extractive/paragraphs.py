"""Paragraphs: clauses in order, worded so that they read as one piece of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.citations import cite
from pipeline.engines.extractive.clauses import Clause, followed, named, shortened
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.wording import WORDINGS

LONGEST_JOINED = 46
_ALIKE = 0.22
_CONTRAST_KINDS = ("method", "problem", "data")


@dataclass
class Writer:
    """Words one paragraph after the other; counts turns, so that no opening comes twice in a row."""

    library: Library
    turn: int = 0
    introduced: set[str] = field(default_factory=set)

    def paragraph(self, clauses: Sequence[Clause], lead: str = "", theme: str = "") -> str:
        """The paragraph of these clauses. lead: a sentence of its own that opens it; theme: named in the first clause."""
        sentences = [lead] if lead else []
        last: Clause | None = None
        connected = False
        position = 0
        while position < len(clauses):
            clause = clauses[position]
            following = clauses[position + 1] if position + 1 < len(clauses) else None
            self.turn += 1
            joined = self._joined(clause, following, last) if following else ""
            if joined and not (theme and not sentences):
                sentences.append(self._close(joined, clause.bibkey, following.bibkey))  # type: ignore[union-attr]
                self.introduced |= {clause.bibkey, following.bibkey}  # type: ignore[union-attr]
                last, position = following, position + 2
                continue
            text = self._alone(clause, last)
            lead_in = "" if connected else self._lead_in(clause, last)
            if theme and not sentences:
                text = self._themed(text, theme)
            elif lead_in:
                text, connected = lead_in + self.library.inner(text), True
            sentences.append(self._close(text, clause.bibkey))
            self.introduced.add(clause.bibkey)
            last, position = clause, position + 1
        return WORDINGS[self.library.language].space.join(sentences)

    def _alone(self, clause: Clause, last: Clause | None) -> str:
        if last is not None and last.bibkey == clause.bibkey:
            return followed(clause, self.library, self.turn)
        return named(clause, self.library, self.turn) if clause.leaning or clause.subject else clause.body

    def _joined(self, clause: Clause, following: Clause, last: Clause | None) -> str:
        """Two papers' clauses as one sentence, where they are short, of one kind and about related things."""
        if clause.bibkey == following.bibkey or clause.kind != following.kind:
            return ""
        if last is not None and last.bibkey == clause.bibkey:
            return ""
        a, b = (shortened(named(c, self.library, self.turn + i)) for i, c in enumerate((clause, following)))
        if _words(a) + _words(b) > LONGEST_JOINED or any(mark in a + b for mark in ";:；："):
            return ""
        wording = WORDINGS[self.library.language]
        near = cosine(*(self.library.vector(c.bibkey, c.body) for c in (clause, following)))
        contrast = near < _ALIKE and clause.kind in _CONTRAST_KINDS
        patterns = wording.whereas if contrast else wording.both
        return patterns[self.turn % len(patterns)].format(a=a, b=b)

    def _lead_in(self, clause: Clause, last: Clause | None) -> str:
        """A connective that the content gives: likeness to the sentence before, or a later year."""
        if last is None or last.bibkey == clause.bibkey or last.kind != clause.kind or not clause.subject:
            return ""
        wording = WORDINGS[self.library.language]
        near = cosine(*(self.library.vector(c.bibkey, c.body) for c in (clause, last)))
        if near >= _ALIKE:
            return wording.alike[self.turn % len(wording.alike)]
        years = [self.library.paper(c.bibkey).year for c in (last, clause)]
        if clause.kind == "method" and years[0] and years[1]:
            return wording.later.get(years[1] - years[0], "")
        return ""

    def _themed(self, text: str, theme: str) -> str:
        patterns = WORDINGS[self.library.language].among
        return patterns[self.turn % len(patterns)].format(theme=theme, a=self.library.inner(text))

    def _close(self, text: str, *bibkeys: str) -> str:
        wording = WORDINGS[self.library.language]
        text = text[:1].upper() + text[1:] if not text[:1].isupper() and text[:2].islower() else text
        return f"{text}{wording.space or ' '}{cite(*bibkeys)}{wording.stop}"


def _words(text: str) -> int:
    return len(text.split()) if " " in text else (len(text) + 1) // 2
