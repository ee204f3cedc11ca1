"""Repair of a sentence that its passages do not support: the closest sentence of the passages takes its place."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.citations import cite, cited_keys
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.wording import WORDINGS
from pipeline.paper import Passage

_CLOSE = 0.35


def repair(sentence: str, passages: Sequence[Passage], library: Library) -> str:
    """The claim of a cited paper's passages that says most of what the sentence says, cited; empty where none is
    close."""
    names = {p.id for p in passages}
    vector = library.space.vector(sentence)
    best, most = "", _CLOSE
    for key in cited_keys(sentence):
        for claim in library.claims(key):
            near = cosine(vector, library.vector(key, claim.text))
            if claim.passage in names and near > most and claim.text not in sentence:
                wording = WORDINGS[library.language]
                best, most = f"{claim.text.rstrip('.。')}{wording.space}{cite(key)}{wording.stop}", near
    return best
