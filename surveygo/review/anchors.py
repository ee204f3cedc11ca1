"""Places in an article's text that move with it: made from what somebody selected, and found again later.

They are Yjs positions (docs.yjs.dev/api/relative-positions) that stick to the character behind them. Browsers never
send them, since pycrdt panics on positions that do not exist: they send what was selected, and it is looked for here.
Open editors are given them, to draw each thread where its words stand in their own copy of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from pycrdt import Assoc, Doc, StickyIndex, Text

from surveygo.articles.yjs import NAME, text_of
from surveygo.review.masked import Unmaskable, masked, units

Position = dict[str, Any]
"""A Yjs position as JSON, which browsers read too."""
Place = tuple[int, int]
"""Characters from, to."""
_WORD = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|\w+")
CONTEXT = 8
"""Words before a selection that tell it from the same words elsewhere."""
REACH = 600
"""Characters of the source in which those words lie, with the citations between them."""


def anchored(doc: Doc[Text], place: Place) -> tuple[Position, Position]:
    """The positions of a stretch of the text; the end of the text itself is the empty position.

    Raises:
        Unmaskable: for a document that no editor of an article makes.
    """
    text, plain = text_of(doc), masked(doc)[NAME]
    start, end = (
        {} if at == len(text) else StickyIndex.new(plain, units(text[:at]), Assoc.AFTER).to_json() for at in place
    )
    return start, end


def places(doc: Doc[Text], anchors: Iterable[tuple[Position, Position]]) -> list[Place | None]:
    """Where the stretches are now; None for those of which nothing is left."""
    wanted = list(anchors)
    try:
        plain = masked(doc)[NAME]
    except Unmaskable:
        return [None] * len(wanted)
    data = text_of(doc).encode("utf-16-le")
    found: list[Place | None] = []
    for anchor in wanted:
        start, end = (_index(plain, position) for position in anchor)
        if start < end:
            found.append((_characters(data, start), _characters(data, end)))
        else:
            found.append(None)
    return found


def locate(text: str, quote: str, *, before: str = "", near: int | None = None) -> Place | None:
    """Where the selection `quote` stands in the source, or None.

    From the source itself it is found to the letter, the one nearest to character `near`. From the page as it is read,
    marks of the source are missing: its words are looked for in their order, citations left out, and the words
    `before` it decide between several places.
    """
    context = re.findall(r"\w+", before)[-CONTEXT:]
    exact = [match.start() for match in re.finditer(re.escape(quote), text)] if quote.strip() else []
    if exact:
        spoken_before = lambda at: _likeness(_spoken(text[max(0, at - REACH) : at]), context)  # noqa: E731
        start = max(exact, key=spoken_before) if near is None else min(exact, key=lambda at: abs(at - near))
        return start, start + len(quote)
    wanted = re.findall(r"\w+", quote)
    words = [match for match in _WORD.finditer(text) if not match[0].startswith("[")]
    spoken = [match[0] for match in words]
    best: tuple[tuple[int, int], int] | None = None
    for at in range(len(words) - len(wanted) + 1) if wanted else ():
        if spoken[at : at + len(wanted)] == wanted:
            shared = _likeness(spoken[max(0, at - CONTEXT) : at], context)
            if best is None or shared > best[0]:
                best = shared, at
    if best is None:
        return None
    return words[best[1]].start(), words[best[1] + len(wanted) - 1].end()


def around(text: str, place: Place) -> tuple[str, str]:
    """What stands before and after a stretch, as much as tells it from the same words elsewhere."""
    start, end = place
    return text[max(0, start - REACH) : start], text[end : end + REACH]


def moved(text: str, quote: str, before: str, after: str) -> Place | None:
    """Where a stretch stands that was cut out and put elsewhere, or None.

    The same words must stand there, and most of the words next to them on one side must be those that stood around
    it; of two places that are alike in that, neither is taken.
    """
    beside = _spoken(before)[-CONTEXT:], _spoken(after)[:CONTEXT][::-1]
    nothing = (0, 0), -1
    found = [nothing, nothing]
    for match in re.finditer(re.escape(quote), text):
        left, right = around(text, match.span())
        found.append((max(map(_likeness, (_spoken(left), _spoken(right)[::-1]), beside)), match.start()))
    (best, start), (second, _) = sorted(found, reverse=True)[:2]
    return (start, start + len(quote)) if best > second and best[0] > CONTEXT // 2 else None


def _spoken(text: str) -> list[str]:
    """The words of a stretch of the source, citations left out."""
    return [word for word in _WORD.findall(text) if not word.startswith("[")]


def _likeness(these: list[str], context: list[str]) -> tuple[int, int]:
    """How many of the last words are those of the context, whatever somebody typed between them meanwhile, and how many
    at the very end are the same."""
    last = these[-CONTEXT:]
    alike = zip(reversed(last), reversed(context), strict=False)
    return (Counter(last) & Counter(context)).total(), sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], alike))


def _index(plain: Text, position: Position) -> int:
    if not position:
        return len(plain)
    return StickyIndex.from_json(position, plain).get_index()


def _characters(data: bytes, unit: int) -> int:
    """How many characters stand before a UTF-16 unit."""
    return len(data[: 2 * unit].decode("utf-16-le", "replace"))
