"""Abstract, introduction and conclusion, written last."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import clause_of
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import listed
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.unused import unused
from pipeline.skeleton import Section, Skeleton
from pipeline.statements import TermUse, describe_size, using
from pipeline.steps.frame import WriteFrame

_EN = {
    "themes": "Its themes are {titles}.",
    "cross": "Across these themes it gathers {titles}.",
    "organised": "The sections that follow treat {titles}.",
    "then": "After these themes, the survey turns to {titles}.",
    "method": "It was assembled from sentences of the works themselves, without a language model.",
}
_ZH = {
    "themes": "其主题包括{titles}。",
    "cross": "此外还汇总了{titles}。",
    "organised": "以下各节依次讨论{titles}。",
    "then": "在各主题之后，本文汇总{titles}。",
    "method": "全文由所收论文自身的句子整理而成，未使用语言模型。",
}
_WORDS = {"en": _EN, "zh": _ZH}


def write_frame(step: WriteFrame, library: Library) -> str:
    """The Markdown of a frame part."""
    return {"abstract": _abstract, "introduction": _introduction, "conclusion": _conclusion}[step.part](step, library)


def _abstract(step: WriteFrame, library: Library) -> str:
    """What the collection covers, its themes, findings and gaps; no citations, at most the words asked for."""
    words, language = _WORDS[library.language], library.language
    themes, crossing = _parts(step.skeleton)
    sentences = describe_size(library.corpus, language)
    if themes:
        sentences.append(words["themes"].format(titles=_titles(themes, language)))
        sentences += [s for s in (_term_use(themes[0], library, 1),) if s]
    if crossing:
        sentences.append(words["cross"].format(titles=_titles(crossing, language)))
    sentences.append(words["method"])
    return _space(language).join(sentences)


def _introduction(step: WriteFrame, library: Library) -> str:
    language = library.language
    words = _WORDS[language]
    written = "\n".join(text for _, text in step.sections)
    themes, crossing = _parts(step.skeleton)
    count = max(4, (step.words or 400) // 35)
    clauses = [clause_of(k, p, library) for k, p in _spread(step, written, ("problem", "background"), library)]
    clauses = [c for c in clauses if not c.leaning and not c.subject][:count]
    half = (len(clauses) + 1) // 2
    writer = Writer(library)
    blocks = [writer.paragraph(part) for part in (clauses[:half], clauses[half:]) if part]
    plan = describe_size(library.corpus, language)
    plan += [s for i, theme in enumerate(themes[:2]) if (s := _term_use(theme, library, i))]
    if themes:
        plan.append(words["organised"].format(titles=_titles(themes, language)))
    if crossing:
        plan.append(words["then" if themes else "organised"].format(titles=_titles(crossing, language)))
    return "\n\n".join([*blocks, _space(language).join(plan)])


def _conclusion(step: WriteFrame, library: Library) -> str:
    """What was found, theme by theme, and what stays open."""
    written = "\n".join(text for _, text in step.sections)
    writer = Writer(library)
    themes, _ = _parts(step.skeleton)
    blocks = []
    each = max(1, (step.words or 300) // (26 * max(1, len(themes) + 1)))
    for theme in themes or list(step.skeleton.sections):
        keys = [p.bibkey for p in step.papers if p.bibkey in theme.papers]
        found = unused(keys, step.points, written, ("result", "comparison"), library)[:each]
        if found:
            blocks.append((theme, [clause_of(k, p, library) for k, p in found]))
    paragraphs = [
        writer.paragraph([c for _, clauses in blocks[i : i + 3] for c in clauses]) for i in range(0, len(blocks), 3)
    ]
    keys = [p.bibkey for p in step.papers]
    left = unused(keys, step.points, written, ("limitation",), library)[:4]
    if left:
        paragraphs.append(writer.paragraph([clause_of(k, p, library) for k, p in left]))
    return "\n\n".join(paragraphs)


def _spread(step: WriteFrame, written: str, kinds: Sequence[PointKind], library: Library) -> list[tuple[str, Point]]:
    """Untold claims from every theme in turn, so that no theme fills the introduction alone."""
    lists = []
    for theme in step.skeleton.sections:
        if role_of(theme) == "theme":
            keys = [p.bibkey for p in step.papers if p.bibkey in theme.papers]
            lists.append(unused(keys, step.points, written, kinds, library)[:3])
    return [row for found in lists for row in found]


def _parts(skeleton: Skeleton) -> tuple[list[Section], list[Section]]:
    themes = [s for s in skeleton.sections if s.children or role_of(s) == "theme"]
    return themes, [s for s in skeleton.sections if s not in themes]


def _titles(sections: Sequence[Section], language: str) -> str:
    return listed([inline(s.title) for s in sections], language)


def _term_use(theme: Section, library: Library, turn: int) -> str:
    terms = library.shared_terms(theme.papers, most=1)
    if not terms:
        return ""
    users = using(terms[0].text, library.corpus.papers)
    if len(users) < 3:
        return ""
    total = len(library.corpus.papers)
    return TermUse().render(library.language, turn, total=total, count=len(users), term=terms[0].text)


def _space(language: str) -> str:
    return "" if language == "zh" else " "
