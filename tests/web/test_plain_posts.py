"""Everything works with plain forms: each post of a browser without scripts leads to a page that shows what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django_q.brokers import get_broker

from surveygo.accounts.models import User, Workspace
from surveygo.articles.models import Article
from surveygo.library import reading
from surveygo.library.models import Collection, Paper
from surveygo.library.store import place
from surveygo.surveys.conduct import conduct
from surveygo.surveys.models import Run, Survey
from tests.web.conftest import make_run
from tests.web.scripted import scripted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

BRIEF = {"title": "Memory networks", "depth": "quick", "engine": "extractive", "language": "en"}
RECORD = {
    "title": "Memory",
    "papers": [{"title": f"Study {n}", "abstract": "A.", "txt": f"Networks store clauses. Study {n}."} for n in (1, 2)],
}


@pytest.fixture(autouse=True)
def empty_queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Deliveries stay in this test, and readers do not wait for further files."""
    monkeypatch.setattr(reading, "QUIET", timedelta(0))
    yield
    for name in ("short", "runs"):
        get_broker(name).purge_queue()


def leads_to(reply: HttpResponseBase, address: str) -> None:
    """The reply is a redirect to that address."""
    assert (reply.status_code, reply["Location"]) == (302, address)


def test_a_survey_is_made_from_a_file_and_started(as_alice: Client, workspace: Workspace) -> None:
    """The file is sent with the form; the form comes back until the file is read, then the run begins."""
    file = SimpleUploadedFile("memory.jsonl", json.dumps(RECORD).encode())
    reply = as_alice.post("/surveys/new", BRIEF | {"words": "2000", "files": file})
    survey = Survey.objects.get()
    leads_to(reply, f"/surveys/{survey.pk}/edit")
    assert "The files are being read" in as_alice.get(f"/surveys/{survey.pk}/edit").text
    reading.read_waiting(survey.collection_id)
    assert "2 papers" in as_alice.get(f"/surveys/{survey.pk}/edit").text
    reply = as_alice.post(f"/surveys/{survey.pk}/edit", BRIEF | {"title": "Networks", "words": "2000"})
    run = Run.objects.get()
    leads_to(reply, f"/runs/{run.pk}")
    assert (run.survey.title, run.plan["words"], run.status) == ("Networks", 2000, "queued")
    leads_to(as_alice.get(f"/surveys/{survey.pk}"), f"/runs/{run.pk}")


def test_a_form_that_lacks_something_comes_back(as_alice: Client, collection: Collection) -> None:
    """With what was typed, and a sentence at the field; nothing is stored."""
    reply = as_alice.post("/surveys/new", BRIEF)
    assert reply.status_code == 422
    assert "There are no papers yet" in reply.text and "Memory networks" in reply.text
    for wrong in ({"title": ""}, {"words": "3"}, {"depth": "abyss"}):
        reply = as_alice.post("/surveys/new", BRIEF | {"collection": str(collection.pk)} | wrong)
        assert reply.status_code == 422, wrong
    assert not Survey.objects.exists()


def test_a_survey_is_renamed_and_copied(as_alice: Client, survey: Survey) -> None:
    """The copy has the brief and the papers, and opens for changes."""
    leads_to(as_alice.post(f"/surveys/{survey.pk}/rename", {"title": "Renamed"}), "/")
    assert "Renamed" in as_alice.get("/").text
    reply = as_alice.post(f"/surveys/{survey.pk}/rename", {"title": ""})
    assert reply.status_code == 200 and "required" in reply.text
    reply = as_alice.post(f"/surveys/{survey.pk}/duplicate")
    copy = Survey.objects.exclude(pk=survey.pk).get()
    leads_to(reply, f"/surveys/{copy.pk}/edit")
    assert (copy.title, copy.depth) == ("Renamed (copy)", "quick")
    assert copy.collection != survey.collection
    assert list(copy.collection.in_order()) == list(survey.collection.in_order())


