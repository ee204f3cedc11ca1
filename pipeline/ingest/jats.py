"""Articles in XML: JATS (https://jats.nlm.nih.gov/), BioMed Central's own form, TEI as GROBID writes it.

Where a form keeps what is one line of `_FORMS`; sections and paragraphs are walked alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.clean import one_line
from pipeline.ingest.front import year_in
from pipeline.ingest.plain import reading_of
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.xml import Element, name_of, parse, text_of
from pipeline.ingest.zotero import read_rdf

_SKIPPED = frozenset(
    "xref fn table-wrap-foot ref-list bibl-list graphic media tex-math object-id label abbr ref note".split()
)
_HEADINGS = frozenset(("title", "head", "st"))
_NO_TEXT = frozenset("ref-list back bm fn-group ack tbl table figure listBibl".split())
_FLOATS = frozenset(("fig", "table-wrap"))


@dataclass(frozen=True)
class _Form:
    """Paths to what an article has, in a form of XML. year: the first that is there counts."""

    head: str
    body: str
    title: str
    author: str
    given: str
    family: str
    abstract: str
    year: tuple[str, ...]
    venue: str
    doi: str


_FORMS = {
    "article": _Form(
        head=".//{*}front", body="{*}body", title=".//{*}title-group/{*}article-title",
        author=".//{*}contrib-group/{*}contrib", given=".//{*}given-names", family=".//{*}surname",
        abstract=".//{*}abstract", venue=".//{*}journal-title", doi=".//{*}article-id[@pub-id-type='doi']",
        year=(".//{*}pub-date[@pub-type='epub']/{*}year", ".//{*}pub-date/{*}year"),
    ),
    "art": _Form(
        head="{*}fm", body="{*}bdy", title="{*}bibl/{*}title", author="{*}bibl/{*}aug/{*}au", given="{*}fnm",
        family="{*}snm", abstract="{*}abs", venue="{*}bibl/{*}source",
        doi=".//{*}xrefbib/{*}pubidlist/{*}pubid[@idtype='doi']",
        year=("{*}bibl/{*}pubdate", ".//{*}history/{*}pub/{*}date/{*}year"),
    ),
    "TEI": _Form(
        head="{*}teiHeader", body="{*}text/{*}body", title=".//{*}titleStmt/{*}title",
        author=".//{*}sourceDesc//{*}analytic/{*}author", given=".//{*}forename", family=".//{*}surname",
        abstract=".//{*}abstract", venue=".//{*}monogr/{*}title", doi=".//{*}idno[@type='DOI']",
        year=(".//{*}imprint/{*}date", ".//{*}publicationStmt/{*}date"),
    ),
}  # fmt: skip


def read_xml(source: Source) -> Iterator[Reading]:
    """The paper in an XML file of one of the forms that articles are published in."""
    root = parse(source.path.read_bytes())
    if name_of(root) == "RDF":
        yield from read_rdf(source)
        return
    articles = [root] if name_of(root) in _FORMS else [e for name in _FORMS for e in root.iter(f"{{*}}{name}")][:1]
    if not articles:
        raise Refused(
            f"it is XML of a kind that is not read (“{name_of(root)[:40]}”, not JATS, BMC, TEI or Zotero's RDF)"
        )
    yield _reading(source, articles[0])


def _reading(source: Source, article: Element) -> Reading:
    form = _FORMS[name_of(article)]
    head, body = article.find(form.head), article.find(form.body)
    if head is None:
        raise Refused("the article in it has no head with a title")
    title = head.find(form.title)
    abstract = next((a for a in head.iterfind(form.abstract) if not a.get("abstract-type")), head.find(form.abstract))
    years = (year_in(text_of(found) or found.get("when", "")) for path in form.year for found in head.iterfind(path))
    paragraphs = list(_paragraphs(body, 0)) if body is not None else []
    summary = _paragraphs(abstract, 0) if abstract is not None else ()
    fields = {
        "title": text_of(title, _SKIPPED),
        "authors": [name for author in head.iterfind(form.author) if (name := _name(author, form))],
        "abstract": one_line(" ".join(text.lstrip("# ") for text in summary)),
        "year": next((year for year in years if year), None),
        "venue": text_of(head.find(form.venue)),
        "doi": text_of(head.find(form.doi)),
    }
    return reading_of(source, fields, "\n\n".join(paragraphs))


def _name(author: Element, form: _Form) -> str:
    """An author's name; editors and others who contributed are none."""
    if author.get("contrib-type", "author") != "author":
        return ""
    given, family = text_of(author.find(form.given)), text_of(author.find(form.family))
    whole = author.find("{*}string-name") if author.find("{*}string-name") is not None else author.find("{*}collab")
    return f"{given} {family}".strip() or text_of(whole, _SKIPPED)


def _paragraphs(element: Element, level: int) -> Iterator[str]:
    """Headings and paragraphs in the order of the text."""
    if (element.text or "").strip() and not len(element):
        yield one_line(element.text)
    for child in element:
        name = name_of(child)
        if name in _HEADINGS:
            if heading := text_of(child, _SKIPPED):
                yield f"{'#' * min(max(level, 1), 6)} {heading}"
        elif name == "p":
            if text := text_of(child, _SKIPPED | _NO_TEXT | _FLOATS):
                yield text
        elif name in _FLOATS:
            if caption := text_of(child.find("{*}caption"), _SKIPPED):
                yield f"{text_of(child.find('{*}label'))} {caption}".strip()
        elif name not in _NO_TEXT and name not in _SKIPPED:
            yield from _paragraphs(child, level + (name in ("sec", "div")))
