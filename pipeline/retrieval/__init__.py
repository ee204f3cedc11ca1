"""A topic to papers: find() searches, merges and screens; fetch_texts() gets what is to be read.

    found = await find(topic, sources=sources, library=library, emit=emit)
    texts = await fetch_texts(found.candidates, library=library, emit=emit)
    corpus = Corpus.build(texts.papers.values(), topic.title)

Between the two a person may change the list: `candidate.judged("exclude", "…", "person")`; `count` then gives the flow
anew. Candidates go to rows and back with `to_data` and `from_data`.
"""

from pipeline.retrieval.cache import Cache, FolderCache, MemoryCache
from pipeline.retrieval.candidate import Candidate, Exclusion, Ids, Location, Text, Verdict
from pipeline.retrieval.client import Client
from pipeline.retrieval.download import Downloader
from pipeline.retrieval.events import (
    CandidateScreened,
    CandidatesMerged,
    SearchDone,
    SearchPlanned,
    SnowballGrown,
    SourceAnswered,
    SourceAsked,
    SourceFailed,
    TextFetched,
)
from pipeline.retrieval.fetch import Texts, fetch_texts
from pipeline.retrieval.find import find
from pipeline.retrieval.flow import Flow, count
from pipeline.retrieval.found import Found
from pipeline.retrieval.library import Library, PaperLibrary, candidate_of
from pipeline.retrieval.merge import Pair
from pipeline.retrieval.planning import SearchPlan
from pipeline.retrieval.sources import SOURCES, Access, open_sources
from pipeline.retrieval.sources.base import Query, Source
from pipeline.retrieval.topic import Topic, Wishes

__all__ = [
    "SOURCES",
    "Access",
    "Cache",
    "Candidate",
    "CandidateScreened",
    "CandidatesMerged",
    "Client",
    "Downloader",
    "Exclusion",
    "Flow",
    "FolderCache",
    "Found",
    "Ids",
    "Library",
    "Location",
    "MemoryCache",
    "Pair",
    "PaperLibrary",
    "Query",
    "SearchDone",
    "SearchPlan",
    "SearchPlanned",
    "SnowballGrown",
    "Source",
    "SourceAnswered",
    "SourceAsked",
    "SourceFailed",
    "Text",
    "TextFetched",
    "Texts",
    "Topic",
    "Verdict",
    "Wishes",
    "candidate_of",
    "count",
    "fetch_texts",
    "find",
    "open_sources",
]
