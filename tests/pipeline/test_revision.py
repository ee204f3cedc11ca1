"""Passages of a written article: what an engine makes of them, in parts that can be taken over one by one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from pipeline.brief import Brief
from pipeline.citations import cited_keys
from pipeline.engines.base import Engine
from pipeline.engines.extractive import ExtractiveEngine
from pipeline.engines.scripted import ScriptedEngine
from pipeline.errors import BadInput, BadReply, EngineError, StepFailed
from pipeline.operations import OPERATIONS, offered
from pipeline.paper import Corpus
from pipeline.prose import sentences_of, word_count
from pipeline.revision import Part, Request, Revised, cut, revise, supporting
from pipeline.revision.material import A_PAPER, MOST, gather
from pipeline.steps import ReviseText
from tests.pipeline.papers import small_corpus
from tests.pipeline.questions import PAPERS, REVISED, questions

CORPUS = small_corpus()
KEYS = [paper.bibkey for paper in CORPUS.papers]
ARTICLE = f"""# Aspect sentiment

## Attention

Attention weights show which words the aspect classifier reads [@{KEYS[0]}]. This helps readers. \
The weights of attention show the words that are read [@{KEYS[0]}]. A second study of attention reports \
84.5 % accuracy on SemEval 2014 [@{KEYS[4]}].

However, labels are scarce [@{KEYS[4]}].

## Memory

A memory network stores clauses and reads them in several hops [@{KEYS[5]}].

A memory network was tried first on restaurants [@{KEYS[1]}].

It was slow.

## Data

