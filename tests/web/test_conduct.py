"""A whole run in a worker's hands: article, statuses, sentences, wishes, the reviewed outline, replays."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError

from pipeline.errors import EngineError
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.base import Step
from surveygo import patience
from surveygo.accounts.models import User
from surveygo.articles.models import Article
from surveygo.surveys import control, journal, machine, recorder, stopping
from surveygo.surveys.conduct import MISHAP, conduct
from surveygo.surveys.models import Call, Run, Survey
from tests.pipeline.plausible import answer
from tests.web.conftest import make_run
from tests.web.scripted import scripted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def told(run: Run) -> list[str]:
    """Keys of what the run told, in order, without its moves and what its calls used."""
    kept = run.events.exclude(kind__in=("status", "calls"))
    return list(kept.order_by("seq").values_list("key", flat=True))


def statuses(run: Run) -> list[str]:
    """The run's moves in order."""
    return [event.data["status"] for event in run.events.filter(kind="status").order_by("seq")]


def test_a_run_leaves_an_article_with_its_first_revision(run: Run) -> None:
    """Text, evidence, references, skeleton and record are stored with the status, and events end before it."""
    with scripted():
        conduct(run.pk)
    run.refresh_from_db()
    assert run.status == "done", run.message
    assert (run.lease_until, run.worker) == (None, "")
    article = Article.objects.get(run=run)
    assert article.markdown.startswith("# Aspect sentiment\n")
    assert article.revisions.get().markdown == article.markdown
    assert [r["bibkey"] for r in article.references] == [p.bibkey for p in run.survey.collection.in_order()]
    assert article.evidence and article.evidence[0]["supports"]
    assert article.skeleton["sections"] and article.record["plan"]["depth"] == "quick"
    assert statuses(run) == ["running", "done"]
    assert run.events.order_by("-seq").first() == run.events.filter(kind="status").order_by("-seq").first()
    assert sorted(run.events.values_list("seq", flat=True))[-1] == run.seq


def test_the_same_run_again_answers_from_the_journal(run: Run, survey: Survey) -> None:
    """A second run with the same plan asks nothing and writes the same article."""
    with scripted() as engine:
        conduct(run.pk)
        asked = len(engine.asked)
        again = make_run(survey)
        conduct(again.pk)
        assert asked and len(engine.asked) == asked
    first, second = Article.objects.get(run=run), Article.objects.get(run=again)
    assert (first.markdown, first.evidence) == (second.markdown, second.evidence)
    assert sorted(told(run)) == sorted(told(again))


def test_a_claimed_run_is_left_alone(run: Run) -> None:
    """A task delivered twice does nothing the second time."""
    assert machine.claim(run.pk, "elsewhere")
    with scripted() as engine:
        conduct(run.pk)
    assert engine.asked == []
    assert not Article.objects.exists()


@pytest.mark.parametrize("wish", ["pause", "cancel"])
def test_a_wish_is_followed_before_the_next_call(run: Run, wish: str) -> None:
    """The call in flight ends and is journaled; no article comes of it."""

    def ask_to_stop(step: Step[Any], sample: int) -> str:
        machine.want(run.pk, wish)
        return answer(step, sample)

    with scripted({"draft": _from_a_thread(ask_to_stop)}, delay=0.3) as engine:
        conduct(run.pk)
    run.refresh_from_db()
    assert run.status == {"pause": "paused", "cancel": "cancelled"}[wish]
    assert (run.reason, run.wanted) == ("user" if wish == "pause" else "", "")
    assert Call.objects.filter(step="draft").exists()
    assert not Article.objects.exists()
    names = {asked.step.name for asked in engine.asked}
    assert "leaf" not in names


