"""What kind of deed a clause tells, by its main verb: only clauses that tell the same kind make one sentence."""

from __future__ import annotations

import re
from typing import Literal

Deed = Literal["offers", "tests", "finds", "gains", "plans", "uses", "is", ""]

_ADVERBS = r"(?:(?:also|then|further|first|have|has|[a-z]+ly) )*"
_DEEDS: tuple[tuple[Deed, str], ...] = (
    ("plans", r"plans? to|(?:the )?(?:future|further) work|hopes? to|intends? to"),
    (
        "gains",
        r"(?:outperform|achiev|improv|surpass|exceed|obtain|beat|yield|reach|gain|reduc|increas|perform|boost)\w*|"
        r"sets? a new|(?:is|are) (?:better|superior|competitive|on par|\d+(?:\.\d+)?(?:x|×| times) )",
    ),
    ("finds", r"(?:find|found|show|report|demonstrat|observ|reveal|conclud|confirm|discover|suggest|indicat|prov)\w*"),
    (
        "tests",
        r"(?:evaluat|experiment|test|conduct|perform experiments|compar|analy[sz]|assess|measur|investigat|"
        r"validat)\w*",
    ),
    (
        "offers",
        r"(?:propos|present|introduc|describ|develop|design|implement|provid|build|built|creat|offer|extend|"
        r"construct|releas|outlin|discuss|review|explor|stud[iy]|address|tackl)\w*",
    ),
    ("uses", r"(?:us|employ|adopt|appl[yi]|leverag|utili[sz]|combin|incorporat|integrat|train|exploit|rel[yi])\w*"),
    ("is", r"(?:is|are) (?:an?|the|one of)\b"),
)
_FIRST = tuple((deed, re.compile(rf"{_ADVERBS}(?:{pattern})\b")) for deed, pattern in _DEEDS)
_NEAR = 100  # characters of a plain sentence in which its verb stands
_WORD = re.compile(
    r"(?<![\w-])(?P<before>[\w’'.)-]+) (?=(?P<verb>is|are|sets|plans|[a-z]+(?:s|ed)|found|built|beat)\b)"
)
_NO_SUBJECT = frozenset(
    "the a an of in on at to for from by with and or as its their our each any all this these".split()
)
_NOUNS = frozenset(
    "results experiments tests reports models studies designs evaluations analyses improvements gains measures "
    "reviews trains plans achievements obtained used improved increased reduced learned trained extended".split()
)
_BAD = re.compile(
    r"\b(?:not|cannot|fail\w*|worse|lag\w*|drop\w*|los[et]\w*|poor\w*|limited|unable|decreas\w*|degrad\w*|struggl\w*|"
    r"difficult\w*|lower|slower|low)\b"
)


def deed_of(predicate: str, text: str) -> Deed:
    """The deed of a clause. predicate: what its authors do, empty where they are not its subject; text: the whole."""
    if predicate:
        return _deed_at(predicate, 0)
    for match in _WORD.finditer(text[:_NEAR]):
        if match["before"].casefold() in _NO_SUBJECT or match["verb"] in _NOUNS:
            continue
        deed = _deed_at(text, match.start("verb"))
        if deed:
            return deed
    return ""


def _deed_at(text: str, start: int) -> Deed:
    for deed, pattern in _FIRST:
        if pattern.match(text, start):
            return deed
    return ""


def contrast(a: str, b: str) -> bool:
    """Whether one of two texts tells of a failing and the other does not."""
    return bool(_BAD.search(a)) != bool(_BAD.search(b))
