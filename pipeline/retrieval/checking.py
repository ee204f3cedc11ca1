"""What OpenAlex or Crossref know of works that only others found: above all whether they were retracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import SourceError
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.merge import joined
from pipeline.retrieval.sources.base import Source

_KNOWING = ("openalex", "crossref")
_MOST = 200


async def complete(works: Sequence[Candidate], sources: Sequence[Source]) -> tuple[Candidate, ...]:
    """The works, those with a DOI that no source of retractions found looked up there; a source that fails changes
    nothing."""
    missing = [w for w in works if w.ids.doi and not set(w.sources) & set(_KNOWING)][:_MOST]
    knowing = [source for source in sources if source.name in _KNOWING]
    known: dict[str, Candidate] = {}
    for source in knowing if missing else ():
        try:
            answers = await source.look_up([work.ids for work in missing])
        except SourceError:
            continue
        known = {answer.ids.doi: answer for answer in answers if answer.ids.doi}
        break
    return tuple(_with(work, known.get(work.ids.doi)) if not work.retracted else work for work in works)


def _with(work: Candidate, answer: Candidate | None) -> Candidate:
    if answer is None:
        return work
    return replace(joined(work, answer), sources=work.sources)