A corpus of labelled reviews of restaurants and laptops is at hand [@{KEYS[3]}].
"""


def asked(operation: str, passage: str = "", instruction: str = "", article: str = ARTICLE) -> Request:
    """A request for that passage, by default the section on attention."""
    passage = passage or article[article.index("## Attention") : article.index("## Memory")]
    start = article.index(passage)
    return Request(operation, instruction, article, start, start + len(passage))


def revised(request: Request, engine: Engine | None = None, corpus: Corpus = CORPUS, **options: Any) -> Revised:
    """What an engine, by default the extractive one, makes of it."""
    brief = Brief("Aspect sentiment")
    return asyncio.run(revise(request, corpus, brief, engine=engine or ExtractiveEngine(corpus), **options))


def applied(old: str, parts: list[Part]) -> str:
    """The passage with these parts taken over."""
    for part in sorted(parts, key=lambda part: -part.start):
        old = old[: part.start] + part.text + old[part.end :]
    return old


def test_each_engine_offers_what_it_can_do() -> None:
    """Without a model nothing is offered that would need one, and the other way about."""
    assert list(offered("extractive")) == ["support", "shorten", "uncited", "reorder"]
    assert "reorder" not in offered("openai") and "translate" in offered("openai")
    for name in set(OPERATIONS) - {"support", "shorten", "uncited", "reorder"}:
        with pytest.raises(EngineError, match="needs a language model"):
            revised(asked(name, instruction="x"))


def test_a_shortened_passage_holds_only_sentences_of_the_old_one() -> None:
    """What others say as well goes, with what leans on it; a paper's only citation and a paragraph's head stay."""
    request = asked("shorten")
    short = revised(request)
    old = [sentence.text for sentence in sentences_of(request.text)]
    new = [sentence.text for sentence in sentences_of(short.text)]
    assert new == [text for text in old if text in new] and len(new) < len(old)
    assert word_count(short.text) < word_count(request.text)
    assert set(cited_keys(short.text)) == set(cited_keys(request.text))
    assert short.text.startswith("## Attention\n\n") and short.text.endswith("\n\n")
    assert "The weights of attention" not in short.text and "However, labels" in short.text
    assert short.evidence == () and short.cost == 0
    parts = cut(request.text, short)
    assert parts and all(not part.text.strip() or part.text.strip() in request.text for part in parts)
    assert applied(request.text, parts) == short.text


def test_what_cannot_be_shortened_stays() -> None:
    """One sentence is not cut, and then nothing is proposed."""
    request = asked("shorten", "It was slow.")
    assert revised(request).text == "It was slow."
    assert cut(request.text, revised(request)) == []


def test_paragraphs_are_ordered_by_year_with_what_leans_on_them() -> None:
    """The older work comes first, and the sentence that leans on it moves along; it is one proposal."""
    passage = ARTICLE[ARTICLE.index("## Memory") : ARTICLE.index("## Data")]
    new = revised(asked("reorder", passage))
    first, second, third = (new.text.index(word) for word in ("was tried first", "It was slow", "stores clauses"))
    assert CORPUS.by_key[KEYS[1]].year == 2016 and CORPUS.by_key[KEYS[5]].year == 2015
    assert third < first < second and new.text == passage
    turned = ARTICLE.replace(KEYS[5], "x").replace(KEYS[1], KEYS[5]).replace("x]", f"{KEYS[1]}]")
    passage = turned[turned.index("## Memory") : turned.index("## Data")]
    new = revised(asked("reorder", passage, article=turned))
    assert new.text.index("was tried first") < new.text.index("It was slow") < new.text.index("stores clauses")
    [part] = cut(passage, new)
    assert sorted(part.text.split()) == sorted(passage.split())


def test_uncited_papers_are_added_where_they_fit() -> None:
    """Only to the section they are most like, each with a cited sentence of its own text."""
    data = ARTICLE[ARTICLE.index("## Data") :]
    request = asked("uncited", data)
    fitting = [paper.bibkey for paper in gather(request, CORPUS).papers]
    assert fitting == [KEYS[7]]
    new = revised(request)
    assert set(cited_keys(new.text)) - set(cited_keys(data)) <= set(fitting)
    parts = cut(data, new)
    assert parts and applied(data, parts) == new.text
    assert {item.verdict for part in parts for item in part.evidence} <= {"supported", "partly"}
    everything = ARTICLE + "".join(f"\nOne more [@{key}].\n" for key in KEYS)
    with pytest.raises(BadInput, match="cites all papers"):
        revised(asked("uncited", data, article=everything))


def test_supporting_passages_are_citations_to_add() -> None:
    """They are the papers' own passages; what the sentence cites already, or what says little of it, is left out."""
    sentence = f"Attention weights show which words the aspect classifier reads [@{KEYS[0]}]."
    parts = supporting(asked("support", sentence), CORPUS)
    assert parts
    for part in parts:
        [item] = part.evidence
        [support] = item.supports
        assert KEYS[0] not in part.text and support.quote in CORPUS.by_key[support.bibkey].text
        assert applied(sentence, [part]) == f"{sentence[:-1]} [@{support.bibkey}]."
        assert item.verdict in ("supported", "partly")
    assert supporting(asked("support", "It was slow."), CORPUS) == []


def scripted(*answers: str, verdicts: str = '{"1": "supported"}') -> ScriptedEngine:
    """A model that gives these answers in turn."""
    return ScriptedEngine({"revise": list(answers), "verify": verdicts, "repair": "none"})


