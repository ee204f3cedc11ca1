"""A sentence for each paper that is to be added, at the end of the paragraph that is most like the paper."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.citations import cite
from pipeline.digest import PointKind
from pipeline.engines.extractive.clauses import clause_of, named
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.unused import unused
from pipeline.engines.extractive.wording import WORDINGS
from pipeline.prose import Sentence, sentences_of

_KINDS: tuple[PointKind, ...] = ("method", "result", "comparison", "data", "problem")


def add(markdown: str, keys: Sequence[str], library: Library) -> str:
    """The passage with what each paper says of itself in the first place, cited; papers that say nothing are left
    out."""
    ends = _paragraphs(markdown)
    told = [(key, text) for turn, key in enumerate(keys) if (text := _told(key, markdown, turn, library))]
    added: dict[int, list[str]] = {}
    for key, text in told:
        place = max(ends, key=lambda end: (cosine(library.space.paper(key), library.space.vector(ends[end])), -end))
        added.setdefault(place, []).append(text)
    space = WORDINGS[library.language].space
    for end in sorted(added, reverse=True):
        gap = space if ends[end] else "\n\n" if markdown else ""
        markdown = markdown[:end] + gap + space.join(added[end]) + markdown[end:]
    return markdown


def _told(key: str, written: str, turn: int, library: Library) -> str:
    """The paper's first claim that is not told yet, with its authors and citation."""
    for _, point in unused([key], (), written, _KINDS, library)[:1]:
        wording = WORDINGS[library.language]
        text = named(clause_of(key, point, library), library, turn).strip().rstrip(".。")
        return f"{text[:1].upper()}{text[1:]}{wording.space}{cite(key)}{wording.stop}"
    return ""


def _paragraphs(markdown: str) -> dict[int, str]:
    """The text of each paragraph by where its last sentence ends; the end of a passage without prose."""
    found: dict[int, str] = {}
    last: Sentence | None = None
    for sentence in sentences_of(markdown):
        goes_on = last is not None and "\n\n" not in markdown[last.end : sentence.start]
        text = f"{found.pop(last.end)} {sentence.text}" if goes_on and last else sentence.text
        found[sentence.end] = text
        last = sentence
    return found or {len(markdown): ""}
