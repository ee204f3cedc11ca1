"""What works are about by their titles, and what they plan, in sentences on two or three of them."""

from __future__ import annotations

import pytest

from pipeline.digest import Point
from pipeline.engines.extractive.choice import choose
from pipeline.engines.extractive.clauses import clause_of
from pipeline.engines.extractive.enumerations import Lister
from pipeline.engines.extractive.subjects import subject
from pipeline.shape import natural_words
from tests.pipeline.test_extractive_overviews import overview_of, read

SAID = (
    "Many birds learn their songs, and the elements of bird song are labelled by hand. "
    "Sparse codes and semantic networks are used with speech recognition on chips by teachers of numerical methods."
)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        (
            "Divisi: Learning from Semantic Networks and Sparse Codes",
            "learning from semantic networks and sparse codes",
        ),
        ("Speech Recognition using SciPy", "speech recognition using SciPy"),
        ("Teaching Numerical Methods with IPython", "teaching numerical methods with IPython"),
        ("Recogniser: Tool for Speech Recognition on Chips", "a tool for speech recognition on chips"),
        ("Teams at ChipEval-2018: Speech Recognition on Chips", "speech recognition on chips"),
        ("Tell Me Something I Do Not Know: Learning Bird Songs", "learning bird songs"),
        ("Kit - Fast, Sparse Codes on Chips", "fast, sparse codes on chips"),
        ("Teachers' Numerical Methods on Chips", "teachers' numerical methods on chips"),
        ("Tilde's Speech Recognition on Chips", "Tilde's speech recognition on chips"),
        ("Can Teachers Learn Numerical Methods?", ""),
        ("Sparse Codes Improve Speech Recognition", ""),
        ("On a Limb", ""),
        ("Galactic Winds of Distant Quasars", ""),  # of which the paper says nothing
    ],
)
def test_a_title_names_the_subject_as_a_sentence_would(title: str, named: str) -> None:
    library = read(**{title: SAID})
    assert subject(library.space.keys[0], library) == named


def test_works_that_state_no_contribution_are_told_by_their_subjects() -> None:
    library = read(
        **{
            "Learning Bird Songs by Ear": "Many birds learn their songs by ear from other birds when young.",
            "Sparse Codes for Speech Recognition": "Speech recognition may rest on sparse codes of sounds.",
        }
    )
    overview = overview_of(library)
    one, two = library.space.keys
    sentences, items = overview.sentences([one, two])
    assert len(sentences) == 1 and [item.titled for item in items] == [True, True]
    assert f"learning bird songs by ear [@{one}]" in sentences[0]
    assert f"sparse codes for speech recognition [@{two}]" in sentences[0]


def test_plans_of_works_stand_behind_their_authors_names() -> None:
    library = read(
        **{
            "Circuits": "We plan to extend our compiler to circuits with many clocks in the future.",
            "Nests": "We intend to build maps of nests that hang in trees which stand alone.",
            "Stars": "We plan to do this and that, such as more of the same.",
        }
    )
    clauses = [
        clause_of(key, Point(claim.text, (), "limitation"), library)
        for key in library.space.keys
        for claim in library.claims(key)
    ]
    sentence, taken = Lister(library).listing(clauses, "plans")
    one, two = library.space.keys[:2]
    assert [clause.bibkey for clause in taken] == [one, two]
    assert f"to extend their compiler to circuits with many clocks [@{one}]" in sentence
    assert f"Dahl and Fox (2016) to build maps of nests that hang in trees which stand alone [@{two}]." in sentence


def test_no_paper_tells_more_than_its_part() -> None:
    texts = [
        "The wheels of the machine are made of oak from the south.",
        "Steam drives both pistons through a long pipe of copper.",
        "A clock above the door counts every turn since Monday.",
    ]
    library = read(Machines=" ".join(texts))
    key = library.space.keys[0]
    stock = {key: [clause_of(key, Point(text, (), "method"), library) for text in texts]}
    told = choose(stock, 1000, (), lambda text: text.split(), 2)
    assert len(told[key]) == 2


def test_an_article_of_the_papers_own_sentences_is_shorter_by_nature() -> None:
    assert natural_words(10, model=True) == 3500
    assert natural_words(10, model=False) == 2625
