"""What makes two papers the same one: DOI, arXiv id, or the normalised title with the year."""

from __future__ import annotations

import re
import unicodedata

# https://www.crossref.org/blog/dois-and-matching-regular-expressions/
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
# https://info.arxiv.org/help/arxiv_identifier.html: 2504.05732v2, or math.GT/0309136 as it was until 2007.
_ARXIV = re.compile(
    r"(?:arxiv[:.\s]\s*|arxiv\.org/(?:abs|pdf|html)/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_BARE_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_ARXIV_DOI = "10.48550/arxiv."
LONGEST_KEY = 200


def doi_of(text: str) -> str:
    """The DOI in a text such as `https://doi.org/10.1000/X`, in lower case; empty where there is none."""
    found = _DOI.search(text)
    return found.group().rstrip(".,;)]}").lower() if found else ""


def arxiv_of(*texts: str) -> str:
    """The arXiv id, without its version, that one of these fields, addresses or DOIs names; empty where none does."""
    for text in texts:
        if found := _BARE_ARXIV.fullmatch(text.strip()) or _ARXIV.search(text):
            return found.group(1)
    return ""


def publisher_doi(doi: str) -> str:
    """The DOI, unless arXiv gave it: such a one names a preprint of what may have another."""
    return "" if doi.startswith(_ARXIV_DOI) else doi


def title_key(title: str) -> str:
    """Letters and digits of a title, without case and accents; titles that differ in punctuation have the same."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST_KEY]
