"""fetch_texts(): included candidates to papers, with their full text where it can be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.events import Emit
from pipeline.paper import Paper
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.events import TextFetched
from pipeline.retrieval.find import unheard
from pipeline.retrieval.library import Library


@dataclass(frozen=True)
class Texts:
    """candidates: as given, each with what of its text there is; papers: by candidate key, those that can be used."""

    candidates: tuple[Candidate, ...]
    papers: Mapping[str, Paper] = field(default_factory=dict)


async def fetch_texts(
    candidates: Sequence[Candidate], *, library: Library | None = None, emit: Emit = unheard
) -> Texts:
    """The papers that included candidates stand for, those of the library from there; a paper without full text is used
    by its abstract and marked so, and one without either is marked as unusable."""
    done: list[Candidate] = []
    papers: dict[str, Paper] = {}
    for candidate in candidates:
        if not candidate.included:
            done.append(candidate)
            continue
        paper = await _from_library(candidate, library)
        if paper is not None:
            fated = replace(candidate, text="full", note="from the library")
        elif candidate.abstract.strip():
            paper = candidate.to_paper()
            fated = replace(candidate, text="abstract", note="no full text could be had; its abstract is used")
        else:
            fated = replace(candidate, text="none", note="neither full text nor abstract could be had")
        if paper is not None:
            papers[candidate.key] = paper
        done.append(fated)
        emit(TextFetched(fated.key, fated.title, fated.text, fated.note))
    return Texts(tuple(done), papers)


async def _from_library(candidate: Candidate, library: Library | None) -> Paper | None:
    if library is None or not candidate.ids.own:
        return None
    try:
        return await library.paper(candidate.ids.own)
    except KeyError:
        return None
