"""Papers get bibkeys of their own, and passages that point back into their text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.paper import PASSAGE_CHARS, Corpus, Paper


def paper(title: str, text: str = "Some text.", **more: object) -> Paper:
    """A paper with a given or made key."""
    return Paper(**({"bibkey": "", "title": title, "text": text} | more))  # type: ignore[arg-type]


def test_keys_are_unique_even_for_the_same_title() -> None:
    """Two papers of one title stay two papers."""
    corpus = Corpus.build([paper("On C++", "one"), paper("On C++", "two"), paper("深度", "三"), paper("深度", "四")])
    assert [p.bibkey for p in corpus.papers] == ["paper", "papera", "paperb", "paperc"]
    assert [p.text for p in corpus.papers] == ["one", "two", "三", "四"]


def test_a_given_key_is_kept_and_a_bad_one_replaced() -> None:
    """A key that Pandoc could not cite is made anew."""
    corpus = Corpus.build(
        [paper("Ensure it", bibkey="li2018ensure"), paper("Ensure it", bibkey="a b]", authors=("Ann Li",), year=2018)]
    )
    assert [p.bibkey for p in corpus.papers] == ["li2018ensure", "li2018ensurea"]


def test_a_paper_without_text_is_dropped_by_name() -> None:
    """The reason stands beside it."""
    corpus = Corpus.build([paper("Empty", " "), paper("Abstract only", "", abstract="It says something.")])
    assert [(d.name, d.reason) for d in corpus.dropped] == [("Empty", "it has neither text nor abstract")]
    assert corpus.papers[0].text == "It says something."


def test_a_sentence_that_never_ends_is_still_several_passages() -> None:
    """An open quotation keeps the splitter from ending the sentence; nothing is lost of it."""
    text = "He said \u201cit works. " + "The model reads the sentence and the table again. " * 60
    passages = paper("T", text, bibkey="a2018x").passages
    assert max(len(passage.text) for passage in passages) <= PASSAGE_CHARS
    assert " ".join(passage.text for passage in passages) == text.strip()


def test_an_abstract_outside_the_text_gets_passages_and_pages_move() -> None:
    """Offsets and pages still point to the right place."""
    given = paper("T", "First page.\n\nSecond page.", abstract="Gist here.", page_starts=(0, 13))
    built = Corpus.build([given]).papers[0]
    second = next(p for p in built.passages if p.text == "Second page.")
    assert (second.page, built.text[second.start : second.end]) == (2, "Second page.")
    assert any(p.text == "Gist here." for p in built.passages)


@given(st.text(alphabet=st.sampled_from("ab .?!\n深。(1)"), max_size=3000))
def test_passages_are_slices_of_the_text_in_order(text: str) -> None:
    """Nothing but white space lies between two passages."""
    found = paper("T", text).passages
    last = 0
    for passage in found:
        assert text[passage.start : passage.end] == passage.text
        assert not text[last : passage.start].strip()
        last = passage.end
    assert not text[last:].strip()
