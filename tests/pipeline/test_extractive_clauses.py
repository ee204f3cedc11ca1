"""How clauses are worded: whose they are, what a list may lift of them, and which of them make one sentence."""

from __future__ import annotations

import pytest

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import Clause, clause_of, named, shortened
from pipeline.engines.extractive.deeds import deed_of
from pipeline.engines.extractive.items import LISTABLES
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.paper import Corpus, Paper

ABSTRACTS = {
    "Parsing by chart": "Parsing is slow. We propose a chart parser for long sentences. It is fast on long texts.",
    "Parsing by transition": "We present a transition parser for long sentences. It is trained on long texts.",
}


@pytest.fixture(scope="module")
def library() -> Library:
    authors = (("Ann Lee", "Bo Ek"), ("Cy Dahl", "Di Fox", "Ed Gray"))
    papers = [
        Paper("", title, text, text, who, 2015 + i)
        for i, ((title, text), who) in enumerate(zip(ABSTRACTS.items(), authors, strict=True))
    ]
    return Library(Corpus.build(papers, "Parsing"), "en")


def clause(library: Library, place: int, body: str, predicate: str = "", kind: PointKind = "method") -> Clause:
    key = library.space.keys[place]
    if predicate:
        name = library.name(key)
        return Clause(key, kind, name, predicate, f"{name} {predicate}", False)
    return clause_of(key, Point(f"{body}.", (), kind), library)


def test_data_are_not_named_twice(library: Library) -> None:
    body = "Experimental results on Penn Treebank show that the experimental results on Penn Treebank are stable"
    assert not named(clause(library, 0, body, kind="result"), library, 0).startswith("In experiments on Penn")


def test_only_what_goes_on_as_a_predicate_gets_an_owner(library: Library) -> None:
    text = named(
        clause(library, 0, "The two model variants work surprisingly well on long texts", kind="result"), library, 0
    )
    assert "model of Lee" not in text


def test_what_somebody_else_made_is_not_called_the_authors_own(library: Library) -> None:
    made = clause(library, 0, "The library was initially developed by a company as a part of its charts")
    assert "library of Lee" not in named(made, library, 0)
    fast = clause(library, 0, "The library was initially developed for charts of long sentences")
    assert "library of Lee" in named(fast, library, 0)


def test_what_a_title_names_keeps_its_capital_inside_a_sentence() -> None:
    text = "Parsing is slow. Mazer parses fast, and mazer is on the web; we use mazer and mazer alone for this."
    papers = [Paper("", f"{head}: A parser", text, text, ("Ann Lee",), 2015) for head in ("Mazer", "Long texts")]
    assert Library(Corpus.build(papers, "Parsing"), "en").inner("Mazer parses fast") == "Mazer parses fast"


def test_authors_inside_a_sentence_are_named_once(library: Library) -> None:
    text = named(clause(library, 0, "By taking charts the authors found that the authors need less time"), library, 0)
    assert text == "By taking charts Lee and Ek (2015) found that they need less time"


def test_a_list_is_not_cut_before_its_last_part(library: Library) -> None:
    long = clause(library, 0, "", "design parsers that others adapt to long sentences, long words, and long texts")
    assert (
        "long words" not in shortened(long, long.body, deep=True) or shortened(long, long.body, deep=True) == long.body
    )


def test_results_that_show_something_say_whose_they_are(library: Library) -> None:
    text = named(
        clause(library, 0, "Experiments show an accuracy improvement of 3% over the baseline", kind="result"),
        library,
        0,
    )
    assert text == "The experiments of Lee and Ek (2015) show an accuracy improvement of 3% over the baseline"


def test_the_proposed_thing_is_theirs_behind_a_reporting_verb(library: Library) -> None:
    text = named(clause(library, 1, "In the proposed parser, a tree is built from the left"), library, 0)
    assert "the proposed" not in text
    assert "Dahl et al. (2016)" in text


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("The parser of Lee and Ek (2015) outperforms the baseline on long texts", "gains"),
        ("Penn Treebank is a corpus of news articles", "is"),
        ("The proposed parser uses a chart of spans", "uses"),
    ],
)
def test_plain_sentences_tell_a_deed_by_their_verb(text: str, deed: str) -> None:
    assert deed_of("", text) == deed


def test_a_definition_and_a_finding_make_no_sentence_together(library: Library) -> None:
    a = clause(library, 0, "Penn Treebank is a corpus of long sentences from news texts", kind="data")
    b = clause(library, 1, "Inspection of Penn Treebank reveals errors in long sentences from news texts", kind="data")
    assert not Writer(library).joins(a, b)


