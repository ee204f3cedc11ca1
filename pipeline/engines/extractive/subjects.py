"""What a paper is about, by its own title, as the words stand inside a sentence."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading.anaphora import system_names
from pipeline.engines.extractive.terms import ends_well
from pipeline.engines.extractive.verbhood import VerbEar

_SHORTEST, _LONGEST = 3, 15  # words
_BACKED = 0.6  # of the weight of its words that abstract and claims must have too
_CLAIMS = 40
_OPENS = re.compile(r"^(?:on|(?:an )?introduction to|case study of) (?=\w)", re.I)
# What asks, calls or tells instead of naming a subject.
_NO_SUBJECT = re.compile(
    r"[?!…:\"“”]|^(?:how|why|what|when|where|who|towards?|from|beyond|not|no|let|more|less|using)\b|"
    r"\b(?:I|you|your|we|our|us|my|me|it|is|are|was|were|can|should|does|do|don['’]t|report|improves?|helps?|makes?)\b",
    re.I,
)
_DASH = re.compile(r" [-–—]+ ")
_EVENT = re.compile(r" at \w+|\b(?:19|20)\d\d\b")
_WORD = re.compile(r"\b[A-Z][a-z]*\b(?![.&]|['’]s\b)")
_OWNER = re.compile(r"['’]s?$")
_ASIDE = re.compile(r" \([^()]*\)")
_HEAD_ENDS = re.compile(
    r" (?:for|of|in|on|with|to|from|based|using|applied|at|over|into|via|through|by|and|or|as|after)\b"
)
# Things of which there is one, or there are several.
_COUNTED = frozenset(
    "algorithm analyser analyzer application approach architecture benchmark campaign classifier comparison compiler "
    "corpus dataset decoder editor encoder environment extension framework guide interface introduction language "
    "library method model network overview package parser pipeline platform primer procedure study system technique "
    "tool toolkit tutorial workflow".split()
)


def subject(key: str, library: Library) -> str:
    """The subject that the title of a paper names: `matched filter mismatch losses in MPSK and MQAM`; empty where the
    title names none, or one of which the paper says little."""
    if library.language != "en":
        return ""
    paper = library.paper(key)
    said = f"{paper.abstract} {' '.join(c.text for c in library.claims(key)[:_CLAIMS])}"
    for part in _parts(_ASIDE.sub("", " ".join(paper.title.split())).strip(" .")):
        if _names(part, said) and _backed(part, said, library):
            small = _cased(part, said, library)
            return f"{_article(small, said)}{small}"
    return ""


def _parts(title: str) -> list[str]:
    """What may name the subject: the title, or what stands before or after its colon; after the name of a thing or an
    event, the rest alone."""
    head, colon, tail = (part.strip() for part in _DASH.sub(": ", title).partition(":"))
    named = head in system_names(title) or _EVENT.search(head)
    return [_OPENS.sub("", part) for part in (head, tail) if part and not (colon and named and part == head)]


def _names(part: str, said: str) -> bool:
    """Whether a part of a title is a noun phrase or begins with a gerund, without a verb that tells something."""
    words = part.split()
    if not _SHORTEST <= len(words) <= _LONGEST or _NO_SUBJECT.search(part) or not ends_well(words[-1].casefold()):
        return False
    ear = VerbEar()
    ear.listen(said.replace(" and ", ", "))  # what stands after `and` may be either
    inside = [word for before, word in pairwise(words) if before != "to" and ear.as_verb[word.lower()] > 1]
    return not any(ear.is_verb(word) for word in (words[0], *inside) if not word.endswith(("ing", "ed", "ment")))


def _backed(part: str, said: str, library: Library) -> bool:
    held = set(library.stems(said))
    weights = {s: library.space.idf(s) for s in library.stems(part)}
    return round(sum(w for s, w in weights.items() if s in held), 6) >= round(_BACKED * sum(weights.values()), 6) > 0


def _cased(part: str, said: str, library: Library) -> str:
    """The words small, as the papers' sentences have them, but for names and acronyms."""
    found: list[str] = []
    for word in part.split(" "):
        small = _WORD.sub(lambda m: _small(m.group(), said, library), word)
        # `Space` of `Webb Space Telescope` belongs to the name.
        named = bool(found) and found[-1][:1].isupper() and f"{found[-1]} {word}" in said
        found.append(word if named else small)
    return " ".join(found)


def _small(word: str, said: str, library: Library) -> str:
    if word in ("A", "An", "The") or word.endswith("ing"):
        return word.lower()
    if library.inner(word) != word:
        return library.inner(word)
    return word if re.search(rf"[a-z,(\"“]\s?{word}\b", said) else word.lower()  # else it only begins sentences


def _article(phrase: str, said: str) -> str:
    """`a ` or `an ` where a phrase has none, and its noun wants one or has one in the paper's own sentences."""
    head = _HEAD_ENDS.split(phrase, maxsplit=1)[0].split()
    gerund = any(word.endswith("ing") for word in (*head[:1], *head[-1:]))
    several = head[-1:] and head[-1].endswith("s") and not head[-1].endswith(("ss", "us", "is"))
    if (
        not head
        or head[0] in ("a", "an", "the")
        or "’s" in head[0]
        or "'s" in head[0]
        or gerund
        or several
        or not head[-1].islower()
    ):
        return ""
    counted = (
        rf"\b[Aa]n? (?:[\w-]+ ){{0,3}}{re.escape(head[-1])}(?=[.,;:]| (?:for|of|to|that|which|in|with|on|by|and)\b)"
    )
    one = head[-1] in _COUNTED or re.search(counted, said)
    return ("an " if head[0][0] in "aeiou" else "a ") if one else ""
