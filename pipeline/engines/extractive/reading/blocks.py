"""A paper's text as blocks of running prose, each under its normalised section; code, lists of references and front
matter are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.engines.extractive.reading import sections

# A text no longer than this is an abstract or a note rather than a paper.
SHORT = 3_000
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_MARKED = re.compile(r"#{1,6}\s+(?P<title>\S.{0,100}?)\s*#*$")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-H]\.(?:\d\.?)?)\s+(?P<title>[A-Z\u4e00-\u9fff][^.!?。；：]{1,80})$"
)
_TITLED = re.compile(r"(?P<title>(?:[A-Z\u4e00-\u9fff])[^.!?;=<>{}|\\。，；：！？]{2,70}\??)$")
_BARE = re.compile(
    r"(?P<title>(?i:abstract|summary|introduction|references|bibliography|acknowledge?ments?|conclusions?"
    r"|discussion|results|"
    r"methods|background|related work|摘\s*要|引言|参考文献|结论|致谢))[.:：—-]*(?=\s|$)"
)
_INLINE = re.compile(r"(?P<title>(?i:abstract|summary|摘\s*要))[.:：—-]*(?=\s|$)")
_RULE = re.compile(r"\s*([=\-~^\"'#*+])\1{2,}\s*$")
_CODE_LINE = re.compile(
    r"^\s*(?:>>>|\.\.\.\s|\$ |In \[|Out\[|%|#!|//|/\*|import \w|from \w[\w.]* import|def \w|class \w+[(:]|@\w"
    r"|\.\. |return\b|"
    r"if .*:$|for .*:$|while .*:$|else:|try:|except|with .*:$|[|+][-=|+ ]|:\w+:)|[{};]\s*$|^\s*[\w.\[\]'\"]+"
    r" ?[+-]?= ?\S|\w\(.*\)\s*$"
)
_BULLET = re.compile(r"^\s*(?:[•●▪◦‣·∙■○–—*+-]|\(?(?:\d{1,2}|[a-zivx]{1,3})[.)])\s+(?=\S)", re.M)
_TAIL = re.compile(
    r"^\s*(?:#{1,6}\s*)?(?:\d+\.?\s+)?(?:references?|bibliography|works cited|参考文献)\s*:?\s*$", re.I | re.M
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of prose. start: its offset in the paper's text; listed: whether it was an item of a list."""

    text: str
    start: int
    section: str
    listed: bool = False


def blocks(text: str) -> Iterator[Block]:
    """The prose of `text` in reading order, up to the list of references."""
    body = _without_tail(text)
    numbered = bool(re.search(r"^(?:1\.?|I\.)\s+Introduction\b", body, re.M | re.I))
    section = sections.ABSTRACT if len(text) < SHORT else sections.INTRODUCTION
    for paragraph in _PARAGRAPH.finditer(body):
        heading, used = _heading(paragraph.group(), numbered)
        if heading:
            section = sections.section_of(heading, section)
        if section in (sections.SKIPPED, sections.REFERENCES):
            continue
        rest = paragraph.group()[used:]
        if rest.strip() and not _is_code(rest):
            yield from _items(rest, paragraph.start() + used, section)


def _without_tail(text: str) -> str:
    tails = [m.start() for m in _TAIL.finditer(text) if m.start() > len(text) * 0.3]
    return text[: tails[-1]] if tails else text


def _heading(paragraph: str, numbered: bool) -> tuple[str, int]:
    """The heading at the start of a paragraph and the characters it takes; ("", 0) where there is none."""
    first, newline, rest = paragraph.partition("\n")
    line = first.strip().strip("*")
    found = _MARKED.match(line) or _NUMBERED.match(line)
    if not found and len(line.split()) <= 9 and not _CODE_LINE.search(line):
        alone = not rest or bool(_RULE.match(rest.partition("\n")[0]))
        found = _BARE.fullmatch(line) or (_TITLED.match(line) if alone and not numbered else None)
    if found:
        used = len(first) + len(newline)
        if _RULE.match(rest.partition("\n")[0]):
            used += len(rest.partition("\n")[0]) + 1
        return found["title"], min(used, len(paragraph))
    bare = _INLINE.match(paragraph)
    if bare and re.match(r"[.:：—-]*\s+[A-Z\u4e00-\u9fff]", paragraph[bare.end("title") :]):
        return bare["title"], bare.end()
    return "", 0


def _is_code(paragraph: str) -> bool:
    lines = [line for line in paragraph.split("\n") if line.strip()]
    coded = sum(bool(_CODE_LINE.search(line)) for line in lines)
    return coded * 3 > len(lines) or (len(lines) > 1 and all(line.startswith(("    ", "\t")) for line in lines))


def _items(text: str, start: int, section: str) -> Iterator[Block]:
    """`text` cut where list items begin."""
    cuts = list(_BULLET.finditer(text))
    edges = [0, *(m.start() for m in cuts), len(text)]
    skips = [0, *(m.end() - m.start() for m in cuts)]
    for index, skip in enumerate(skips):
        a, b = edges[index] + skip, edges[index + 1]
        if text[a:b].strip():
            yield Block(text[a:b], start + a, section, index > 0)
