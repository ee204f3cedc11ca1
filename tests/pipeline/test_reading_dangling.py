"""A sentence that points to what only its neighbours name is no claim."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.reading.dangling import dangles
from pipeline.engines.extractive.reading.hollow import is_hollow


@pytest.mark.parametrize(
    "text",
    [
        "We assume that this is due to the hotel domain having a higher number of samples",
        "We suspect that it might require more epochs than the usual method to reach good results",
        "Our system is the first of its kind, and we demonstrate that this results in a large improvement",
        "We feed generic cues into the training process of such networks, leading to better generalization",
        "We show by comparison with baselines that these context relations are beneficial for parsing",
        "The variants of the model work surprisingly well on this type of question in all languages",
        "Combining the outputs of the 2 systems improves the best score of either system on all test sets",
        "The analysis shows that both methods lead to improvements on every test set",
        "We employ several filters to fulfil the first aspect, and a network for the second which combines them",
        "In order to overcome the issues, a gated network was developed and reached better scores",
        "After incorporating the gates into the encoder, our final model is illustrated",
        "For the two bars at bottom, the aspect has more attention on the adjective than on the noun",
        "Though the proposals have shown potential for tagging, different tags are input separately",
        "In spite of its success, most existing methods only consider the words in a window",
        "We adopt two of their regularization techniques for our task of document classification",
        "Since release 0.27, they have been implemented using a library in C",
        "Once trained, it was used to predict the content of the next basket",
        "At one of their examples, more accurate rates were found for most abnormalities",
        "We hope that it provides people with a useful tool for their own systems",
        "Even with a simple module, our model manages to outperform their earlier system on the data set",
        "We find that they share the issue of expressing a scheme in terms of objects",
        "Alpha is a new package under an open licence that is meant to fill that gap",
        "We plan to analyse and perhaps mitigate the effects of that inconsistency in later work",
        "To deal with that, an upper limit was introduced to halt the growth of the clusters",
        "From the perspective of the authors, the latter approach yields the better readability",
        "One of the primary reasons, we believe, is that much effort is required to build models",
        "An even more powerful approach is for a developer to build the library into a tool",
        "In other fields, time series tell much about a process that evolves",
        "Last year we decided that the program had to be written anew in another language",
        "Through it scientific communities can achieve a better understanding of their own work",
        "When used in the notebook, there is a simple relation between the two kinds of models",
        "Under CPython it can be only about half as slow as the parser that is written in C",
        "Based on the fact that modules do not rely on those features, it trades them for speed",
        "Although still in early development, it provides useful functions to speed up analysis",
        "Since their early years, Python has played an important role in each package",
        "We made tools to lower the barrier by using containers that are built beforehand",
        "We built on their foundations by taking the program and making it more visual",
        "We agree and note only that the limits of the service are likely to change as well",
        "The trace is a faster version of the one that was used in previous examples",
    ],
)
def test_what_points_elsewhere_dangles(text: str) -> None:
    assert dangles(text)


@pytest.mark.parametrize(
    "text",
    [
        "We find that it is important to tune the number of layers for each language",
        "Recurrent networks need much data, and we make such networks generalize from little of it",
        "We propose two encoders, the first is recurrent and the second is convolutional",
        "We evaluate the model on the two datasets from the campaign – News and Reviews",
        "We combine a parser and a tagger, and both models gain from each other on long sentences",
        "We map documents to their labels with a bilinear layer over the mean of all words",
        "We present two data sets, and the results show that both datasets are hard for people",
        "In this paper we show that this model outperforms all baselines on the news data",
        "In practice, it is possible to train the model on a single machine within a day",
        "In recent years, it has been shown that larger models need more data than small ones",
        "When the window is small, it covers no more than a phrase",
        "To solve the problem of sparse labels, we sample negative examples from a corpus",
        "We convert maps to an equal area projection for the improved properties of that projection",
        "The speed of the new loop is close to that of a lower language",
        "When the clusters are compared with the field sample, the latter has more slow rotators",
        "One reason for the gap is that the training data are small",
        "Under such a scheme it is important to keep the labels of all documents",
        "Despite their simplicity, linear models have worked well on many tasks",
        "Users of the library build on their own foundations, and we give them the tools",
        "An approach that is more general is to learn the weights from data",
    ],
)
def test_what_it_names_does_not_dangle(text: str) -> None:
    assert not dangles(text)


@pytest.mark.parametrize(
    ("text", "hollow"),
    [
        ("Lee and Ek (2015) plan to improve the model so it would achieve better results", True),
        ("Lee and Ek (2015) plan to improve the model by training it on more languages", False),
        ("PySPH is still a work in progress and Lee (2015) will discuss their future plans for the project", True),
        ("For the news data, Lee (2015) is not aware of any reported results on it yet", True),
        ("It should be noted that the F1 the authors' system is the best among ten", True),
        ("In detail, an attention is first employed to capture the most important clues", True),
        ("The discussion of future work in parsing is led by few groups", False),
        ("PySPH is still a work in progress and the authors will discuss the authors' future plans for it", True),
        ("Scalability studies will be presented showing the utility of serial codes", True),
        ("Case studies are presented to demonstrate the syntax and properties of the package", True),
        ("The scripts are available in the repository and are archived for later use", True),
        ("Pugh (2014) is still looking to secure funding to develop the course", True),
        ("In the Security and Compliance section, Lu et al. (2020) address the encryption of the data", True),
        ("The repository holds models that will be shared by all groups of the project", False),
    ],
)
def test_what_tells_nothing_is_hollow(text: str, hollow: bool) -> None:
    assert is_hollow(text) == hollow
