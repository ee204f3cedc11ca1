"""Markup of papers' sources (reStructuredText, Markdown, LaTeX, HTML) and of typesetting taken out of a sentence."""

from __future__ import annotations

import re

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_GONE = "\u00ad\u200b\u200c\u200d\u2060\ufeff†‡∗"
_BLANK = "\u00a0\u2003\u2009\u202f"
_LETTERS = str.maketrans(
    _LIGATURES | dict.fromkeys(_GONE, "") | dict.fromkeys(_BLANK, " ") | dict.fromkeys("\u2010\u2011", "-")
)
# A footnote's number after a word; `km²` keeps its own.
_RAISED = re.compile(r"(?:(?<=[a-z]{3})|(?<=[.,;:)”]))[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"<(?:/?[a-zA-Z][^<>]{0,80}|!--.*?--)>", " "),
        (r"!?\[([^\[\]]+)\]\([^()\s]+\)", r"\1"),
        (r":(?:cite|ref|citet|citep|footcite|eq|numref|footnote):(?:[a-z]+:)*`[^`]*`", ""),
        (r":[\w:.+-]+:`([^`<]+?)\s*(?:<[^`>]*>)?`", r"\1"),
        (r"``([^`]+)``", r"\1"),
        (r"`([^`<>]+?)\s*<[^`>]*>`_{0,2}", r"\1"),
        (r"`([^`']+)`_{0,2}", r"\1"),
        (r"``|''|´´", '"'),
        (r"\|([\w ]+)\|_{0,2}", r"\1"),
        (r"\[#[\w-]*\]_?|\[\*\]_?|\[\^[\w-]+\]", ""),
        (r"\\(?:cite[a-z]*|ref|label|footnote|eqref|autoref|cref|url|index)\*?(?:\[[^\]]*\])*\{[^{}]*\}", ""),
        (r"\\(?:emph|text[a-z]*|mathrm|mathbf|mathit|mathcal|underline|mbox|operatorname)\s*\{([^{}]*)\}", r"\1"),
        (r"\\times\b|\\texttimes\b", "×"),
        (r"\\(?:sim|approx)\b", "~"),
        (r"\\(?:pm)\b", "±"),
        (r"\\([%&#_$~])", r"\1"),
        (r"\$\s*(-?\d[\d.,]*\s*(?:[×%+]|\s?k|\s?K)?)\s*\$", r"\1"),
        (r"\$([A-Za-z]{2,20})\$", r"\1"),
        (r"(?<![\w*])\*{1,3}(?=\S)([^*]{1,120}?)(?<=\S)\*{1,3}(?![\w*])", r"\1"),
        (r"(?<![\w_])_{1,2}(?=\S)([^_]{1,80}?)(?<=\S)_{1,2}(?![\w_])", r"\1"),
        (r"(?<=\w)_(?=[\s,.;:)]|$)", ""),
        (r"(?<=\w) & (?=\w)", " and "),
        (r"\s*(?:\(\s*)?https?://[^\s)]+(?:\s*\))?", ""),
        (r"(?<=[\w)\"])\s*::(?=\s|$)", ":"),
    )
)
_NEEDS = re.compile(r"[<\[`´'|\\$*_:/&]")
_BLANKS = re.compile(r"\s+")


def without_markup(text: str) -> str:
    """`text` as plain words: markup gone, its content kept; ligatures resolved; white space folded."""
    text = _RAISED.sub("", text.translate(_LETTERS))
    if _NEEDS.search(text):
        for pattern, by in _RULES:
            text = pattern.sub(by, text)
    return _BLANKS.sub(" ", text).strip()
