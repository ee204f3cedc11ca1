"""How papers, skeletons, points and the rest are shown in prompts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil, floor

from pipeline.brief import Brief
from pipeline.digest import Digest, Point, PointKind
from pipeline.paper import Paper, Passage
from pipeline.score import wanted_leaves
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.edits import format_edits
from pipeline.steps.outline import LABELS
from pipeline.steps.points import format_point
from pipeline.steps.prompts import data
from pipeline.steps.reply import line

_ABSTRACT_CHARS = 2_000
CHOSEN_POINTS, FRAME_POINTS, PARENT_POINTS = 60, 24, 18
"""Points shown for a figure; and beside texts that were written from all of them, a few more to weigh by."""
CHOSEN_TITLES = 60
_MORE = {"en": "and {} more like these", "zh": "以及另外 {} 篇类似的论文"}


def show_brief(brief: Brief) -> str:
    """Title and wishes."""
    return data("brief", "\n".join(part for part in (line(brief.title), brief.instructions.strip()) if part))


def paper_name(paper: Paper) -> str:
    """`[li2018ensure] Title. Authors, Year`, on one line."""
    authors = ", ".join(paper.authors[:3]) + (" et al." if len(paper.authors) > 3 else "")
    about = ", ".join(part for part in (authors, str(paper.year or "")) if part)
    return line(f"[{paper.bibkey}] {paper.title}" + (f" ({about})" if about else ""))


def show_papers(papers: Iterable[Paper]) -> str:
    """One line a paper."""
    return data("papers", "\n".join(map(paper_name, papers)))


def show_titles(titles: Sequence[str], language: str) -> str:
    """Titles of papers; of many, some taken evenly from first to last, and how many more there are."""
    if len(titles) <= CHOSEN_TITLES:
        return data("papers", "\n".join(titles))
    some = [titles[at * len(titles) // CHOSEN_TITLES] for at in range(CHOSEN_TITLES)]
    return data("papers", "\n".join([*some, _MORE[language].format(len(titles) - len(some))]))


def show_abstracts(papers: Iterable[Paper], most: int = _ABSTRACT_CHARS) -> str:
    """Papers with at most so many characters of their abstracts; where one has none, of the beginning of its text."""
    parts = [f"{paper_name(paper)}\n{_beginning(paper.abstract or paper.text, most)}" for paper in papers]
    return data("papers", "\n\n".join(parts))


def _beginning(text: str, most: int) -> str:
    """The first `most` characters on one line, marked where more follows."""
    return line(text) if len(text) <= most else f"{line(text[:most])} …"


def show_text(paper: Paper) -> str:
    """A paper's full text as passages, each on a line that begins with its short id."""
    return show_part(paper, paper.passages)


def show_part(paper: Paper, passages: Iterable[Passage]) -> str:
    """Some passages of a paper, shown as its full text is."""
    rows = [f"[{p.id.rpartition(':')[2]}] {' '.join(p.text.split())}" for p in passages]
    return data("paper", "\n".join([paper_name(paper), *rows]))


def show_passages(passages: Iterable[Passage]) -> str:
    """Passages with their full ids."""
    return "\n".join(f"[{p.id}] {line(p.text)}" for p in passages)


def show_skeleton(skeleton: Skeleton, language: str, papers: bool = True) -> str:
    """Every section with id, number, title and guidance (papers: and what it draws on)."""
    numbers = skeleton.numbers()
    rows = [line(skeleton.title)]
    for section in skeleton.walk():
        rows += show_section(section, numbers[section.id], language, papers)
    return data("skeleton", "\n".join(rows))


def show_section(section: Section, number: str, language: str, papers: bool = True) -> list[str]:
    """A section's lines."""
    gather, analyse, drawn = LABELS[language]
    rows = [line(f"[{section.id}] {number} {section.title}")]
    rows += [f"  {gather}{line(section.construction)}"] if section.construction else []
    rows += [f"  {analyse}{line(section.analysis)}"] if section.analysis else []
    rows += [f"  {drawn}{', '.join(section.papers)}"] if section.papers and papers else []
    return rows


