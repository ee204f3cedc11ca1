"""The extractive engine's parts: clusters, headings, digests, edits, tables, statements."""

from __future__ import annotations

import pytest

from pipeline.digest import Edit, Feedback, Point
from pipeline.engines.extractive.choice import choose
from pipeline.engines.extractive.clauses import Clause, clause_of
from pipeline.engines.extractive.clusters import clusters, runs
from pipeline.engines.extractive.crossing import Crossing
from pipeline.engines.extractive.datasets import data_names
from pipeline.engines.extractive.digests import digest, distribute
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.lexicon import content
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.skeletons import plan_skeleton
from pipeline.engines.extractive.spans import proposal_of, result_in
from pipeline.engines.extractive.suggestions import unite
from pipeline.engines.extractive.tables import cells_of, make_table
from pipeline.engines.extractive.terms import collect_terms
from pipeline.paper import Corpus, Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.statements import describe_size, statement_holds
from tests.pipeline.extractive import sample_corpus


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(sample_corpus(), "en")


@pytest.fixture(scope="module")
def skeleton(library: Library) -> Skeleton:
    return plan_skeleton("Title", library.space.keys, library)


def test_runs_hold_every_paper_once(library: Library) -> None:
    found = runs(library.space.keys, library.space, 3, 5)
    assert sorted(key for run in found for key in run) == sorted(library.space.keys)
    assert all(3 <= len(run) <= 5 for run in found)


def test_clusters_keep_their_least_size(library: Library) -> None:
    found = clusters(library.space.keys, library.space, 4, 3)
    assert sorted(key for group in found for key in group) == sorted(library.space.keys)
    assert min(map(len, found)) >= 3


def test_papers_on_one_thing_come_together(library: Library) -> None:
    cache = {k for k in library.space.keys if k in ("scopeoptimizing", "retrospectivesparse")}
    assert any(cache <= set(run) for run in runs(library.space.keys, library.space, 2, 3))


def test_every_paper_has_one_theme_and_every_section_guidance(skeleton: Skeleton, library: Library) -> None:
    themes = [leaf for leaf in skeleton.leaves() if role_of(leaf) == "theme"]
    assert sorted(key for leaf in themes for key in leaf.papers) == sorted(library.space.keys)
    assert all(s.construction.endswith(".") and s.analysis.endswith(".") and s.papers for s in skeleton.walk())


def test_the_order_of_papers_does_not_change_a_skeleton(skeleton: Skeleton, library: Library) -> None:
    assert plan_skeleton("Title", library.space.keys[::-1], library) == skeleton


def test_no_claim_is_in_two_sections_and_listed_leaves_get_one(skeleton: Skeleton, library: Library) -> None:
    for key in library.space.keys:
        spread = distribute(key, skeleton, library)
        texts = [claim.text for claims in spread.values() for claim in claims]
        assert len(texts) == len(set(texts))
        assert all(spread[leaf.id] for leaf in skeleton.leaves() if key in leaf.papers)


def test_a_digest_of_some_sections_is_part_of_the_whole(skeleton: Skeleton, library: Library) -> None:
    key = library.space.keys[0]
    whole = digest(key, skeleton, (), library)
    asked = next(iter(whole.points))
    assert digest(key, skeleton, (asked,), library).points == {asked: whole.points[asked]}


def test_edits_of_better_lists_come_first_and_alike_ones_are_united() -> None:
    skeleton = Skeleton("x", (Section("s1", "One", "Extract one."), Section("s2", "Two", "Extract two.")))
    first = Feedback((Edit("assign", "s1", papers=("a",)), Edit("assign", "s2", papers=("b",))), ("a", "b"))
    second = Feedback((Edit("assign", "s2", papers=("c",)),), ("c",))
    merged = unite(skeleton, (first, second), (2.0, 9.0))
    assert [(e.section, e.papers) for e in merged.edits] == [("s2", ("b", "c")), ("s1", ("a",))]
    assert merged.papers == ("a", "b", "c")


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Limitations and open problems", "limitations"),
        ("Future work", "limitations"),
        ("Data sets and evaluation", "data"),
        ("Reported results across themes", "results"),
        ("Data and reported results", "evaluation"),
        ("Sentiment analysis", "theme"),
        ("局限与开放问题", "limitations"),
    ],
)
def test_a_title_tells_a_section_s_role(title: str, role: str) -> None:
    assert role_of(Section("s1", title)) == role


