"""The record that the reference implementation's own evaluation, SurveyEval, reads."""

from __future__ import annotations

import json
import re

from pipeline.article import Article, ArticleSection
from pipeline.citations import CITATION, KEY, cited_keys, outside_code
from pipeline.paper import Corpus
from pipeline.references import make_reference
from pipeline.skeleton import Skeleton

_DIAGRAM = re.compile(r"^```mermaid\n.*?^```\n+", re.S | re.M)


def surveyeval_record(article: Article, skeleton: Skeleton, corpus: Corpus) -> str:
    """One line of JSON: title, papers, outline, content and ref_str.

    A number n in the content is the n-th of `papers`: the cited ones by first citation, then the others. Diagrams are
    left out, because SurveyEval takes their brackets for citations.
    """
    cited = [key for key in cited_keys(article.to_markdown()) if key in corpus.by_key]
    numbers = {key: number for number, key in enumerate(cited, 1)}
    papers = [corpus.by_key[key] for key in cited] + [p for p in corpus.papers if p.bibkey not in numbers]
    references = [make_reference(numbers[key], key, corpus.by_key[key]) for key in cited]
    record = {
        "title": article.title,
        "papers": [
            {"title": p.title, "abstract": p.abstract, "txt": p.text, "url": p.url, "bibkey": p.bibkey} for p in papers
        ],
        "outline": _outline(skeleton),
        "content": _content(article, numbers),
        "ref_str": "\n".join(["## References", "", *(f"[{r.number}] {r.text()}" for r in references)]),
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _outline(skeleton: Skeleton) -> str:
    numbers = skeleton.numbers()
    parts = [f"# {skeleton.title}"]
    for section in skeleton.walk():
        number = numbers[section.id]
        parts.append(_heading(number, section.title))
        parts += [text for text in (section.construction, section.analysis) if text]
    return "\n\n".join(parts) + "\n"


def _content(article: Article, numbers: dict[str, int]) -> str:
    parts = [f"# {article.title}"]
    counter = 0
    for section in article.sections:
        if section.id == "abstract":
            parts += [f"## {section.title}", section.markdown.strip()]
            continue
        counter += 1
        parts += _section(section, str(counter))
    text = "\n\n".join(part for part in parts if part)
    return outside_code(_DIAGRAM.sub("", text), lambda piece: _numbered(piece, numbers)) + "\n"


def _section(section: ArticleSection, number: str) -> list[str]:
    parts = [_heading(number, section.title), section.markdown.strip()]
    for index, child in enumerate(section.children, 1):
        parts += _section(child, f"{number}.{index}")
    return parts


def _heading(number: str, title: str) -> str:
    return f"{'##' + '#' * number.count('.')} {number}{'' if '.' in number else '.'} {title}"


def _numbered(text: str, numbers: dict[str, int]) -> str:
    """Citations as `[1,2]`. Any other bracket with a digit would be read as a citation, and stop SurveyEval where there
    is no such paper, so it becomes a full-width one."""
    out, last = [], 0
    for match in CITATION.finditer(text):
        known = [str(numbers[key]) for key in KEY.findall(match.group(1)) if key in numbers]
        out += [_widened(text[last : match.start()]), f"[{','.join(known)}]" if known else ""]
        last = match.end()
    return "".join([*out, _widened(text[last:])])


def _widened(text: str) -> str:
    return re.sub(r"\[([^\[\]]*\d[^\[\]]*)\]", r"［\1］", text)
