"""How sections begin: what a paper contributes, lifted from its own sentence, and the sentences that list it."""

from __future__ import annotations

import pytest

from pipeline.citations import cited_keys
from pipeline.digest import Point
from pipeline.engines.extractive.clauses import clause_of
from pipeline.engines.extractive.closing import side_by_side
from pipeline.engines.extractive.contributions import contribution
from pipeline.engines.extractive.findings import findings, motives, problems
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.opening import Commons, general
from pipeline.engines.extractive.overviews import Overview
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.plurals import plural
from pipeline.paper import Corpus, Paper
from pipeline.skeleton import Section, Skeleton
from tests.pipeline.extractive import sample_corpus

AUTHORS = (("Ann Lee", "Bo Ek"), ("Cy Dahl", "Di Fox"), ("Ed Gray", "Flo Hill"))
STATED = {
    "Pyx: Circuits in Python": "We introduce Pyx, a Python library for the design of digital circuits.",
    "Nests of weaver birds": "We present a statistical model of the nests that weaver birds build in trees.",
    "Spectra of hot stars": "We describe a catalogue of the rotation of hot stars in the disk of the galaxy.",
}


def read(**papers: str) -> Library:
    """A library of papers whose abstract is one sentence each, by title."""
    rows = [
        Paper("", title, text, text, AUTHORS[i % 3], 2015 + i) for i, (title, text) in enumerate(dict(papers).items())
    ]
    return Library(Corpus.build(rows, "Papers"), "en")


def overview_of(library: Library) -> Overview:
    """The overview of one section with all papers."""
    skeleton = Skeleton("Papers", (Section("", "Natural sciences", papers=tuple(library.space.keys)),)).renumbered()
    return Overview(skeleton.sections[0], skeleton, library)


@pytest.mark.parametrize(
    ("title", "sentence", "phrase"),
    [
        (
            "Pyx: Circuits in Python",
            "We introduce Pyx, a Python library for the design of digital circuits (DDC).",
            "Pyx, a Python library for the design of digital circuits",
        ),
        (
            "Pyx: Circuits in Python",
            "Pyx is a small, fast Python library for the design of digital circuits, written in C.",
            "Pyx, a fast Python library for the design of digital circuits",
        ),
        (
            "Nests of weaver birds",
            "Using old photographs, we have built a digital map of the nests of weaver birds.",
            "a digital map of the nests of weaver birds",
        ),
        (
            "Nets for hypernyms",
            "We introduce a network architecture for hypernym discovery and empirically study various models of it.",
            "a network architecture for hypernym discovery",
        ),
        (
            "Qix: a report of progress",
            "We present a report on Qix, a platform for the analysis of genomes that stresses open access.",
            "Qix, a platform for the analysis of genomes that stresses open access",
        ),
        (
            "Sound in space",
            "This paper describes the development of a simulator of sound in space for use in studies of hearing in "
            "space and also for general experiments with sound.",
            "the development of a simulator of sound in space for use in studies of hearing in space",
        ),
        # what others made, what says nothing without its paper, and what is not whole
        ("Pyx: Circuits with SVD", "SVD is a versatile numerical tool for many kinds of sparse data.", ""),
        ("Neural parsing", "We propose a novel neural network architecture for the task.", ""),
        ("Neural parsing", "We compared charts to stacks and showed that stacks outperform the older charts.", ""),
    ],
)
def test_a_contribution_is_lifted_from_the_paper_s_own_sentence(title: str, sentence: str, phrase: str) -> None:
    library = read(**{title: sentence})
    found = contribution(library.space.keys[0], library)
    assert (found.phrase if found else "") == phrase


def test_every_word_of_a_contribution_stands_in_its_paper_s_sentence() -> None:
    corpus = sample_corpus()
    library = Library(corpus, "en")
    found = [item for key in library.space.keys if (item := contribution(key, library))]
    assert found
    for item in found:
        said = item.clause.body.replace(",", "").split()
        assert set(item.phrase.replace(",", "").split()) <= {*said, "a", "an"}


def test_a_section_opens_with_what_its_works_contribute_each_cited_behind_its_own() -> None:
    library = read(**STATED)
    sentences, items = overview_of(library).sentences(library.space.keys)
    assert {item.clause.bibkey for item in items} == set(library.space.keys)
    text = " ".join(sentences)
    for item in items:
        assert f"{item.phrase} [@{item.clause.bibkey}]" in text
    assert sorted(cited_keys(text)) == sorted(library.space.keys)


def test_one_contribution_alone_makes_no_overview() -> None:
    library = read(**dict(list(STATED.items())[:1]), Numbers="Numbers are counted in many ways by most people.")
    assert overview_of(library).sentences(library.space.keys) == ([], [])


def test_a_work_is_listed_once() -> None:
    library = read(**STATED)
    overview = overview_of(library)
    overview.sentences(library.space.keys)
    assert overview.sentences(library.space.keys) == ([], [])


def test_a_work_of_two_sections_is_told_by_another_sentence_in_each() -> None:
    first = "We introduce Pyx, a Python library for the design of digital circuits."
    second = "We develop a fast algorithm for the placement of gates on chips."
    library = read(**STATED | {"Pyx: Circuits in Python": f"{first} {second}"})
    keys = tuple(library.space.keys)
    skeleton = Skeleton(
        "Papers", (Section("", "Sciences", papers=keys), Section("", "Chips", papers=keys))
    ).renumbered()
    texts = [" ".join(Overview(s, skeleton, library).sentences(keys)[0]) for s in skeleton.sections]
    assert "Python library" in texts[0] and "Python library" not in texts[1]


