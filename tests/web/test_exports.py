"""Files that a worker makes of an article: ordered once for each text, made, kept, refused, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from django_q.brokers import get_broker

from pipeline.errors import PipelineError
from pipeline.export import EXPORTS
from surveygo.articles import document, exports
from surveygo.articles.models import Article, ExportFile
from surveygo.articles.tasks import make_export
from surveygo.surveys import shelf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """Deliveries of one test do not reach the next."""
    get_broker("short").purge_queue()
    yield
    get_broker("short").delete_queue()


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Have every PDF fail with that error."""

    def write(_: object) -> bytes:
        raise error

    monkeypatch.setitem(EXPORTS, "pdf", EXPORTS["pdf"].__class__("PDF", ".pdf", "application/pdf", write, slow=True))


def text_of(pdf: bytes) -> str:
    """What stands on all pages."""
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_a_pdf_is_made_by_a_worker_and_fetched(article: Article, as_alice: Client) -> None:
    """Without JavaScript: the post leads to a page that renews itself, then offers the file with the article's text."""
    page = as_alice.post(f"/articles/{article.pk}/exports/pdf", follow=True)
    made = ExportFile.objects.get()
    assert page.redirect_chain == [(f"/exports/{made.pk}", 302)]
    assert '<meta http-equiv="refresh"' in page.text and "waits for a worker" in page.text
    assert as_alice.get(f"/exports/{made.pk}/file").status_code == 404
    assert get_broker("short").queue_size() == 1
    make_export(made.pk)
    page = as_alice.get(f"/exports/{made.pk}")
    assert "refresh" not in page.text and f'href="/exports/{made.pk}/file"' in page.text
    file = as_alice.get(f"/exports/{made.pk}/file")
    assert file["Content-Disposition"] == "attachment; filename*=UTF-8''aspect-sentiment.pdf"
    assert "Attention finds the aspect" in text_of(file.content)


def test_a_script_gets_the_part_that_asks_again(article: Article, as_alice: Client) -> None:
    """Until the file is there; then a link, at once for a text that was exported before."""
    htmx = {"HX-Request": "true"}
    part = as_alice.post(f"/articles/{article.pk}/exports/pdf", headers=htmx).text
    made = ExportFile.objects.get()
    assert "<html" not in part and f'hx-get="/exports/{made.pk}"' in part
    make_export(made.pk)
    for reply in (
        as_alice.get(f"/exports/{made.pk}", headers=htmx),
        as_alice.post(f"/articles/{article.pk}/exports/pdf", headers=htmx),
    ):
        assert "hx-get" not in reply.text and "data-download" in reply.text
    assert ExportFile.objects.get() == made


def test_each_text_has_one_file_and_the_newest_stays(article: Article, as_alice: Client) -> None:
    """What was ordered is what is made, though the text changed meanwhile; a newer file replaces it."""
    first = exports.order(article, "pdf")
    assert exports.order(article, "pdf") == first
    document.change(article, article.version, article.markdown + "\nMore.\n", article.survey.created_by)  # type: ignore[arg-type]
    second = exports.order(article, "pdf")
    assert second != first
    for made in (first, second):
        exports.make(made.pk)
        made.refresh_from_db()
        assert (made.status, made.markdown) == ("ready", "")
        with made.file.open() as file:
            assert ("More." in text_of(file.read())) == (made == second)
    assert list(ExportFile.objects.all()) == [second]
    assert not first.file.storage.exists(first.file.name)


def test_a_failure_is_one_sentence_and_can_be_tried_again(
    article: Article, as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence of an error that was foreseen, a general one for others."""
    for error, told in ((PipelineError("No font."), "No font."), (ValueError("secret"), exports.MISHAP)):
        with monkeypatch.context() as patch:
            refuse(patch, error)
            made = exports.order(article, "pdf")
            exports.make(made.pk)
        page = as_alice.get(f"/exports/{made.pk}").text
        assert told.split(";")[0] in page.replace("&#x27;", "'") and "Try again" in page and "secret" not in page
    exports.make(exports.order(article, "pdf").pk)
    assert ExportFile.objects.get().status == "ready"


def test_a_file_that_vanished_is_made_anew(article: Article, as_alice: Client) -> None:
    """Its address says so meanwhile."""
    made = exports.order(article, "pdf")
    exports.make(made.pk)
    made.refresh_from_db()
    made.file.delete(save=False)
    assert as_alice.get(f"/exports/{made.pk}/file").status_code == 404
    assert "export it again" in as_alice.get(f"/exports/{made.pk}").content.decode()
    assert exports.order(article, "pdf").status == "waiting"


def test_the_sweep_delivers_what_waits_and_ends_what_was_lost(article: Article) -> None:
    """A maker that died may have died of this text, so nobody else is given it unasked."""
    made = exports.order(article, "pdf")
    late = timezone.now() - timedelta(minutes=1)
    ExportFile.objects.update(due=late)
    exports.sweep()
    assert get_broker("short").queue_size() == 2
    ExportFile.objects.update(status="making", due=late)
    exports.sweep()
    made.refresh_from_db()
    assert (made.status, made.reason, made.due) == ("failed", exports.LOST, None)


def test_files_go_with_the_survey(article: Article) -> None:
    """Rows and bytes, also of one that is just being made."""
    made = exports.order(article, "pdf")
    exports.make(made.pk)
    made.refresh_from_db()
    storage, name = made.file.storage, made.file.name
    assert storage.exists(name)
    shelf.delete(article.survey)
    assert not ExportFile.objects.exists() and not storage.exists(name)