@pytest.mark.parametrize(
    ("name", "predicate", "item"),
    [
        ("proposals", "present a powerful and flexible tool", ""),
        ("proposals", "introduce a new corpus of letters and conduct a study of its errors", ""),
        ("proposals", "propose a chart parser for long sentences", "a chart parser for long sentences"),
        (
            "plans",
            "plan to predict the store that will be visited next",
            "to predict the store that will be visited next",
        ),
    ],
)
def test_items_are_whole_and_say_something(library: Library, name: str, predicate: str, item: str) -> None:
    kind: PointKind = "limitation" if name == "plans" else "method"
    lifted = LISTABLES[name].lift(clause(library, 1, "", predicate, kind), library)
    assert lifted == item or (item == "" and " and conduct" not in lifted)


def test_nobody_is_said_to_concede_what_is_wrong_with_others_work(library: Library) -> None:
    """Many a limitation that a paper tells is that of others, or no lack at all."""
    lacking = clause(library, 0, "Charts are limited to a single session each with knitr", kind="limitation")
    assert not any("concede" in named(lacking, library, turn) for turn in range(4))


def test_a_limitation_in_a_list_says_what_is_lacking(library: Library) -> None:
    lacking = clause(library, 0, "Sentences of many hundred words cannot be held in a chart", kind="limitation")
    praising = clause(library, 0, "Plain charts give much insight into sentences of many words", kind="limitation")
    lift = LISTABLES["limits"].lift
    assert lift(lacking, library) == "that sentences of many hundred words cannot be held in a chart"
    assert lift(praising, library) == ""


def test_chinese_results_are_reported_once_and_with_their_authors() -> None:
    text = "情感分析很重要。本文提出一种新模型。实验结果表明，该模型在酒店评论上的准确率提高了两个百分点。"
    papers = [Paper("", f"情感分析方法之{n}", text, text, ("张伟",), 2019) for n in "一二"]
    library = Library(Corpus.build(papers, "情感分析"), "zh")
    point = Point("实验结果表明，该模型在酒店评论上的准确率提高了两个百分点。", (), "result")
    worded = named(clause_of(library.space.keys[0], point, library), library, 0)
    assert "实验结果表明" not in worded
    assert worded.startswith("张伟（2019）")
    inside = Point("在酒店评论上，该模型的准确率提高了两个百分点。", (), "result")
    assert clause_of(library.space.keys[0], inside, library).leaning


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Evaluated on a recent data set, the proposed model wins, and the authors find that pooling helps it.",
            "Evaluated on a recent data set, the model of Lee and Ek (2015) wins, and they find that pooling helps it",
        ),
        (
            "One thing the authors notice in the authors' experiment is that a plain network does well.",
            "One thing Lee and Ek (2015) notice in their experiment is that a plain network does well",
        ),
    ],
)
def test_whose_a_thing_is_is_said_before_it_is_spoken_of(text: str, told: str) -> None:
    paper = Paper("lee", "Pooling", "Pooling is a thing.", authors=("Ann Lee", "Bo Ek"), year=2015)
    library = Library(Corpus.build([paper], "Papers"), "en")
    assert named(clause_of(library.space.keys[0], Point(text, ("p1",), "result"), library), library, 0) == told


def test_a_finding_that_opens_its_paper_s_part_says_whose_it_is(library: Library) -> None:
    finding = clause(library, 0, "Long sentences were parsed in a third of the time", kind="result")
    further = clause(library, 0, "Short sentences took half of the time", kind="result")
    text = Writer(library).paragraph([finding, further])
    assert text.startswith("Lee and Ek (2015) ") and "that long sentences were parsed in a third of the time [@" in text
    assert text.count("Lee and Ek") == 1


def test_what_was_done_says_who_did_it_and_what_is_so_in_general_does_not(library: Library) -> None:
    done = clause(library, 0, "NumPy was used for the charts of long sentences")
    general = clause(library, 1, "Parsing is a step of many systems", kind="background")
    assert "Lee and Ek (2015) state that NumPy was used" in Writer(library).paragraph([done])
    assert Writer(library).paragraph([general]).startswith("Parsing is a step of many systems [@")


@pytest.mark.parametrize(
    "body",
    [
        "The pandas library has become the library of choice for tables of words",
        "The methods discussed when combined with charts are capable of parsing long sentences",
    ],
)
def test_nothing_is_called_theirs_that_is_not(library: Library, body: str) -> None:
    assert " of Lee and Ek" not in named(clause(library, 0, body, kind="result"), library, 0)
