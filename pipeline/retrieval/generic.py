"""Words that many titles of science share, whatever they are about: a paper is not of a topic because it has them."""

from __future__ import annotations

from functools import cache

from pipeline.language.words import content_words

_WORDS = """analysis analyses analyze method methods approach technique techniques data model models modeling modelling
    system systems tool tools software framework library package application applications processing python computing
    computation computational scientific science using use based study research problem problems algorithm algorithms
    performance design development implementation simulation information result results task tasks technology
    environment process theory open source program programming code project"""


@cache
def generic_stems() -> frozenset[str]:
    """Their stems; Chinese has none of them."""
    return frozenset(content_words(_WORDS, "en"))
