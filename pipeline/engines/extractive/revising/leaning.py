"""Sentences and paragraphs that lean on what stands before them, and so can neither be moved nor be left alone."""

from __future__ import annotations

import re

_EN = re.compile(
    r"(?:It|Its|They|Their|This|That|These|Those|Such|Both|He|She|His|Her|Here|There|Then|Thus|Therefore|Hence|However|"
    r"Also|But|And|Or|Yet|So|Second|Third|Next|Instead|Finally|Moreover|Furthermore|Similarly|Likewise|Conversely|"
    r"Nevertheless|Nonetheless|Meanwhile|Still|Specifically|Additionally|Accordingly|Consequently|Other|Others|Another|"
    r"The (?:former|latter|same|other|authors?|second|third|proposed|resulting|two|three)|Each of|All of|"
    r"In (?:addition|contrast|turn|particular|comparison|this|that|these|both)|By contrast|"
    r"On the (?:other hand|contrary)|"
    r"For (?:example|instance|this|these)|To (?:do so|this end)|As a (?:result|consequence)|At the same time|"
    r"Unlike (?:this|these|them)|Compared (?:to|with) (?:this|these|them)|Later|Earlier)\b"
)
_ZH = re.compile(
    r"(?:该|本|此|这|那|其|他们|它|二者|两者|前者|后者|因此|然而|但|而且|并且|此外|另外|同时|相比之下|例如|其次|最后|同样)"
)


def leans(text: str) -> bool:
    """Whether a sentence or paragraph begins by pointing at something before it."""
    return bool(_EN.match(text.lstrip()) or _ZH.match(text.lstrip()))
