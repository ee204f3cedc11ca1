"""What an engine is shown for a revision: the papers it may cite, and what they say that bears on the passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.citations import cited_keys, without_citations
from pipeline.errors import BadInput
from pipeline.language.bm25 import BM25
from pipeline.language.words import content_words
from pipeline.paper import Corpus, Paper, Passage
from pipeline.revision.request import Request

MOST = 24
"""Passages shown."""
A_PAPER = 3
UNCITED = 8
"""Papers added at once."""
_SUBJECT = 3.0
"""What a word of the instruction weighs beside one of the passage, where the instruction names a subject."""
NOT_HERE = (
    "No paper that the article does not cite fits here better than elsewhere; "
    "try another section, or the whole article."
)
ALL_CITED = "The article cites all papers of its collection that have a text."


@dataclass(frozen=True)
class Material:
    """papers: those that may be cited, in the collection's order; passages: by paper, in reading order."""

    papers: tuple[Paper, ...] = ()
    passages: tuple[Passage, ...] = ()


def gather(request: Request, corpus: Corpus) -> Material:
    """The passages for a request.

    Raises:
        BadInput: where papers are to be added and none fits.
    """
    query = _query(request, corpus.language)
    cited = _cited(request, corpus)
    own = [_best(corpus.by_key[key].passages, query, corpus.language, 1) for key in cited]
    if request.operation in ("shorten", "translate", "reorder"):
        return _material(corpus, own, cited)
    if request.operation == "uncited":
        papers = _fitting(request, corpus)
        return _material(corpus, [_best(paper.passages, query, corpus.language, A_PAPER) for paper in papers])
    everything = [passage for paper in corpus.papers for passage in paper.passages]
    ranked = _best(everything, query, corpus.language, len(everything))
    chosen = {passage.id: passage for found in own for passage in found}
    turns: Counter[str] = Counter(_key(passage) for passage in chosen.values())
    for passage in ranked:
        if len(chosen) >= MOST:
            break
        if passage.id not in chosen and turns[_key(passage)] < A_PAPER:
            turns[_key(passage)] += 1
            chosen[passage.id] = passage
    return _material(corpus, [chosen.values()])


def _cited(request: Request, corpus: Corpus) -> list[str]:
    return [key for key in cited_keys(request.text) if key in corpus.by_key]


def _query(request: Request, language: str) -> dict[str, float]:
    """Words and their weights: those of the heading and the passage, and of the instruction where it names a
    subject."""
    query = dict.fromkeys(content_words(request.title, language), 1.0)
    if request.operation != "topic":
        query |= dict.fromkeys(content_words(without_citations(request.text), language), 1.0)
    if request.operation in ("topic", "rewrite"):
        query |= dict.fromkeys(content_words(request.instruction, language), _SUBJECT)
    return query


def _best(passages: Iterable[Passage], query: dict[str, float], language: str, most: int) -> list[Passage]:
    """The passages that answer the query best, best first; those that share no word with it are left out."""
    known = list(passages)
    scores = BM25([Counter(content_words(passage.text, language)) for passage in known]).scores(query)
    order = sorted((-score, at) for at, score in enumerate(scores) if score > 0)
    return [known[at] for _, at in order[:most]]


def _fitting(request: Request, corpus: Corpus) -> list[Paper]:
    """Papers that the article does not cite, and that are most like a section of which the passage is a part."""
    cited = set(cited_keys(request.markdown))
    missing = [paper for paper in corpus.papers if paper.bibkey not in cited]
    if not missing:
        raise BadInput(ALL_CITED)
    places = request.sections or [(0, len(request.markdown))]
    texts = [without_citations(request.markdown[start:end]) for start, end in places]
    sections = BM25([Counter(content_words(text, corpus.language)) for text in texts])
    fitting = []
    for paper in missing:
        words = Counter(content_words(f"{paper.title} {paper.abstract or paper.text[:2_000]}", corpus.language))
        scores = sections.scores({word: float(n) for word, n in words.items()})
        start, end = places[max(range(len(places)), key=lambda at: (scores[at], -at))]
        if start < request.end and end > request.start:
            fitting.append((-max(scores), paper))
    if not fitting:
        raise BadInput(NOT_HERE)
    best = {paper.bibkey for _, paper in sorted(fitting, key=lambda pair: (pair[0], pair[1].bibkey))[:UNCITED]}
    return [paper for paper in missing if paper.bibkey in best]


def _material(corpus: Corpus, found: Iterable[Iterable[Passage]], cited: Iterable[str] = ()) -> Material:
    """These passages with their papers, and the papers that the passage cites even where none of theirs is like it."""
    chosen = {passage.id for passages in found for passage in passages}
    passages = tuple(p for paper in corpus.papers for p in paper.passages if p.id in chosen)
    keys = {_key(passage) for passage in passages} | set(cited)
    return Material(tuple(paper for paper in corpus.papers if paper.bibkey in keys), passages)


def _key(passage: Passage) -> str:
    return passage.id.rpartition(":")[0]
