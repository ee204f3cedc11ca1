"""The files of a LaTeX project: parts put into the main file, and how the works it cites are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from bibtexparser.entrypoint import parse_string

from pipeline.ingest.clean import one_line
from pipeline.ingest.encoding import decode, read_text
from pipeline.ingest.front import year_in
from pipeline.ingest.people import split_names
from pipeline.ingest.reading import Refused, Source
from pipeline.ingest.tex import to_text

INCLUDE = re.compile(r"\\(?:input|include|subfile|subfileinclude)\s*\{([^{}\n]{1,200})\}|\\input\s+([^\s{}\\%]{1,200})")
BIBLIOGRAPHY = re.compile(r"\\(?:bibliography|addbibresource(?:\[[^\]]*\])?)\s*\{([^{}]{1,500})\}")
_ITEM = re.compile(r"\\bibitem\s*(?:\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\])?\s*(?:%\s*)?\{([^{}]{1,200})\}")
_DEEPEST = 10
_MOST = 20_000_000


def named(source: Source, wanted: str, suffix: str) -> Source | None:
    """The file beside `source` that it calls `wanted`, with or without suffix; never one of another folder tree."""
    folder = PurePosixPath(source.name).parent
    parts = [part for part in PurePosixPath(wanted.strip().strip('"')).parts if part not in (".", "/")]
    path = folder.joinpath(*parts)
    names = {_normal(path), _normal(PurePosixPath(f"{path}{suffix}"))}
    return next((other for other in source.beside if _normal(PurePosixPath(other.name)) in names), None)


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part.lower())
    return "/".join(parts)


def put_together(source: Source) -> str:
    """The main file's text with the parts that it includes in their places.

    Raises:
        Refused: the parts include each other without end, or are too large together.
    """
    left = _MOST

    def text_of(part: Source, depth: int) -> str:
        nonlocal left
        if depth > _DEEPEST:
            raise Refused("its parts include each other without end")
        text = read_text(part.path)
        left -= len(text)
        if left < 0:
            raise Refused("its parts are too large together")
        text = text if depth == 0 else _body(text)
        return INCLUDE.sub(lambda m: replaced(m, depth), re.sub(r"(?<!\\)%.*", "", text))

    def replaced(match: re.Match[str], depth: int) -> str:
        part = named(Source(source.name, source.path, source.beside), match[1] or match[2], ".tex")
        return f"\n{text_of(part, depth + 1)}\n" if part else ""

    return text_of(source, 0)


def _body(text: str) -> str:
    r"""A part's text; of one that can stand alone what is between `\begin` and `\end{document}`."""
    found = re.search(r"\\begin\{document\}([\s\S]*?)\\end\{document\}", text)
    return found[1] if found else text


def works_cited(source: Source, text: str) -> dict[str, str]:
    """How a text calls the works that it cites, by key: by the `.bbl` beside it, its own list, or its BibTeX files."""
    stem = PurePosixPath(source.name).with_suffix("")
    lists = [read_text(s.path) for s in source.beside if PurePosixPath(s.name) == stem.with_suffix(".bbl")]
    labels = dict(_listed("\n".join([text, *lists])))
    for names in BIBLIOGRAPHY.findall(text):
        for name in names.split(","):
            if found := named(source, name, ".bib"):
                labels |= {key: label for key, label in _entries(found) if key not in labels}
    return labels


def _listed(text: str) -> Iterator[tuple[str, str]]:
    r"""Keys and labels of `\bibitem`s: natbib's `Li et al.(2018)`, else their number."""
    for number, match in enumerate(_ITEM.finditer(text), 1):
        label = to_text((match[1] or "").replace("\\protect", "").replace("\\citeauthoryear", ""))
        found = re.match(r"(.{2,80}?)\s*\(?((?:1[5-9]|20)\d\d[a-z]?)\)?", label)
        yield match[2].strip(), f"{found[1]}, {found[2]}" if found else f"[{number}]"


def _entries(source: Source) -> Iterator[tuple[str, str]]:
    """Keys and labels of a BibTeX file's entries."""
    for entry in parse_string(decode(source.path)).entries:
        fields = {field.key.lower(): str(field.value) for field in entry.fields}
        families = [to_text(name).split()[-1] for name in split_names(fields.get("author", "")) if to_text(name)]
        year = year_in(fields.get("year", "") or fields.get("date", ""))
        many = f"{families[0]} et al." if len(families) > 2 else " and ".join(families)
        label = one_line(f"{many}, {year}" if many and year else many or to_text(fields.get("title", ""))[:60])
        yield entry.key, label or entry.key
