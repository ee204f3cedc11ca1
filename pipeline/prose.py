"""Finding the prose of a section's Markdown: blocks, and the sentences that cite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.citations import CITATION, KEY
from pipeline.language.sentences import sentence_spans
from pipeline.language.tokens import is_cjk

__all__ = ["Sentence", "cited_sentences", "sentences_of", "without", "word_count"]

_BLOCK = re.compile(
    r"(?:^|\n)[ \t]*(?P<fence>```|~~~)[\s\S]*?(?:\n[ \t]*(?P=fence)|\Z)|\S(?:.|\n(?!\s*\n|[ \t]*(?:```|~~~)))*"
)
_NOT_PROSE = re.compile(r"\s*(?:```|~~~|\||#{1,6}\s|:\s|\$\$|!\[|>)")
_ITEM = re.compile(r"\n(?=[ \t]*(?:[-*+]|\d+[.)])\s)")
_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])\s+")
_TRAILING = re.compile(r"\s*(?:\[[^\[\]]*@[^\[\]]*\]\s*)+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its offsets in the Markdown it was found in, and the bibkeys it cites in order."""

    text: str
    start: int
    end: int
    keys: tuple[str, ...]


def sentences_of(markdown: str) -> Iterator[Sentence]:
    """The sentences of paragraphs and lists, in order; tables, code, headings, captions and figures are left out."""
    language = "zh" if is_cjk(markdown) else "en"
    for block in _BLOCK.finditer(markdown):
        text = block.group()
        if _NOT_PROSE.match(text):
            continue
        start = block.start()
        for part in _ITEM.split(text):
            marker = _MARKER.match(part)
            skip = marker.end() if marker else 0
            yield from _sentences(part[skip:], start + skip, language)
            start += len(part) + 1


def without(markdown: str, sentence: Sentence) -> str:
    """The Markdown without one of its sentences, and without a gap where it stood."""
    before, after = markdown[: sentence.start].rstrip(" "), markdown[sentence.end :].lstrip(" ")
    inside = before[-1:] not in ("", "\n") and after[:1] not in ("", "\n")
    return f"{before}{' ' * inside}{after}"


def _sentences(text: str, offset: int, language: str) -> Iterator[Sentence]:
    pending: tuple[int, int] | None = None
    for a, b in sentence_spans(text, language):
        if pending is not None and _TRAILING.fullmatch(text[a:b].rstrip(".。")):
            pending = (pending[0], b)
            continue
        if pending is not None:
            yield _sentence(text, pending, offset)
        pending = (a, b)
    if pending is not None:
        yield _sentence(text, pending, offset)


def _sentence(text: str, span: tuple[int, int], offset: int) -> Sentence:
    inner = text[span[0] : span[1]]
    keys = dict.fromkeys(key for match in CITATION.finditer(inner) for key in KEY.findall(match.group(1)))
    return Sentence(inner, offset + span[0], offset + span[1], tuple(keys))


def cited_sentences(markdown: str) -> list[Sentence]:
    """The sentences that cite at least one work."""
    return [sentence for sentence in sentences_of(markdown) if sentence.keys]


def word_count(markdown: str) -> int:
    """Words of the prose; Chinese, Japanese and Korean characters count one each."""
    total = 0
    for sentence in sentences_of(markdown):
        plain = CITATION.sub(" ", sentence.text)
        total += len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", plain))
    return total
