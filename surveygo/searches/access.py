"""What sources are asked with, from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

# The pipeline's imports take long; only who needs them waits, and the start of the web does not.
if TYPE_CHECKING:
    from pipeline.retrieval import Access, Client, Downloader


def source_names() -> dict[str, str]:
    """What pages call each source, by its name."""
    from pipeline.retrieval import SOURCES

    return dict(SOURCES)


def source_label(name: str) -> str:
    """Where a paper or a record came from, in words."""
    own = {"upload": "Uploaded", "pasted": "Pasted", "snowball": "References and citations"}
    return own.get(name) or source_names().get(name, name)


def offered() -> list[tuple[str, str]]:
    """The sources that a search may ask, as (name, what pages call it); the own library is always asked."""
    allowed = {*settings.ENV["SURVEYGO_SOURCES"], *(["web"] if settings.ENV["SURVEYGO_SEARXNG"] else [])}
    return [(name, label) for name, label in source_names().items() if name in allowed]


def access() -> Access:
    """Keys and addresses."""
    from pipeline.retrieval import Access

    env = settings.ENV
    return Access(
        env["SURVEYGO_OPENALEX_KEY"],
        env["SURVEYGO_SEMANTIC_SCHOLAR_KEY"],
        env["SURVEYGO_SEARXNG"],
        env["SURVEYGO_SOURCE_ADDRESSES"],
    )


def client() -> Client:
    """A client that says who asks and keeps answers for a week."""
    from pipeline.retrieval import Client, FolderCache

    return Client(settings.ENV["SURVEYGO_MAILTO"], FolderCache(settings.DATA / "answers"))


def downloader() -> Downloader:
    """A downloader of full texts that says who asks."""
    from pipeline.retrieval import Downloader

    return Downloader(settings.ENV["SURVEYGO_MAILTO"])
