"""The opening of a section with subsections: what its papers share, and where each subsection goes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import Clause, clause_of, names_authors
from pipeline.engines.extractive.digests import distribute
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import listed
from pipeline.engines.extractive.overviews import Overview
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.plurals import plural
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.sharing import Sharer
from pipeline.engines.extractive.staples import Kind
from pipeline.engines.extractive.unused import unused
from pipeline.skeleton import Section, Skeleton
from pipeline.statements import TermUse, using

_GENERAL: tuple[PointKind, ...] = ("background", "problem")
_PLAN = {
    "en": "The subsections below turn to {titles}.",
    "zh": "以下各小节依次讨论{titles}。",
}
_SENTENCE_WORDS = 22
_MOST_SHARED = 2
_KINDS: tuple[Kind, ...] = ("data", "resource", "tongue", "trait", "practice", "language")


def write_parent(
    skeleton: Skeleton,
    section: Section,
    keys: Sequence[str],
    points: Sequence[tuple[str, Point]],
    children: Sequence[tuple[str, str]],
    words: int,
    library: Library,
) -> str:
    """The Markdown that opens a parent section. keys: papers it may cite; children: (title, Markdown) as written."""
    written = "\n".join(text for _, text in children)
    inside = frozenset(leaf.id for leaf in section.walk())
    elsewhere = frozenset(
        key for leaf in skeleton.leaves() if leaf.id not in inside and role_of(leaf) == "theme" for key in leaf.papers
    )
    own = [key for key in keys if key in section.papers and key not in elsewhere]
    mine = {(key, c.text) for key in own for c in distribute(key, skeleton, library).get(section.id, [])}
    spare = unused(own, points, written, _GENERAL, library, frozenset(mine))
    count = max(2, (words or 90) // _SENTENCE_WORDS - 1)
    clauses = _topical([clause_of(key, point, library) for key, point in spare], section, library)[:count]
    groups = [[key for key in library.space.central(child.papers) if key in own] for child in section.children]
    overview = Overview(section, skeleton, library).across(groups)
    parts = [*filter(None, (Writer(library).paragraph(clauses), overview))]
    shared = Sharer(library, section.title).sentences(own, "works of this section", _MOST_SHARED, _KINDS) or _shared(
        section, library
    )
    plan = _PLAN[library.language].format(titles=listed([inline(title) for title, _ in children], library.language))
    space = "" if library.language == "zh" else " "
    return space.join([*parts, *shared, plan])


def _topical(clauses: Sequence[Clause], section: Section, library: Library) -> list[Clause]:
    """The clauses that stand alone and name what the heading names."""
    heading = set(library.stems(section.title))
    able = [c for c in clauses if not c.leaning and not names_authors(c, library)]
    return [c for c in able if heading & set(library.stems(c.body)) or library.language != "en"]


def _shared(section: Section, library: Library) -> list[str]:
    """A computed sentence on the term that marks the section beside its heading, if several papers use it."""
    heading = frozenset(library.stems(section.title))
    terms = [t for t in library.shared_terms(section.papers, most=4) if not frozenset(t.key) & heading]
    corpus = library.corpus
    for term in terms[:1]:
        users = using(term.text, corpus.papers)
        if 3 <= len(users) <= len(corpus.papers) / 2:
            return [
                TermUse().render(
                    library.language, 0, total=len(corpus.papers), count=len(users), term=plural(term.text)
                )
            ]
    return []
