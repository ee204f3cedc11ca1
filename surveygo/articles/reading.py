"""What the reading page of an article is made of: its HTML, contents, references and evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.safestring import SafeString

from pipeline.citations import cited_keys, without_citations
from pipeline.language.sentences import sentence_spans
from pipeline.language.tokens import is_cjk
from pipeline.references import Reference, reference_list
from surveygo.articles.models import Article
from surveygo.articles.pictures import Picture
from surveygo.articles.render import outline, render_article, render_preview

FIGURE_SALT = "surveygo.figure"
LONGEST_FIGURE = 6_000
"""Characters of a Mermaid source that still goes into an address."""


@dataclass(frozen=True)
class Work:
    """A row of `Article.references`."""

    title: str
    authors: tuple[str, ...]
    year: int | None
    venue: str
    doi: str
    url: str


@dataclass(frozen=True)
class Judgement:
    """A row of `Article.evidence`: a sentence with its verdict and the passages behind it."""

    key: str
    sentence: str
    bibkeys: tuple[str, ...]
    kind: str
    verdict: str
    score: float
    supports: tuple[dict[str, Any], ...]

    @property
    def plain(self) -> str:
        """The sentence without its citations."""
        return without_citations(self.sentence)


class Reading:
    """An article as it is read. All of it is made once, when first asked for.

    image_address: where its reader finds the image of a number; by default where members do.
    """

    def __init__(self, article: Article, image_address: Callable[[int], str] | None = None) -> None:
        self.article = article
        self._image_address = image_address or (lambda number: reverse("article-image", args=[article.pk, number]))

    @cached_property
    def works(self) -> dict[str, Work]:
        """The collection's papers by bibkey."""
        return {
            row["bibkey"]: Work(row["title"], tuple(row["authors"]), row["year"], row["venue"], row["doi"], row["url"])
            for row in self.article.references
        }

    @cached_property
    def references(self) -> list[Reference]:
        """The cited works, numbered by first citation."""
        return reference_list(self.article.markdown, self.works)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Citation numbers by bibkey."""
        return {reference.bibkey: reference.number for reference in self.references}

    @cached_property
    def evidence(self) -> dict[str, Judgement]:
        """What stands behind each sentence, by evidence key."""
        return {
            row["key"]: Judgement(
                row["key"], row["sentence"], tuple(row["bibkeys"]), row["kind"], row["verdict"], row["score"],
                tuple(row["supports"]),
            )
            for row in self.article.evidence
        }  # fmt: skip

    @cached_property
    def html(self) -> SafeString:
        """The article's text."""
        return render_article(
            self.article.markdown,
            numbers=self.numbers,
            evidence=self.evidence,
            figure_url=figure_url,
            pictures=self.pictures,
        )

    @cached_property
    def pictures(self) -> dict[int, Picture]:
        """The article's images by number."""
        rows = self.article.images.values_list("number", "width", "height")
        return {number: Picture(self._image_address(number), width, height) for number, width, height in rows}

    @cached_property
    def contents(self) -> list[dict[str, Any]]:
        """The headings of the first two levels below the title, for the contents list."""
        return [
            {"level": h.level, "text": h.text, "id": h.id} for h in outline(self.article.markdown) if 2 <= h.level <= 3
        ]

    def uncited(self) -> list[tuple[str, Work]]:
        """Papers of the collection that the article does not cite."""
        cited = set(cited_keys(self.article.markdown))
        return [(key, work) for key, work in self.works.items() if key not in cited]

    def preview(self, markdown: str, keys: Iterable[str]) -> SafeString:
        """Text that is being edited; keys: what the article cites, in order."""
        known = [key for key in keys if key in self.works]
        return render_preview(markdown, keys=known, figure_url=figure_url, pictures=self.pictures)


def nearest_sentence(quote: str, claim: str) -> tuple[str, str, str]:
    """`quote` cut in three: before, in and after the sentence that shares most words with `claim`."""
    wanted = set(re.findall(r"\w+", claim.casefold()))

    def shared(span: tuple[int, int]) -> float:
        words = set(re.findall(r"\w+", quote[slice(*span)].casefold()))
        return len(words & wanted) / (len(words) or 1)

    spans = list(sentence_spans(quote, "zh" if is_cjk(quote) else "en"))
    start, end = max(spans, key=shared, default=(0, 0))
    return quote[:start], quote[start:end], quote[end:]


def figure_url(source: str) -> str:
    """The address of a diagram's image. It carries the source, signed, so that unsaved text can be shown as well."""
    if len(source) > LONGEST_FIGURE:
        return ""
    return reverse("figure", args=[signing.dumps(source, salt=FIGURE_SALT, compress=True)])
