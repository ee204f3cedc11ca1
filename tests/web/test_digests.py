"""E-mail about notices that nobody looked at, and how many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from pytest_django.fixtures import Settings

from surveygo import mail
from surveygo.accounts.installation import become_team
from surveygo.accounts.models import Mail, Membership, User
from surveygo.articles.models import Article
from surveygo.review import digests, reviews, threads
from surveygo.review.models import Notice
from surveygo.review.threads import Selection
from tests.web.smtp import mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(autouse=True)
def set_up(mailing: None) -> None:
    """E-mail is set up; what is sent stays a row."""


def prefers(person: User, direct: str, other: str) -> None:
    """When the person wants mail."""
    User.objects.filter(pk=person.pk).update(direct_mail=direct, other_mail=other)


def older(hours: float) -> None:
    """Time passes."""
    Notice.objects.update(created=F("created") - timedelta(hours=hours))


@pytest.fixture
def told(article: Article, alice: User, bob: User) -> None:
    """Bob is asked for a review, and hears of an answer in his thread."""
    reviews.ask(article, bob, alice)
    thread = threads.begin(article, bob, Selection("Attention"), "Why <b>?")
    threads.answer(thread, alice, "Because.")


def test_a_day_of_notices_is_one_mail(told: None, bob: User) -> None:
    """The first waits a day for others; each is told once, however many processes sweep."""
    older(23)
    digests.sweep()
    assert not Mail.objects.filter(to=bob.email)
    older(1.5)
    digests.sweep()
    digests.sweep()
    letter = Mail.objects.get(to=bob.email)
    assert letter.subject == "2 new notices on SurveyGO"
    assert "asks you to review" in letter.text and "answered in" in letter.text and "#thread-" in letter.text
    assert letter.unsubscribe in letter.text and "/you" in letter.text
    assert Notice.objects.filter(person=bob, mailed=True).count() == 2


@pytest.mark.parametrize(
    ("direct", "other", "hours", "count"),
    [("now", "never", 0, 1), ("now", "daily", 0, 2), ("hourly", "never", 0.5, 0), ("hourly", "never", 1.1, 1),
     ("never", "hourly", 1.1, 1), ("never", "never", 99, 0)],
)  # fmt: skip
def test_each_kind_comes_as_its_person_wants(
    told: None, bob: User, direct: str, other: str, hours: float, count: int
) -> None:
    """What is due takes along what waits, and never what is not wanted."""
    prefers(bob, direct, other)
    older(hours)
    digests.sweep()
    assert Notice.objects.filter(person=bob, mailed=True).count() == count
    assert Mail.objects.filter(to=bob.email).count() == bool(count)


def test_what_was_seen_or_may_not_be_seen_is_in_no_mail(
    told: None, article: Article, alice: User, bob: User, client: Client, settings: Settings
) -> None:
    """Opening the article is looking; who left the workspace hears nothing; nor does anybody without a server."""
    client.force_login(alice)
    older(30)
    client.get(f"/articles/{article.pk}")
    settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": ""}
    digests.sweep()
    settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": "smtp://127.0.0.1:1"}
    Membership.objects.filter(user=bob).delete()
    digests.sweep()
    assert not Mail.objects.exists()
    assert not Notice.objects.filter(mailed=True)


def test_one_post_from_a_mail_program_ends_the_mails(told: None, bob: User) -> None:
    """Without cookies and tokens; following the link changes nothing yet, and another address is refused."""
    prefers(bob, "now", "now")
    digests.sweep()
    path = Mail.objects.get(to=bob.email).unsubscribe.partition(":8123")[2]
    program = Client(enforce_csrf_checks=True)
    assert "bob@example.org" in program.get(path).text
    bob.refresh_from_db()
    assert bob.direct_mail == "now"
    assert program.post(path + "x", {"List-Unsubscribe": "One-Click"}).status_code == 403
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    bob.refresh_from_db()
    assert (bob.direct_mail, bob.other_mail) == ("never", "never")


def test_the_mail_says_in_its_head_how_to_end_it(told: None, bob: User, settings: Settings) -> None:
    """As RFC 8058 has it; names that are no addresses stand in no head."""
    prefers(bob, "now", "never")
    digests.sweep()
    letter = Mail.objects.get(to=bob.email)
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        mail.post(letter.pk, 0)
    (message,) = server.taken
    assert message["List-Unsubscribe"].replace("\n", "").replace(" ", "") == f"<{letter.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_person_chooses_on_their_settings(client: Client, bob: User, settings: Settings) -> None:
    """Daily at first; what is no choice changes nothing; without a mail server the page says so."""
    become_team()
    client.force_login(bob)
    assert '<option value="daily" selected>Daily</option>' in client.get("/you").text
    client.post("/you/notices", {"direct_mail": "now", "other_mail": "never"})
    client.post("/you/notices", {"direct_mail": "yearly", "other_mail": "daily"})
    bob.refresh_from_db()
    assert (bob.direct_mail, bob.other_mail) == ("now", "never")
    settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": ""}
    assert "No mail server is set up" in client.get("/you").text


def test_new_notices_are_counted_until_the_article_is_opened(
    told: None, client: Client, article: Article, bob: User
) -> None:
    """In the head of every page and at the survey in the list; reading and editing are both opening."""
    client.force_login(bob)
    page = client.get("/").text
    assert 'aria-label="Notices, 2 new"' in page and ">2 new<" in page
    page = client.get(f"/articles/{article.pk}/edit").text
    assert 'aria-label="Notices"' in page
    assert "2 new" not in client.get("/").text
