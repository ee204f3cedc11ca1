"""LLM×MapReduce-V2 as a library: papers in, a cited survey article out. Knows no HTTP, user or database.

The names below are public; heavy ones are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.article import Article as Article
    from pipeline.brief import Brief as Brief
    from pipeline.calls.journal import FolderJournal as FolderJournal
    from pipeline.calls.journal import Journal as Journal
    from pipeline.calls.journal import MemoryJournal as MemoryJournal
    from pipeline.digest import Digest as Digest
    from pipeline.engines.base import Engine as Engine
    from pipeline.engines.base import Reply as Reply
    from pipeline.engines.base import Usage as Usage
    from pipeline.evidence import Evidence as Evidence
    from pipeline.paper import Corpus as Corpus
    from pipeline.paper import Dropped as Dropped
    from pipeline.paper import Paper as Paper
    from pipeline.paper import Passage as Passage
    from pipeline.plan import PRESETS as PRESETS
    from pipeline.plan import Plan as Plan
    from pipeline.skeleton import Section as Section
    from pipeline.skeleton import Skeleton as Skeleton
    from pipeline.survey import Desk as Desk
    from pipeline.survey import Survey as Survey
    from pipeline.survey import write_survey as write_survey

_HOME = {
    "Article": "pipeline.article",
    "Brief": "pipeline.brief",
    "Corpus": "pipeline.paper",
    "Desk": "pipeline.survey",
    "Digest": "pipeline.digest",
    "Dropped": "pipeline.paper",
    "Engine": "pipeline.engines.base",
    "Evidence": "pipeline.evidence",
    "FolderJournal": "pipeline.calls.journal",
    "Journal": "pipeline.calls.journal",
    "MemoryJournal": "pipeline.calls.journal",
    "PRESETS": "pipeline.plan",
    "Paper": "pipeline.paper",
    "Passage": "pipeline.paper",
    "Plan": "pipeline.plan",
    "Reply": "pipeline.engines.base",
    "Section": "pipeline.skeleton",
    "Skeleton": "pipeline.skeleton",
    "Survey": "pipeline.survey",
    "Usage": "pipeline.engines.base",
    "write_survey": "pipeline.survey",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
