"""An article's Markdown as HTML: the one place where markup is declared safe.

Raw HTML in the source is text. What Python-Markdown makes of the rest goes through bleach's allowlist. Only then the
marks of citations, which stand in text and never in an attribute, become links made of numbers and escaped keys.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown

from pipeline.citations import CITATION, cited_keys, outside_code
from pipeline.evidence import evidence_key
from pipeline.prose import cited_sentences
from surveygo.articles.dialect import BRACKET, CITE, CLOSE, END, MARKS, OPEN, Heading, Source, without_marks
from surveygo.articles.pictures import Picture
from surveygo.articles.tree import ArticleExtension

TAGS = frozenset(
    "a blockquote br caption code del div em figcaption figure h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong table "
    "tbody td th thead tr ul".split()
)
CLASSES = frozenset(
    "align-center align-right citation citations diagram display label math picture table unknown unsupported".split()
)
PROTOCOLS = frozenset({"http", "https", "mailto"})
NO_PICTURES: Mapping[int, Picture] = {}
_KEYED = re.compile(r"-?(?<![\w.])@([A-Za-z0-9_](?:[\w:.#$%&\-+?<>~/]*\w)?)")
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.M)
_CELL = re.compile(r"(?<!\\)\|")
_MARKERS = re.compile(f"{CITATION.pattern}|(?P<open>{OPEN}\\d+{END})|(?P<close>{CLOSE})")


class Judged(Protocol):
    """What a page knows about a sentence's evidence."""

    @property
    def verdict(self) -> str: ...


def render_article(
    markdown: str,
    *,
    numbers: Mapping[str, int],
    evidence: Mapping[str, Judged],
    figure_url: Callable[[str], str],
    pictures: Mapping[int, Picture] = NO_PICTURES,
) -> SafeString:
    """The article as harmless HTML.

    numbers: citation number by bibkey; a key without one is shown as unknown. evidence: by `evidence_key`; a sentence
    judged unsupported is marked, and its citations carry the key. figure_url: the address (a path on this site) of the
    image of a Mermaid source, or an empty string where it cannot be drawn, which shows the source. pictures: the
    article's images by number; `![caption](image:3)` is number 3, every other image is its description.
    """
    return mark_safe(_render(markdown, numbers, evidence, figure_url, pictures))  # noqa: S308 (cleaned by bleach)


def render_preview(
    markdown: str,
    *,
    keys: Iterable[str],
    figure_url: Callable[[str], str],
    pictures: Mapping[int, Picture] = NO_PICTURES,
) -> SafeString:
    """Markdown being edited: citations of `keys` numbered in their order, and no evidence."""
    numbers = {key: number for number, key in enumerate(keys, 1)}
    return render_article(markdown, numbers=numbers, evidence={}, figure_url=figure_url, pictures=pictures)


def outline(markdown: str) -> list[Heading]:
    """The headings in order, with the ids that `render_article` gives them."""
    return Source.read(without_marks(markdown)).headings


def _render(
    markdown: str,
    numbers: Mapping[str, int],
    evidence: Mapping[str, Judged],
    figure_url: Callable[[str], str],
    pictures: Mapping[int, Picture],
) -> str:
    citations = _Citations(numbers)
    source = Source.read(citations.mark(without_marks(markdown), evidence))
    reader = Markdown(
        extensions=[
            "tables",
            "sane_lists",
            "pymdownx.arithmatex",
            "pymdownx.tilde",
            ArticleExtension(source.headings, source.fences, citations.text, figure_url, pictures),
        ],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "pymdownx.arithmatex": {"generic": True},
            "pymdownx.tilde": {"subscript": False},
        },
    )
    cleaner = Cleaner(tags=TAGS, attributes=_allowed, protocols=PROTOCOLS)  # holds state, so one for each article
    try:
        cleaned = cleaner.clean(reader.convert(source.text))
    except RecursionError:  # lists or quotes nested beyond reason: the source itself is shown
        return f"<pre>{html.escape(without_marks(markdown))}</pre>"
    return MARKS.sub(citations.html, cleaned)


