"""Templates of prompts: one Markdown file per step and language, with named slots `{{slot}}`.

A template has a `<!-- system -->` and a `<!-- user -->` part. A slot that starts with an underscore is filled from the
shared file of that name. Only the template is searched for slots, so a value may hold anything.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from pipeline.steps.base import Message

LANGUAGES = ("en", "zh")

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_TAG = re.compile(r"<(?=[\s/]*data\b)", re.I)


@cache
def template(language: str, name: str) -> str:
    """The text of a template with its shared parts in place.

    Raises:
        KeyError: for a language there are no prompts in.
    """
    if language not in LANGUAGES:
        raise KeyError(f"no prompts in language {language!r}")
    text = files("pipeline").joinpath("prompts", language, f"{name}.md").read_text(encoding="utf-8").strip()
    return _SLOT.sub(lambda m: template(language, m[1]) if m[1].startswith("_") else m[0], text)


def render(language: str, name: str, **slots: str) -> list[Message]:
    """System and user message of the step `name`.

    Raises:
        KeyError: when the template has a slot that is not given.
    """
    system, user = template(language, name).removeprefix("<!-- system -->").split("<!-- user -->")
    return [
        {"role": "system", "content": _SLOT.sub(lambda m: slots[m[1]], system).strip()},
        {"role": "user", "content": _SLOT.sub(lambda m: slots[m[1]], user).strip()},
    ]


def data(name: str, text: str) -> str:
    """`text` as a block of data that nothing inside it can close."""
    return f'<data name="{name}">\n{_TAG.sub("‹", text)}\n</data>'
