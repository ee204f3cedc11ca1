"""A whole run: every stage, the same article again whatever happens in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from pipeline import Brief, Corpus, MemoryJournal, Plan, Reply, Section, Skeleton, Survey, write_survey
from pipeline.citations import cited_keys
from pipeline.engines.scripted import Answer, ScriptedEngine
from pipeline.errors import BadInput, EngineError, RunPaused, StepFailed
from pipeline.events import CandidateScored, Event, Notice, OutlineWaiting, PaperStatus, SectionDone
from pipeline.steps import STEPS
from tests.pipeline.papers import small_corpus
from tests.pipeline.plausible import answer

BRIEF = Brief("Aspect sentiment", "for newcomers")
PLAN = Plan.preset("standard", early_stop=False)


class Desk:
    """Stops the run after a number of calls."""

    run = "run 1"

    def __init__(self, calls: int = 10**9) -> None:
        self.left = calls

    def sharers(self) -> int:
        return 1

    def check(self) -> None:
        """Pause when the calls are used up."""
        self.left -= 1
        if self.left < 0:
            raise RunPaused("user", "You paused the run.")


def engine(changes: Mapping[str, Answer | Sequence[Answer]] | None = None, **options: Any) -> ScriptedEngine:
    """Plausible answers to every step, some of them changed."""
    return ScriptedEngine(dict.fromkeys(STEPS, answer) | dict(changes or {}), **options)


def run(
    corpus: Corpus,
    engine: ScriptedEngine,
    journal: MemoryJournal | None = None,
    desk: Desk | None = None,
    brief: Brief = BRIEF,
    plan: Plan = PLAN,
) -> tuple[Survey, list[Event]]:
    """The survey and its events."""
    events: list[Event] = []
    survey = asyncio.run(
        write_survey(
            corpus,
            brief,
            plan,
            engine=engine,
            journal=journal or MemoryJournal(),
            emit=events.append,
            desk=desk or Desk(),
        )
    )
    return survey, events


def test_every_stage_is_done_and_every_paper_cited() -> None:
    """The record says what was done; layers and cycles are those of the preset."""
    survey, events = run(small_corpus(20), engine())
    assert survey.record["layers_done"] == [3]
    assert survey.record["cycles_done"] == [2]
    assert Counter(e.layer for e in events if isinstance(e, CandidateScored)) == {
        "origin": 1,
        "0": 7,
        "1": 6,
        "2": 6,
        "3": 6,
        "r1": 2,
        "r2": 2,
    }
    assert survey.record["coverage"]["not_cited"] == []
    assert set(STEPS) - set(Counter(a.step.name for a in run_names(small_corpus(20)))) <= {
        "review",
        "repair",
        "chunk",
        "search",
        "screen",
        "combine",
        "revise",
    }
    markdown = survey.article.to_markdown()
    assert markdown.startswith("# Aspect sentiment\n\n## Abstract\n")
    assert set(cited_keys(markdown)) <= set(small_corpus(20).by_key)


def run_names(corpus: Corpus) -> list[Any]:
    """What was asked in a run."""
    scripted = engine()
    run(corpus, scripted)
    return scripted.asked


def test_event_keys_are_unique_in_a_run() -> None:
    """All but those that a later one replaces: the text of a section while it is written, and what calls used."""
    _, events = run(small_corpus(9), engine())
    keys = Counter(e.key for e in events if not e.transient)
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_order_in_which_calls_end_changes_nothing() -> None:
    """Results are used in input order."""
    articles = {
        run(small_corpus(12), engine(delay=delay, seed=seed, concurrency=slots))[0].article.to_markdown()
        for delay, seed, slots in [(0, 0, 8), (0.01, 1, 8), (0.01, 2, 3), (0, 0, 1)]
    }
    assert len(articles) == 1


def test_another_seed_samples_other_lists() -> None:
    """The convolution's picks come from the seed."""
    sources = [
        {
            (e.layer, e.index): e.sources
            for e in run(small_corpus(20), engine(), plan=replace(PLAN, seed=s))[1]
            if isinstance(e, CandidateScored)
        }
        for s in (1, 1, 2)
    ]
    assert sources[0] == sources[1] != sources[2]


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.3, 0.6, 0.95])
def test_a_stopped_run_goes_on_where_it_was(share: float) -> None:
    """No step is asked twice, and the article is the one of an unbroken run."""
    whole = engine()
    expected = run(small_corpus(8), whole)[0].article
    journal = MemoryJournal()
    first, second = engine(delay=0.002), engine()
    with pytest.raises(RunPaused):
        run(small_corpus(8), first, journal, Desk(int(share * len(whole.asked))))
    survey, _ = run(small_corpus(8), second, journal)
    assert survey.article == expected
    assert len(first.asked) + len(second.asked) == len(whole.asked)