def test_a_model_is_shown_the_place_and_the_papers_and_its_new_sentences_are_judged() -> None:
    """Old sentences stay as they are, and are not judged again."""
    old = "It was slow."
    new = f"It was slow. A memory network stores clauses [@{KEYS[1]}]."
    engine = scripted(new)
    texts: list[str] = []
    result = revised(asked("topic", old, "memory networks"), engine, on_text=texts.append)
    assert result.text == new and texts[-1] == new
    [item] = result.evidence
    assert (item.bibkeys, item.verdict) == ((KEYS[1],), "supported") and item.supports
    step = engine.asked[0].step
    assert isinstance(step, ReviseText)
    assert step.headings == ("Aspect sentiment", "Memory") and "restaurants" in step.before
    assert {p.id.partition(":")[0] for p in step.passages} == {paper.bibkey for paper in step.papers}
    assert "memory" in step.passages[0].text.lower() and len(step.passages) <= MOST
    for paper in step.papers:
        assert sum(p.id.startswith(f"{paper.bibkey}:") for p in step.passages) <= A_PAPER
    shown = [claim for question in engine.asked[1:] for claim in getattr(question.step, "claims", ())]
    assert [text for text, _ in shown] == [f"A memory network stores clauses [@{KEYS[1]}]."]
    [part] = cut(old, result)
    assert part.evidence == result.evidence and applied(old, [part]) == new


def test_what_is_shown_around_a_passage_is_what_it_stands_in() -> None:
    """A section is not under the one before it, and words are shown whole."""
    memory = ARTICLE[ARTICLE.index("## Memory") : ARTICLE.index("## Data")]
    section, inside = asked("topic", memory, "gates"), asked("topic", "It was slow.", "gates")
    assert (section.headings, section.title) == (("Aspect sentiment",), "Memory")
    assert (inside.headings, inside.title) == (("Aspect sentiment", "Memory"), "Memory")
    assert section.before == ARTICLE[: section.start] and section.after == ARTICLE[section.end :]
    wide = asked("topic", "It was slow.", "gates", article=f"# {'Aspects ' * 100}\n\nIt was slow. {'Gates ' * 200}")
    assert wide.before.startswith("… Aspects ") and wide.after.endswith("Gates …")
    assert asked("rewrite", ARTICLE, "kindly").headings == ()


@pytest.mark.parametrize("operation", ["shorten", "translate"])
def test_what_is_cited_is_shown_with_the_passage_that_is_most_like_it(operation: str) -> None:
    """Even where a paper begins with a heading; without any that is like it, the paper is there all the same."""
    paper = CORPUS.papers[0]
    text = f"Abstract\n\n{paper.text}\n\nZebras graze.\n\nAttention weights show the words that the classifier reads."
    corpus = Corpus.build([replace(paper, text=text, abstract=""), *CORPUS.papers[1:]])
    found = gather(asked(operation, instruction="German"), corpus)
    assert {one.bibkey for one in found.papers} == {KEYS[0], KEYS[4]}
    [shown] = [passage.text for passage in found.passages if passage.id.startswith(f"{KEYS[0]}:")]
    assert "weights" in shown
    foreign = asked(operation, f"注意力 [@{KEYS[0]}]。", "English", article=f"# 题\n\n注意力 [@{KEYS[0]}]。\n")
    found = gather(foreign, corpus)
    assert [one.bibkey for one in found.papers] == [KEYS[0]] and found.passages == ()


def test_what_the_papers_do_not_say_is_taken_out() -> None:
    """As in a run: judged, rewritten once, and told."""
    new = f"It was slow. Pigs fly [@{KEYS[1]}]."
    result = revised(asked("topic", "It was slow.", "memory"), scripted(new, verdicts='{"1": "unsupported"}'))
    assert result.text == "It was slow." and "taken out" in " ".join(result.problems)


def test_a_translation_is_taken_as_it_is() -> None:
    """Its words are not those of the papers, so that nothing could be found for it, and mending would undo it."""
    passage = f"A memory network was tried first on restaurants [@{KEYS[1]}]."
    german = f"Ein Speichernetz wurde zuerst an Restaurants erprobt [@{KEYS[1]}]."
    engine = scripted(german, verdicts='{"1": "unsupported"}')
    result = revised(asked("translate", passage, "German"), engine)
    assert (result.text, result.evidence, result.whole) == (german, (), True)
    assert [question.step.name for question in engine.asked] == ["revise"]


