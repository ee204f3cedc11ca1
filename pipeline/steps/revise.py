"""Revise a passage of a written article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pipeline.brief import Brief
from pipeline.citations import cited_keys, outside_code
from pipeline.errors import BadReply
from pipeline.paper import Paper, Passage
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import data, render
from pipeline.steps.prose import as_citations, without_preamble
from pipeline.steps.reply import line, markdown
from pipeline.steps.show import show_brief, show_papers, show_passages

Operation = Literal["rewrite", "shorten", "expand", "critical", "topic", "translate", "uncited", "reorder"]

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*$")
_OPEN_CITATION = re.compile(r"\[@[^\[\]]*(?:\Z|\n\s*\n|\[)")
_LONGER = 6
"""How many times as long as the passage an answer may be, and some thousand characters more."""


@dataclass(frozen=True)
class ReviseText(Step[str]):
    """The Markdown that takes the place of `text`, which stands in an article under `headings`, between `before` and
    `after`.

    instruction: what a person wants, for the operations that need it; papers: what it may cite beside the works that
    `text` cites; passages: what these say that bears on it.
    """

    name: ClassVar[str] = "revise"
    role: ClassVar[Role] = "writer"
    streams: ClassVar[bool] = True
    brief: Brief
    operation: Operation
    instruction: str
    text: str
    headings: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    papers: tuple[Paper, ...] = ()
    passages: tuple[Passage, ...] = ()

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            headings=data("headings", "\n".join(map(line, self.headings)) or "–"),
            before=data("before", self.before.strip() or "–"),
            after=data("after", self.after.strip() or "–"),
            papers=show_papers(self.papers),
            passages=data("passages", show_passages(self.passages) or "–"),
            text=data("text", self.text),
            task=self.operation,
            instruction=data("instruction", self.instruction.strip() or "–"),
        )

    @property
    def keys(self) -> frozenset[str]:
        """What the answer may cite."""
        return frozenset((*cited_keys(self.text), *(paper.bibkey for paper in self.papers)))

    def parse(self, text: str) -> str:
        """The Markdown; refused where it cites what it may not, or its structure is not that of the passage."""
        body = without_preamble(markdown(text)).strip()
        if "\0" in outside_code(body, lambda part: _OPEN_CITATION.sub("\0", part)):
            raise BadReply("A citation is not closed; expected `]` after its last bibkey.")
        body = outside_code(body, lambda part: as_citations(part, self.keys))
        if not re.search(r"\w", body):
            raise BadReply("The reply holds no text; expected the Markdown that takes the passage's place.")
        unknown = [key for key in cited_keys(body) if key not in self.keys]
        if unknown:
            raise BadReply(
                f"The reply cites {', '.join('@' + line(key)[:60] for key in unknown[:5])}, which is not among the "
                "papers; cite only the bibkeys of the papers and of the passage itself."
            )
        if len(body) > _LONGER * len(self.text) + 6_000:
            raise BadReply("The reply is many times as long as the passage; expected only what takes its place.")
        self._check_structure(body)
        return body

    def _check_structure(self, body: str) -> None:
        kept = [mark if self.operation == "translate" else f"{mark} {title}" for mark, title in _headings(self.text)]
        found = [mark if self.operation == "translate" else f"{mark} {title}" for mark, title in _headings(body)]
        if found != kept:
            expected = "; ".join(kept) or "no heading at all"
            raise BadReply(f"The headings are not those of the passage; expected, in this order: {expected}.")
        if _is_open(body):
            raise BadReply("A code block is not closed; expected a closing fence for each opening one.")

    def format(self, result: str) -> str:
        return result


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Each row outside of code, and the fence that is open after it."""
    fence = ""
    for row in text.split("\n"):
        mark = _FENCE.match(row)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            yield row, ""
    yield "", fence


def _headings(text: str) -> list[tuple[str, str]]:
    return [(match[1], line(match[2])) for row, _ in _rows(text) if (match := _HEADING.match(row))]


def _is_open(text: str) -> bool:
    """Whether the last block of code is never closed."""
    return any(fence for _, fence in _rows(text))
