"""The sentences of a paper that may become claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.engines.extractive.reading import sections
from pipeline.engines.extractive.reading.blocks import blocks
from pipeline.language.sentences import sentence_spans
from pipeline.paper import Paper


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as it stands, white space folded. start: its offset in the paper's text, -1 where only the
    abstract has it; before: the sentence before it in the same block, or empty."""

    source: str
    start: int
    section: str
    before: str = ""


def candidates(paper: Paper, language: str, shortest: int, longest: int) -> Iterator[Candidate]:
    """The sentences of `shortest` to `longest` characters, each once; those of the abstract count as such wherever they
    stand, and those that only the abstract has come last."""
    seen: set[str] = set()
    abstract = {
        _letters(paper.abstract[a:b]): paper.abstract[a:b]
        for a, b in sentence_spans(paper.abstract, language)
        if language != "en" or not _is_torn(paper.abstract, a, b)
    }
    for block in blocks(paper.text):
        before = ""
        for a, b in sentence_spans(block.text, language):
            if language == "en" and _is_torn(block.text, a, b):
                continue
            source = " ".join(block.text[a:b].split())
            key = _letters(source)
            part = sections.ABSTRACT if key in abstract else block.section
            if part == sections.ABSTRACT and abstract and key not in abstract:
                part = sections.INTRODUCTION  # an abstract ends where a body without headings begins
            if key not in seen and shortest <= len(source) <= longest:
                seen.add(key)
                yield Candidate(source, block.start + a, part, before)
            before = source
    for key, raw in abstract.items():
        if key not in seen:
            yield Candidate(" ".join(raw.split()), -1, sections.ABSTRACT)


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether a sentence was cut inside a word such as `os.path`."""
    return bool(text[end : end + 1].strip() or (start and text[start - 1 : start].strip()))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