def test_unusable_answers_are_asked_again_and_then_given_up() -> None:
    """With the complaint; a person hears one sentence."""
    engine = scripted("Nonsense [@nobody2020].", "## New heading\n\nText.", "Text.\n\n```python\nopen")
    with pytest.raises(StepFailed, match="code block is not closed"):
        revised(asked("rewrite", "It was slow.", "be kind"), engine)
    assert "@nobody2020" in engine.asked[1].prompt[-1]["content"]
    assert "no heading at all" in engine.asked[2].prompt[-1]["content"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no text"),
        ("### Gates\n\nThey win [@li2018ensures].", "@li2018ensures"),
        ("They win.", "expected, in this order: ### Gates"),
        ("## Gates\n\nThey win.", "headings are not those"),
        ("### Gates\n\nThey win.\n\n### More\n\nText.", "headings are not those"),
        ("### Gates\n\n~~~\n# x", "code block is not closed"),
        ("### Gates\n\nThey win [@li2018ensure.\n\nNext.", "citation is not closed"),
        ("### Gates\n\n" + "long " * 5_000, "many times as long"),
    ],
)
def test_a_reply_with_foreign_keys_or_broken_structure_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(BadReply, match=complaint):
        questions()["revise"].parse(text)


def test_a_translation_keeps_the_marks_of_headings_only() -> None:
    step = questions()["revise"]
    assert isinstance(step, ReviseText)
    translated = replace(step, operation="translate", papers=())
    assert (
        translated.parse("### Tore\n\nTore entscheiden [@li2018ensure].")
        == "### Tore\n\nTore entscheiden [@li2018ensure]."
    )
    with pytest.raises(BadReply, match="expected, in this order: ###"):
        translated.parse("Tore entscheiden.")
    assert PAPERS[0].bibkey in REVISED


def test_a_sentence_that_moves_is_one_part_with_the_place_that_it_leaves() -> None:
    """Whichever parts are taken over, no sentence is lost or doubled; what lies beside stays a part of its own."""
    old = (
        "First come the gates of memory. Then nothing happens. Graphs follow. Trees do too. Nobody knows why. It ends."
    )
    new = (
        "Then nothing happens. Graphs follow. First come the gates of memory. Trees do too. Nobody knows how. It ends."
    )
    parts = cut(old, Revised(new))
    assert applied(old, parts) == new
    moved, changed = parts
    assert old[moved.start : moved.end].startswith("First come") and moved.text.rstrip().endswith("of memory.")
    assert (old[changed.start : changed.end], changed.text) == ("Nobody knows why.", "Nobody knows how.")


def test_parts_are_sentences_and_all_of_them_are_the_new_text() -> None:
    """A sentence that changed is one part, whatever stands beside it; a line that stays is in none."""
    old = "## A\n\nOne is here. Two is there now. Three stays.\n\n- item one\n- item two\n"
    new = "## A\n\nOne is here. Two is there at last. Three stays. Four comes.\n\n- item two\n"
    parts = cut(old, Revised(new))
    assert applied(old, parts) == new
    assert [(old[part.start : part.end], part.text) for part in parts] == [
        ("Two is there now.", "Two is there at last."),
        ("", " Four comes."),
        ("- item one\n", ""),
    ]
    for old, cuts in (
        ("Model one. Model two. Model three.", [" Model two.", " Model three."]),
        ("Model two. Model three. Model one.", ["Model two. ", "Model three. "]),
        ("Model one. Model two. Model three. And so on.\n", [" Model two.", " Model three.", " And so on."]),
    ):
        new = "Model one.\n" if old.endswith("\n") else "Model one."
        assert [old[part.start : part.end] for part in cut(old, Revised(new))] == cuts
    both = cut("One model is here. Two works are there.", Revised("One model is gone. Two works are left."))
    assert [part.text for part in both] == ["One model is gone.", "Two works are left."]
    apart = cut("One model is here. Two works are there. Three.", Revised("Quite another. And so on."))
    assert len(apart) == 1
