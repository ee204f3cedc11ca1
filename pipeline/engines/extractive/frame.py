"""Abstract, introduction and conclusion, written last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.citations import without_citations
from pipeline.digest import PointKind
from pipeline.engines.extractive.clauses import Clause, clause_of, named, word_count
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import listed
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.unused import unused
from pipeline.engines.extractive.wording import WORDINGS
from pipeline.skeleton import Section, Skeleton
from pipeline.statements import TermUse, describe_size, using
from pipeline.steps.frame import WriteFrame

MOST_ABSTRACT = 220
_AHEAD = re.compile(
    r"\b(?:future|plans?|remains?|open|limit\w*|further|not yet|challeng\w+|difficult\w*|lacks?)\b|"
    r"未来|局限|尚|不足|挑战"
)
_LONGEST = 30  # words of a finding that the abstract may quote
_WORDS = {
    "en": {
        "themes": "They fall under {titles}.",
        "cross": "Further sections gather {titles} across these themes.",
        "plain": "The survey gathers {titles}.",
        "organised": "The survey first treats {titles}.",
        "then": "It then brings together {titles}, and closes with what the works report and leave open.",
        "found": "On {theme}, {a}.",
        "told": "{a}.",
        "covered": "This survey has covered {titles}.",
        "open": "What remains open is named by the works themselves: {a}.",
    },
    "zh": {
        "themes": "内容涉及{titles}。",
        "cross": "另有各节汇总{titles}。",
        "plain": "本文汇总{titles}。",
        "organised": "本文首先讨论{titles}。",
        "then": "随后汇总{titles}，最后总结各项工作的发现与未解决的问题。",
        "found": "在{theme}方面，{a}。",
        "told": "{a}。",
        "covered": "本文讨论了{titles}。",
        "open": "关于未解决的问题，{a}。",
    },
}


def write_frame(step: WriteFrame, library: Library) -> str:
    """The Markdown of a frame part."""
    return {"abstract": _abstract, "introduction": _introduction, "conclusion": _conclusion}[step.part](step, library)


def _abstract(step: WriteFrame, library: Library) -> str:
    """What the collection covers, its themes, a finding of each of the larger ones and a gap; no citations."""
    words, language = _WORDS[library.language], library.language
    themes, crossing = parts_of(step.skeleton)
    sentences = describe_size(library.corpus, language)
    if themes:
        sentences.append(words["themes"].format(titles=_titles(themes, language)))
    if crossing:
        sentences.append(words["cross" if themes else "plain"].format(titles=_titles(crossing, language)))
    room = min(step.words or MOST_ABSTRACT, MOST_ABSTRACT) - word_count(" ".join(sentences))
    for theme in sorted(themes or [_everything(step)], key=lambda s: (-len(s.papers), s.id)):
        clause = _finding(theme, step, library)
        if clause is not None and clause.words + 12 < room - _LONGEST:
            text = words["found" if themes else "told"].format(
                theme=inline(theme.title), a=named(clause, library, len(sentences))
            )
            sentences.append(text)
            room -= word_count(text)
    gap = next((c for c in _gaps(step, library) if _quotable(c, library)), None)
    if gap is not None and room > gap.words + 10:
        sentences.append(words["open"].format(a=named(gap, library, 0)))
    return _space(language).join(sentences)


def _finding(theme: Section, step: WriteFrame, library: Library) -> Clause | None:
    """A short result of a theme that no section tells; the introduction and the conclusion take others."""
    keys = [p.bibkey for p in step.papers if p.bibkey in theme.papers]
    return next((c for c in reversed(_untold(step, keys, ("result",), library)) if _quotable(c, library)), None)


def _quotable(clause: Clause, library: Library) -> bool:
    text = named(clause, library, 0)
    return word_count(text) <= _LONGEST and text.startswith(library.name(clause.bibkey)) and "the authors" not in text


def _introduction(step: WriteFrame, library: Library) -> str:
    """Motivation in the works' own words, theme by theme; then what the collection is and how the article goes."""
    words, language = _WORDS[library.language], library.language
    themes, crossing = parts_of(step.skeleton)
    count = max(3, (step.words or 400) // 40)
    each = max(1, -(-count // max(1, len(themes))))
    clauses: list[Clause] = []
    for theme in themes or [_everything(step)]:
        keys = [p.bibkey for p in step.papers if p.bibkey in theme.papers]
        found = [c for c in _untold(step, keys, ("problem", "background"), library) if is_general(c, library)]
        clauses += sorted(found, key=lambda c: -_typical(c, theme, library))[:each]
    half = (len(clauses[:count]) + 1) // 2
    writer = Writer(library)
    blocks = [writer.paragraph(part) for part in (clauses[:half], clauses[half:count]) if part]
    plan = describe_size(library.corpus, language, turn=1)
    plan += [s for i, theme in enumerate(themes[:2]) if (s := _term_use(theme, library, i))]
    if themes:
        plan.append(words["organised"].format(titles=_titles(themes, language)))
    if crossing:
        plan.append(words["then" if themes else "plain"].format(titles=_titles(crossing, language)))
    return "\n\n".join([*blocks, _space(language).join(plan)])


def _conclusion(step: WriteFrame, library: Library) -> str:
    """What was found, theme by theme, and what stays open."""
    writer = Writer(library)
    themes, _ = parts_of(step.skeleton)
    used = step.words or 300
    each = max(1, min(3, used // (30 * max(1, len(themes)))))
    paragraphs: list[str] = []
    sentences: list[str] = []
    for theme in themes or [_everything(step)]:
        keys = [p.bibkey for p in step.papers if p.bibkey in theme.papers]
        found = [c for c in _untold(step, keys, ("result", "comparison"), library) if c.words < 45][:each]
        if found:
            sentences.append(writer.paragraph(found, theme=inline(theme.title) if themes else ""))
        if len(sentences) == 3:
            paragraphs.append(_space(library.language).join(sentences))
            sentences = []
    if sentences:
        paragraphs.append(_space(library.language).join(sentences))
    left = _gaps(step, library)[:4]
    if left:
        paragraphs.append(writer.paragraph(left))
    return "\n\n".join(paragraphs) or _plain_end(step, library)


def _plain_end(step: WriteFrame, library: Library) -> str:
    """A conclusion for papers whose every claim is told already: what was covered."""
    themes, crossing = parts_of(step.skeleton)
    titles = _titles(themes or crossing, library.language)
    return _WORDS[library.language]["covered"].format(titles=titles)


def _everything(step: WriteFrame) -> Section:
    """What stands for the themes in a survey too small to have any."""
    return Section("", step.skeleton.title, papers=tuple(p.bibkey for p in step.papers))


def _gaps(step: WriteFrame, library: Library) -> list[Clause]:
    """Limitations that no section tells, those that look ahead."""
    found = _untold(step, [p.bibkey for p in step.papers], ("limitation",), library)
    return [c for c in found if _AHEAD.search(c.body)]


def _untold(step: WriteFrame, keys: Sequence[str], kinds: Sequence[PointKind], library: Library) -> list[Clause]:
    written = without_citations("\n".join(text for _, text in step.sections))
    return [clause_of(k, p, library) for k, p in unused(keys, step.points, written, kinds, library)]


def is_general(clause: Clause, library: Library) -> bool:
    """Whether a clause speaks of the field: it names neither authors nor a thing that only its paper names."""
    if clause.leaning or clause.subject or library.name(clause.bibkey) in clause.body:
        return False
    coined = [w for w in re.findall(r"\b\w*[A-Z]\w*[A-Z]\w*\b", clause.body) if library.users(w) < 3]
    return not coined and not re.search(r"\b(?:the paper|this paper|proposed|et al)\b", clause.body)


def _typical(clause: Clause, theme: Section, library: Library) -> float:
    return cosine(library.vector(clause.bibkey, clause.body), library.section_vector(theme))


def parts_of(skeleton: Skeleton) -> tuple[list[Section], list[Section]]:
    """The themes among the top-level sections, and the cross-cutting ones."""
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
    return WORDINGS[language].space
