"""What the extractive engine asks of a skeleton: divisions, unions, places; candidates that differ, some better."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.digest import Digest, Edit, Feedback
from pipeline.edits import apply_edits
from pipeline.engines.extractive.digests import digest
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.suggestions import gather, refine, unite
from pipeline.paper import Corpus, Paper
from pipeline.score import Evidence, combine
from pipeline.skeleton import Section, Skeleton
from pipeline.survey import Survey
from tests.pipeline.extractive import write
from tests.pipeline.papers import small_corpus

# One process makes what these tests share, once.
pytestmark = pytest.mark.xdist_group("suggestions")

SHARED = Path(
    os.environ.get("SURVEYGO_TEST_DATA", Path(__file__).resolve().parents[2] / ".." / "shared" / "data")
).resolve()
CROSSING = Section("s9", "Limitations and open problems")


@lru_cache(maxsize=1)
def library() -> Library:
    """Sixteen papers, four on each of four subjects."""
    return Library(small_corpus(16), "en")


def subject(*words: str) -> tuple[str, ...]:
    """The bibkeys of the papers on these subjects."""
    return tuple(p.bibkey for p in library().corpus.papers if p.title.split()[0].casefold() in words)


def skeleton(*sections: tuple[str, tuple[str, ...]]) -> Skeleton:
    """Themes with their papers, and a cross-cutting section behind them."""
    themes = [
        Section(f"s{i}", title, f"Extract {title}.", "Compare.", keys) for i, (title, keys) in enumerate(sections, 1)
    ]
    return Skeleton("Aspect sentiment", (*themes, CROSSING))


def digests(of: Skeleton) -> list[Digest]:
    """Every paper's digest."""
    return [digest(p.bibkey, of, (), library()) for p in library().corpus.papers]


def total(of: Skeleton, edits: tuple[Edit, ...] = (), known: list[Digest] | None = None) -> float:
    """What a skeleton is worth after edits, to the digests made for it."""
    applied = apply_edits(of, edits)
    assert not applied.refused
    return combine(Evidence(known or digests(of), "en").place(applied.skeleton, applied.merged_into).parts).total


LARGE = skeleton(("Neural classifiers", subject("attention", "memory", "graph")), ("Corpus", subject("corpus")))


def test_a_large_section_is_divided_by_what_its_papers_share() -> None:
    """A group's list divides it into whole subjects, every paper in one part, none too small, and scores higher."""
    known = digests(LARGE)
    group = [d for d in known if d.bibkey in subject("attention")][:3]
    edits = gather(LARGE, group, library()).edits
    parts = [set(e.papers) for e in edits if e.op == "add"]
    assert set().union(*parts) == set(LARGE.sections[0].papers)
    assert sum(map(len, parts)) == len(LARGE.sections[0].papers)
    assert min(map(len, parts)) >= 3
    assert any(part == set(subject("attention")) for part in parts)
    assert total(LARGE, edits, known) > total(LARGE, (), known)


def test_a_divided_skeleton_keeps_its_rules() -> None:
    """Headings are unique, no section is without papers, and the cross-cutting section stays last."""
    edits = gather(LARGE, digests(LARGE), library()).edits
    after = apply_edits(LARGE, edits).skeleton
    titles = [s.title.casefold() for s in after.walk()]
    assert len(titles) == len(set(titles))
    assert all(s.papers for s in after.walk() if s.id != CROSSING.id)
    assert after.sections[-1].title == CROSSING.title


def test_a_paper_in_the_wrong_section_asks_for_a_place_in_the_right_one() -> None:
    stray = subject("graph")[0]
    rest = tuple(k for k in subject("graph") if k != stray)
    outline = skeleton(("Memory models", (*subject("memory"), stray)), ("Graph models", rest))
    edits = digest(stray, outline, (), library()).edits
    assert ("assign", "s2", (stray,)) in {(e.op, e.section, e.papers) for e in edits}


