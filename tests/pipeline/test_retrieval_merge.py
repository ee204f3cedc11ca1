"""Records of several sources to different works, and what only looks alike."""

from __future__ import annotations

import pytest

from pipeline.retrieval import Candidate, Ids
from pipeline.retrieval.merge import merge
from pipeline.retrieval.phrases import find_phrases

TITLE = "Attention Is All You Need for Reading"


def one(title: str = TITLE, year: int | None = 2017, **ids: str) -> Candidate:
    return Candidate(title, Ids(**ids), authors=("Ada Writer",), year=year, sources=("a",))


def test_the_same_id_is_the_same_work_and_gaps_are_filled() -> None:
    first = one(doi="10.1/x")
    second = Candidate("Attention", Ids(doi="10.1/x", arxiv="1706.03762"), "An abstract.", citations=7, sources=("b",))
    third = Candidate("Attn", Ids(arxiv="1706.03762"), citations=9, retracted=True, sources=("c",))
    found = merge([first, second, third])
    assert found.duplicates == 2
    work = found.candidates[0]
    assert (work.title, work.abstract, work.citations, work.retracted) == (TITLE, "An abstract.", 9, True)
    assert (work.ids.doi, work.ids.arxiv, work.sources) == ("10.1/x", "1706.03762", ("a", "b", "c"))


def test_two_works_that_a_third_record_shows_to_be_one_become_one() -> None:
    found = merge(
        [one(doi="10.1/x"), one("Another name of it here", arxiv="1706.03762"), one(doi="10.1/x", arxiv="1706.03762")]
    )
    assert len(found.candidates) == 1 and found.duplicates == 2


@pytest.mark.parametrize(
    "other", ["attention is all you need -- for reading", "Attention is all you need for réading!"]
)
def test_the_same_title_and_year_is_the_same_work_however_written(other: str) -> None:
    assert len(merge([one(doi="10.1/x"), one(other, s2="abc")]).candidates) == 1


def test_an_unknown_year_keeps_no_two_records_apart() -> None:
    assert len(merge([one(doi="10.1/x"), one(year=None, s2="abc")]).candidates) == 1


@pytest.mark.parametrize(
    "other",
    [one(year=2018, arxiv="1706.03762"), one("Attention Is All You Need for Readers", s2="abc")],
    ids=["another year", "another ending"],
)
def test_what_looks_alike_is_proposed_and_never_merged(other: Candidate) -> None:
    found = merge([one(doi="10.1/x"), other])
    assert len(found.candidates) == 2
    assert [(p.first, p.second) for p in found.pairs] == [("doi:10.1/x", other.key)]
    assert found.pairs[0].likeness >= 0.9


def test_short_titles_years_apart_and_other_authors_make_no_work_the_same() -> None:
    editorials = [Candidate("Editorial", Ids(doi=f"10.1/{n}"), year=2017) for n in range(3)]
    assert len(merge(editorials).candidates) == 3
    assert merge([one(doi="10.1/x"), one(year=2009, doi="10.1/y")]).pairs == ()
    other = Candidate(TITLE, Ids(doi="10.1/y"), authors=("Bob Second",), year=2017)
    assert len(merge([one(doi="10.1/x"), other]).candidates) == 2


@pytest.mark.parametrize(
    ("title", "subject", "context"),
    [
        (
            "Probabilistic programming and Bayesian inference in Python",
            ("Probabilistic programming", "Bayesian inference"),
            ("Python",),
        ),
        ("A survey of recent advances in GPU computing", ("GPU computing",), ()),
        ("Deep learning for drug discovery: a review", ("Deep learning",), ("drug discovery",)),
        ("reproducible research workflows", ("reproducible research workflows",), ()),
        ("大语言模型在医学影像中的应用综述", ("大语言模型", "医学影像"), ()),
        ("Surveys", ("Surveys",), ()),
    ],
)
def test_key_phrases_tell_the_subject_from_its_context(
    title: str, subject: tuple[str, ...], context: tuple[str, ...]
) -> None:
    found = find_phrases(title)
    assert (found.subject, found.context) == (subject, context)


def test_instructions_add_phrases_but_not_what_they_exclude() -> None:
    found = find_phrases(
        "Neural machine translation", "For newcomers. Cover low-resource languages, not speech translation."
    )
    assert found.also == ("low-resource languages",)


def test_the_same_address_is_the_same_work_and_a_title_goes_before_an_address() -> None:
    url = "https://example.org/reports/7"
    pasted = Candidate(url, url=url, sources=("pasted",))
    seen = Candidate("A report on memory networks", url=url, sources=("web",))
    found = merge([pasted, seen])
    assert [(c.title, c.sources) for c in found.candidates] == [("A report on memory networks", ("pasted", "web"))]


def test_keys_are_short_and_tell_works_apart() -> None:
    keys = {Candidate("T", url=f"https://example.org/{'x' * 3000}{n}").key for n in range(3)}
    assert len(keys) == 3 and max(map(len, keys)) <= 200
