"""A sentence's support is the weight its papers' best passages hold."""

from __future__ import annotations

from pipeline.grounding import Index, verdict
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
