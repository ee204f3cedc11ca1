"""References as BibTeX, one field per line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.citations import cited_keys
from pipeline.references import Work, bare_doi, safe_url

_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:[-'’ /]+[A-Za-z\d]+)*")
_PREPRINT = re.compile(r"arxiv|corr\b|preprint|biorxiv|medrxiv|ssrn", re.I)
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def bibtex(markdown: str, works: Mapping[str, Work]) -> str:
    """The works cited in `markdown`, in order of first citation, as a .bib file."""
    return "\n".join(bibtex_entry(key, works[key]) for key in cited_keys(markdown) if key in works)


def bibtex_entry(bibkey: str, work: Work) -> str:
    """One entry. The title is braced twice, so that its capitals stay as given."""
    kind, venue_field = _kind(work.venue)
    fields = {
        "title": f"{{{_tex(work.title)}}}",
        "author": " and ".join(_author(name) for name in work.authors if name.strip()),
        "year": str(work.year or ""),
        venue_field: _tex(work.venue),
        "doi": re.sub(r"[{}\\]", "", bare_doi(work.doi)),
        "url": safe_url(work.url),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{bibkey},", *lines, "}", ""])


def _kind(venue: str) -> tuple[str, str]:
    if not venue.strip() or _PREPRINT.search(venue):
        return "misc", "howpublished"
    if _ACRONYM.fullmatch(venue.strip()) or re.search(r"proceeding|conference|workshop|symposium|meeting", venue, re.I):
        return "inproceedings", "booktitle"
    return "article", "journal"


def _author(name: str) -> str:
    """A name; one that BibTeX would split in the wrong place is braced."""
    text = _tex(name)
    return f"{{{text}}}" if re.search(r"\band\b|,.*,.*,", text) or text == "others" else text


def _tex(text: str) -> str:
    plain = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return "".join(_SPECIAL.get(sign, sign) for sign in plain)