@pytest.mark.parametrize(
    ("text", "span"),
    [
        (
            "Li et al. (2018) propose a novel global encoding framework, which controls the flow.",
            "Global encoding framework",
        ),
        ("They present a new approach.", ""),
        (
            "Drake (2015) introduces PyEDA, a Python library for design automation.",
            "Python library for design automation",
        ),
        (
            "Pandex is a library for statistical and econometric analysis.",
            "Library for statistical and econometric analysis",
        ),
        ("Ma et al. (2018) present a highly efficient approach.", ""),
        ("The paper presents an analysis of 59,000 profiles.", ""),
        ("Ek (2020) presents a language for parallel computing.", "Language for parallel computing"),
        (
            "Ek (2020) presents a pattern matching library for Python with support to be widened.",
            "Pattern matching library for Python",
        ),
        ("Ek (2020) also developed a few other web calculators.", ""),
        ("Ek (2020) presents the results of a model fitted with experimental data.", ""),
    ],
)
def test_proposals_are_lifted_without_praise(text: str, span: str) -> None:
    assert proposal_of(text) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("The model achieves an accuracy of 82.31% on MOSI.", "Accuracy of 82.31%"),
        ("It outperforms previous results by 12.62% in ROUGE-L.", "Outperforms previous results by 12.62%"),
        ("There are 14 sections.", ""),
        ("It raises the mark from 81.1 to 82.7, which is 1.6% F1 more.", ""),
    ],
)
def test_results_are_lifted_with_what_they_measure(text: str, span: str) -> None:
    assert result_in(text) == span


def test_a_proper_name_keeps_its_capitals_inside_a_sentence() -> None:
    text = "The James Webb Space Telescope takes images. Calibration of the James Webb Space Telescope is automatic. "
    text += "In images, a neural network is useful. For a neural network, images are few. "
    papers = [Paper("", f"Work {i}", text, text) for i in range(3)]
    terms = collect_terms(Corpus.build(papers), "en")
    written = {term.text for term in terms.values()}
    assert "James Webb Space Telescope" in written
    assert "neural network" in written
    assert inline("James Webb Space Telescope") == "James Webb Space Telescope"
    assert inline("Neural networks and Python") == "neural networks and Python"


def test_what_others_made_is_no_proposal_of_a_paper() -> None:
    """Mahout is a toolkit that these papers only mention, Crab is their own."""
    text = (
        "Mahout is a toolkit written in Java for building scalable libraries of recommenders. "
        "Crab is a recommender framework for programs in Python. We evaluate Crab and the SciPy stack on MovieLens. "
    )
    papers = [Paper("", f"Crab: A Recommender, part {i}", text * 3, text, ("Ann Li",), 2011) for i in range(3)]
    library = Library(Corpus.build(papers), "en")
    points = [(key, Point(claim.text, (), claim.kind)) for key in library.space.keys for claim in library.claims(key)]
    table = make_table(Section("s1", "Recommenders"), points, library)
    assert table is not None
    assert [row.cells[0].text for row in table.rows] == ["Recommender framework for programs in Python"] * 3