def test_samples_of_a_refinement_differ() -> None:
    """Each sample is another proposal, and the first one helps."""
    known = digests(LARGE)
    parts = dict(Evidence(known, "en").place(LARGE, {}).parts)
    first, second = (refine(LARGE, parts, known, library(), sample).edits for sample in (100, 101))
    assert first and second and first != second
    assert total(LARGE, first, known) > total(LARGE, (), known)


def adds(parent: str, *titles: str) -> tuple[Edit, ...]:
    """A division of `parent`."""
    return tuple(Edit("add", f"n{title}", title=title, papers=("a", "b"), parent=parent) for title in titles)


FOUR = Skeleton("T", tuple(Section(f"s{i}", f"Part {i}", papers=("a",)) for i in range(1, 5)))


def united(*lists: tuple[tuple[Edit, ...], float]) -> list[tuple[str, str]]:
    """Op and heading or section of the united edits."""
    found = unite(FOUR, [Feedback(edits) for edits, _ in lists], [score for _, score in lists])
    return [(e.op, e.title or e.section) for e in found.edits]


def test_of_two_divisions_the_better_list_s_stays_whole() -> None:
    assert united((adds("s1", "A", "B"), 8.0), (adds("s1", "A", "C", "D"), 9.0)) == [("add", t) for t in "ACD"]


def test_two_lists_outweigh_one_and_what_only_the_worst_asks_is_left_out() -> None:
    two = adds("s1", "A", "B")
    worst = (Edit("merge", "s3", into="s4", papers=("a",)),)
    assert united((two, 8.5), (two, 8.5), (adds("s1", "C", "D"), 9.0), (worst, 7.0)) == [("add", "A"), ("add", "B")]


def test_a_section_is_not_divided_and_merged_at_once() -> None:
    merge = (Edit("merge", "s1", into="s2", papers=("a",)),)
    assert united((merge, 8.0), (adds("s1", "A", "B"), 9.0)) == [("add", "A"), ("add", "B")]


def test_no_section_is_left_alone_under_its_parent() -> None:
    children = (Section("s5", "One", papers=("a",)), Section("s6", "Two", papers=("b",)))
    nested = replace(FOUR, sections=(replace(FOUR.sections[0], children=children), *FOUR.sections[1:]))
    merge = Feedback((Edit("merge", "s5", into="s6", papers=("a",)),))
    assert unite(nested, [merge], [8.0]).edits == ()


@lru_cache(maxsize=1)
def shared_survey() -> Survey:
    """A whole run on the shared papers on Python software."""
    source = SHARED / "dev_scipy_ml.jsonl"
    if not source.is_file():
        pytest.skip(f"the shared test data is not there: {source}")
    record = json.loads(source.read_text(encoding="utf-8").splitlines()[0])
    papers = [Paper("", p["title"], p["txt"], p.get("abstract") or "") for p in record["papers"]]
    return write(Corpus.build(papers, record["title"]), depth="standard")


def scores() -> list[Mapping[str, Any]]:
    """Every candidate of that run."""
    return list(shared_survey().record["scores"])


def test_candidates_differ_and_the_best_beats_the_origin() -> None:
    origin = next(row["score"] for row in scores() if row["layer"] == "origin")
    totals = [row["score"] for row in scores() if row["layer"] != "origin"]
    assert len(set(totals)) > len(totals) / 4
    assert max(totals) > origin
    assert sum(value != origin for value in totals) > len(totals) / 2


def test_the_refined_outline_is_fit_to_read() -> None:
    """No thin section, no repeated heading, at most three levels, no theme with a third of the papers."""
    outline = shared_survey().skeleton
    titles = [s.title.casefold() for s in outline.walk()]
    assert len(titles) == len(set(titles))
    assert max(number.count(".") for number in outline.numbers().values()) <= 2
    themes = [s for s in outline.leaves() if role_of(s) == "theme"]
    assert min(len(s.papers) for s in themes) >= 3
    listed = {key for s in themes for key in s.papers}
    assert max(len(s.papers) for s in themes) < len(listed) / 3
