"""What the page shows of questions and proposals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pipeline.operations import offered
from pipeline.references import Reference, make_reference
from pipeline.revision import so_far
from surveygo.accounts.models import User
from surveygo.articles.diff import Piece, words
from surveygo.articles.models import Article
from surveygo.articles.reading import Reading
from surveygo.assist.models import Assist
from surveygo.surveys.engines import EXTRACTIVE
from surveygo.surveys.spending import Spending, spending

RECENT = 5
"""Questions of one person that are shown."""
COMPARED = 8_000
"""Characters, old and new, that are compared word by word."""
SHRED = 0.4
"""Share of the shorter of two texts that must stay for the difference to be shown word by word."""
_EDGE = 90
_WIDE = 2 * _EDGE + 60


@dataclass(frozen=True)
class Support:
    """A passage behind a sentence. reference: its paper, None where the article does not know it any more."""

    reference: Reference | None
    quote: str
    page: int | None


@dataclass(frozen=True)
class Claim:
    """A sentence with its verdict and what stands behind it."""

    sentence: str
    verdict: str
    supports: tuple[Support, ...]


@dataclass(frozen=True)
class Shown:
    """A stretch of a passage: text that stays, or (number is not None) a part of the proposal."""

    text: str = ""
    number: int | None = None
    taken: bool = False
    pieces: tuple[Piece, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Growing:
    """An answer that is being written: what it makes of the part that it has reached, and what is left of the passage.
    stamp: another one whenever there is more."""

    stamp: str
    stretches: tuple[Shown, ...]
    left: str


@dataclass(frozen=True)
class Proposal:
    """A question with what came of it. stretches: the passage in order, with its parts; left: parts not taken over;
    spending: where the budget did not cover it; growing: of an answer that is being written."""

    assist: Assist
    stretches: tuple[Shown, ...]
    left: int
    spending: Spending | None = None
    growing: Growing | None = None


def panel(article: Article, person: User) -> dict[str, Any]:
    """Context of `assist/panel.html`."""
    found = article.assists.filter(person=person).exclude(status=Assist.Status.SETTLED).order_by("-pk")[:RECENT]
    reading = Reading(article)
    return {
        "article": article,
        "kinds": offered(article.survey.engine),
        "modelled": article.survey.engine != EXTRACTIVE,
        "proposals": [proposal(assist, reading) for assist in found],
    }


def proposal(assist: Assist, reading: Reading) -> Proposal:
    """What is shown of one question."""
    stretches = tuple(_stretches(assist, reading)) if assist.parts else ()
    spent = spending(assist.article.run) if assist.reason == "budget" else None
    so_much = growing(assist) if assist.is_moving else None
    return Proposal(assist, stretches, len(assist.parts) - len(assist.taken), spent, so_much)


def growing(assist: Assist) -> Growing:
    """What there is to see of an answer that is being written."""
    found = so_far(assist.quote, assist.answer)
    stretches, at = [], 0
    for part in found.parts:
        stretches.append(Shown(_short(assist.quote[at : part.start])))
        old = assist.quote[part.start : part.end].strip("\n")
        pieces = _pieces(old, part.text.strip("\n"), assist.kind.whole)
        stretches.append(Shown(number=0, pieces=tuple(pieces)))
        at = part.end
    stretches.append(Shown(_short(assist.quote[at : found.reached])))
    kept = [shown for shown in stretches if shown.text or shown.pieces]
    return Growing(stamp(assist), tuple(kept), _short(assist.quote[found.reached :]))


def stamp(assist: Assist) -> str:
    """What changes whenever there is something new to see of an answer that is being written."""
    return f"{assist.status}-{assist.fence}-{len(assist.answer)}"


def _stretches(assist: Assist, reading: Reading) -> Iterator[Shown]:
    at = 0
    for number, part in enumerate(assist.parts):
        old, new = assist.quote[part["start"] : part["end"]], part["text"]
        if assist.operation != "support" and assist.quote[at : part["start"]].strip():
            yield Shown(_short(assist.quote[at : part["start"]]))
        claims = tuple(_claim(item, reading) for item in part["evidence"])
        pieces = tuple(_pieces(old.strip("\n"), new.strip("\n"), assist.kind.whole))
        yield Shown("", number, number in assist.taken, pieces, claims)
        at = max(at, part["end"])
    if assist.operation != "support" and assist.quote[at:].strip():
        yield Shown(_short(assist.quote[at:]))


def _short(text: str) -> str:
    """The edges of what stays, so that one sees where a part belongs."""
    text = text.strip("\n")
    return text if len(text) <= _WIDE else f"{text[:_EDGE]} […] {text[-_EDGE:]}"


def _pieces(old: str, new: str, whole: bool) -> Iterator[Piece]:
    if not whole and len(old) + len(new) <= COMPARED:
        found = list(words(old, new))
        same = sum(len(piece.text) for piece in found if piece.change == "same")
        # Of texts that share a few words only, shreds are harder to read than one after the other.
        unlike = same < SHRED * min(len(old), len(new))
        yield from (Piece("removed", old), Piece("added", new)) if unlike else found
        return
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if b - a == d - c:  # a translation: each paragraph beside what became of it
            yield from _turns(before[a:b], after[c:d])
            continue
        yield from (Piece("removed", "".join(before[a:b])),) if b > a else ()
        yield from (Piece("added", "".join(after[c:d])),) if d > c else ()


def _turns(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Lines in pairs, old and new."""
    for old, new in zip(before, after, strict=True):
        if old == new:
            yield Piece("same", old)
        else:
            yield from (Piece("removed", old), Piece("added", new))


def _claim(item: dict[str, Any], reading: Reading) -> Claim:
    supports = tuple(_support(row, reading) for row in item["supports"])
    return Claim(item["sentence"], item["verdict"], supports)


def _support(row: dict[str, Any], reading: Reading) -> Support:
    key = row["bibkey"]
    known = reading.works.get(key)
    reference = make_reference(reading.numbers.get(key, 0), key, known) if known else None
    return Support(reference, row["quote"], row["page"])