def show_numbered(section: Section, skeleton: Skeleton, language: str) -> str:
    """One section of a skeleton as a block, without its papers: they are shown with what they contribute."""
    number = skeleton.numbers().get(section.id, "")
    return data("section", "\n".join(show_section(section, number, language, papers=False)))


def show_branch(section: Section | None, language: str) -> str:
    """A section with all below it; empty for the survey as a whole."""
    inner = section.walk() if section else ()
    return data("section", "\n".join(row for part in inner for row in show_section(part, "", language, papers=False)))


def show_leaves(papers: int) -> str:
    """About how many sections without subsections so many papers fill, as the score has it."""
    wanted = wanted_leaves(papers)
    return f"{floor(wanted)}–{ceil(wanted * 1.5)}"


def show_contents(skeleton: Skeleton) -> str:
    """Numbers and titles only."""
    numbers = skeleton.numbers()
    rows = [f"{numbers[section.id]} {line(section.title)}" for section in skeleton.walk()]
    return data("contents", "\n".join([line(skeleton.title), *rows]))


def show_points(points: Sequence[tuple[str, Point]], passages: bool = False) -> str:
    """Points (bibkey, point) under the paper they come from; a paper that comes back later is named again.

    passages: whether they are named, for a step whose reply has to name them.
    """
    rows = []
    for key, group in groupby(points, key=lambda pair: pair[0]):
        rows.append(f"@{key}")
        rows += [format_point(point, key, passages) for _, point in group]
    return data("points", "\n".join(rows))


def show_chosen(
    points: Sequence[tuple[str, Point]],
    kinds: Sequence[PointKind] = (),
    most: int = CHOSEN_POINTS,
    passages: bool = False,
) -> str:
    """At most `most` of the points, those of `kinds` first, dealt out so that every paper has its turn."""
    rank = {kind: at for at, kind in enumerate(kinds)}
    turns: Counter[str] = Counter()
    order = []
    for at in sorted(range(len(points)), key=lambda at: (rank.get(points[at][1].kind, len(rank)), at)):
        turns[points[at][0]] += 1
        order.append((turns[points[at][0]], rank.get(points[at][1].kind, len(rank)), at))
    chosen = sorted(at for _, _, at in sorted(order)[:most])
    return show_points([points[at] for at in chosen], passages)


def show_noted(noted: Sequence[tuple[str, Point]]) -> str:
    """Points (section id, point) of one paper under the section they were noted for."""
    rows = []
    for section, group in groupby(noted, key=lambda pair: pair[0]):
        rows += [f"[{section}]", *(format_point(point, "", passages=False) for _, point in group)]
    return data("noted", "\n".join(rows))


def show_digests(digests: Iterable[Digest]) -> str:
    """Digests with their points by section, and the edits each suggests."""
    rows = []
    for digest in digests:
        rows.append(f"@{digest.bibkey}")
        for section, points in digest.points.items():
            rows += [f"[{section}]", *(format_point(point, digest.bibkey, passages=False) for point in points)]
        rows += [format_edits(digest.edits, papers=False)] if digest.edits else []
    return data("digests", "\n".join(rows))


def show_holdings(skeleton: Skeleton, holdings: Mapping[str, Mapping[str, int]]) -> str:
    """For each section without subsections which papers have how many points there."""
    rows = []
    for leaf in skeleton.leaves():
        counts = [f"{key} {count}" for key, count in holdings.get(leaf.id, {}).items() if count]
        rows.append(f"[{leaf.id}] {', '.join(counts) or '–'}")
    return data("points", "\n".join(rows))


def show_texts(name: str, texts: Iterable[tuple[str, str]]) -> str:
    """Written sections (title, Markdown)."""
    return data(name, "\n\n".join(f"## {line(title)}\n\n{markdown.strip()}" for title, markdown in texts))
