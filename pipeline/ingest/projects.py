"""LaTeX projects among the files read together: which file is the main one, and which belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.ingest.reading import Reading, Source
from pipeline.ingest.registry import suffix_of

PARTS = frozenset((".tex", ".ltx", ".bbl", ".bib"))
"""What the main file of a project may draw on."""

_MAIN = re.compile(rb"^[^%\n]*\\document(?:class|style)\b", re.MULTILINE)
_NAMED = re.compile(
    rb"\\(?:input|include|subfile|subfileinclude|includegraphics|bibliography|addbibresource|includepdf)\*?\s*"
    rb"(?:\[[^\]]{0,300}\])?\s*\{([^{}]{1,500})\}|\\input\s+([^\s{}\\%]{1,200})"
)
_TRAPPINGS = frozenset(
    ".sty .cls .bst .bbx .cbx .clo .def .fd .ist .bbl .blg .aux .log .out .toc .lof .lot .eps .ps .png .jpg .jpeg "
    ".gif .svg .tikz .pgf .synctex .fls .fdb_latexmk .cfg".split()
)
_LOOKED_AT = 1_000_000
_MOST_PARTS = 300


def gathered(sources: Sequence[Source]) -> Iterator[Source | Reading]:
    """The sources with the parts of LaTeX projects in `beside` of their main files instead of on their own.

    What a main file or its parts name (text, bibliographies, figures) is no paper of its own; nor are the trappings of
    LaTeX in its folder. A text that nothing names is refused.
    """
    texts = {s.path: _start(s) for s in sources if suffix_of(s) in (".tex", ".ltx")}
    mains = [s for s in sources if s.path in texts and _MAIN.search(texts[s.path])]
    named = {stem for text in texts.values() for stem in _named(text)} if mains else set()
    for source in sources:
        main = next((m for m in mains if _within(source, m)), None)
        if source in mains:
            beside = [s for s in sources if s is not source and suffix_of(s) in PARTS and _within(s, source)]
            yield replace(source, beside=tuple(beside[:_MOST_PARTS]))
        elif main is None:
            yield source
        elif _is_part(source, named):
            yield Reading(source.name, part_of=main.name)
        elif source.path in texts:
            yield Reading(source.name, problem=f"it is a part of a LaTeX project, but {main.name} does not include it")
        else:
            yield source


def _is_part(source: Source, named: set[str]) -> bool:
    """Whether a file belongs to a project: by its suffix, or named in it as text, bibliography or figure."""
    suffix = suffix_of(source)
    return suffix in _TRAPPINGS or (_stem(source) in named and (suffix in PARTS or suffix == ".pdf"))


def _start(source: Source) -> bytes:
    try:
        with source.path.open("rb") as file:
            return file.read(_LOOKED_AT)
    except OSError:
        return b""


def _named(text: bytes) -> Iterator[str]:
    """The stems of the files that a text names."""
    for match in _NAMED.finditer(text):
        for name in (match[1] or match[2]).decode("utf-8", "replace").split(","):
            path = PurePosixPath(name.strip())
            yield (path.stem if path.suffix.lower() in {*PARTS, ".pdf", *_TRAPPINGS} else path.name).lower()


def _stem(source: Source) -> str:
    return PurePosixPath(source.name).stem.lower()


def _within(source: Source, main: Source) -> bool:
    """Whether a file lies in the folder of a main file, or below it."""
    return PurePosixPath(source.name).is_relative_to(PurePosixPath(main.name).parent)
