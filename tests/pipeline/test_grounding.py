"""A sentence's support is the weight its papers' best passages hold."""

from __future__ import annotations

from pipeline.citations import said_by
from pipeline.digest import Point
from pipeline.grounding import Index, verdict
from pipeline.paper import Corpus, Paper
from pipeline.prose import cited_sentences, sentences_of, word_count
from tests.pipeline.papers import small_corpus


def test_a_sentence_of_a_paper_is_supported_by_the_passage_it_comes_from() -> None:
    """The best passage is named, with its offsets in the paper's text."""
    corpus = small_corpus()
    paper = corpus.papers[1]
    score, found = Index(corpus).support("A memory network stores clauses and reads them in hops.", [paper.bibkey])
    assert verdict(score) == "supported"
    best = found[0].passage
    assert "memory network stores clauses" in paper.text[best.start : best.end]


def test_a_sentence_of_elsewhere_is_not() -> None:
    """Words that the paper does not hold weigh most."""
    corpus = small_corpus()
    score, _ = Index(corpus).support("Quantum annealers factor large integers.", [corpus.papers[0].bibkey])
    assert verdict(score) == "unsupported"


def test_two_papers_together_support_what_neither_does_alone() -> None:
    """The union of the best passages counts."""
    corpus = small_corpus()
    text = "Attention weights show words, whereas a memory network stores clauses in several hops."
    index = Index(corpus)
    alone, _ = index.support(text, [corpus.papers[0].bibkey])
    both, _ = index.support(text, [corpus.papers[0].bibkey, corpus.papers[1].bibkey])
    assert alone < 0.6 <= both


def test_each_paper_is_searched_for_what_cites_it() -> None:
    """A short remark on one paper beside a long one on another still finds its own passage."""
    corpus = Corpus.build(
        [
            Paper(
                "a2018x", "A", "Gates decide what a slot keeps.\n\nReviews of restaurants were labelled by students."
            ),
            Paper("b2018y", "B", "Labels of restaurants and reviews by students differ.\n\nHops are three at most."),
        ]
    )
    text = "Reviews of restaurants were labelled by students [@a2018x], and most hops are three [@b2018y]."
    index = Index(corpus)
    _, whole = index.support(text, ["b2018y"])
    _, parts = index.support(text, ["a2018x", "b2018y"], said_by(text))
    assert whole[0].passage.id == "b2018y:p1"
    assert next(found for found in parts if found.bibkey == "b2018y").passage.id == "b2018y:p2"


def test_a_paraphrase_finds_the_passages_of_the_note_it_was_written_from() -> None:
    paper = Paper("a2018x", "A", "BAN 78.74 72.61 PBAN 81.16 74.12 Table 3\n\nPosition is discussed at length here.")
    note = Point("Adding position embeddings raises accuracy from 78.74 to 81.16.", ("a2018x:p1",), "result")
    sentence = "Accuracy rises when position embeddings are added."
    _, found = Index(Corpus.build([paper]), [("a2018x", note)]).support(sentence, ["a2018x"])
    assert [item.passage.id for item in found] == ["a2018x:p1", "a2018x:p2"]
    _, found = Index(Corpus.build([paper])).support(sentence, ["a2018x"])
    assert [item.passage.id for item in found] == ["a2018x:p2"]


def test_sentences_come_with_their_offsets_and_keys() -> None:
    """Citations after the full stop belong to the sentence before; tables, fences and captions are no prose."""
    markdown = (
        "Li et al. (2018) read e.g. Fig. 2 [@a; @b]. It holds for [0, 1]. [@c]\n\n- one [@d].\n- two.\n\n"
        "| x [@e] |\n|---|\n\n: Caption [@f]\n\n```mermaid\ngraph TD\n\nA-->B\n```\n"
    )
    assert [s.keys for s in sentences_of(markdown)] == [("a", "b"), ("c",), ("d",), ()]
    assert all(markdown[s.start : s.end] == s.text for s in sentences_of(markdown))
    assert [s.keys for s in cited_sentences(markdown)] == [("a", "b"), ("c",), ("d",)]
    assert word_count("Two words [@a].\n\n深度学习。") == 6