def test_a_malformed_reply_is_asked_again_with_the_complaint() -> None:
    """The complaint follows the reply in the prompt; a paper lost after three tries is told, and the run goes on."""
    replies: list[Answer] = ["no digest here", answer, *["still none"] * 3, *[answer] * 30]
    scripted = engine({"digest": replies}, concurrency=1)
    survey, events = run(small_corpus(4), scripted)
    digests = [asked for asked in scripted.asked if asked.step.name == "digest"]
    assert digests[1].prompt[-2]["content"] == "no digest here"
    dropped = [e for e in events if isinstance(e, PaperStatus) and e.status == "dropped"]
    assert len(dropped) == 1
    assert [e.code for e in events if isinstance(e, Notice)][:1] == ["paper-dropped"]
    assert len(survey.record["dropped"]) == 1


def test_a_run_fails_cleanly_where_a_stage_cannot_go_on() -> None:
    """No skeleton, no survey; an engine that refuses is not asked again."""
    with pytest.raises(StepFailed, match="draft"):
        run(small_corpus(8), engine({"draft": "nothing"}))
    scripted = engine({"digest": EngineError("The key is wrong.")}, concurrency=1)
    with pytest.raises(EngineError, match="key is wrong"):
        run(small_corpus(8), scripted)
    assert sum(asked.step.name == "digest" for asked in scripted.asked) == 1
    with pytest.raises(BadInput, match="no paper"):
        run(Corpus(()), engine())


def test_an_outline_is_reviewed_by_a_person() -> None:
    """The run pauses with the outline; the person's answer under the event's key is what is written from."""
    journal, brief = MemoryJournal(), replace(BRIEF, review_outline=True)
    events: list[Event] = []
    with pytest.raises(RunPaused) as stop:
        asyncio.run(
            write_survey(
                small_corpus(8), brief, PLAN, engine=engine(), journal=journal, emit=events.append, desk=Desk()
            )
        )
    assert stop.value.reason == "outline"
    waiting = next(e for e in events if isinstance(e, OutlineWaiting))
    keep = waiting.sections[0]
    papers = tuple(small_corpus(8).by_key)
    mine = Skeleton(
        waiting.title,
        (Section(keep["id"], "My title", papers=papers), Section("s99", "My new section", "limits", "", papers)),
    )
    review = STEPS["review"](brief, mine, "run 1")  # type: ignore[call-arg]
    asyncio.run(journal.put(waiting.answer_key, "review", Reply(review.format(mine))))
    survey, more = run(small_corpus(8), engine(), journal, brief=brief)
    written = [e.title for e in more if isinstance(e, SectionDone)]
    assert "My title" in written and "My new section" in written
    assert [s.title for s in survey.article.sections][2:-1] == ["My title", "My new section"]


def test_an_outline_of_ones_own_is_started_from() -> None:
    """No skeleton is drafted; sections that no paper fills are named."""
    outline = Skeleton("Mine", (Section("x", "Attention"), Section("y", "Memory networks")))
    scripted = engine()
    survey, _ = run(small_corpus(8), scripted, brief=replace(BRIEF, outline=outline), plan=replace(PLAN, blocks=0))
    assert not {"draft", "merge"} & {asked.step.name for asked in scripted.asked}
    assert [s.title for s in survey.article.sections][2:-1] == ["Attention", "Memory networks"]
