"""How a run of papers begins: with a general statement that fits them all, or with what they have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.digest import PointKind
from pipeline.engines.extractive.clauses import Clause, names_authors
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import is_detail, is_vague
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.plurals import is_named, plural
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.terms import Term

GENERAL: tuple[PointKind, ...] = ("problem", "background")
_WORDS = (11, 34)  # of a general statement that can open a paragraph
_SHARED = 0.08  # how near a general statement is to the papers beside its own
_WIDE = 0.35  # share of all papers that use a term too common to mark a group
_HOLLOW = frozenset(
    "library libraries package packages code module modules framework frameworks ecosystem ecosystems resources "
    "projects "
    "method methods approach approaches results users researchers applications problems tools systems scientists "
    "reductions errors values understanding".split()
)
_TRIED = 12
_PART = 0.4  # share of a run that deals with a thing
# What a paper does without is nothing that it deals with.
_WITHOUT = re.compile(
    r"\b(?:without|no|not|avoid\w*|instead of|rather than|unlike|free of|eliminat\w+|less|labor[- ]intensive|manual)\b"
    r"(?: [a-z-]+){1,5}"
)
_OFTEN = 2  # claims of a paper that name what it deals with


def general(group: Sequence[str], stock: Mapping[str, Sequence[Clause]], library: Library, title: str) -> Clause | None:
    """The problem or background that fits most papers of a run, if it fits more than its own and names what they or the
    section with that title are about; those that name the heading's words first."""
    heading = set(library.stems(title))
    topics = heading.union(*(term.key for term in library.shared_terms(group, most=_TRIED)))
    rated = []
    for key in group:
        for clause in stock[key]:
            plain = clause.kind in GENERAL and not clause.leaning and not names_authors(clause, library)
            stems = set(library.stems(clause.body))
            if plain and _WORDS[0] <= clause.words <= _WORDS[1] and stems & topics:
                vector = library.vector(key, clause.body)
                near = [cosine(vector, library.space.paper(other)) for other in group if other != key]
                value = round(sum(near) / max(1, len(near)), 6)
                rated.append((not heading & stems, -value, key, clause.body, clause))
    fitting = [row for row in rated if -row[1] >= _SHARED]
    return min(fitting, key=lambda row: row[:4])[4] if fitting else None


class Commons:
    """Words what papers have in common by the terms of their titles and abstracts; says each thing once."""

    def __init__(self, title: str, keys: Sequence[str], library: Library, writer: Writer) -> None:
        """title: the section's; keys: all its papers."""
        self.library = library
        self.writer = writer
        self.keys = keys
        self.said = {frozenset(library.stems(title))}
        self.turn = len(title)

    def sentence(self, group: Sequence[str]) -> str:
        """A sentence on what papers of a run deal with, if that is not what the section is about or said before."""
        for least in (3, 2):
            for term in self.library.shared_terms(group, most=_TRIED):
                users = [key for key in group if self._deals(key, term)]
                if len(users) >= max(least, _PART * len(group)) and self._marks(term):
                    self.said.add(frozenset(term.key))
                    return self._worded(term, users, len(users) == len(group))
        return ""

    def _worded(self, term: Term, users: Sequence[str], everyone: bool) -> str:
        wording = self.writer.wording
        text = plural(term.text)
        exact = not any(key in term.papers for key in self.keys if key not in users)
        count = wording.number(len(users)) if exact else wording.several if len(users) > 2 else wording.few
        patterns = wording.common if everyone else wording.some
        pattern = patterns[(self.turn + len(self.said)) % len(patterns)]
        filled = pattern.format(term=text, Term=text[:1].upper() + text[1:], n=count, N=count.capitalize())
        return self.writer.close(filled, *users)

    def _deals(self, key: str, term: Term) -> bool:
        """Whether a paper has the term in its title, or in its abstract and more than one of its claims."""
        if key in term.titled:
            return True
        words = term.text.casefold().removesuffix("s")
        said = sum(words in _WITHOUT.sub("", claim.text.casefold()) for claim in self.library.claims(key))
        return said >= (_OFTEN - 1 if key in term.core else _OFTEN)

    def _marks(self, term: Term) -> bool:
        """Whether a term says something of these papers that neither the heading nor an earlier sentence says."""
        wide = len(term.papers) > _WIDE * len(self.library.space.keys)
        last = term.text.split()[-1]
        if wide or is_vague(term) or is_detail(term) or last.casefold() in _HOLLOW or last.isupper():
            return False
        if any(frozenset(term.key) & said for said in self.said):
            return False
        ends = ("s", "ing", "tion", "ment", "sis", "data")
        return self.library.language != "en" or is_named(term.text) or plural(term.text).endswith(ends)