def test_a_survey_runs_again_with_another_seed(as_alice: Client, run: Run) -> None:
    """A seed that no run of it had yet."""
    for _ in range(2):
        as_alice.post(f"/surveys/{run.survey_id}/again")
    newest = Run.objects.latest("pk")
    leads_to(as_alice.get(f"/surveys/{run.survey_id}"), f"/runs/{newest.pk}")
    assert len({r.plan["seed"] for r in Run.objects.all()}) == 3


def test_deleting_names_what_goes_along(as_alice: Client, article: Article) -> None:
    """Nothing goes before it is confirmed; the papers stay in the library."""
    survey = article.survey
    page = as_alice.get(f"/surveys/{survey.pk}/delete").text
    assert "1 run" in page and "1 article with 1 revision" in page and "papers stay in the" in page
    assert Survey.objects.exists()
    leads_to(as_alice.post(f"/surveys/{survey.pk}/delete"), "/")
    assert "was deleted" in as_alice.get("/").text
    assert not Article.objects.exists() and not Collection.objects.exists()
    assert Paper.objects.count() == 8


def test_a_run_is_paused_resumed_and_cancelled(as_alice: Client, run: Run) -> None:
    """Each post leads back to the run's page, whose status says what came of it."""
    Run.objects.filter(pk=run.pk).update(status="running")
    for action, wanted in (("pause", "pause"), ("cancel", "cancel"), ("pause", "cancel")):
        leads_to(as_alice.post(f"/runs/{run.pk}/{action}"), f"/runs/{run.pk}")
        assert Run.objects.get(pk=run.pk).wanted == wanted
    Run.objects.filter(pk=run.pk).update(status="paused", reason="user", wanted="")
    for action, status in (("resume", "queued"), ("cancel", "cancelled"), ("resume", "cancelled")):
        leads_to(as_alice.post(f"/runs/{run.pk}/{action}"), f"/runs/{run.pk}")
        assert f'data-run-status="{status}"' in as_alice.get(f"/runs/{run.pk}").text


def test_a_reviewed_outline_is_taken_as_shown_or_as_sent(as_alice: Client, survey: Survey) -> None:
    """Without scripts the outline cannot be changed, only accepted; the run is queued again, and only once."""
    Survey.objects.filter(pk=survey.pk).update(review_outline=True)
    survey.refresh_from_db()
    run = make_run(survey)
    with scripted():
        conduct(run.pk)
    assert ">Continue<" in as_alice.get(f"/runs/{run.pk}").text
    assert as_alice.post(f"/runs/{run.pk}/outline", {"outline": "[]"}).status_code == 409
    leads_to(as_alice.post(f"/runs/{run.pk}/outline", {"outline": ""}), f"/runs/{run.pk}")
    late = as_alice.post(f"/runs/{run.pk}/outline", {"outline": ""})
    assert late.status_code == 409 and "does not wait for an outline any more" in late.text
    with scripted():
        conduct(run.pk)
    article = Article.objects.get(run=run)
    leads_to(as_alice.get(f"/runs/{run.pk}"), f"/articles/{article.pk}")


def test_an_article_is_edited_and_restored(as_alice: Client, article: Article) -> None:
    """Saving leads to the article; a text that others changed meanwhile is shown beside theirs, not written."""
    base, changed = article.version, article.markdown + "\r\nA new sentence.\r\n"
    leads_to(
        as_alice.post(f"/articles/{article.pk}/edit/plain", {"text": changed, "base": base}), f"/articles/{article.pk}"
    )
    assert "A new sentence." in as_alice.get(f"/articles/{article.pk}").text
    conflict = as_alice.post(f"/articles/{article.pk}/edit/plain", {"text": "# Mine", "base": base})
    assert conflict.status_code == 409 and "# Mine" in conflict.text and "newer version" in conflict.text
    article.refresh_from_db()
    history = as_alice.get(f"/articles/{article.pk}/history").text
    assert "Revision 2" in history and "<ins>" in history
    sent = {"base": article.version}
    leads_to(as_alice.post(f"/articles/{article.pk}/history/1/restore", sent), f"/articles/{article.pk}/history")
    assert "A new sentence." not in as_alice.get(f"/articles/{article.pk}").text
    as_alice.post(f"/articles/{article.pk}/history/2/restore", sent)
    assert article.revisions.count() == 3


