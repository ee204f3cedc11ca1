"""Parts of an article that can be remarked on as a whole: a section, by its heading, a diagram, by its source, and an
image, by its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from surveygo.articles.dialect import BRACKET, Source, heading_text, without_marks
from surveygo.articles.pictures import IMAGE
from surveygo.articles.reading import figure_url
from surveygo.review.anchors import Place


def section(text: str, name: str) -> Place | None:
    """The line of the heading that the page gives the id `name`, or None."""
    lines = _Lines(text)
    return next((lines.place(one.line, one.line) for one in lines.source.headings if one.id == name), None)


def figure(text: str, diagram: str) -> Place | None:
    """The fenced block of a diagram with that Mermaid source, or None."""
    lines = _Lines(text)
    wanted = (one for one in lines.source.fences if one.text.replace(BRACKET, "[") == diagram)
    return next((lines.place(one.first, one.last) for one in wanted), None)


def image(text: str, name: str) -> Place | None:
    """Where the text shows an image, or None. name: `3-0` is the first place of number 3, `3-1` the second."""
    return next((place for place, _, key in _images(text, _Lines(text)) if key == name), None)


@dataclass(frozen=True)
class Part:
    """A whole part. section: the id of its heading; figure: its address in the page, but for the signature; image: its
    number and at which of the places that show it."""

    name: str
    section: str = ""
    figure: str = ""
    image: str = ""


def named(text: str) -> dict[Place, Part]:
    """The whole parts of a text by their places."""
    lines = _Lines(text)
    parts = {}
    for heading in lines.source.headings:
        parts[lines.place(heading.line, heading.line)] = Part(f"Section “{heading.text}”", section=heading.id)
    for fence in lines.source.fences:
        if fence.language == "mermaid":
            address = figure_url(fence.text.replace(BRACKET, "["))
            parts[lines.place(fence.first, fence.last)] = Part("Figure", figure=address.partition(":")[0])
    for place, caption, key in _images(text, lines):
        parts[place] = Part(f"Figure “{caption}”" if caption else "Figure", image=key)
    return parts


def _images(text: str, lines: _Lines) -> Iterator[tuple[Place, str, str]]:
    """The images outside of fenced blocks: place, caption and name."""
    code = [lines.place(fence.first, fence.last) for fence in lines.source.fences]
    seen: Counter[int] = Counter()
    for found in re.finditer(IMAGE, text):
        if not any(start <= found.start() < end for start, end in code):
            number = int(found[2])
            yield found.span(), heading_text(found[1]), f"{number}-{seen[number]}"
            seen[number] += 1


class _Lines:
    """A text as its lines, and what the page makes of them."""

    def __init__(self, text: str) -> None:
        self.source = Source.read(without_marks(text))
        pieces = re.split(r"(\r\n|\r|\n)", text)
        self.lines: list[Place] = []
        at = 0
        for line, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            self.lines.append((at, at + len(line)))
            at += len(line) + len(end)

    def place(self, first: int, last: int) -> Place:
        """From the beginning of one line to the end of another."""
        return self.lines[first][0], self.lines[last][1]
