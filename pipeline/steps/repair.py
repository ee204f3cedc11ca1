"""Rewrite a sentence so that its passages support it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.citations import cited_keys, keep_known
from pipeline.errors import BadReply
from pipeline.paper import Passage
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import data, render
from pipeline.steps.reply import is_nothing, line, markdown
from pipeline.steps.show import show_passages


@dataclass(frozen=True)
class RepairSentence(Step[str]):
    """The sentence (with citations) rewritten to say only what the passages say; empty where nothing can be saved.

    paragraph: where it stands.
    """

    name: ClassVar[str] = "repair"
    role: ClassVar[Role] = "writer"
    brief: Brief
    sentence: str
    passages: tuple[Passage, ...]
    paragraph: str = ""

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            passages=data("passages", show_passages(self.passages)),
            paragraph=data("paragraph", line(self.paragraph)),
            sentence=data("sentence", line(self.sentence)),
        )

    def parse(self, text: str) -> str:
        """The sentence on one line, citing only what the original cites."""
        body = markdown(text)
        if is_nothing(body):
            return ""
        keys = cited_keys(self.sentence)
        sentence = keep_known(line(body), keys)[0].strip()
        if not sentence or (keys and not cited_keys(sentence)):
            cited = ", ".join(f"@{key}" for key in keys)
            raise BadReply(f"Expected one sentence that keeps a citation of {cited or 'nothing'}, or `none`.")
        return sentence

    def format(self, result: str) -> str:
        return result or "none"
