"""What a step is: a typed question with its prompt, and its reply's parser and format."""

from __future__ import annotations

from typing import ClassVar, Generic, Literal, TypedDict, TypeVar

from pipeline.brief import Brief

R = TypeVar("R")
Role = Literal["digest", "skeleton", "judge", "writer"]


class Message(TypedDict):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


class Step(Generic[R]):
    """One question put to an engine. Subclasses are frozen dataclasses whose fields are the question's inputs.

    name: registry and template name; role: which model answers it; streams: whether someone watches the text;
    structured: whether every reply is one JSON object; needed: whether the article suffers where an answer is missing.
    """

    name: ClassVar[str]
    role: ClassVar[Role]
    streams: ClassVar[bool] = False
    structured: ClassVar[bool] = False
    needed: ClassVar[bool] = False
    brief: Brief

    def prompt(self, language: str) -> list[Message]:
        """The question for a language model; what stays the same between calls stands first."""
        raise NotImplementedError

    def messages(self, language: str) -> list[Message]:
        """`prompt`, rendered once however often it is asked for: journal, budget and engine all need it."""
        rendered: dict[str, list[Message]] = self.__dict__.setdefault("_messages", {})
        if language not in rendered:
            rendered[language] = self.prompt(language)
        return rendered[language]

    def parse(self, text: str) -> R:
        """The result in a reply's text.

        Raises:
            BadReply: saying what was expected.
        """
        raise NotImplementedError

    def format(self, result: R) -> str:
        """The reply that `parse` reads back as `result`."""
        raise NotImplementedError