def test_markdown_comes_at_once(as_alice: Client, article: Article) -> None:
    """Under the article's title, with the works it cites."""
    file = as_alice.post(f"/articles/{article.pk}/exports/markdown")
    assert file["Content-Disposition"] == "attachment; filename*=UTF-8''aspect-sentiment.md"
    assert file["Content-Type"] == "text/markdown; charset=utf-8"
    text = file.content.decode()
    assert text.startswith(article.markdown.rstrip())
    assert f"`@{article.references[0]['bibkey']}`" in text
    assert as_alice.post(f"/articles/{article.pk}/exports/stone").status_code == 404


def test_a_diagram_is_one_image_for_light_and_dark(as_alice: Client, article: Article) -> None:
    """Two drawings without anything that runs or loads; an address that somebody made up draws nothing."""
    page = as_alice.get(f"/articles/{article.pk}").text
    address = page.split('src="/figures/')[1].split('"')[0]
    image = as_alice.get(f"/figures/{address}")
    assert image["Content-Type"] == "image/svg+xml" and "sandbox" in image["Content-Security-Policy"]
    assert image.text.count("data:image/svg+xml;base64,") == 2 and "prefers-color-scheme:dark" in image.text
    assert as_alice.get(f"/figures/x{address}").status_code == 404


def test_a_survey_draws_on_library_and_files_together(
    as_alice: Client, workspace: Workspace, collection: Collection
) -> None:
    """Without a script: a collection and single papers are added, one is left out, and what was typed stays."""
    shelf = Collection.objects.create(workspace=workspace, name="Core", listed=True)
    one, two, three, *_ = collection.in_order()
    place(shelf, [one, two])
    typed = BRIEF | {"title": "Typed", "words": "x"}
    page = as_alice.post("/surveys/new", typed | {"search": "yes", "find": "graph"})
    assert page.status_code == 200 and "Graph models" in page.text and 'value="Typed"' in page.text
    page = as_alice.post("/surveys/new", typed | {"add": "yes", "from": shelf.pk, "paper": three.pk})
    basket = Collection.objects.latest("pk")
    assert page.status_code == 200 and "3 papers chosen" in page.text and not Survey.objects.exists()
    assert [row.pk for row in basket.in_order()] == [one.pk, two.pk, three.pk]
    file = SimpleUploadedFile("memory.jsonl", json.dumps(RECORD).encode())
    sent = typed | {"collection": basket.pk, "drop": two.pk, "files": file}
    page = as_alice.post("/surveys/new", sent)
    assert "2 papers chosen" in page.text and "memory.jsonl" in page.text
    reading.read_waiting(basket.pk)
    assert 'hx-swap-oob="renew">10 papers<' in as_alice.get(f"/surveys/basket?collection={basket.pk}").text
    reply = as_alice.post("/surveys/new", BRIEF | {"collection": basket.pk})
    leads_to(reply, f"/runs/{Run.objects.get().pk}")
    assert Survey.objects.get().collection.papers.count() == 4
    assert shelf.papers.count() == 2 and workspace.papers.count() == 10


def test_only_the_workspaces_own_papers_can_be_chosen(as_alice: Client, collection: Collection, charlie: User) -> None:
    """Keys of another workspace's papers and collections are passed over; a listed collection is never a basket."""
    elsewhere = charlie.workspaces.get()
    theirs = Collection.objects.create(workspace=elsewhere, name="Theirs", listed=True)
    row = Paper.objects.create(workspace=elsewhere, title="Theirs", text="x")
    place(theirs, [row])
    as_alice.post("/surveys/basket", {"from": theirs.pk, "paper": row.pk})
    assert Collection.objects.count() == 2
    collection.listed = True
    collection.save()
    assert as_alice.post("/surveys/basket", {"collection": collection.pk, "drop": 1}).status_code == 404
    assert as_alice.get(f"/surveys/new?collection={collection.pk}").status_code == 404
