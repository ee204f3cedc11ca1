"""Terms without an article: in the plural, unless they cannot be counted."""

from __future__ import annotations

import re

_MASS = (
    *(
        "tion",
        "sion",
        "ing",
        "ment",
        "ity",
        "ware",
        "ance",
        "ence",
        "data",
        "ism",
        "graphy",
        "ogy",
        "music",
        "research",
    ),
    *(
        "knowledge",
        "information",
        "text",
        "software",
        "code",
        "entailment",
        "discovery",
        "memory",
        "retrieval",
        "linguistics",
    ),
)


def is_named(text: str) -> bool:
    """Whether a term ends in a name, such as `UC Berkeley`: there is one of it."""
    return bool(re.search(r"(?:^| )[A-Z][a-z]+$", text))


def plural(text: str) -> str:
    """A term as it stands without an article: in the plural, unless its last word is a name or cannot be counted."""
    if is_named(text) or text.endswith(("s", *_MASS)) or not text.isascii():
        return text
    return f"{text[:-1]}ies" if re.search(r"[^aeiou]y$", text) else f"{text}s"
