"""What is asked for: an operation on a stretch of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Request"]

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$", re.M)
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
        """The end of what stands before it."""
        return self.markdown[max(0, self.start - AROUND) : self.start]

    @property
    def after(self) -> str:
        """The beginning of what stands after it."""
        return self.markdown[self.end : self.end + AROUND]

    @property
    def headings(self) -> tuple[str, ...]:
        """The titles that it stands under, the article's first."""
        path: dict[int, str] = {}
        for match in _HEADING.finditer(self.markdown, 0, self.start):
            level = len(match[1])
            path = {depth: title for depth, title in path.items() if depth < level} | {level: match[2]}
        return tuple(path.values())

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
