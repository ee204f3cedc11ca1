"""Papers and the corpus: unique bibkeys, and passages with ids, pages and offsets."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Literal

from pipeline.bibkey import make_bibkeys
from pipeline.language.sentences import sentence_spans
from pipeline.language.tokens import estimate_tokens, is_cjk

PASSAGE_CHARS = 700
_STOP = re.compile(r"(?<=[.!?;])\s+(?=[\"“(\[]?[A-Z0-9])|(?<=[。！？；])")

Basis = Literal["full", "abstract", "ocr"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of a paper that evidence points to.

    id: `bibkey:p12`, numbered from 1 in reading order; start, end: character offsets in `Paper.text`;
    page: 1-based page of the source file where known.
    """

    id: str
    text: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True)
class Paper:
    """A work to be surveyed.

    text: the full text, paragraphs separated by blank lines; page_starts: offset in `text` at which each page begins
    (empty where the source has no pages). bibkey: unique in its corpus, like `li2018ensure`. basis: what is known of
    it, its full text, only its abstract, or a text that was recognised in pictures of its pages.
    """

    bibkey: str
    title: str
    text: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    doi: str = ""
    url: str = ""
    page_starts: tuple[int, ...] = ()
    basis: Basis = "full"

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The text cut at paragraph and sentence ends into passages of about 700 characters."""
        spans = _passage_spans(self.text, "zh" if is_cjk(self.text) else "en")
        return tuple(
            Passage(f"{self.bibkey}:p{i}", self.text[a:b], a, b, self.page_at(a)) for i, (a, b) in enumerate(spans, 1)
        )

    @cached_property
    def passage_by_id(self) -> dict[str, Passage]:
        """Passages by their id."""
        return {p.id: p for p in self.passages}

    @cached_property
    def tokens(self) -> int:
        """Estimated tokens of the full text."""
        return estimate_tokens(self.text)

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds `offset`, or None where the source has no pages."""
        return bisect_right(self.page_starts, offset) or 1 if self.page_starts else None

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that holds `offset`, or the last one before it."""
        index = bisect_right([p.start for p in self.passages], offset) - 1
        return self.passages[max(index, 0)] if self.passages else None


def _short_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph; where an open quotation or bracket, or a table in the text, makes one of several
    hundred words, its pieces up to each full stop."""
    for a, b in sentence_spans(text, language):
        start = a
        if b - a > PASSAGE_CHARS:
            for stop in _STOP.finditer(text, a, b):
                yield start, stop.start()
                start = stop.end()
        yield start, b


def _passage_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        begin = match.start()
        start: int | None = None
        end = begin
        for a, b in _short_spans(match.group().rstrip(), language):
            if start is not None and begin + b - start > PASSAGE_CHARS:
                yield start, end
                start = None
            start = begin + a if start is None else start
            end = begin + b
        if start is not None:
            yield start, end


@dataclass(frozen=True)
class Dropped:
    """A paper or file that was left out, with the reason in one sentence."""

    name: str
    reason: str


@dataclass(frozen=True)
class Corpus:
    """The papers of one survey in input order, with what was left out."""

    papers: tuple[Paper, ...]
    title: str = ""
    dropped: tuple[Dropped, ...] = field(default=())

    @classmethod
    def build(cls, papers: Iterable[Paper], title: str = "", dropped: Iterable[Dropped] = ()) -> Corpus:
        """Give every paper a bibkey of its own (a given one is kept if it is free) and drop those without text.

        An abstract that the text does not hold is put before it, so that every claim has a passage with offsets.
        """
        kept: list[Paper] = []
        lost = list(dropped)
        for paper in papers:
            if paper.text.strip() or paper.abstract.strip():
                kept.append(paper)
            else:
                lost.append(Dropped(paper.title or "(untitled)", "it has neither text nor abstract"))
        keys = make_bibkeys(kept)
        keyed = tuple(_prepared(paper, key) for paper, key in zip(kept, keys, strict=True))
        return cls(keyed, title, tuple(lost))

    @cached_property
    def by_key(self) -> dict[str, Paper]:
        """Papers by bibkey."""
        return {p.bibkey: p for p in self.papers}

    @cached_property
    def tokens(self) -> int:
        """Estimated tokens of all papers."""
        return sum(p.tokens for p in self.papers)

    @cached_property
    def language(self) -> str:
        """The papers' language, `zh` or `en`, by the majority of texts."""
        return "zh" if sum(is_cjk(p.text or p.abstract) for p in self.papers) * 2 > len(self.papers) else "en"

    @cached_property
    def hash(self) -> str:
        """SHA-256 over every field of every paper; two corpora with the same hash give the same survey."""
        digest = hashlib.sha256()
        for paper in self.papers:
            digest.update(json.dumps(asdict(paper), sort_keys=True, ensure_ascii=False).encode())
        return digest.hexdigest()


def _prepared(paper: Paper, key: str) -> Paper:
    """`paper` under its bibkey, its abstract put before the text where the text does not hold it."""
    abstract, text = paper.abstract.strip(), paper.text
    shift = 0
    if abstract and _letters(abstract)[:60] not in _letters(text[:20_000]):
        head = f"Abstract\n\n{abstract}" if text.strip() else abstract
        shift = len(head) + 2 if text.strip() else 0
        text = f"{head}\n\n{text}" if text.strip() else head
    pages = (0, *(start + shift for start in paper.page_starts[1:])) if paper.page_starts else ()
    return replace(paper, bibkey=key, text=text, page_starts=pages)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
