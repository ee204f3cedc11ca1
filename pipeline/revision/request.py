"""What is asked for: an operation on a stretch of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Request"]

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$", re.M)
_BROKEN_HEAD, _BROKEN_TAIL = re.compile(r"\A\S{0,40}\s"), re.compile(r"\s\S{0,40}\Z")
AROUND = 700
"""Characters shown of what stands before and after."""


@dataclass(frozen=True)
class Request:
    """operation: of `OPERATIONS`; instruction: what a person says for it; markdown: the whole article, of which the
    characters from `start` to `end` are meant; sample: how often the same was asked before."""

    operation: str
    instruction: str
    markdown: str
    start: int
    end: int
    sample: int = 0

    @cached_property
    def text(self) -> str:
        """The passage as it stands."""
        return self.markdown[self.start : self.end]

    @property
    def inner(self) -> str:
        """The passage without blanks around it."""
        return self.text.strip()

    @property
    def before(self) -> str:
        """The end of what stands before it, from a whole word on."""
        cut = self.markdown[max(0, self.start - AROUND) : self.start]
        return f"… {_BROKEN_HEAD.sub('', cut)}" if self.start > AROUND else cut

    @property
    def after(self) -> str:
        """The beginning of what stands after it, up to a whole word."""
        cut = self.markdown[self.end : self.end + AROUND]
        return f"{_BROKEN_TAIL.sub('', cut)} …" if self.end + AROUND < len(self.markdown) else cut

    @property
    def headings(self) -> tuple[str, ...]:
        """The titles that it stands under, the article's first; one that it begins with is its own."""
        path: dict[int, str] = {}
        own = _HEADING.match(self.inner)
        for match in _HEADING.finditer(self.markdown, 0, self.start):
            level = len(match[1])
            path = {depth: title for depth, title in path.items() if depth < level} | {level: match[2]}
        return tuple(title for depth, title in path.items() if own is None or depth < len(own[1]))

    @property
    def title(self) -> str:
        """The title that it begins with, else the last that it stands under."""
        own = _HEADING.match(self.inner)
        return own[2] if own else "".join(self.headings[-1:])

    def restored(self, inner: str) -> str:
        """`inner` with the passage's blanks around it."""
        head = self.text[: len(self.text) - len(self.text.lstrip())]
        tail = self.text[len(self.text.rstrip()) :]
        return f"{head}{inner}{tail}"

    @property
    def sections(self) -> list[tuple[int, int]]:
        """Where each heading with the text up to the next one stands; the article's title is none."""
        starts = [match.start() for match in _HEADING.finditer(self.markdown) if match[1] != "#"]
        return list(zip(starts, [*starts[1:], len(self.markdown)], strict=True))