def test_what_a_paper_built_on_the_way_is_no_proposal_of_it() -> None:
    """What the title names comes first, and a detail of the text is left out."""
    abstract = "We present a pipeline for images of comets. It is fast and it is used by people at many observatories. "
    text = f"{abstract}\n\n1 Method\n\nWe developed a scale check test of the final solution against the catalogue. "
    papers = [Paper("", f"Images of comets, part {i}", text, abstract, ("Ann Li",), 2011) for i in range(3)]
    papers += [Paper("", "Comets", text.replace("We present", "People want"), "", ("Bo Ek",), 2012)]
    library = Library(Corpus.build(papers), "en")
    cells = [cells_of(key, library)[0].text for key in library.space.keys]
    assert cells == [*["Pipeline for images of comets"] * 3, ""]


def clause(text: str) -> Clause:
    """A clause on a method, of a paper that says just this."""
    corpus = Corpus.build([Paper("", "Crab", text)])
    return clause_of(corpus.papers[0].bibkey, Point(text, (), "method"), Library(corpus, "en"))


def test_a_paper_s_second_wording_of_one_thing_is_left_out() -> None:
    said = clause("Theano is a compiler for mathematical expressions in Python.")
    again = clause("Theano is a mathematical expression compiler for Python, translating expressions.")
    more = clause("The graph of an expression is simplified before code is generated.")
    chosen = choose({"a": [said, again, more]}, 500, (), lambda text: content(text, "en"))
    assert chosen["a"] == [said, more]


def test_data_sets_are_named_as_written() -> None:
    assert data_names("It is tested on the SQuAD and TriviaQA datasets.") == ("SQuAD", "TriviaQA")
    assert data_names("However, the English dataset is small.") == ()


def test_statements_are_computed_again() -> None:
    papers = [Paper("", f"Work {i}", "Uses word embeddings." if i < 3 else "Plain.", year=2015 + i) for i in range(5)]
    corpus = Corpus.build(papers)
    said = describe_size(corpus, "en")[0]
    assert statement_holds(said, corpus) is True
    assert statement_holds(said.replace("5 works", "6 works"), corpus) is False
    assert statement_holds("Of the 5 works, 3 mention word embeddings.", corpus) is True
    assert statement_holds("Of the 5 works, 4 mention word embeddings.", corpus) is False
    assert statement_holds("Word embeddings are used widely.", corpus) is None


def test_a_figure_that_a_rival_reached_is_no_result() -> None:
    text = "Comparing with the baseline model that achieved 67.2% F1 score, the tree improved the performance by 0.6%."
    assert "67.2" not in result_in(text)
    assert result_in("The tree achieves an F1 score of 67.8 on the news texts.") == "F1 score of 67.8"


def test_an_acronym_does_not_tear_a_proposal() -> None:
    said = "They present a system for the analysis of Long Question Answering (LQA) tasks."
    assert proposal_of(said) == "System for the analysis of Long Question Answering tasks"


def test_each_theme_of_a_paragraph_is_named_where_it_begins() -> None:
    """What stands behind `On nests, …` is said of nests until another theme is named."""
    told = {
        "Nests of weaver birds": "We photograph four hundred nests that weaver birds built in high trees near the "
        "rivers and lakes of the south.",
        "Spectra of hot stars": "We take the spectra of faint stars that move quickly through the outer arms of our "
        "own galaxy.",
    }
    papers = [Paper("", t, s, s, (f"Ann L{i}", "Bo Ek"), 2015) for i, (t, s) in enumerate(told.items())]
    library = Library(Corpus.build(papers), "en")
    keys = library.space.keys
    leaves = [Section("", title, papers=(key,)) for title, key in zip(("Nests", "Stars"), keys, strict=True)]
    skeleton = Skeleton("Nature", (*leaves, Section("", "Data sets", papers=tuple(keys)))).renumbered()
    chosen = {key: [clause_of(key, Point(c.text, (), "data"), library) for c in library.claims(key)] for key in keys}
    text = " ".join(Crossing(skeleton.sections[2], chosen, library, skeleton).paragraphs())
    assert " nests, " in text.split("[@")[0] and " stars, " in text.split("[@")[1]
