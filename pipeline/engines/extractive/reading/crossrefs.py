"""References to a paper's own figures, tables, sections and equations, trimmed from a sentence where it stays whole."""

from __future__ import annotations

import re

_OBJECT = (
    r"(?:the\s+)?(?:(?:Figures?|Figs?\.?|Tables?|Tabs?\.?|Sections?|Secs?\.?|Equations?|Eqs?\.?|Eqns?\.?"
    r"|Algorithms?|Algs?\.?|"
    r"Listings?|Appendix|Appendices|Chapters?|Theorems?|Lemmas?|Definitions?|Examples?|Steps?|Fig|Supplementary \w+)|"
    r"(?:figures?|figs?\.?|tables?|sections?|equations?|eqs?\.?|algorithms?|listings?|appendix)(?=\s*\(?\d)|§+)"
)
_NUMBER = (
    r"\s*(?:(?:fig|tab|sec|eq|lst|code|alg|table|figure)[:_-][\w:-]+|[a-z][\w:-]*(?=[,;)]|\.?$)"
    r"|\(?\d+(?:\.\d+)*(?:\s?\(?[a-h]\)?)?\)?|\(?[A-Z](?:\.\d+)*\)?(?=[\s,.;:)]))"
)
_LIST = rf"{_OBJECT}{_NUMBER}(?:\s*(?:,|and|or|&|to|[-–])\s*(?:{_OBJECT})?{_NUMBER})*"
_SIDES = r"(?:\s*\((?:left|right|top|bottom|upper|lower|middle|center|first|second|[a-h])[^()]{0,20}\))?"
_PAREN = re.compile(
    rf"\s*[(\[](?:as\s+)?(?:see|cf\.?|shown in|see also|e\.g\.,?|and|in"
    rf"|also)?[^()\[\]]{{0,30}}?{_LIST}[^()\[\]]{{0,40}}[)\]]"
)
_SEEN = re.compile(r"\s*\((?:see|cf\.?)\s[^()]*\)", re.I)
_SHOWN = (
    r"(?:shown|seen|illustrated|depicted|presented|given|described|discussed|explained|reported|listed"
    r"|summari[sz]ed|defined|introduced|mentioned|demonstrated|indicated|detailed|displayed|plotted|outlined"
    r"|noted|observed)"
)
_CLAUSE = re.compile(
    rf"(?:^|,\s*"
    rf"|(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bwas)(?<!\bwere)(?<!\bbeen)(?<!\band)(?<!\bor)(?<!ly)(?<!\bwe)(?<!\balso)(?<!\bto)\s+)"
    rf"(?:as\s+(?:(?:is|are|we|can be|it is)\s+)?)?{_SHOWN}\s+(?:in|by|on|from|at)\s+{_LIST}{_SIDES}(?=\s*[,;]"
    rf"|\s*\.?$|\s[a-z]),?",
    re.I,
)
_WHICH = re.compile(rf",? which (?:is|are) {_SHOWN} (?:in|by|on) {_LIST}{_SIDES}(?=,|\\.?$),?")
_SEE = re.compile(rf"[,;]?\s*\(?\b(?:see|cf\.?)\s+(?:also\s+)?{_LIST}{_SIDES}\)?(?=[,.;]|$)", re.I)
_SHOWS = re.compile(
    rf"^(?:(?:As|The results?|Results?)\s+(?:{_SHOWN}\s+)?(?:in|from|on)\s+)?{_LIST}{_SIDES}\s+(?:clearly\s+"
    rf"|also\s+)?(?:shows?|demonstrates?|"
    r"indicates?|reveals?|illustrates?|suggests?|confirms?)(?:\s+us)?\s+that\s+",
)
_FROM = re.compile(
    rf"^(?:From|In|According to|Looking at)\s+{_LIST}{_SIDES},?\s+(?:(?:we|it"
    rf"|one)\s+(?:can\s+)?(?:also\s+)?(?:be\s+)?(?:clearly\s+)?(?:see|seen|observe|observed|find|found|"
    r"note|conclude|concluded|is clear|is observed|is evident|is found)\s+that\s+)",
    re.I,
)
_TRAILING = re.compile(rf"\s+(?:\(?(?:in|of|on|from|by)\s+{_LIST}{_SIDES}\)?)(?=\.?$)")
LEFT = re.compile(
    r"\b(?:Figures?|Figs?\.|Tables?|Tabs?\.|Sections?|Secs?\.|Equations?|Eqs?\.|Eqns?\.|Algorithms?|Algs?\."
    r"|Listings?|Appendix|Appendices|"
    r"Chapters?|Theorem|Lemma|Definition|Proposition|Corollary|Supplementary)\s*\(?(?:\d|[A-Z]\b|\.)|§|"
    r"\b(?:[Ff]ig(?:ure)?|[Tt]able|[Ee]q(?:uation)?|[Ss]ections?|[Aa]ppendix|[Ll]istings?)\.?\s*\(?\d|\bFig\b|"
    r"\b(?:Figures?|Tables?|Listings?|Equations?|Fig\.) (?!of\b)[A-Za-z]|\b(?:[Tt]he|[Tt]his|next|previous"
    r"|following|preceding|above|below|each) (?:sub)?(?:sections?|figures?|tables?|diagram|chart|graph|listing"
    r"|appendix|chapter|example|snippet|code|plot)\b|"
    r"\b(?:as follows|the following|aforementioned|above-mentioned|abovementioned|(?:see|shown|described|listed"
    r"|given|mentioned|discussed|"
    r"defined|outlined|presented|noted|example|seen|illustrated|stated|explained|introduced|used|computed)"
    r" (?:above|below|earlier|previously|later|here|hereafter)|"
    r"described next|below\.|above\.|the above|the below|supplementary)",
)
_ABOVE = re.compile(
    rf"(?:^|,\s*|\s*\()as\s+(?:we\s+)?(?:{_SHOWN}|explained|stated)\s+(?:above|below|earlier|previously|before"
    rf"|later)\)?,?",
    re.I,
)


_TRACES = tuple(
    """figure fig. table tab. section sec. equation eq. eqs eqn algorithm alg. listing append chapter theorem lemma
    definition proposition corollary supplement § fig follow above below earlier previous later here next snippet
    code plot mention see""".split()
)


def without_crossrefs(text: str) -> str | None:
    """`text` without references to figures, tables and sections, or None where one cannot be trimmed cleanly."""
    low = text.lower()
    if not any(trace in low for trace in _TRACES):
        return text
    if LEFT.search(text) or "see " in low:
        for pattern in (_SEEN, _WHICH, _PAREN, _SHOWS, _FROM, _CLAUSE, _SEE, _ABOVE, _TRAILING):
            text = pattern.sub(" " if pattern is _CLAUSE and not text.startswith("As") else "", text)
        text = re.sub(r"\s+([,.;:)])", r"\1", re.sub(r"\s{2,}", " ", text)).strip(" ,;")
        text = text[:1].upper() + text[1:]
    return None if LEFT.search(text) else text
