"""Two papers' clauses share a sentence only where they do the same kind of thing."""

from __future__ import annotations

import pytest

from pipeline.digest import Point
from pipeline.engines.extractive.clauses import clause_of
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parallel import LONGEST_JOINED, begins_plainly, fit_together, parallel, proposal_class
from pipeline.paper import Corpus, Paper


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Li et al. (2018) propose a gated network for entailment", "model"),
        ("Seabold and Perktold (2010) present a Python library for statistics", "software"),
        ("The corpus is large", ""),
    ],
)
def test_a_proposal_is_classed_by_its_head_noun(text: str, kind: str) -> None:
    """What the noun means counts, not the words around it."""
    assert proposal_class(text) == kind


def test_clauses_fit_where_both_are_plain_and_short() -> None:
    """Side clauses in front, hinges inside and unequal lengths keep two clauses apart."""
    plain = "Li et al. (2018) propose a gated encoder"
    assert fit_together(plain, "Fan et al. (2018) use a multi-grained attention network")
    assert not fit_together(plain, "While it is slow, the network of Fan et al. (2018) wins")
    assert not fit_together(plain, "Fan et al. (2018) use attention, but the gain is small")
    assert not fit_together("word " * LONGEST_JOINED, plain)
    assert begins_plainly("Theano compiles expressions")
    assert not begins_plainly("Using Theano one compiles expressions")


def test_works_whose_authors_have_one_name_share_no_sentence() -> None:
    """Nobody could tell which of two `Lee and Ek (2015)` says what."""

    def pair(second: tuple[str, ...]) -> bool:
        papers = [
            Paper("a", "Charts", "We propose a chart parser.", authors=("Ann Lee", "Bo Ek"), year=2015),
            Paper("b", "Stacks", "We propose a chart parser with stacks.", authors=second, year=2015),
        ]
        library = Library(Corpus.build(papers, "Parsing"), "en")
        one, two = (
            clause_of(key, Point(text, (), "method"), library)
            for key, text in zip(library.space.keys, ("They propose a chart parser.",) * 2, strict=True)
        )
        return parallel(one, two, library)

    assert pair(("Cy Dahl", "Di Fox"))
    assert not pair(("Al Lee", "Bob Ek"))
