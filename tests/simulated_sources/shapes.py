"""How each service describes a work, after its documentation (the adapters' docstrings name the pages)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from xml.sax.saxutils import escape

from tests.simulated_sources.works import Work

AUTHORS = ("Alice Writer", "Bob Second")


def openalex(work: Work, base: str) -> dict[str, Any]:
    index: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(work.abstract.split()):
        index[word].append(place)
    doi = work.doi or (f"10.48550/arxiv.{work.arxiv}" if work.arxiv else "")
    pdf = f"{base}/files/{work.pdf}" if work.pdf else None
    location = {
        "is_oa": bool(pdf),
        "landing_page_url": f"https://doi.org/{doi}",
        "pdf_url": pdf,
        "source": {"id": "https://openalex.org/S1", "display_name": "Journal of Studies"},
        "version": "publishedVersion",
    }
    return {
        "id": f"https://openalex.org/{work.openalex}",
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": work.title,
        "publication_year": work.year,
        "ids": {"openalex": f"https://openalex.org/{work.openalex}"},
        "authorships": [{"author_position": "first", "author": {"id": None, "display_name": n}} for n in AUTHORS],
        "primary_location": location,
        "best_oa_location": location if pdf else None,
        "locations": [location],
        "abstract_inverted_index": dict(index) or None,
        "cited_by_count": work.citations,
        "is_retracted": work.retracted,
        "referenced_works": [f"https://openalex.org/W{number}" for number in work.cites],
    }


def arxiv(works: list[Work], total: int) -> str:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{w.arxiv or f'2001.{w.number:05}'}v2</id>"
        f"<published>{w.year}-03-04T00:00:00Z</published>"
        f"<title>{escape(w.title)}</title><summary>\n  {escape(w.abstract)}\n</summary>"
        + "".join(f"<author><name>{name}</name></author>" for name in AUTHORS)
        + (f'<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{w.doi}</arxiv:doi>' if w.doi else "")
        + "</entry>"
        for w in works
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"{total}</opensearch:totalResults>{entries}</feed>"
    )


def semantic_scholar(work: Work, base: str) -> dict[str, Any]:
    ids = {"CorpusId": work.number} | ({"DOI": work.doi} if work.doi else {})
    return {
        "paperId": work.s2,
        "externalIds": ids | ({"ArXiv": work.arxiv} if work.arxiv else {}),
        "url": f"https://www.semanticscholar.org/paper/{work.s2}",
        "title": work.title,
        "abstract": work.abstract,
        "venue": "Conference on Studies",
        "year": work.year,
        "citationCount": work.citations,
        "openAccessPdf": {"url": f"{base}/files/{work.pdf}", "status": "GREEN"} if work.pdf else None,
        "authors": [{"authorId": "1", "name": name} for name in AUTHORS],
    }


def crossref(work: Work) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "DOI": work.doi,
        "type": "journal-article",
        "title": [work.title],
        "author": [{"given": n.split()[0], "family": n.split()[1], "sequence": "first"} for n in AUTHORS],
        "issued": {"date-parts": [[work.year, 3]]},
        "container-title": ["Journal of Studies"],
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{escape(work.abstract)}</jats:p>",
        "is-referenced-by-count": work.citations,
        "URL": f"https://doi.org/{work.doi}",
    }
    if work.retracted:
        shape["updated-by"] = [{"DOI": "10.5555/notice", "type": "retraction", "source": "retraction-watch"}]
    return shape


def unpaywall(work: Work, base: str) -> dict[str, Any]:
    place = {
        "host_type": "repository",
        "url": f"{base}/files/{work.pdf}",
        "url_for_pdf": f"{base}/files/{work.pdf}",
        "url_for_landing_page": f"https://doi.org/{work.doi}",
        "version": "submittedVersion",
    }
    places = [place] if work.pdf else []
    return {
        "doi": work.doi,
        "is_oa": bool(places),
        "best_oa_location": places[0] if places else None,
        "oa_locations": places,
    }


def searxng(work: Work) -> dict[str, Any]:
    return {
        "url": f"https://papers.example.org/{work.number}",
        "title": work.title,
        "content": f"{work.abstract[:60]}…",
        "engine": "science",
        "engines": ["science"],
        "category": "science",
        "publishedDate": f"{work.year}-01-01T00:00:00",
        "authors": list(AUTHORS),
    }
