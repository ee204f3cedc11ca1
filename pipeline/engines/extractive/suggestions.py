"""Edits that a paper, a group of papers or the computed score ask of a skeleton."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.digest import Digest, Edit, Feedback
from pipeline.engines.extractive.clusters import clusters
from pipeline.engines.extractive.guidance import Guide
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import Namer, listed
from pipeline.engines.extractive.reading import Claim
from pipeline.engines.extractive.roles import role_of
from pipeline.skeleton import Section, Skeleton

MOST_EDITS = 10
_SHARED = 3  # papers of a section that must use a term before its guidance names it
_ASK = {"en": ("Note what is said about ", "."), "zh": ("注意其中关于", "的论述。")}
_SPLIT_FROM, _LEAST = 12, 4
_LOW_ENTROPY, _HIGH_REDUNDANCY = 0.9, 0.5


def suggest(
    bibkey: str, skeleton: Skeleton, spread: Mapping[str, Sequence[Claim]], library: Library
) -> tuple[Edit, ...]:
    """What one paper asks: a place among the themes if it has none, and guidance that names what it shares with
    others."""
    themes = [s for s in skeleton.leaves() if role_of(s) == "theme"]
    homes = [s for s in themes if spread.get(s.id)]
    edits = [
        Edit("assign", s.id, "its subject is closest to this section", (bibkey,))
        for s in homes
        if bibkey not in s.papers
    ]
    for section in homes[:1]:
        term = _missing_term(bibkey, section, library)
        if term:
            reason = f"{term} is common to several of its papers"
            edits.append(
                Edit("guide", section.id, reason, (bibkey,), construction=_asking(section, [term], library.language))
            )
    return tuple(edits)


def gather(skeleton: Skeleton, digests: Sequence[Digest]) -> Feedback:
    """A group's edits, alike ones united."""
    return Feedback(
        _united(skeleton, [(edit, 1.0) for d in digests for edit in d.edits]), tuple(d.bibkey for d in digests)
    )


def unite(skeleton: Skeleton, lists: Sequence[Feedback], scores: Sequence[float]) -> Feedback:
    """One list of edits from several; what more papers and better lists ask for comes first."""
    weighted = [(edit, score) for feedback, score in zip(lists, scores, strict=True) for edit in feedback.edits]
    papers = dict.fromkeys(key for feedback in lists for key in feedback.papers)
    return Feedback(_united(skeleton, weighted), tuple(papers))


def refine(skeleton: Skeleton, parts: Mapping[str, float], digests: Sequence[Digest], library: Library) -> Feedback:
    """Edits for the weakest part of the score: places for papers without one, a large section divided, two alike
    united."""
    edits = _places(skeleton, digests, library) if parts.get("coverage", 1.0) < 1.0 else []
    if parts.get("entropy", 1.0) < _LOW_ENTROPY:
        edits += _division(skeleton, library)
    if not edits and parts.get("redundancy", 0.0) > _HIGH_REDUNDANCY:
        edits += _union(skeleton, library)
    return Feedback(tuple(edits[:MOST_EDITS]), tuple(d.bibkey for d in digests))


def _united(skeleton: Skeleton, weighted: Iterable[tuple[Edit, float]]) -> tuple[Edit, ...]:
    groups: dict[tuple[str, ...], list[tuple[Edit, float]]] = defaultdict(list)
    for edit, weight in weighted:
        groups[(edit.op, edit.section, edit.into, edit.title.casefold())].append((edit, weight))
    ranked = []
    for key, rows in groups.items():
        papers = tuple(dict.fromkeys(p for edit, _ in rows for p in edit.papers))
        edit = replace(rows[0][0], papers=papers)
        section = skeleton.find(edit.section)
        if edit.op == "guide" and section is not None:
            edit = replace(edit, construction=_joined(section, [e.construction for e, _ in rows]))
        ranked.append((-round(sum(w * max(1, len(e.papers)) for e, w in rows), 6), key, edit))
    return tuple(edit for *_, edit in sorted(ranked, key=lambda row: row[:2])[:MOST_EDITS])


