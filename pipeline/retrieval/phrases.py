"""Key phrases of a topic: what it is about, and in what context, from its title and instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.language.tokens import is_cjk
from pipeline.language.words import STOP_WORDS, content_words, words

# Words that say what is to be written, not what about.
_FORM = frozenset(
    """survey surveys review reviews overview introduction primer tutorial guide handbook literature article articles
    paper papers publication publications advances advance progress trends trend developments recent recently latest
    current modern state-of-the-art state art comprehensive systematic brief short history perspective perspectives
    challenges opportunities future directions outlook comparison comparative study studies chapter report please write
    cover covers covering focus focuses include including included discuss mention readers reader audience newcomers
    beginners experts researchers students practitioners based various different several approaches approach topic
    topics work works landscape roadmap""".split()
)
_CONTEXT = frozenset("in for with using via on within from through under across during".split())
_INSIDE = frozenset(("of", "the"))
_AGAINST = re.compile(
    r"\b(?:not|no|without|exclud\w+|except\w*|ignor\w+|omit\w*|skip\w*|leave out|rather than)\b[^.;!?\n]*", re.I
)
_FORM_ZH = re.compile(r"综述|概述|综论|研究进展|进展|现状|展望|综合|述评|回顾|调查|近年来|最新|国内外|文献|研究|应用")
_MOST_WORDS = 6
_MOST_FROM_INSTRUCTIONS = 6


@dataclass(frozen=True)
class Phrases:
    """subject: what papers must be about, any of it; context: where or with what, which alone makes no paper one of
    the topic; also: from the instructions, which weigh little; shared: single words beside a phrase whose first or last
    words they share, with those: “audio” in “audio and speech signals” is (`audio`, `audio signals`)."""

    subject: tuple[str, ...]
    context: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every phrase, the most telling first."""
        return (*self.subject, *self.context, *self.also)


def find_phrases(title: str, instructions: str = "") -> Phrases:
    """The phrases of a topic: runs of words between stop words and marks. What follows a preposition in the title is
    context. Instructions add phrases of two words and more; what they exclude is left out."""
    if is_cjk(title):
        return _chinese(title)
    subject: list[str] = []
    context: list[str] = []
    for phrase, led in _runs(title):
        (context if led and subject else subject).append(phrase)
    if not subject:
        subject, context = context, []
    subject = subject or [" ".join(words(title)) or title.strip()]
    known = {*map(_plain, subject), *map(_plain, context)}
    also = [phrase for phrase, _ in _runs(_AGAINST.sub(" . ", instructions)) if " " in phrase]
    fresh = [phrase for phrase in dict.fromkeys(also) if _plain(phrase) not in known]
    shared = _shared(title, subject) | _shared(title, context)
    return Phrases(tuple(subject), tuple(context), tuple(fresh[:_MOST_FROM_INSTRUCTIONS]), tuple(shared.items()))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Phrases of at most six words, each with whether a preposition of context stands anywhere before it in its
    clause."""
    for clause in re.split(r"[.;:!?()\[\]\n]+", text):
        led = False
        run: list[str] = []
        for token in re.findall(r"[^\W_]+(?:[-+#'’./][^\W_]+)*[+#]*|[^\s\w]", clause):
            low = token.lower()
            if run and low in _INSIDE:
                run.append(token)  # "generation of long texts" is one thing
            elif low in STOP_WORDS or low in _FORM or not token[0].isalnum():
                yield from _cut(run, led)
                run = []
                led = led or low in _CONTEXT
            else:
                run.append(token)
        yield from _cut(run, led)


def _cut(run: list[str], led: bool) -> Iterator[tuple[str, bool]]:
    for start in range(0, len(run), _MOST_WORDS):
        part = run[start : start + _MOST_WORDS]
        while part and part[-1].lower() in _INSIDE:
            part.pop()
        while part and part[0].lower() in _INSIDE:
            part.pop(0)
        phrase = " ".join(part)
        if len(phrase) > 1 and not phrase.replace(" ", "").isdigit():
            yield phrase, led


def _shared(title: str, found: Sequence[str]) -> dict[str, str]:
    """Single words of an enumeration, each with what the phrase before or after it lends: the words before its last
    one to a word that follows (“software testing and verification”), its last one to a word that stands before."""
    lent: dict[str, str] = {}
    for phrase in (phrase for phrase in found if " " in phrase):
        *first, last = phrase.split()
        after = re.search(rf"{re.escape(phrase)}(?:, [\w-]+)*,? (?:and|or|&) ([\w-]+)", title)
        before = re.search(rf"([\w-]+)(?:, [\w-]+)*,? (?:and|or|&) {re.escape(phrase)}", title)
        if after and after[1] in found:
            lent.setdefault(after[1], " ".join([*first, after[1]]))
        if before and before[1] in found and len(first) == 1:
            lent.setdefault(before[1], f"{before[1]} {last}")
    return lent


def _plain(phrase: str) -> str:
    return " ".join(content_words(phrase)) or phrase.lower()


def _chinese(title: str) -> Phrases:
    pieces = re.split(r"[\s，。、；：:（）()《》“”及与和的在中]+", _FORM_ZH.sub(" ", title))
    found = [piece for piece in pieces if len(piece) > 1]
    return Phrases(tuple(dict.fromkeys(found)) or (title.strip(),))