def test_work_on_a_theme_is_said_only_of_works_that_name_it() -> None:
    library = read(**STATED)
    assert "natural sciences" not in " ".join(overview_of(library).sentences(library.space.keys)[0])


def test_findings_of_two_works_stand_side_by_side_and_one_alone_is_left_out() -> None:
    library = read(**STATED)
    one, two, three = (
        clause_of(key, Point(text, (), "result"), library)
        for key, text in zip(
            library.space.keys,
            (
                "Circuits in Python are compiled faster than circuits in other languages.",
                "The nests of weaver birds hang in trees that stand alone.",
                "The young stars rotate faster than stars of the old disk.",
            ),
            strict=True,
        )
    )
    assert side_by_side([one], "", library) == []
    text = " ".join(side_by_side([one, two, three], "", library))
    assert text == (
        f"Lee and Ek (2015) report that circuits in Python are compiled faster than circuits in other languages "
        f"[@{one.bibkey}], and Dahl and Fox (2016) find that the nests of weaver birds hang in trees that stand alone "
        f"[@{two.bibkey}]. Gray and Hill (2017) observe that the young stars rotate faster than stars of the old disk "
        f"[@{three.bibkey}]."
    )
    told = "Gray and Hill (2017) observe that the young stars rotate faster than stars of the old disk."
    assert "Gray and Hill (2017) observe" not in " ".join(side_by_side([one, two, three], told, library))


def test_a_general_opening_names_the_subject_of_its_section() -> None:
    library = read(
        **{
            "Parsing by chart": "Parsing long sentences remains a hard problem for most languages of the world.",
            "Parsing by stack": "Parsing long sentences with stacks is fast, and most languages allow it.",
            "Parsing by hand": "The pieces have been there for some time, but few people have put them together.",
        }
    )
    keys = library.space.keys
    stock = {key: [clause_of(key, Point(c.text, (), "problem"), library) for c in library.claims(key)] for key in keys}
    opening = general(keys, stock, library, "Parsing")
    assert opening is not None and opening.body.startswith("Parsing long sentences")
    assert general(keys, {key: stock[key] * (key == keys[2]) for key in keys}, library, "Parsing") is None


@pytest.mark.parametrize(("how", "told"), [("with", True), ("without", False)])
def test_works_deal_with_what_they_use_and_not_with_what_they_do_without(how: str, told: bool) -> None:
    places = {
        f"Birds of {n}": f"We study the song of the birds of {n} with recorders that count it." for n in "abcdefgh"
    }
    library = read(
        **{
            "Nets for news": f"We present nets that learn from raw text {how} feature engineering and are strong.",
            "Charts for letters": f"We present charts that parse old letters {how} feature engineering and are fast.",
        },
        **places,
    )
    keys = list(library.space.keys)[:2]
    sentence = Commons("Texts", keys, library, Writer(library)).sentence(keys)
    assert ("deal with feature engineering [" in sentence) == told


def test_a_name_has_no_plural() -> None:
    assert plural("particle filter") == "particle filters"
    assert plural("Markov chain Monte Carlo") == "Markov chain Monte Carlo"


def test_an_open_problem_of_a_conclusion_is_not_one_of_a_single_class_or_project() -> None:
    library = read(**STATED)
    key = library.space.keys[0]
    said = [
        clause_of(key, Point(text, (), "limitation"), library)
        for text in (
            "Large data sets remain expensive for most people who work on circuits.",
            "The lack of large data sets remains a limitation for the purpose of the class.",
            "Circuits are still open to change, and perhaps the best part is what is to come.",
        )
    ]
    assert problems(said, library, 3) == said[:1]


def test_what_is_made_is_told_before_what_is_looked_into() -> None:
    looked = "We examine old photographs of the nests of weaver birds."
    made = "We present a statistical model of the growth of nests in time."
    library = read(**{"Nests of weaver birds": f"{looked} {made}"})
    found = contribution(library.space.keys[0], library)
    assert found is not None and found.offered and found.phrase == "a statistical model of the growth of nests in time"


def test_a_finding_of_a_theme_is_its_authors_and_not_that_of_a_rival() -> None:
    library = read(
        **{
            "Tagging by chart": "ABC outperforms the best charts and achieves an accuracy of 93% on news.",
            "Tagging by stack": "Our tagger outperforms the best stacks and achieves an accuracy of 94% on news.",
        }
    )
    assert [c.bibkey for c in findings(library.space.keys, library)] == [library.space.keys[1]]


def test_one_subject_is_defined_once_in_an_introduction() -> None:
    library = read(
        **{
            "Tagging by chart": "Part-of-speech tagging is an important task in the analysis of written language.",
            "Tagging by stack": "Part of speech tagging is a fundamental problem, which many programs must solve.",
        }
    )
    said = [
        clause_of(key, Point(claim.text, (), "background"), library)
        for key in library.space.keys
        for claim in library.claims(key)
    ]
    assert len(said) == 2 and len(motives(said, library, 4)) == 1


@pytest.mark.parametrize("turn", range(8))
def test_two_lists_in_a_row_begin_differently(turn: int) -> None:
    library = read(**STATED, **{f"{title} again": text for title, text in STATED.items()})
    overview = overview_of(library)
    overview.turn = turn
    starts = [sentence.split("[@")[0].split()[:2] for sentence in overview.sentences(library.space.keys)[0]]
    assert len(starts) == 2 and starts[0] != starts[1]