class _Citations:
    """The citations of one article while it is rendered: taken out before parsing, put back as links."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self.found: list[tuple[str, str]] = []
        self.cells: dict[int, tuple[str, str]] = {}

    def mark(self, markdown: str, evidence: Mapping[str, Judged]) -> str:
        """`markdown` with a mark for each citation and around each unsupported sentence."""
        keys: list[str] = []
        out, last = [], 0
        for sentence in cited_sentences(markdown):
            key = evidence_key(sentence.text, sentence.keys)
            if key in evidence:
                out += [markdown[last : sentence.start], f"{OPEN}{len(keys)}{END}"]
                out += [markdown[sentence.start : sentence.end], CLOSE]
                last = sentence.end
                keys.append(key)
        current = ""

        def replace(match: re.Match[str]) -> str:
            nonlocal current
            if match["open"]:
                current = keys[int(match["open"][1:-1])]
                return OPEN if evidence[current].verdict == "unsupported" else ""
            if match["close"]:
                closed, current = current, ""
                return CLOSE if closed and evidence[closed].verdict == "unsupported" else ""
            self.found.append((match.group(1), current))
            return f"{CITE}{len(self.found) - 1}{END}"

        marked = "".join([*out, markdown[last:]])
        if evidence:
            marked = outside_code(marked, lambda text: _ROW.sub(lambda row: self._row(row.group(), evidence), text))
        return outside_code(marked, lambda text: _MARKERS.sub(replace, text))

    def _row(self, row: str, evidence: Mapping[str, Judged]) -> str:
        """A table's row with a mark in place of each cell that has evidence; the first cell names the work."""
        cells = _CELL.split(row)
        keys = cited_keys(cells[1])
        for index, cell in enumerate(cells[2:], 2):
            text = cell.strip().replace("\\|", "|").replace("\\\\", "\\")
            key = evidence_key(text, (keys[0],)) if len(keys) == 1 and text else ""
            if key in evidence and keys[0] in self.numbers:
                self.cells[len(self.found)] = (keys[0], text)
                cells[index] = f" {CITE}{len(self.found)}{END} "
                self.found.append((cell.strip(), key))
        return "|".join(cells)

    def html(self, match: re.Match[str]) -> str:
        """A mark in the page's text as links: `[1]`, `[2, 5]`, `[see 3, p. 4]`; other marks vanish."""
        if match["citation"] is None:
            return "[" if match.group() == BRACKET else ""
        index = int(match["citation"])
        inner, evidence = self.found[index]
        if index in self.cells:
            key, text = self.cells[index]
            return self._link(key, evidence, html.escape(text).replace("{", "{{").replace("}", "}}"), "citation cell")
        works = list(_KEYED.finditer(inner))
        if len(works) == 1 and works[0].group() == inner.strip():
            return f'<span class="citations">{self._link(works[0].group(1), evidence, "[{}]")}</span>'
        parts, last = ["["], 0
        for work in works:
            parts += [_between(inner[last : work.start()]), self._link(work.group(1), evidence, "{}")]
            last = work.end()
        return f'<span class="citations">{"".join(parts)}{_between(inner[last:])}]</span>'

    def _link(self, key: str, evidence: str, shape: str, kind: str = "citation") -> str:
        number = self.numbers.get(key)
        data = f'data-key="{html.escape(key)}"' + (f' data-evidence="{html.escape(evidence)}"' if evidence else "")
        if number:
            return f'<a class="{kind}" href="#ref-{number:d}" {data}>{shape.format(number)}</a>'
        title = "No work with this key is in the collection."
        return f'<span class="citation unknown" {data} title="{title}">{shape.format("?" + html.escape(key))}</span>'

    def text(self, match: re.Match[str]) -> str:
        """What a mark stood for, where no link can be: in an address, in code, inside another link."""
        if match["citation"] is None:
            return "[" if match.group() == BRACKET else ""
        index = int(match["citation"])
        return self.cells[index][1] if index in self.cells else f"[{self.found[index][0]}]"


def _between(text: str) -> str:
    return html.escape(re.sub(r"\s*;\s*", ", ", text))


def _allowed(tag: str, name: str, value: str) -> bool:
    """bleach's rule for one attribute; it checks schemes of addresses itself."""
    if name == "class":
        return all(word in CLASSES or re.fullmatch(r"language-[\w+#.-]+", word) for word in value.split())
    if name == "id":
        return value.startswith("sec-")
    if tag == "a":
        return name in ("href", "title", "rel", "data-key", "data-evidence")
    if tag == "img":
        size = name in ("width", "height") and value.isdecimal()
        return size or name in ("alt", "loading") or (name == "src" and re.match(r"/(?![/\\])", value) is not None)
    if tag == "span":
        return name in ("title", "data-key", "data-evidence", "data-tex")
    if tag == "div":
        return name in ("role", "tabindex", "aria-label", "data-tex")
    return tag == "ol" and name == "start"
