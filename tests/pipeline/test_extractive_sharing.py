"""What works share: only what their own sentences say they use, each one cited, and counted only where that is sure."""

from __future__ import annotations

import pytest

from pipeline.citations import cited_keys
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.sharing import Sharer
from pipeline.engines.extractive.uses import uses_of
from pipeline.paper import Corpus, Paper


def paper(title: str, *sentences: str, abstract: str = "") -> Paper:
    return Paper(title.split()[0].casefold(), title, " ".join(sentences), abstract)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We train all models with the Adam optimizer and a batch size of 32.", "Adam"),
        ("To avoid overfitting, we also apply dropout before the last layer.", "dropout"),
        ("We initialize the word embeddings with 300-dimensional GloVe vectors.", "GloVe"),
        ("The library is implemented in Python on top of NumPy.", "NumPy"),
        ("Ten-fold cross validation was used to choose the depth.", "cross-validation"),
        ("We conduct an ablation study on the development set.", "ablation studies"),
        ("The word vectors are trained with word2vec.", "word2vec"),
    ],
)
def test_a_work_uses_what_its_own_sentences_say(sentence: str, name: str) -> None:
    assert name in uses_of(paper("Alpha A model", sentence)).used


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Most previous systems use dropout in every layer.", "dropout"),
        ("Unlike SciPy, we do not use dense matrices.", "SciPy"),
        ("Rush et al. (2015) use beam search to generate the headline.", "beam search"),
        ("Our model outperforms the LSTM of the baseline.", "LSTM networks"),
        ("We plan to use TensorFlow in a later version.", "TensorFlow"),
        ("We use word vectors pre-trained on Wikipedia.", "Wikipedia"),
        ("The figures excel in clarity, and the adam of the tale is not an optimizer.", "Excel"),
    ],
)
def test_what_others_use_or_nobody_uses_is_not_used(sentence: str, name: str) -> None:
    assert name not in uses_of(paper("Alpha A model", sentence)).used


def test_data_sets_are_looked_for_by_the_names_the_collection_gives_them() -> None:
    found = uses_of(
        paper("Alpha A model", "We evaluate the parser on the News-Crawl 2014 corpus."), ["News Crawl 2014"]
    )
    assert found.used == {"News Crawl 2014": "data"}


@pytest.fixture
def library() -> Library:
    papers = [
        paper("Alpha One", "We train the network with the Adam optimizer.", "We use beam search for decoding."),
        paper("Beta Two", "We use the Adam optimizer with a small learning rate.", "We use beam search at test time."),
        paper("Gamma Three", "Earlier networks were slow with Adam.", "We sort the results by hand."),
    ]
    return Library(Corpus.build(papers, "Networks"), "en")


def test_every_work_that_shares_is_cited_and_no_other(library: Library) -> None:
    keys = library.space.keys
    sentences = Sharer(library).sentences(keys, "of these works", 3)
    assert sentences
    assert set(cited_keys(" ".join(sentences))) == {"alpha", "beta"} & set(keys)


def test_works_are_counted_only_where_no_other_names_the_thing(library: Library) -> None:
    text = " ".join(Sharer(library).sentences(library.space.keys, "of these works", 3)).casefold()
    counted = {
        name: f"two of these works use {name}" in text or f"two of them use {name}" in text for name in ("adam",)
    }
    assert counted == {"adam": False}  # the third one names it too: whether it uses it remains open
    assert "two " in text  # beam search, which only they name


def test_each_thing_is_said_once(library: Library) -> None:
    sharer = Sharer(library)
    assert sharer.sentences(library.space.keys, "of these works", 3)
    assert sharer.sentences(library.space.keys, "of these works", 3) == []


def test_as_many_works_are_cited_as_are_counted() -> None:
    names = "Alpha Beta Gamma Delta Eta Theta Iota Kappa Rho".split()
    papers = [paper(f"{name} A model", "We train all models with the Adam optimizer on news.") for name in names]
    library = Library(Corpus.build(papers, "Papers"), "en")
    text = Sharer(library).sentences(library.space.keys, "works", 1)[0]
    assert "nine" in text and len(cited_keys(text)) == len(names)