def _from_a_thread(call: Any) -> Any:
    """`call`, but in a thread: Django refuses its database to a thread whose event loop is running."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def inside(step: Step[Any], sample: int) -> str:
        try:
            return str(call(step, sample))
        finally:
            connection.close()

    def outside(step: Step[Any], sample: int) -> str:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(inside, step, sample).result()

    return outside


def test_a_paused_run_goes_on_where_it_was(run: Run, survey: Survey) -> None:
    """Paused and resumed, it tells and writes what an undisturbed run does, and asks nothing twice."""
    pausing = _from_a_thread(lambda step, sample: [machine.want(run.pk, "pause"), answer(step, sample)][1])
    with scripted({"feedback": pausing}, delay=0.3) as engine:
        conduct(run.pk)
        paused = len(engine.asked)
    assert Run.objects.get(pk=run.pk).status == "paused"
    with scripted() as engine:
        assert control.resume(run)
        conduct(run.pk)
        resumed = len(engine.asked)
    with scripted() as engine:
        Call.objects.all().delete()
        whole = make_run(survey)
        conduct(whole.pk)
        assert paused + resumed == len(engine.asked)
    assert Article.objects.get(run=run).markdown == Article.objects.get(run=whole).markdown
    assert sorted(told(run)) == sorted(told(whole))


def test_an_engine_s_sentence_reaches_the_reader(run: Run) -> None:
    """A foreseen failure is told in its own words; the run can be resumed."""
    with scripted({"group": EngineError("The model server refused the key.")}):
        conduct(run.pk)
    run.refresh_from_db()
    assert (run.status, run.message) == ("failed", "The model server refused the key.")
    with scripted():
        assert control.resume(run)
        conduct(run.pk)
    assert Run.objects.get(pk=run.pk).status == "done"


def test_a_mishap_is_told_without_its_trace(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    """The reader gets one sentence; the log gets the trace."""
    with scripted({"group": ZeroDivisionError("secret detail")}):
        conduct(run.pk)
    run.refresh_from_db()
    assert (run.status, run.message) == ("failed", MISHAP)
    assert "secret detail" in caplog.text


def test_a_database_out_of_reach_for_a_moment_costs_time_only(
    run: Run, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fifth transaction of the worker fails at first; the run ends as if nothing had been."""
    fenced, count = machine.fenced, itertools.count(1)

    @contextmanager
    def shaky(*args: Any, **options: Any) -> Iterator[int]:
        if next(count) % 5 == 0:
            raise OperationalError("the server closed the connection")
        with fenced(*args, **options) as first:
            yield first

    with monkeypatch.context() as patch:
        patch.setattr(patience, "PAUSE", 0.01)
        for module in (machine, journal, recorder):
            patch.setattr(module, "fenced", shaky)
        with scripted():
            conduct(run.pk)
    assert next(count) > 20
    assert Run.objects.get(pk=run.pk).status == "done"
    Call.objects.all().delete()
    calm = make_run(survey)
    with scripted():
        conduct(calm.pk)
    assert Article.objects.get(run=run).markdown == Article.objects.get(run=calm).markdown
    assert sorted(told(run)) == sorted(told(calm))


def test_an_empty_collection_is_told_as_what_it_is(run: Run) -> None:
    """No paper, no run; the sentence says what to do."""
    run.survey.collection.places.all().delete()
    with scripted():
        conduct(run.pk)
    run.refresh_from_db()
    assert run.status == "failed"
    assert "add papers" in run.message


def test_a_worker_that_is_stopped_gives_its_run_back(run: Run) -> None:
    """The run waits in the queue at once, and the next worker finishes it."""

    def stop(step: Step[Any], sample: int) -> str:
        stopping.ask()
        return answer(step, sample)

    try:
        with scripted({"draft": stop}):
            conduct(run.pk)
    finally:
        stopping.forget()
    assert Run.objects.get(pk=run.pk).status == "queued"
    with scripted():
        conduct(run.pk)
    assert Run.objects.get(pk=run.pk).status == "done"


def test_a_reviewed_outline_is_written_from(survey: Survey, alice: User) -> None:
    """The run waits for the person; the article has the sections they left."""
    Survey.objects.filter(pk=survey.pk).update(review_outline=True)
    survey.refresh_from_db()
    run = make_run(survey)
    with scripted():
        conduct(run.pk)
    run.refresh_from_db()
    assert (run.status, run.reason) == ("paused", "outline")
    waiting = run.events.get(kind="outline-waiting").data
    shown = [section["title"] for section in waiting["sections"]]
    keys = tuple(paper.bibkey for paper in survey.collection.in_order())
    mine = Skeleton("Aspect sentiment", (Section("s1", "My own chapter", "all", "compare", keys),))
    assert "My own chapter" not in shown
    assert control.answer_outline(run, mine)
    assert not control.answer_outline(run, replace(mine, title="Too late"))
    with scripted():
        conduct(run.pk)
    article = Article.objects.get(run=run)
    assert "## My own chapter" in article.markdown
    assert json.dumps(article.skeleton).count('"title"') == 2
