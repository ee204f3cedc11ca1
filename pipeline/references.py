"""The reference list: the cited works in order of first citation, as data and as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlsplit

from pipeline.citations import cited_keys
from pipeline.language.tokens import is_cjk

__all__ = [
    "Reference",
    "Work",
    "bare_doi",
    "escape",
    "format_authors",
    "make_reference",
    "reference_list",
    "safe_url",
    "work_link",
]

AUTHORS_SHOWN = 6
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.I)
_PARTICLES = frozenset("van von der den de del della di da dos du la le ten ter bin ibn al el".split())
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV)\.?")


class Work(Protocol):
    """What a reference is made from: a `Paper`, or a row with the same fields."""

    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def year(self) -> int | None: ...
    @property
    def venue(self) -> str: ...
    @property
    def doi(self) -> str: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry. number: from 1, by first citation; authors: as shown; link: a safe http(s) address, or empty."""

    number: int
    bibkey: str
    authors: str
    year: int | None
    title: str
    venue: str
    link: str

    @property
    def label(self) -> str:
        """All but the link: `Li, H., Zhu, J. (2018). Title. Venue.`"""
        head = self.authors
        if self.year:
            head = f"{head} ({self.year})." if head else f"({self.year})."
        elif head and not head.endswith("."):
            head += "."
        title = self.title if self.title[-1:] in ".?!。？！" else f"{self.title}."
        venue = f"{self.venue.rstrip('.')}." if self.venue else ""
        return " ".join(part for part in (head, title, venue) if part)

    def text(self) -> str:
        """The entry in plain text."""
        return f"{self.label} {self.link}" if self.link else self.label

    def markdown(self) -> str:
        """The entry in Markdown, its text escaped."""
        label = escape(self.label)
        return f"{label} <{self.link}>" if self.link else label


def reference_list(markdown: str, works: Mapping[str, Work]) -> list[Reference]:
    """The works cited in `markdown`, numbered by first citation; keys that `works` does not hold have no number."""
    keys = [key for key in cited_keys(markdown) if key in works]
    return [make_reference(number, key, works[key]) for number, key in enumerate(keys, 1)]


def make_reference(number: int, bibkey: str, work: Work) -> Reference:
    """The entry of one work."""
    return Reference(
        number,
        bibkey,
        format_authors(tuple(work.authors)),
        work.year,
        _plain(work.title) or "(untitled)",
        _plain(work.venue),
        work_link(work),
    )


def work_link(work: Work) -> str:
    """The work's address: its DOI's, else its own where safe, else empty."""
    doi = bare_doi(work.doi)
    return f"https://doi.org/{quote(doi, safe='/:;().-_~')}" if doi else safe_url(work.url)


def bare_doi(text: str) -> str:
    """The DOI `10.…/…` in `text` without resolver or prefix; empty where there is none."""
    match = _DOI.fullmatch(text.strip())
    return match.group(1) if match else ""


def safe_url(url: str) -> str:
    """`url` if it is a plain http or https address, else empty."""
    url = url.strip()
    if len(url) > 2000 or re.search(r"[\s\x00-\x20<>\"'`\\^{}|\x7f-\x9f]", url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname and "@" not in parts.netloc else ""


def format_authors(authors: tuple[str, ...]) -> str:
    """`Li, H., Zhu, J.`; beyond six, the first six and `et al.`"""
    names = [name for name in (_author(_plain(a)) for a in authors) if name]
    shown = ", ".join(names[:AUTHORS_SHOWN])
    return f"{shown}, et al." if len(names) > AUTHORS_SHOWN else shown


def _author(name: str) -> str:
    if not name or is_cjk(name):
        return name
    if "," in name:
        family, _, given = (part.strip() for part in name.partition(","))
    else:
        words = name.split()
        suffix = f" {words.pop()}" if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
        first = len(words) - 1
        while first > 1 and words[first - 1].lower() in _PARTICLES and words[first - 1].islower():
            first -= 1
        family, given = " ".join(words[first:]) + suffix, " ".join(words[:first])
    initials = " ".join(_initials(part) for part in given.replace(".", ". ").split())
    return f"{family}, {initials}" if initials else family


def _initials(given: str) -> str:
    """`Jean-Paul` gives `J.-P.`"""
    return "-".join(f"{part[0]}." for part in given.split("-") if part[:1].isalnum())


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def escape(text: str) -> str:
    """`text` as Markdown that reads as `text`."""
    return re.sub(r"([\\`*_{}\[\]|<>~$^@])", r"\\\1", text)
