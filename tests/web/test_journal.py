"""The journal in the database: one workspace's, fenced, gone with its survey."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from pipeline.engines.base import Reply, Usage
from surveygo.accounts.models import User, Workspace
from surveygo.surveys.journal import DatabaseJournal
from surveygo.surveys.machine import LostLease
from surveygo.surveys.models import Call, Run, Survey
from tests.web.test_machine import claimed, expire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

REPLY = Reply("## Models", Usage(120, 20, 7), "small-model")


@pytest.fixture
def journal(run: Run) -> Iterator[DatabaseJournal]:
    """The run's journal."""
    journal = DatabaseJournal(claimed(run), workspace=run.survey.workspace_id, survey=run.survey_id)
    yield journal
    journal.close()


def test_it_gives_back_what_was_put(journal: DatabaseJournal) -> None:
    """Text, usage and model come back; an unknown key gives nothing."""

    async def ask() -> tuple[Reply | None, Reply | None]:
        await journal.put("k" * 64, "draft", REPLY)
        return await journal.get("k" * 64), await journal.get("other")

    assert asyncio.run(ask()) == (REPLY, None)


def test_replies_put_together_are_all_kept(journal: DatabaseJournal) -> None:
    """A hundred at once, some keys twice: each key has the first reply, and every put returned after its commit."""

    async def ask() -> None:
        async def put(number: int) -> None:
            await journal.put(f"key{number % 80}", "digest", Reply(f"reply {number}"))
            found = await journal.get(f"key{number % 80}")
            assert found is not None

        await asyncio.gather(*(put(number) for number in range(100)))

    asyncio.run(ask())
    assert Call.objects.count() == 80


def test_another_workspace_does_not_see_it(journal: DatabaseJournal, run: Run, charlie: User) -> None:
    """The same key in another workspace is unknown, and can be answered there."""
    asyncio.run(journal.put("key", "draft", REPLY))
    other = Workspace.objects.get(members=charlie)
    collection = run.survey.collection
    theirs = Survey.objects.create(workspace=other, collection=collection, title="Theirs")
    their_run = Run.objects.create(survey=theirs, plan={})
    foreign = DatabaseJournal(claimed(their_run), workspace=other.pk, survey=theirs.pk)
    try:
        assert asyncio.run(foreign.get("key")) is None
        asyncio.run(foreign.put("key", "draft", Reply("another")))
        assert asyncio.run(foreign.get("key")) == Reply("another")
        assert asyncio.run(journal.get("key")) == REPLY
    finally:
        foreign.close()


def test_it_goes_with_its_survey(journal: DatabaseJournal, run: Run) -> None:
    """Deleting the survey deletes its replies."""
    asyncio.run(journal.put("key", "draft", REPLY))
    run.survey.delete()
    assert not Call.objects.exists()


def test_without_the_lease_nothing_is_put(journal: DatabaseJournal, run: Run) -> None:
    """The caller hears of the loss, and no row is left."""
    expire(run)
    with pytest.raises(LostLease):
        asyncio.run(journal.put("key", "draft", REPLY))
    assert not Call.objects.exists()
