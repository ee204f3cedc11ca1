"""Sections are written without knowing each other, so two may say the same sentence; readers meet it once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.article import ArticleSection
from pipeline.citations import without_citations
from pipeline.prose import Sentence, sentences_of, without

SHORTEST = 6
"""Words of a sentence that counts as said before; shorter ones may well stand twice."""


def unrepeated(sections: Sequence[ArticleSection]) -> list[ArticleSection]:
    """The sections without sentences that stand, citations aside, word for word in an earlier one.

    A sentence that alone cites some work stays, so that no work is lost.
    """
    cited = Counter(key for text in _texts(sections) for sentence in sentences_of(text) for key in sentence.keys)
    said: set[str] = set()
    return [_section(section, said, cited) for section in sections]


def _texts(sections: Iterable[ArticleSection]) -> Iterable[str]:
    return (part.markdown for section in sections for _, part in section.walk())


def _section(section: ArticleSection, said: set[str], cited: Counter[str]) -> ArticleSection:
    markdown = section.markdown
    gone = [sentence for sentence in sentences_of(markdown) if _repeats(sentence, said, cited)]
    for sentence in reversed(gone):
        markdown = without(markdown, sentence)
    if gone:
        markdown = re.sub(r"[ \t]+\n", "\n", markdown)
        markdown = re.sub(r"\n{3,}", "\n\n", markdown).strip()
    children = tuple(_section(child, said, cited) for child in section.children)
    return replace(section, markdown=markdown, children=children)


def _repeats(sentence: Sentence, said: set[str], cited: Counter[str]) -> bool:
    """Whether it was said before and may go; notes it otherwise."""
    words = re.findall(r"\w+", without_citations(sentence.text).casefold())
    plain = " ".join(words)
    if len(words) < SHORTEST or plain not in said:
        said.add(plain)
        return False
    if any(cited[key] < 2 for key in sentence.keys):
        return False
    cited.subtract(sentence.keys)
    return True
