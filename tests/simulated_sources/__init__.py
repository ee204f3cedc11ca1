"""A server on loopback that answers as OpenAlex, arXiv, Semantic Scholar, Crossref, Unpaywall and SearXNG document."""

from tests.simulated_sources.server import Services
from tests.simulated_sources.works import WORKS, Work

__all__ = ["WORKS", "Services", "Work"]
