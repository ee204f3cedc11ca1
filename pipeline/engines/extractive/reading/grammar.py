"""Sentences that are broken as their papers have them: what no survey may repeat under its own name."""

from __future__ import annotations

import re

_THING = r"(?:model|method|approach|system|framework|algorithm|network|architecture|tool|library|package|technique)"
_BROKEN = re.compile(
    # `The proposed method achieve 2 %`, where nothing before the noun asks for the bare verb
    rf"(?:^|, |\bthat )[Tt]he (?:proposed |new |presented )?{_THING} (?:achieve|outperform|obtain|perform|provide|"
    r"require|consist|allow|improve|show|learn)\b|"
    r"\b(?:and|but|,) it (?:extensible|able|possible|capable|available|easy|hard|useful|fast)\b|"
    r"\baim(?:s|ed)? that\b|\baware (?:the|a|an)\b|\( \(| [-–—] (?:How|What|Why|Which) (?:do|does|did|is|are|can|to)\b|"
    r"\b(?:of|in|to|and|with|is|are|for) (?:the|an?) (?:of|in|to|and|with|is|are|for)(?![\w-])"
)
_ABOUT = re.compile(r"(?:(?<=\bdiscuss)|(?<=\bdiscusses)|(?<=\bdiscussed)) about\b")
_TWICE = re.compile(r"\b(of|in|to|for|with|the|an?|is|are|and|by) \1(?![\w-])")


def is_broken(text: str) -> bool:
    """Whether `text` shows by its form that a word is missing or wrong."""
    return bool(_BROKEN.search(text))


def without_slips(text: str) -> str:
    """`text` with what a hand plainly slipped at set right: a small word written twice, `discuss about`."""
    return _ABOUT.sub("", _TWICE.sub(r"\1", text))