def _joined(section: Section, texts: Sequence[str]) -> str:
    """The section's guidance with what every text adds to it, each addition once."""
    extra: dict[str, None] = {}
    for text in texts:
        added = text.removeprefix(section.construction).strip()
        for language, (head, tail) in _ASK.items():
            if added.startswith(head.strip()) and added.endswith(tail):
                mark = "、" if language == "zh" else ", "
                inner = added[len(head.rstrip()) : -len(tail)].strip()
                extra.update(
                    dict.fromkeys(part.strip() for part in inner.replace(" and ", mark).split(mark) if part.strip())
                )
    terms = list(extra)[:4]
    language = "zh" if terms and not terms[0].isascii() else "en"
    return _asking(section, terms, language) if terms else section.construction


def _asking(section: Section, terms: Sequence[str], language: str) -> str:
    head, tail = _ASK[language]
    space = "" if language == "zh" else " "
    return f"{section.construction}{space}{head}{listed(list(terms), language)}{tail}".strip()


def _missing_term(bibkey: str, section: Section, library: Library) -> str:
    """The term that the paper shares with most papers of its section and that the section's words leave out."""
    said = f"{section.title} {section.construction}".casefold()
    for term in library.shared_terms(section.papers, most=8):
        users = [k for k in term.papers if k in section.papers]
        if bibkey in users and len(users) >= _SHARED and term.text.casefold() not in said:
            return term.text
    return ""


def _places(skeleton: Skeleton, digests: Sequence[Digest], library: Library) -> list[Edit]:
    listed_keys = {key for s in skeleton.leaves() if role_of(s) == "theme" for key in s.papers}
    themes = [s for s in skeleton.leaves() if role_of(s) == "theme" and s.papers]
    edits = []
    for bibkey in (d.bibkey for d in digests if d.bibkey not in listed_keys):
        if themes:
            near = [library.space.closeness(bibkey, s.papers) for s in themes]
            best = themes[near.index(max(near))]
            edits.append(Edit("assign", best.id, "no section lists it", (bibkey,)))
    return edits


def _division(skeleton: Skeleton, library: Library) -> list[Edit]:
    """Subsections for the largest theme leaf, if it has papers enough and stands high enough to have any."""
    numbers = skeleton.numbers()
    leaves = [s for s in skeleton.leaves() if role_of(s) == "theme" and numbers[s.id].count(".") < 2]
    largest = max(leaves, key=lambda s: (len(s.papers), s.id), default=None)
    if largest is None or len(largest.papers) < _SPLIT_FROM:
        return []
    parts = clusters(largest.papers, library.space, round(len(largest.papers) / 6), _LEAST)
    namer, guide = Namer(library.terms, library.language, len(library.space.keys)), Guide(library.language)
    for section in skeleton.walk():
        namer.avoid(library.stems(section.title))
    named = [(namer.name(part, largest.papers, library.stems(largest.title)).title, part) for part in parts]
    if len(named) < 2 or not all(title for title, _ in named):
        return []
    edits = []
    for i, (title, part) in enumerate(named, 1):
        made = guide.theme(title, tuple(library.space.central(part)), library.shared_terms(part))
        edits.append(
            Edit(
                "add",
                f"new{i}",
                "the section holds many papers",
                made.papers,
                title,
                made.construction,
                made.analysis,
                largest.id,
            )
        )
    return edits


def _union(skeleton: Skeleton, library: Library) -> list[Edit]:
    """The two most alike small theme leaves under one parent, united."""
    best, most = None, 0.5
    for siblings in [skeleton.sections, *(s.children for s in skeleton.walk())]:
        small = [s for s in siblings if s.is_leaf and role_of(s) == "theme" and 0 < len(s.papers) < 8]
        for i, a in enumerate(small):
            for b in small[i + 1 :]:
                near = round(sum(library.space.closeness(k, b.papers) for k in a.papers) / len(a.papers), 6)
                if near > most and len(siblings) > 2:
                    best, most = (a, b), near
    if best is None:
        return []
    return [
        Edit("merge", best[1].id, "the two sections treat the same", best[0].papers + best[1].papers, into=best[0].id)
    ]
