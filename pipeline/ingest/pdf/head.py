"""Title, authors, year, venue and identifiers, from the first page and the file's metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.ingest.clean import one_line
from pipeline.ingest.pdf.furniture import Page
from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.people import names_in

_NO_TITLE = re.compile(
    r"untitled|microsoft|powerpoint|\.(?:docx?|tex|dvi|pdf|rtf|odt|indd)\b|^[\w.-]*\d{4,}[\w.-]*$|^\W*$|template|^paper\b",
    re.IGNORECASE,
)
_NOT_TITLE = re.compile(
    r"^arxiv:|^published as|^under review|^accepted|^preprint|^journal of|^research article$|^article$|^review$|"
    r"^letter$|^original (?:article|paper)$|contents lists available|^proceedings",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(r"\s*(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|摘\s*要|1\.?\s+introduction)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.])(19[6-9]\d|20[0-4]\d)(?![\d])")
_ARXIV = re.compile(r"arXiv:\s*(\d{2})(\d{2})\.(\d{4,5})", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s,;\"'<>]+[^\s,;\"'<>.)]")
_VENUE = re.compile(r"(?:Proceedings of|Journal of|Transactions (?:of|on)|Advances in)\s[^©]{5,150}")


@dataclass(frozen=True)
class Head:
    """What stands above the text of a paper."""

    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    doi: str = ""
    url: str = ""


def read_head(page: Page, metadata: Mapping[str, str], cited_years: Sequence[int]) -> Head:
    """The head of a paper.

    page: the first one, furniture set apart. metadata: Title, Author and CreationDate of the file. cited_years: the
    years that the text names, to judge the file's date by.
    """
    title_lines = _title_lines(page)
    title = _title(title_lines, metadata.get("Title", ""))
    stamps = " \n ".join(line.text for line in page.furniture)
    doi = _DOI.search(stamps) or _DOI.search(" ".join(line.text for line in page.lines[:40]))
    arxiv = _ARXIV.search(stamps)
    url = f"https://arxiv.org/abs/{arxiv[1]}{arxiv[2]}.{arxiv[3]}" if arxiv else ""
    return Head(
        title,
        _authors(page, title_lines) or names_in(metadata.get("Author", "")),
        _year(stamps, arxiv, metadata.get("CreationDate", ""), cited_years),
        _venue(stamps),
        doi.group().lower() if doi else "",
        url or (f"https://doi.org/{doi.group().lower()}" if doi else ""),
    )


def _title_lines(page: Page) -> list[Line]:
    """The lines in the largest type of the upper part of the page that can be a title."""
    upper = [
        n
        for n in page.lines
        if n.y > 0.4 * page.height
        and "@" not in n.text
        and not _NOT_TITLE.search(n.text)
        and sum(map(str.isalpha, n.text)) > 1
    ]
    for height in sorted({round(n.height, 1) for n in upper}, reverse=True):
        lines = [n for n in upper if abs(n.height - height) < 0.04 * height]
        lines.sort(key=lambda n: (-round(n.y), n.x0))
        together = lines[:1]
        for line in lines[1:]:
            if together[-1].y - line.y < 2.2 * height:
                together.append(line)
        text = " ".join(n.text for n in together)
        if 8 <= len(text) <= 300 and (" " in text or len(text) > 12 or not text.isascii()):
            return together
    return []


def _title(lines: Sequence[Line], metadata: str) -> str:
    text = ""
    for line in lines:
        glue = "" if text.endswith("-") or (text and not text[-1].isascii() and not line.text[:1].isascii()) else " "
        text += glue + line.text + ("-" if line.hyphen else "")
    text = one_line(text).rstrip("*∗†‡§¶ ")
    given = one_line(metadata)
    if text and (not given or _NO_TITLE.search(given) or len(given) < 8):
        return text
    if given and not _NO_TITLE.search(given) and _letters(given) in _letters(" ".join(n.text for n in lines)):
        return given if text.isupper() or _letters(given) == _letters(text) else text
    return text or ("" if _NO_TITLE.search(given) else given)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _authors(page: Page, title: Sequence[Line]) -> tuple[str, ...]:
    """The names between title and abstract that are set like the first of them."""
    if not title:
        return ()
    below = min(n.y for n in title)
    starts = [n.y for n in page.lines if n.y < below and _ABSTRACT.match(n.text)]
    end = max(starts, default=below - 0.25 * page.height)
    lines = sorted((n for n in page.lines if end + 1 < n.y < below - 1), key=lambda n: (-round(n.y / 4), n.x0))
    names: list[str] = []
    like: Line | None = None
    for line in lines:
        if like and (abs(line.height - like.height) > 0.06 * like.height or line.bold != like.bold):
            continue
        found = names_in(line.text)
        if found:
            like = like or line
            names.extend(name for name in found if name not in names)
    return tuple(names[:100])


def _year(stamps: str, arxiv: re.Match[str] | None, created: str, cited: Sequence[int]) -> int | None:
    found = [int(year) for year in _YEAR.findall(re.sub(r"arXiv:\S+", " ", stamps))]
    if found:
        return max(found)
    if arxiv:
        return 2000 + int(arxiv[1])
    latest = max(cited, default=0)
    made = re.search(r"(?:D:)?(19[6-9]\d|20[0-4]\d)", created)
    # A file made long after the newest work it cites was only made again.
    if made and (not latest or latest <= int(made[1]) <= latest + 2):
        return int(made[1])
    return latest or None


def _venue(stamps: str) -> str:
    found = _VENUE.search(stamps)
    if not found:
        return ""
    return re.split(r",?\s*(?:pages?|pp\.)\s*\d|\n|,?\s*vol", one_line(found.group()), flags=re.IGNORECASE)[0].strip(
        " ,."
    )
