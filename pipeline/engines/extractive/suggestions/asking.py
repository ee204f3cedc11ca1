"""Guidance that asks for what several of a section's papers share and its words leave out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import listed
from pipeline.skeleton import Section

_SHARED = 3  # papers of a section that must use a term before its guidance names it
_MOST_TERMS = 4
_ASK = {"en": ("Note what is said about ", "."), "zh": ("注意其中关于", "的论述。")}


def asking(section: Section, terms: Sequence[str], language: str) -> str:
    """The section's guidance with a sentence on `terms` behind it."""
    head, tail = _ASK[language]
    space = "" if language == "zh" else " "
    return f"{section.construction}{space}{head}{listed(list(terms), language)}{tail}".strip()


def joined(section: Section, texts: Sequence[str]) -> str:
    """The section's guidance with what every text adds to it, each addition once."""
    extra: dict[str, None] = {}
    for text in texts:
        added = text.removeprefix(section.construction).strip()
        for language, (head, tail) in _ASK.items():
            if added.startswith(head.strip()) and added.endswith(tail):
                mark = "、" if language == "zh" else ", "
                inner = added[len(head.rstrip()) : -len(tail)].strip().replace(" and ", mark)
                extra.update(dict.fromkeys(part.strip() for part in inner.split(mark) if part.strip()))
    terms = list(extra)[:_MOST_TERMS]
    language = "zh" if terms and not terms[0].isascii() else "en"
    return asking(section, terms, language) if terms else section.construction


def missing_term(bibkey: str, section: Section, library: Library) -> str:
    """The term that the paper shares with most papers of its section and that the section's words leave out."""
    said = f"{section.title} {section.construction}".casefold()
    for term in library.shared_terms(section.papers, most=8):
        users = [k for k in term.papers if k in section.papers]
        if bibkey in users and len(users) >= _SHARED and term.text.casefold() not in said:
            return term.text
    return ""
