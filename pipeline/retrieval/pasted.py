"""What somebody pasted: DOIs, arXiv ids and addresses, one a line in any mixture, to candidates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from pipeline.errors import SourceError
from pipeline.ingest.clean import one_line
from pipeline.retrieval.candidate import Candidate, Ids, Location
from pipeline.retrieval.merge import joined
from pipeline.retrieval.sources.base import Source
from pipeline.retrieval.sources.fields import arxiv_id, plain_doi

PASTED = "pasted"
_MOST_LINES = 500
_LONGEST = 2_000


@dataclass(frozen=True)
class Line:
    """A line that names a work, as a candidate of which only that is known."""

    text: str
    candidate: Candidate


def read_lines(pasted: str) -> tuple[list[Line], list[str]]:
    """The works that lines name, each once, and one sentence for each line that names none."""
    found: dict[str, Line] = {}
    problems = []
    lines = [line for raw in pasted.splitlines() if (line := one_line(raw).strip(" ,;"))]
    for line in lines[:_MOST_LINES]:
        candidate = _named(line) if len(line) <= _LONGEST else None
        if candidate is None:
            problems.append(f"“{_short(line)}” is no DOI, arXiv id or https address.")
        else:
            found.setdefault(candidate.key, Line(line, candidate))
    if len(lines) > _MOST_LINES:
        problems.append(f"Only the first {_MOST_LINES} lines were read; {len(lines) - _MOST_LINES} more were pasted.")
    return list(found.values()), problems


def _named(line: str) -> Candidate | None:
    """The work a line names: an arXiv id before a DOI before an address, since that is what a text can be had by."""
    if arxiv := arxiv_id(line):
        return _candidate(arxiv, Ids(arxiv=arxiv), f"https://arxiv.org/abs/{arxiv}")
    address = re.search(r"https?://\S+", line, re.I)
    doi = plain_doi(unquote(address.group().partition("?")[0].partition("#")[0]) if address else line)
    if doi:
        places = () if address is None or _is_resolver(address.group()) else _places(address.group())
        return replace(_candidate(doi, Ids(doi=_bare(doi)), f"https://doi.org/{_bare(doi)}"), locations=places)
    if address and urlsplit(address.group()).scheme.lower() == "https":
        url = address.group().rstrip(".,;)>")
        return replace(_candidate(url, Ids(), url), locations=_places(url))
    return None


def _candidate(name: str, ids: Ids, url: str) -> Candidate:
    return Candidate(name, ids, url=url, sources=(PASTED,))


def _bare(doi: str) -> str:
    """A DOI out of an address, without what follows it there."""
    return re.sub(r"(?:/(?:full|pdf|abstract|html|meta)|\.pdf)+$", "", doi)


def _is_resolver(url: str) -> bool:
    return (urlsplit(url).hostname or "").removeprefix("dx.").removeprefix("www.") == "doi.org"


def _places(url: str) -> tuple[Location, ...]:
    url = url.rstrip(".,;)>")
    return (Location(url, "pdf" if urlsplit(url).path.lower().endswith(".pdf") else "page"),)


def _short(line: str) -> str:
    return line if len(line) <= 60 else f"{line[:59]}…"


async def resolve(lines: Sequence[Line], sources: Sequence[Source]) -> tuple[list[Candidate], list[str]]:
    """The works with what sources know of them, in the order of the lines, and a sentence for each id that none knows.

    Each source is asked only for what those before it did not know; one that fails is passed over.
    """
    works = {line.candidate.key: line.candidate for line in lines}
    unknown = {key: work for key, work in works.items() if work.ids.items()}
    for source in sources:
        if not unknown:
            break
        try:
            answers = await source.look_up([work.ids for work in unknown.values()])
        except SourceError:
            continue
        for key, work in list(unknown.items()):
            match = next((answer for answer in answers if _same(work.ids, answer.ids)), None)
            if match is not None:
                works[key] = joined(replace(match, sources=(PASTED,)), replace(work, title=match.title))
                del unknown[key]
    problems = [f"No source knows {_short(line.text)}." for line in lines if line.candidate.key in unknown]
    return list(works.values()), problems


def _same(wanted: Ids, found: Ids) -> bool:
    return bool(
        (wanted.doi and wanted.doi == found.doi) or (wanted.arxiv and wanted.arxiv.lower() == found.arxiv.lower())
    )
