"""Reading: what becomes of sentences as papers have them."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.reading import Claim, author_name, read_claims
from pipeline.paper import Paper

TEAM = ("Haoran Li", "Junnan Zhu", "Jiajun Zhang")
ONE = ("Wes McKinney",)


def paper(text: str, authors: tuple[str, ...] = TEAM, title: str = "Entailment for Sentence Summarization") -> Paper:
    return Paper("li2018ensure", title, text, authors=authors, year=2018)


def read(
    sentence: str, authors: tuple[str, ...] = TEAM, title: str = "Entailment for Sentence Summarization"
) -> list[Claim]:
    return list(read_claims(paper(sentence, authors, title), "en"))


def texts(sentence: str, authors: tuple[str, ...] = TEAM) -> list[str]:
    return [claim.text for claim in read(sentence, authors)]


@pytest.mark.parametrize(
    ("authors", "year", "name"),
    [
        (TEAM, 2018, "Li et al. (2018)"),
        (("Do Kook Choe", "Eugene Charniak"), 2016, "Choe and Charniak (2016)"),
        (ONE, 2010, "McKinney (2010)"),
        (("Laurens van der Maaten", "Geoffrey Hinton"), 2008, "Van der Maaten and Hinton (2008)"),
        (("McKinney, Wes",), None, "McKinney"),
        (("The LIGO Scientific Collaboration",), 2016, "The LIGO Scientific Collaboration (2016)"),
        (("李浩然", "朱军南"), 2018, "李浩然等（2018）"),
    ],
)
def test_it_names_authors_as_surveys_do(authors: tuple[str, ...], year: int | None, name: str) -> None:
    assert author_name(Paper("k", "Title", "text", authors=authors, year=year)) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("LongWriter: Unleashing Long Generation", "The work on LongWriter"),
        ("Attention is all you need", "The work “Attention is all you need”"),
        ("融合蕴含知识的句子摘要", "《融合蕴含知识的句子摘要》一文"),
    ],
)
def test_it_names_a_work_by_its_title_for_want_of_authors(title: str, name: str) -> None:
    assert author_name(Paper("k", title, "text")) == name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "In this paper, we propose an entailment-aware encoder under a multi-task framework (Guo et al., 2018).",
            "Li et al. (2018) propose an entailment-aware encoder under a multi-task framework.",
        ),
        (
            "This paper presents a new compositional encoder for reading comprehension and shows that it is fast.",
            "Li et al. (2018) present a new compositional encoder for reading comprehension and show that it is fast.",
        ),
        (
            "However, our model significantly outperforms strong baselines on the DUC 2004 test set [12, 14].",
            "The proposed model significantly outperforms strong baselines on the DUC 2004 test set.",
        ),
        (
            "To improve the correctness of summaries, we introduce an entailment-aware decoder.",
            "Li et al. (2018) introduce an entailment-aware decoder to improve the correctness of summaries.",
        ),
        (
            "To address this problem, we introduce an entailment-aware decoder with reward training.",
            "Li et al. (2018) introduce an entailment-aware decoder with reward training.",
        ),
        (
            "In future work, we will explore the use of entailment knowledge in document summarization.",
            "Li et al. (2018) plan to explore the use of entailment knowledge in document summarization.",
        ),
        (
            "Table 2 shows that our models outperform all baselines in informativeness and correctness.",
            "The proposed models outperform all baselines in informativeness and correctness.",
        ),
        (
            "Moreover, the encoder (see Figure 3) is trained jointly with a recognizer of textual entailment.",
            "The encoder is trained jointly with a recognizer of textual entailment.",
        ),
        (
            "Current systems still suffer from a lack of semantic cor- rectness, and correctness matters to"
            " readers of news.",
            None,
        ),
        (
            "Our results indicate that correctness can be improved without any loss of informativeness.",
            "The results indicate that correctness can be improved without any loss of informativeness.",
        ),
        (
            "3.2 Datasets We conduct experiments on the Gigaword corpus with 3.8 million training pairs.",
            "Li et al. (2018) conduct experiments on the Gigaword corpus with 3.8 million training pairs.",
        ),
        (
            "We trained the encoder on the summaries that we had collected from newspapers over many years.",
            "Li et al. (2018) trained the encoder on the summaries that they had collected from newspapers over many"
            " years.",
        ),
        (
            "This paper will describe an encoder that knows of entailment and the decoder that rewards it.",
            "Li et al. (2018) describe an encoder that knows of entailment and the decoder that rewards it.",
        ),
    ],
)
def test_it_recasts_sentences_in_the_third_person(source: str, expected: str | None) -> None:
    assert texts(source) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "We propose a library of data structures and show that it simplifies statistical analysis.",
            "McKinney (2018) proposes a library of data structures and shows that it simplifies statistical analysis.",
        ),
        (
            "We have found that labeled axes prevent many errors in data analysis.",
            "McKinney (2018) has found that labeled axes prevent many errors in data analysis."),
        (
            "We apply the method to study the growth of firms in seven countries.",
            "McKinney (2018) applies the method to study the growth of firms in seven countries."),
        (
            "We analyzed survey data from more than 900 households in four cities.",
            "McKinney (2018) analyzed survey data from more than 900 households in four cities."),
        (
            "I argue that rioters were informed by the belief that they were defending traditional rights.",

            "McKinney (2018) argues that rioters were informed by the belief that they were defending"
            " traditional rights.",
        ),
    ],
)  # fmt: skip
def test_it_lets_the_verb_agree_with_one_author(source: str, expected: str) -> None:
    assert texts(source, ONE) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "Rush et al. (2015) propose an attention-based model for abstractive sentence summarization.",
        "It was trained for ten epochs with the same settings as the model before.",
        "These results were obtained with a beam of size ten on a single machine.",
        "The rest of this paper is organized as follows and ends with a conclusion.",
        "Figure 3: The architecture of the proposed model with encoder and decoder.",
        "Let h = f(x) be the hidden state of the encoder at every step of the input.",
        "You can install the package with a single command on most operating systems.",
        "What is the best way to measure the correctness of a generated summary in practice?",
        "For example, the summary may contain an error that the source does not have.",
        "Please contact the corresponding author at alice@example.org for the data of the study.",
        "We call it the selective gate network because it selects information for the decoder.",
        "The code of all the experiments in the paper is available at https://example.org/code.",
        "and the decoder then produces the summary from the states of the encoder.",
        "Models are improved by [3] through the use of more training data in every step.",
        "We describe the corpus in Section 4 and discuss the results of the experiments.",
        "The model of the encoder (with attention is trained for ten epochs on one machine.",
        "Add a gold argument that does not overlap with any predicted span of text.",
        "Calling os.path.join() on every file gives the list of the paths of all files.",
        "The top and bottom plots show the summaries that the encoder makes of long documents.",
        "Brighter colors indicate a higher confidence of the encoder in the summary of a document.",
        "Marianne was working on summaries of long documents and wanted to learn more about encoders.",
        "The summaries could have been written by hand, but fortunately the encoder has learned it.",
        "Stars are the fundamental pieces that compose our Universe and all that is in it.",
        "We will mention the problem that NEXT addresses and the interfaces that it has.",
        "Additionally, we will discuss some of the goals of the project for the near future.",
        "We will be in a much better position to adapt the encoder to other documents.",
        "Table: Runtime of natively compiled code against bespoke code on both of the machines.",
        "There are many built in algorithms and it extensible by writing functions of one's own.",
    ],
)
def test_it_rejects_what_cannot_stand_alone(source: str) -> None:
    assert texts(source) == []


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Existing approaches ignore correctness and suffer from repeated phrases in long documents.", "problem"),
        ("We propose a selective gate network that filters the states of the encoder.", "method"),
        ("The corpus contains 12,715 annotated temporal relations in 36 news documents.", "data"),
        ("Experimental results show that the encoder improves ROUGE-2 by 1.5 points over the baseline.", "result"),
        ("In the future, we plan to extend the encoder to documents in other languages.", "limitation"),
        ("Unlike extractive systems, abstractive systems generate words rather than select sentences.", "comparison"),
        ("YOLOv2 (Redmon et al., 2016) outperforms others in both speed and accuracy (Redmon, 2016).", "background"),
        ("By pooling, YOLOv2 authors saw a 2% gain in speed compared to the old model (Redmon, 2016).", "background"),
        ("Encoders have achieved state-of-the-art results on many tasks (Guo et al., 2018).", "background"),
        ("The best encoder outperforms the previous best model (Guo et al., 2018) by 1.5 points.", "result"),
        ("A common technique is to build an indicator and to look at its correlations.", "method"),
        ("It is important for predicting conditions in the future ocean to measure the gases.", "problem"),
    ],
)
def test_it_tells_kinds_apart(source: str, kind: str) -> None:
    assert [claim.kind for claim in read(source)] == [kind]


def test_it_takes_labels_of_structured_abstracts_as_kinds() -> None:
    abstract = (
        "Background: It is unclear whether vitamin D supplementation reduces the risk of fracture in older adults. "
        "Objective: To determine whether monthly vitamin D reduces the incidence of fractures. "
        "Methods: We conducted a randomized trial in 5,110 adults aged 50 to 84 years. "
        "Results: Fractures occurred in 156 participants in one group (hazard ratio, 1.19; p = 0.15)."
    )
    found = {claim.text: claim.kind for claim in read(abstract, ("Maria Alvarez",), "Vitamin D and fractures")}
    assert "It is unclear whether vitamin D supplementation reduces the risk of fracture in older adults." in found
    assert found["Alvarez (2018) conducted a randomized trial in 5,110 adults aged 50 to 84 years."] == "method"
    assert found["Fractures occurred in 156 participants in one group (hazard ratio, 1.19; p = 0.15)."] == "result"
    assert "Alvarez (2018) aimed to determine whether monthly vitamin D reduces the incidence of fractures." in found


def test_it_mends_words_from_the_papers_own_vocabulary() -> None:
    text = (
        "Summarization condenses a document into a few sentences. Neural summa- rization learns to condense"
        " documents from pairs."
    )
    assert "Neural summarization learns to condense documents from pairs." in texts(text)


def test_it_takes_a_footnote_s_number_off_a_word_that_stands_without_it_elsewhere() -> None:
    text = (
        "SentiStrength rates the sentiment of short texts. SentiStrength is fast on short texts of all kinds. The"
        " ratings of SentiStrength1 are compared on a set of 1.9M2 short texts of all kinds."
    )
    assert "The ratings of SentiStrength are compared on a set of 1.9M short texts of all kinds." in texts(text)


def test_it_takes_a_footnote_s_number_off_a_name_that_is_cited() -> None:
    text = "The ratings of SentiStrength1 (Roe et al., 2010) are compared on a set of short texts of all kinds."
    assert texts(text) == ["The ratings of SentiStrength are compared on a set of short texts of all kinds."]


def test_it_rejects_one_author_who_would_read_as_two() -> None:
    assert texts("We would say that we imputed the values that were missing in the data.", ONE) == []


def test_it_keeps_subject_and_predicate_apart() -> None:
    claim = read("We present a strong baseline for the summarization of scientific articles.")[0]
    assert claim.subject == "Li et al. (2018)"
    assert claim.predicate == "present a strong baseline for the summarization of scientific articles"
    assert claim.text == f"{claim.subject} {claim.predicate}."


def test_it_merges_what_a_paper_says_twice() -> None:
    text = (
        "Abstract\nWe propose an entailment-aware encoder for abstractive sentence summarization.\n\n1 Introduction\n"
        "In this work, we propose an entailment-aware encoder for the task of abstractive sentence summarization."
    )
    assert len(read(text)) == 1


def test_it_leaves_out_references_and_acknowledgements() -> None:
    text = (
        "1 Introduction\nSentence summarization is a task that creates a short version of a long sentence.\n\n"
        "Acknowledgments\nThe research work has been funded by the national science foundation of the country.\n\n"
        "References\nAlexander Rush. 2015. A neural attention model for abstractive sentence summarization is shown."
    )
    assert texts(text) == ["Sentence summarization is a task that creates a short version of a long sentence."]


def test_it_reads_claims_of_a_paper_with_an_abstract_alone() -> None:
    lone = Paper("a2020", "Fast parsing", "", abstract="We present a fast parser for twenty languages of the world.")
    assert [claim.passage for claim in read_claims(lone, "en")] == ["a2020:p1"]
