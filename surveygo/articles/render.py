"""An article's Markdown as HTML: the one place where markup is declared safe.

Raw HTML in the source is text. What Python-Markdown makes of the rest goes through bleach's allowlist as the last step,
so nothing that an article, a paper or a model wrote reaches the page in any other way.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown

from pipeline.citations import CITATION, cited_keys, outside_code
from pipeline.evidence import evidence_key
from pipeline.prose import cited_sentences
from surveygo.articles.dialect import CITE, CLOSE, END, MARKS, OPEN, Heading, Source, without_marks
from surveygo.articles.tree import ArticleExtension

TAGS = frozenset(
    "a blockquote br caption code del div em figcaption figure h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong table "
    "tbody td th thead tr ul".split()
)
CLASSES = frozenset(
    "align-center align-right citation citations diagram display label math table unknown unsupported".split()
)
PROTOCOLS = frozenset({"http", "https", "mailto"})
_KEYED = re.compile(r"-?(?<![\w.])@([A-Za-z0-9_](?:[\w:.#$%&\-+?<>~/]*\w)?)")
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
) -> SafeString:
    """The article as harmless HTML.

    numbers: citation number by bibkey; a key without one is shown as unknown. evidence: by `evidence_key`; a sentence
    judged unsupported is marked, and its citations carry the key. figure_url: the address (a path on this site) of the
    image of a Mermaid source, or an empty string where it cannot be drawn, which shows the source.
    """
    return mark_safe(_render(markdown, numbers, evidence, figure_url))  # noqa: S308 (cleaned by bleach)


def render_preview(markdown: str, *, known: Collection[str], figure_url: Callable[[str], str]) -> SafeString:
    """Markdown being edited: citations of `known` keys numbered by first citation, and no evidence."""
    keys = [key for key in cited_keys(markdown) if key in known]
    numbers = {key: number for number, key in enumerate(keys, 1)}
    return render_article(markdown, numbers=numbers, evidence={}, figure_url=figure_url)


def outline(markdown: str) -> list[Heading]:
    """The headings in order, with the ids that `render_article` gives them."""
    return Source.read(without_marks(markdown)).headings


def _render(
    markdown: str, numbers: Mapping[str, int], evidence: Mapping[str, Judged], figure_url: Callable[[str], str]
) -> str:
    citations = _Citations(numbers)
    source = Source.read(citations.mark(without_marks(markdown), evidence))
    reader = Markdown(
        extensions=[
            "tables",
            "sane_lists",
            "pymdownx.arithmatex",
            "pymdownx.tilde",
            ArticleExtension(source.headings, source.fences, citations.element, figure_url),
        ],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "pymdownx.arithmatex": {"generic": True},
            "pymdownx.tilde": {"subscript": False},
        },
    )
    cleaner = Cleaner(tags=TAGS, attributes=_allowed, protocols=PROTOCOLS)  # holds state, so one for each article
    cleaned = cleaner.clean(reader.convert(source.text))
    return MARKS.sub(citations.restore, cleaned)


class _Citations:
    """The citations of one article while it is rendered: taken out before parsing, put back as links."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self.found: list[tuple[str, str]] = []

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

        return outside_code("".join([*out, markdown[last:]]), lambda text: _MARKERS.sub(replace, text))

    def element(self, index: int) -> Element:
        """The links of a citation: `[1]`, `[2, 5]`, `[see 3, p. 4]`."""
        inner, evidence = self.found[index]
        group = Element("span", {"class": "citations"})
        single = re.fullmatch(_KEYED, inner.strip())
        parts = [(match, match.group(1)) for match in _KEYED.finditer(inner)]
        last, before = 0, "" if single else "["
        for match, key in parts:
            before += re.sub(r"\s*;\s*", ", ", inner[last : match.start()])
            _append(group, before)
            self._link(group, key, evidence, bracket=single is not None)
            before, last = "", match.end()
        _append(group, "" if single else f"{inner[last:]}]")
        return group

    def _link(self, group: Element, key: str, evidence: str, *, bracket: bool) -> None:
        number = self.numbers.get(key)
        shown = f"{number}" if number else f"?{key}"
        if number:
            link = SubElement(group, "a", {"class": "citation", "href": f"#ref-{number}", "data-key": key})
        else:
            title = "No work with this key is in the collection."
            link = SubElement(group, "span", {"class": "citation unknown", "data-key": key, "title": title})
        if evidence:
            link.set("data-evidence", evidence)
        link.text = f"[{shown}]" if bracket else shown

    def restore(self, match: re.Match[str]) -> str:
        """What a mark that met no parser (in an address, say) stood for."""
        if match.group()[0] != CITE or len(match.group()) == 1:
            return ""
        return html.escape(f"[{self.found[int(match.group()[1:-1])][0]}]")


def _append(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _allowed(tag: str, name: str, value: str) -> bool:
    """bleach's rule for one attribute; it checks schemes of addresses itself."""
    if name == "class":
        return all(word in CLASSES or re.fullmatch(r"language-[\w+#.-]+", word) for word in value.split())
    if name == "id":
        return value.startswith("sec-")
    if tag == "a":
        return name in ("href", "title", "rel", "data-key", "data-evidence")
    if tag == "img":
        return name in ("alt", "loading") or (name == "src" and re.match(r"/(?![/\\])", value) is not None)
    if tag == "span":
        return name in ("title", "data-key", "data-evidence", "data-tex")
    if tag == "div":
        return name in ("role", "tabindex", "aria-label", "data-tex")
    return tag == "ol" and name == "start"
