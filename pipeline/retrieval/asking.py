"""Asking the sources side by side; one that fails is told of and left out for the rest of the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import SourceError
from pipeline.events import Emit
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.events import SourceAnswered, SourceAsked, SourceFailed
from pipeline.retrieval.planning import SearchPlan
from pipeline.retrieval.sources.base import Query, Source
from pipeline.retrieval.topic import Topic
from pipeline.together import together

_RECORDS = 50  # asked of a source for each query
_FROM_LIBRARY = 300
_TITLES_SHOWN = 5


@dataclass
class Asking:
    """The sources of one search. failures: one sentence for each source that was not reached."""

    sources: Sequence[Source]
    emit: Emit
    check: Callable[[], None]
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def alive(self) -> list[Source]:
        """The sources that have not failed."""
        return [source for source in self.sources if source.name not in self.failures]

    async def search(self, plan: SearchPlan, topic: Topic) -> list[Candidate]:
        """What all sources answer to all queries, source by source in their order."""
        answers = await together(self._ask(source, plan, topic) for source in self.sources)
        return [record for answer in answers for record in answer]

    async def _ask(self, source: Source, plan: SearchPlan, topic: Topic) -> list[Candidate]:
        """What one source answers, each work once."""
        found: dict[str, Candidate] = {}
        limit = _FROM_LIBRARY if source.name == "library" else _RECORDS
        for query in plan.queries:
            self.check()
            self.emit(SourceAsked(source.name, query))
            try:
                answer = await source.search(Query(query, topic.wishes.first_year, topic.wishes.last_year), limit)
            except SourceError as error:
                self.failures[source.name] = str(error)
                self.emit(SourceFailed(source.name, query, str(error)))
                break
            titles = tuple(candidate.title for candidate in answer[:_TITLES_SHOWN])
            self.emit(SourceAnswered(source.name, query, len(answer), titles))
            for candidate in answer:
                found.setdefault(candidate.key, replace(candidate, sources=(source.name,)))
        return list(found.values())

    def ordered_failures(self) -> dict[str, str]:
        """The failures in the order of the sources."""
        return {source.name: self.failures[source.name] for source in self.sources if source.name in self.failures}
