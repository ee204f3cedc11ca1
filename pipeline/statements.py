"""Sentences about the collection itself, and their checkers: what is counted can be counted again.

Each kind of statement words itself and recognises its own wording; `statement_holds` computes it anew from the corpus.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from pipeline.citations import without_citations
from pipeline.language.tokens import is_cjk
from pipeline.paper import Corpus, Paper


class Statement(ABC):
    """One kind of computed sentence. forms: by language the wordings, with named places in braces."""

    forms: ClassVar[dict[str, tuple[str, ...]]]

    @abstractmethod
    def holds(self, found: dict[str, str], corpus: Corpus) -> bool:
        """Whether what a sentence says (its places by name) is true of the corpus."""

    def render(self, language: str, turn: int = 0, **places: object) -> str:
        """The sentence. turn: which of several wordings; places: what fills them."""
        forms = self.forms[language]
        return forms[turn % len(forms)].format(**places)

    def read(self, sentence: str) -> dict[str, str] | None:
        """The places of a sentence of this kind, or None."""
        for form in (form for forms in self.forms.values() for form in forms):
            match = re.fullmatch(_pattern(form), sentence)
            if match:
                return match.groupdict()
        return None


def _pattern(form: str) -> str:
    parts = re.split(r"\{(\w+)\}", form)
    return "".join(re.escape(part) if i % 2 == 0 else f"(?P<{part}>.+?)" for i, part in enumerate(parts))


class Size(Statement):
    """How many works there are, and from which years."""

    forms: ClassVar = {
        "en": (
            "This survey covers {count} works published between {first} and {last}.",
            "The collection comprises {count} works, the earliest from {first} and the latest from {last}.",
        ),
        "zh": (
            "本综述涵盖{first}年至{last}年间发表的{count}篇论文。",
            "所收论文共{count}篇，最早发表于{first}年，最近发表于{last}年。",
        ),
    }

    def holds(self, found: dict[str, str], corpus: Corpus) -> bool:
        years = _years(corpus)
        return bool(years) and (str(len(corpus.papers)), str(min(years)), str(max(years))) == (
            found["count"],
            found["first"],
            found["last"],
        )


class BareSize(Statement):
    """How many works there are, where their years are not all known or all the same."""

    forms: ClassVar = {
        "en": ("This survey covers {count} works.", "The collection comprises {count} works."),
        "zh": ("本综述涵盖{count}篇论文。", "所收论文共{count}篇。"),
    }

    def holds(self, found: dict[str, str], corpus: Corpus) -> bool:
        return found["count"] == str(len(corpus.papers))


class YearCount(Statement):
    """How many works appeared in the year that most of them are from."""

    forms: ClassVar = {
        "en": (
            "The year with most of them is {year}, with {count} works.",
            "More of them appeared in {year}, {count}, than in any other year.",
        ),
        "zh": ("其中{year}年发表的最多，共{count}篇。", "以{year}年发表的为最多，有{count}篇。"),
    }

    def holds(self, found: dict[str, str], corpus: Corpus) -> bool:
        counts = Counter(_years(corpus))
        return bool(counts) and str(counts.get(int(found["year"]), 0)) == found["count"] == str(max(counts.values()))


class TermUse(Statement):
    """How many works use a term."""

    forms: ClassVar = {
        "en": (
            "Of the {total} works, {count} mention {term}.",
            "Among the {total} works, {count} mention {term}.",
            "Mentions of {term} are found in {count} of the {total} works.",
        ),
        "zh": ("在{total}篇论文中，有{count}篇提到“{term}”。",),
    }

    def holds(self, found: dict[str, str], corpus: Corpus) -> bool:
        return (str(len(corpus.papers)), str(len(using(found["term"], corpus.papers)))) == (
            found["total"],
            found["count"],
        )


class TermPair(Statement):
    """How many of the works that use one term use another one too."""

    forms: ClassVar = {
        "en": ("Of the {count} works that mention {first}, {both} also mention {second}.",),
        "zh": ("在{count}篇提到“{first}”的论文中，有{both}篇也提到“{second}”。",),
    }

    def holds(self, found: dict[str, str], corpus: Corpus) -> bool:
        first = using(found["first"], corpus.papers)
        both = using(found["second"], first)
        return (str(len(first)), str(len(both))) == (found["count"], found["both"])


KINDS: tuple[Statement, ...] = (Size(), BareSize(), YearCount(), TermPair(), TermUse())


def statement_holds(sentence: str, corpus: Corpus) -> bool | None:
    """Whether a computed sentence is true of the corpus; None where it is not a computed one."""
    plain = without_citations(sentence)
    for kind in KINDS:
        found = kind.read(plain)
        if found is not None and all(
            found[name].isdigit() for name in ("count", "total", "both", "year") if name in found
        ):
            return kind.holds(found, corpus)
    return None


def using(term: str, papers: Sequence[Paper]) -> list[Paper]:
    """The papers whose title, abstract or text has the term, in singular or plural, hyphened or not."""
    if is_cjk(term):
        return [p for p in papers if term in p.title + p.abstract + p.text]
    words = re.findall(r"[^\s-]+", term)
    *head, last = map(re.escape, words)
    pattern = re.compile(r"[\s-]+".join([*head, rf"(?:{last}|{last.removesuffix('s')})(?:s|es)?"]), re.I)
    bounded = re.compile(rf"(?<!\w){pattern.pattern}(?!\w)", re.I)
    return [p for p in papers if any(bounded.search(text) for text in (p.title, p.abstract, p.text))]


def describe_size(corpus: Corpus, language: str, turn: int = 0) -> list[str]:
    """Sentences on how many works the collection has and from which years; turn: which wording."""
    years = _years(corpus)
    total = len(corpus.papers)
    if len(years) < total or min(years) == max(years):
        return [BareSize().render(language, turn, count=total)] if total > 1 else []
    sentences = [Size().render(language, turn, count=total, first=min(years), last=max(years))]
    year, count = min(Counter(years).items(), key=lambda item: (-item[1], item[0]))
    if count * 5 >= total and count > 2 and list(Counter(years).values()).count(count) == 1:
        sentences.append(YearCount().render(language, turn, year=year, count=count))
    return sentences


def _years(corpus: Corpus) -> list[int]:
    return [p.year for p in corpus.papers if p.year]
