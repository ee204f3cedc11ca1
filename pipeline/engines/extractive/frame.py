"""Abstract, introduction and conclusion, written last."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from pipeline.citations import without_citations
from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import Clause, clause_of, named, word_count
from pipeline.engines.extractive.closing import side_by_side
from pipeline.engines.extractive.findings import breadth, findings, is_wide, motives, problems
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import listed
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.roles import Role, role_of
from pipeline.engines.extractive.sharing import Sharer
from pipeline.engines.extractive.staples import Kind
from pipeline.engines.extractive.unused import unused
from pipeline.engines.extractive.wording import WORDINGS
from pipeline.skeleton import Section, Skeleton
from pipeline.statements import describe_size
from pipeline.steps.frame import WriteFrame

MOST_ABSTRACT = 200
_NAMED, _FOUND = 5, 4  # themes the abstract names, and findings it tells
_AT_ONCE = 5  # themes that one sentence of the introduction lists
_PICKED = 4  # candidates looked at for each sentence
_SHARED, _LEAST = 3, 3  # sentences of the introduction on what works are made with, and works that must share it
_MADE_WITH: tuple[Kind, ...] = ("software", "model", "words", "training", "language", "procedure")
_CLOSING, _ENOUGH, _TURNS = 6, 4, 2  # findings that the conclusion tells, those that do, and the most of a theme
_WORDS = {
    "en": {
        "themes": "Its main themes are {titles}.",
        "theme": "Its theme is {titles}.",
        "plain": "The survey gathers {titles}.",
        "organised": "The survey first treats {titles}.",
        "turns": "It then turns to {titles}.",
        "ends": "The last themes are {titles}.",
        "last": "The last theme is {titles}.",
        "then": "Further sections compare the works across themes by {titles}, and a conclusion sums up what they "
        "find and leave open.",
        "told": "{a}.",
        "covered": "This survey has covered {titles}.",
        "open": "Among what remains open, {a}.",
        "made": "The text was assembled from the works' own statements without a language model.",
    },
    "zh": {
        "themes": "主要内容包括{titles}。",
        "theme": "主要内容是{titles}。",
        "plain": "本文汇总{titles}。",
        "organised": "本文首先讨论{titles}。",
        "turns": "随后讨论{titles}。",
        "ends": "接着讨论{titles}。",
        "last": "接着讨论{titles}。",
        "then": "其后各节跨主题汇总{titles}，最后总结各项工作的发现与未解决的问题。",
        "told": "{a}。",
        "covered": "本文讨论了{titles}。",
        "open": "关于未解决的问题，{a}。",
        "made": "全文由各论文自身的表述汇编而成，未使用语言模型。",
    },
}
_ROLES: dict[str, dict[Role, str]] = {
    "en": {
        "motivation": "motivation",
        "approach": "approach",
        "evaluation": "reported results",
        "data": "data sets",
        "results": "reported results",
        "limitations": "limitations",
    },
    "zh": {
        "motivation": "动机",
        "approach": "方法",
        "evaluation": "数据与结果",
        "data": "数据集",
        "results": "结果",
        "limitations": "局限",
    },
}


def write_frame(step: WriteFrame, library: Library) -> str:
    """The Markdown of a frame part."""
    return {"abstract": _abstract, "introduction": _introduction, "conclusion": _conclusion}[step.part](step, library)


def _abstract(step: WriteFrame, library: Library) -> str:
    """What the collection covers, its main themes, a finding of each of the larger ones and a gap; no citations."""
    words, language = _WORDS[library.language], library.language
    themes, crossing = parts_of(step.skeleton)
    large = sorted(themes, key=lambda s: (-len(s.papers), s.id))
    sentences = describe_size(library.corpus, language)[:1]
    if themes:
        form = words["themes"] if len(themes) > 1 else words["theme"]
        sentences.append(form.format(titles=listed([_short(s) for s in large[:_NAMED]], language)))
    else:
        sentences.append(words["plain"].format(titles=_across(crossing, language)))
    left = problems(_said(step, ("limitation",), library), library, 1)
    close = [words["open"].format(a=library.inner(named(c, library, 1))) for c in left] + [words["made"]]
    room = min(step.words or MOST_ABSTRACT, MOST_ABSTRACT) - word_count(" ".join(sentences + close))
    written = " ".join(_written(step).split())
    for turn, clause in enumerate(_heads(step, large or [_everything(step)], library)[:_FOUND]):
        text = words["told"].format(a=named(clause, library, turn))
        if word_count(text) <= room and text[:-1] not in written:
            sentences.append(text)
            room -= word_count(text)
    return _space(language).join(sentences + close)


def _heads(step: WriteFrame, themes: Sequence[Section], library: Library) -> list[Clause]:
    """The best finding of each theme that no section tells in the same words, themes in order."""
    found: list[Clause] = []
    written = " ".join(_written(step).split())
    for theme in themes:
        fresh = (
            c
            for c in findings(library.space.central(_own(step, theme)), library)
            if named(c, library, len(found)) not in written and c.bibkey not in {f.bibkey for f in found}
        )
        found += list(islice(fresh, 1))
    return found


def _own(step: WriteFrame, theme: Section) -> list[str]:
    return [p.bibkey for p in step.papers if p.bibkey in theme.papers]


def _introduction(step: WriteFrame, library: Library) -> str:
    """Motivation in the works' own words, from the general to the themes; then what the collection is and how the
    article goes."""
    words, language = _WORDS[library.language], library.language
    themes, crossing = parts_of(step.skeleton)
    count = max(3, (step.words or 400) // 45)
    said = motives(_said(step, ("problem", "background"), library), library, _PICKED * count)
    chosen = _spread(_untold(step, said, library), themes, count, library)
    half = (len(chosen) + 1) // 2 if len(chosen) > 5 else len(chosen)
    writer = Writer(library)
    blocks = [writer.paragraph(part) for part in (chosen[:half], chosen[half:]) if part]
    keys = [paper.bibkey for paper in step.papers]
    blocks.append(writer.chain(Sharer(library).sentences(keys, "works", _SHARED, _MADE_WITH, _LEAST)))
    plan = describe_size(library.corpus, language, turn=1) + _road(themes, language)
    if crossing:
        plan.append(words["then" if themes else "plain"].format(titles=_across(crossing, language)))
    return "\n\n".join([*filter(None, blocks), _space(language).join(plan)])


def _spread(ranked: Sequence[Clause], themes: Sequence[Section], count: int, library: Library) -> list[Clause]:
    """Up to `count` clauses: the most general of the best first, then one of each theme in the themes' order."""
    best = sorted(ranked[:count], key=lambda c: (-breadth(c, library), c.bibkey))
    chosen = best[: max(2, count // 3)]
    for theme in themes:
        heading = set(library.stems(_short(theme)))
        mine = [c for c in ranked if c.bibkey in theme.papers and c not in chosen and heading & _stems(c, library)]
        if mine and not any(c.bibkey in theme.papers for c in chosen):
            chosen.append(mine[0])
    chosen += [c for c in ranked if c not in chosen and (is_wide(c) or library.language != "en")]
    place = {key: i for i, theme in reversed(list(enumerate(themes))) for key in theme.papers}
    general = max(2, count // 3)
    return chosen[:general] + sorted(chosen[general:count], key=lambda c: place.get(c.bibkey, len(themes)))


def _stems(clause: Clause, library: Library) -> set[str]:
    return set(library.stems(clause.body))


def _road(themes: Sequence[Section], language: str) -> list[str]:
    """The themes in the order of the sections, few in each sentence."""
    words = _WORDS[language]
    parts = [[_short(s) for s in themes[i : i + _AT_ONCE]] for i in range(0, len(themes), _AT_ONCE)]
    forms = ["organised", "turns", *["ends"] * len(parts)]
    return [
        words["last" if form == "ends" and len(part) == 1 else form].format(titles=listed(part, language))
        for form, part in zip(forms, parts, strict=False)
    ]


def _conclusion(step: WriteFrame, library: Library) -> str:
    """A finding of each of the larger themes, and problems that stay open."""
    writer = Writer(library)
    themes, _ = parts_of(step.skeleton)
    large = sorted(themes, key=lambda s: (-len(s.papers), s.id)) or [_everything(step)]
    found = _found(step, sorted(large, key=lambda s: themes.index(s) if s in themes else 0), library)
    sentences = side_by_side(found, " ".join(_written(step).split()), library)
    sentences = [_covered(step, library), *sentences]
    left = _untold(step, problems(_said(step, ("limitation",), library), library, _PICKED * 4), library)[:4]
    if len(left) == 1:  # no paragraph of one sentence
        sentences.append(writer.paragraph(left))
    half = (len(sentences) + 1) // 2 if len(sentences) > 5 else len(sentences)
    paragraphs = [_space(library.language).join(part) for part in (sentences[:half], sentences[half:]) if part]
    if len(left) > 1:
        paragraphs.append(writer.paragraph(left))
    return "\n\n".join(paragraphs)


def _found(step: WriteFrame, themes: Sequence[Section], library: Library) -> list[Clause]:
    """A finding of each theme that the abstract does not tell, a second one where few themes have any; in the order of
    the themes, one a work."""
    large = sorted(parts_of(step.skeleton)[0], key=lambda s: (-len(s.papers), s.id)) or themes
    told = {c.body for c in _heads(step, large, library)[:_FOUND]}
    rows = [
        [c for c in findings(library.space.central(_own(step, theme)), library) if c.body not in told]
        for theme in themes
    ]
    chosen: list[tuple[int, Clause]] = []
    for turn in range(_TURNS):
        for place, row in enumerate(rows):
            fresh = [c for c in row if c.bibkey not in {other.bibkey for _, other in chosen}]
            if fresh and len(chosen) < (_ENOUGH if turn else _CLOSING):
                chosen.append((place, fresh[0]))
    return [clause for _, clause in sorted(chosen, key=lambda row: row[0])]


def _covered(step: WriteFrame, library: Library) -> str:
    """What was covered."""
    themes, crossing = parts_of(step.skeleton)
    titles = listed([_short(s) for s in themes], library.language) if themes else _across(crossing, library.language)
    return _WORDS[library.language]["covered"].format(titles=titles)


def _everything(step: WriteFrame) -> Section:
    """What stands for the themes in a survey too small to have any."""
    return Section("", step.skeleton.title, papers=tuple(p.bibkey for p in step.papers))


def _said(step: WriteFrame, kinds: Sequence[PointKind], library: Library) -> list[Clause]:
    """All that the works say of those kinds."""
    return [
        clause_of(paper.bibkey, Point(c.text, (c.passage,), c.kind), library)
        for paper in step.papers
        for c in library.claims(paper.bibkey)
        if c.kind in kinds
    ]


def _untold(step: WriteFrame, clauses: Sequence[Clause], library: Library) -> list[Clause]:
    """The clauses that no section tells."""
    written = _written(step)
    return [
        c
        for c in clauses
        if unused([c.bibkey], (), written, (c.kind,), library, frozenset({(c.bibkey, _sentence(c, library))}))
    ]


def _sentence(clause: Clause, library: Library) -> str:
    """The claim behind a clause."""
    return next((c.text for c in library.claims(clause.bibkey) if c.text.rstrip("。. ") == clause.body), "")


def _written(step: WriteFrame) -> str:
    return without_citations("\n".join(text for _, text in step.sections))


def parts_of(skeleton: Skeleton) -> tuple[list[Section], list[Section]]:
    """The themes among the top-level sections, and the cross-cutting ones."""
    themes = [s for s in skeleton.sections if s.children or role_of(s) == "theme"]
    return themes, [s for s in skeleton.sections if s not in themes]


def _short(section: Section) -> str:
    """A heading inside a sentence, without what stands behind its first `and`."""
    return inline(section.title).split(" and ")[0]


def _across(sections: Sequence[Section], language: str) -> str:
    """What cross-cutting sections gather."""
    roles = _ROLES[language]
    return listed(list(dict.fromkeys(roles.get(role_of(s)) or inline(s.title) for s in sections)), language)


def _space(language: str) -> str:
    return WORDINGS[language].space
