"""Unpaywall: where open-access copies of a DOI lie.

Documentation: https://unpaywall.org/products/api (an e-mail address is required), https://unpaywall.org/data-format.
"""

from __future__ import annotations

from urllib.parse import quote

from pipeline.retrieval.candidate import Location
from pipeline.retrieval.client import Client, Question
from pipeline.retrieval.sources.fields import mapping, rows, text, web_address

BASE = "https://api.unpaywall.org"


async def open_copies(doi: str, client: Client, base: str = BASE) -> tuple[Location, ...]:
    """The open copies of a work, the best first, PDFs before pages; none where it knows none, or nobody signs the
    question with an e-mail address.

    Raises:
        SourceError: it cannot be asked.
    """
    if not client.mailto or not doi:
        return ()
    question = Question("Unpaywall", f"{base}/v2/{quote(doi, safe='/')}", {}, {"email": client.mailto})
    answer = mapping(await client.json(question))
    places = [mapping(answer.get("best_oa_location")), *rows(answer.get("oa_locations"))]
    pdfs = [Location(url, "pdf") for place in places if (url := web_address(text(place.get("url_for_pdf"))))]
    pages = [Location(url, "page") for place in places if (url := web_address(text(place.get("url"))))]
    return tuple({place.url: place for place in reversed([*pdfs, *pages])}.values())[::-1]
