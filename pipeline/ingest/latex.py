"""LaTeX papers: one file or several put together, to text by pandoc, citations as their authors and years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text

from pipeline.ingest.clean import one_line
from pipeline.ingest.front import take_front, year_in
from pipeline.ingest.pandoc import tree_of
from pipeline.ingest.people import names_in
from pipeline.ingest.plain import reading_of
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.tex import to_text
from pipeline.ingest.texproject import put_together, works_cited
from pipeline.ingest.tree import TreeText, meta_lines

_COMMENT = re.compile(r"(?<!\\)%.*")
_BEYOND_AUTHORS = re.compile(
    r"\\(?:thanks|footnote\w*|inst|textsuperscript|affil\w*|email|orcid\w*|institute|address)\s*(?:\[[^\]]*\])?"
    r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\$[^$]*\$"
)
_DATE = re.compile(r"\\(?:date|year|copyrightyear|acmYear|pubyear)\s*\{([^{}]*)\}")


def read_latex(source: Source) -> Iterator[Reading]:
    """The paper whose main file is `source`; the files beside it are the parts that it may include."""
    text = _COMMENT.sub("", put_together(source))
    if not re.search(r"\\[a-zA-Z]{2,}", text):
        raise Refused("it is no LaTeX")
    labels = works_cited(source, text)

    def cite(keys: Sequence[str], in_text: bool) -> str:
        names = [labels.get(key, key) for key in keys]
        if in_text:
            return " and ".join(re.sub(r", (\d{4}[a-z]?)$", r" (\1)", name) for name in names)
        return f"({'; '.join(names)})"

    fields: dict[str, Any] = {"year": year_in(" ".join(_DATE.findall(text)))}
    try:
        tree = tree_of(_prepared(text).encode(), "latex")
    except Refused:
        yield reading_of(source, fields | _by_hand(text), _plain(text))
        return
    meta = tree["meta"]
    title = " ".join(meta_lines(meta.get("title")))
    fields |= {
        "title": title,
        "authors": _authors(text) or [n for line in meta_lines(meta.get("author")) for n in names_in(line)],
        "abstract": " ".join(meta_lines(meta.get("abstract"))),
    }
    paragraphs = list(TreeText(cite).paragraphs(tree["blocks"]))
    if not title:
        fields, paragraphs = take_front(paragraphs, fields)
    yield reading_of(source, fields, "\n\n".join(paragraphs))


def _prepared(text: str) -> str:
    """What pandoc does not know, in words that it does."""
    text = re.sub(r"\\begin\{(?:IEEE)?keywords\}[\s\S]*?\\end\{(?:IEEE)?keywords\}", "", text)
    text = re.sub(r"\\begin\{thebibliography\}[\s\S]*", "\n\\\\end{document}\n", text)
    return re.sub(
        r"\\(?:parencite|textcite|autocite|citealp|citealt|citenum|shortcite\w?|newcite)(\*?\s*[\[{])",
        r"\\citep\1",
        text,
    )


def _by_hand(text: str) -> dict[str, Any]:
    """The fields of a paper that pandoc cannot read."""
    abstract = re.search(r"\\begin\{abstract\}([\s\S]{1,6000}?)\\end\{abstract\}", text)
    return {
        "title": to_text(_braced(text, "title")),
        "authors": _authors(text),
        "abstract": to_text(abstract[1]) if abstract else "",
    }


def _authors(text: str) -> list[str]:
    r"""The names in the `\author`s of the head, without what else stands there."""
    names: list[str] = []
    for match in list(re.finditer(r"\\author\s*(?:\[[^\]]*\])?\s*\{", text))[:100]:
        inside = _BEYOND_AUTHORS.sub(" ", _group(text, match.end()))
        for line in re.split(
            r"\\\\|\\and\b|\\And\b|\\AND\b|\\quad|\\qquad|\\hspace\{[^}]*\}|\n\s*\n|,|\band\b", inside
        ):
            names.extend(name for name in names_in(to_text(line)) if name not in names)
    return names


def _braced(text: str, command: str) -> str:
    found = re.search(rf"\\{command}\s*(?:\[[^\]]*\])?\s*\{{", text)
    return _group(text, found.end()) if found else ""


def _group(text: str, start: int) -> str:
    """What stands in braces, from behind the opening one."""
    depth = 1
    for match in re.finditer(r"(?<!\\)[{}]", text[start : start + 20_000]):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return text[start : start + match.start()]
    return ""


def _plain(text: str) -> str:
    """The text of LaTeX that pandoc cannot read: commands gone, headings marked."""
    body = re.search(r"\\begin\{document\}([\s\S]*)", text)
    text = body[1] if body else text
    text = re.sub(r"\\(sub)*section\*?\s*\{([^{}]*)\}", lambda m: f"\n\n# {one_line(m[2])}\n\n", text)
    text = re.sub(r"\\begin\{(table|figure|equation|align|tabular)\*?\}[\s\S]*?\\end\{\1\*?\}", "\n\n", text)
    with suppress(Exception):
        text = LatexNodes2Text(math_mode="verbatim").latex_to_text(text)
    return re.sub(r"\n\s*\n\s*", "\n\n", text)
