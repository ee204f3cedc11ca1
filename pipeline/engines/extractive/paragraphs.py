"""Paragraphs: clauses in order, worded so that they read as one piece of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipeline.citations import cite
from pipeline.engines.extractive.clauses import (
    Clause,
    followed,
    named,
    names_authors,
    passive,
    shortened,
    speaks_of_authors,
    whose,
)
from pipeline.engines.extractive.deeds import contrast, deed_of
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parallel import fit_together, nearness, parallel
from pipeline.engines.extractive.wording import WORDINGS

_LIKE = 0.35  # so near, a sentence may be led in by `Similarly`, or by how much later its work is
_CONTRASTED = 0.2  # so near, two clauses are set against each other
_THEMED_FROM = 18  # words of a clause that can carry its theme in front
_NONE: Mapping[int, str] = MappingProxyType({})
_REMEDY_EVERY = 3
_MOST = 8  # clauses a paragraph
_DIFFERING = ("method", "result", "comparison")


class Writer:
    """Words one paragraph after the other; counts turns, so that no opening comes twice in a row."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.wording = WORDINGS[library.language]
        self.turn = 0
        self.remedies = 0

    def paragraph(self, clauses: Sequence[Clause], lead: str = "", themes: Mapping[int, str] = _NONE) -> str:
        """The paragraph of these clauses. lead: a sentence of its own that opens it; themes: those that clauses name
        in front, by their places."""
        sentences = [lead] if lead else []
        last: Clause | None = None
        seen: set[str] = set()
        spoken = False  # whether the last sentence names its authors
        connected = False
        position = 0
        while position < len(clauses):
            clause = clauses[position]
            following = clauses[position + 1] if position + 1 < len(clauses) else None
            self.turn += 1
            theme = themes.get(position, "")
            apart = following is None or theme or position + 1 in themes
            joined = "" if following is None or apart else self._joined(clause, following, last)
            if joined and following is not None:
                sentences.append(self.close(joined, clause.bibkey, following.bibkey))
                seen |= {clause.bibkey, following.bibkey}
                last, spoken, position = following, False, position + 2
                continue
            if theme:
                text, spoken = self._themed(clause, theme), True
            else:
                text, spoken, led = self._alone(clause, last, spoken, connected, clause.bibkey in seen)
                connected = connected or led
            seen.add(clause.bibkey)
            sentences.append(self.close(text, clause.bibkey))
            last, position = clause, position + 1
        return self.wording.space.join(sentences)

    def chain(self, sentences: Sequence[str]) -> str:
        """Finished sentences, one after the other; empty ones are left out."""
        return self.wording.space.join(sentence for sentence in sentences if sentence)

    def _alone(
        self, clause: Clause, last: Clause | None, spoken: bool, connected: bool, seen: bool
    ) -> tuple[str, bool, bool]:
        """The sentence of one clause, whether it names its authors, and whether it begins with a connective.

        spoken: whether the sentence before names its authors; connected: whether there was a connective; seen: whether
        the paragraph has told of this paper.
        """
        own = names_authors(clause, self.library)
        if last is not None and last.bibkey == clause.bibkey:
            if spoken:
                return followed(clause, self.library, self.turn), True, False
            if own:
                remedy = self._remedy(clause, last)
                return remedy + named(clause, self.library, self.turn), True, False
            if speaks_of_authors(clause):
                return named(clause, self.library, self.turn), True, False
            return clause.body, False, False
        if not (own or clause.leaning or (not seen and whose(clause, self.library))):
            return clause.body, False, False
        unnamed = passive(clause) if self.library.language == "en" else ""
        if unnamed:
            return unnamed, False, False
        text = named(clause, self.library, self.turn)
        lead_in = "" if connected or seen or last is None else self._lead_in(clause, last)
        return lead_in + (self.library.inner(text) if lead_in else text), True, bool(lead_in)

    def _remedy(self, clause: Clause, last: Clause) -> str:
        """Now and then, what links an approach to the problem its paper has just named."""
        if clause.kind != "method" or last.kind != "problem" or not clause.subject:
            return ""
        self.remedies += 1
        due = self.remedies % _REMEDY_EVERY == 1
        return self.wording.remedy[self.remedies // _REMEDY_EVERY % len(self.wording.remedy)] if due else ""

    def joins(self, clause: Clause, following: Clause) -> bool:
        """Whether two papers' clauses make one sentence."""
        return bool(self._joined(clause, following, None))

    def paired(self, clauses: Sequence[Clause]) -> list[list[Clause]]:
        """One clause a paper, two together where they make one sentence, the most alike first choice; in order."""
        left = list(clauses)
        found: list[list[Clause]] = []
        while left:
            clause = left.pop(0)
            near = [
                (-nearness(clause, other, self.library), i) for i, other in enumerate(left) if self.joins(clause, other)
            ]
            found.append([clause, left.pop(min(near)[1])] if near else [clause])
        return found

    def _joined(self, clause: Clause, following: Clause, last: Clause | None) -> str:
        """Two papers' clauses as one sentence, where they are parallel, short and say whose they are."""
        if last is not None and last.bibkey == clause.bibkey and last.kind == clause.kind:
            return ""
        if not parallel(clause, following, self.library):
            return ""
        pair = (clause, following)
        parts = self._fitting(pair, deep=False) or self._fitting(pair, deep=True)
        deed = deed_of(clause.predicate, parts[0]) if parts and self.library.language == "en" else ""
        alike = self.library.language != "en" or (
            deed and deed == deed_of(following.predicate, parts[-1] if parts else "")
        )
        if not parts or not alike:
            return ""
        a, b = parts
        differ = clause.kind in _DIFFERING and nearness(clause, following, self.library) >= _CONTRASTED
        differ = differ and (clause.kind == "method" or contrast(a, b))
        patterns = self.wording.whereas if differ else self.wording.both
        pattern = patterns[self.turn % len(patterns)]
        return pattern.format(a=a if pattern.startswith("{a}") else self.library.inner(a), b=self.library.inner(b))

    def _fitting(self, pair: Sequence[Clause], *, deep: bool) -> list[str]:
        """The wordings of two clauses that make one sentence; none where they do not. deep: shortened as far as may
        be."""
        parts = []
        for i, c in enumerate(pair):
            own = names_authors(c, self.library) or (c.leaning and bool(self.library.paper(c.bibkey).authors))
            text = named(c, self.library, self.turn + i) if own else c.body
            text = shortened(c, text, deep=deep) if own or deep else text
            if (own and self.library.name(c.bibkey) not in text) or (not own and c.leaning) or text.count(",") > 2:
                return []
            parts.append(text)
        return parts if fit_together(*parts) else []

    def _lead_in(self, clause: Clause, last: Clause) -> str:
        """A connective that the content gives: great likeness to the sentence before, or, then, a later year."""
        if self.library.name(last.bibkey) == self.library.name(clause.bibkey):
            return ""
        if last.kind != clause.kind or not clause.subject or nearness(clause, last, self.library) < _LIKE:
            return ""
        before, now = (self.library.paper(c.bibkey).year for c in (last, clause))
        later = self.wording.later.get(now - before, "") if clause.kind == "method" and before and now else ""
        return later or self.wording.alike[self.turn % len(self.wording.alike)]

    def _themed(self, clause: Clause, theme: str) -> str:
        owned = clause.subject or clause.leaning or whose(clause, self.library)
        text = named(clause, self.library, self.turn) if owned else clause.body
        if not carries(clause):
            return text
        return self.wording.among[self.turn % len(self.wording.among)].format(theme=theme, a=self.library.inner(text))

    def close(self, text: str, *bibkeys: str) -> str:
        """The sentence with its citation and full stop, its first letter a capital unless it is a name like
        `iPython`."""
        head = text.split(" ", 1)[0]
        text = text[:1].upper() + text[1:] if head.islower() else text
        text = f"{text}." if text.endswith(" et al") else text
        return f"{text}{self.wording.space}{cite(*bibkeys)}{self.wording.stop}"


def carries(clause: Clause) -> bool:
    """Whether a clause can name its theme in front: it begins with its authors, and is long enough."""
    return bool(clause.subject) and clause.words >= _THEMED_FROM


def split(clauses: list[Clause]) -> list[list[Clause]]:
    """Clauses in paragraphs of about equal length, papers kept together."""
    parts = max(1, -(-len(clauses) // (_MOST + 2)))
    size = -(-len(clauses) // parts)
    found: list[list[Clause]] = [[]]
    for clause in clauses:
        full = len(found[-1]) >= size and found[-1][-1].bibkey != clause.bibkey
        if full and len(found) < parts:
            found.append([])
        found[-1].append(clause)
    return [part for part in found if part]
