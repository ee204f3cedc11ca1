"""Which question a prompt asks, and the blocks of data in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.steps.prompts import LANGUAGES, template

QUESTIONS = (
    *("search", "screen"),
    *("group", "draft", "merge", "digest", "chunk", "combine", "feedback", "kernel", "judge", "refine"),
    *("leaf", "parent", "abstract", "introduction", "conclusion", "table", "diagram", "verify", "repair"),
    "revise",
)
_BLOCK = re.compile(r'<data name="([^"]*)">\n(.*?)\n</data>', re.S)
_OPENING = 60


@dataclass(frozen=True)
class Prompt:
    """question: the template's name, "" where it is none of ours; blocks: (name, text) in order."""

    question: str
    language: str
    system: str
    user: str
    blocks: tuple[tuple[str, str], ...]

    def block(self, name: str) -> str:
        """The text of the first block of that name, "" where there is none."""
        return next((text for found, text in self.blocks if found == name), "")

    def like(self, name: str) -> list[str]:
        """The texts of the blocks whose names begin so."""
        return [text for found, text in self.blocks if found.startswith(name)]


@cache
def openings() -> dict[str, tuple[str, str]]:
    """(template, language) by how the system message begins."""
    found: dict[str, tuple[str, str]] = {}
    for language in LANGUAGES:
        for name in QUESTIONS:
            try:
                text = template(language, name)
            except FileNotFoundError:
                continue
            found[text.removeprefix("<!-- system -->").strip()[:_OPENING]] = name, language
    return found


def read(messages: list[tuple[str, str]]) -> Prompt:
    """The prompt in (role, text) messages; after a complaint the question is still that of the first message."""
    system = "\n\n".join(text for role, text in messages if role == "system").strip()
    user = next((text for role, text in messages if role == "user"), "")
    question, language = openings().get(system[:_OPENING], ("", "en"))
    return Prompt(question, language, system, user, tuple(_BLOCK.findall(user)))


def keys_of(papers: str) -> list[str]:
    """The bibkeys of a list of papers, one line a paper that begins with its key in brackets."""
    return list(dict.fromkeys(re.findall(r"^\[([^\]\s]+)\]", papers, re.M)))


def sections_of(skeleton: str) -> tuple[list[str], list[str]]:
    """(ids of leaves, ids of sections with subsections) of a shown skeleton."""
    rows = re.findall(r"^\[(s\d+)\] ([\d.]+) ", skeleton, re.M)
    numbers = [number for _, number in rows]
    inner = [name for name, number in rows if any(other.startswith(f"{number}.") for other in numbers)]
    return [name for name, _ in rows if name not in inner], inner


def points_of(points: str) -> list[tuple[str, str, str]]:
    """(bibkey, text, passages or "") of shown points."""
    found, key = [], ""
    for row in points.split("\n"):
        if row.startswith("@"):
            key = row[1:].strip()
        elif bullet := re.match(r"- \(\w+\) (.*?)(?: \[(p\d[^\[\]]*)\])?$", row):
            found.append((key, bullet[1], bullet[2] or ""))
    return found


def claims_of(prompt: Prompt) -> list[int]:
    """The numbers of the claims to verify."""
    return [int(number) for number in re.findall(r"^(\d+)\. ", prompt.block("claims"), re.M)]
