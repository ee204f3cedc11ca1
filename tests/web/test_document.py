"""The one door to an article: bases, joined saves, conflicts, restoring."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from surveygo.accounts.models import User
from surveygo.articles import document
from surveygo.articles.document import Conflict
from surveygo.articles.models import Article, Revision
from surveygo.surveys.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def article(run: Run) -> Article:
    """An article as a run leaves it."""
    fields = document._fields("# Title\n\n## Models\n\nText.\n")
    article = Article.objects.create(survey=run.survey, run=run, title="Title", revision=1, **fields)
    Revision.objects.create(article=article, number=1, kind="written", **fields)
    return article


def texts(article: Article) -> list[tuple[int, str]]:
    """Numbers and kinds of the revisions."""
    return list(article.revisions.values_list("number", "kind"))


def grow_old(revision: Revision) -> None:
    """Let the revision's author be quiet for long."""
    then = timezone.now() - timedelta(hours=1)
    Revision.objects.filter(pk=revision.pk).update(created=then, changed=then)


def test_a_change_becomes_a_revision(article: Article, alice: User) -> None:
    """Text, title, words and hash follow; line ends are folded."""
    revision = document.change(article, article.version, "# New title\r\n\r\nTwo words.\r\n", alice)
    assert (revision.number, revision.author, revision.markdown) == (2, alice, "# New title\n\nTwo words.\n")
    article.refresh_from_db()
    assert (article.title, article.revision, article.words) == ("New title", 2, 2)
    assert article.sha256 == revision.sha256
    assert article.revisions.get(number=1).markdown.startswith("# Title")


def test_edits_join_until_a_quiet_moment(article: Article, alice: User, bob: User) -> None:
    """Typing does not flood the history: a revision holds what was typed without a pause, and names everybody."""
    for text in ("# T\n\none", "# T\n\none two"):
        document.change(article, article.version, text, alice)
    revision = document.change(article, article.version, "# T\n\none two three", alice)
    assert texts(article) == [(1, "written"), (2, "edited")]
    assert revision.markdown == "# T\n\none two three"
    grow_old(revision)
    document.change(article, article.version, "# T\n\nfour", alice)
    revision = document.change(article, article.version, "# T\n\nfive", bob)
    assert texts(article) == [(1, "written"), (2, "edited"), (3, "edited")]
    assert revision.author == bob
    assert set(revision.contributors.all()) == {alice, bob}
    Revision.objects.filter(pk=revision.pk).update(name="Sent to the journal")
    document.change(article, article.version, "# T\n\nsix", bob)
    assert texts(article)[-1] == (4, "edited")


def test_the_same_text_is_no_change(article: Article, alice: User) -> None:
    """Saving what is there already makes no revision."""
    assert document.change(article, article.version, article.markdown, alice).number == 1
    assert article.revisions.count() == 1


def test_nobody_overwrites_a_newer_text(article: Article, alice: User, bob: User) -> None:
    """Who began from an older text is told of the newer one, and nothing is written."""
    base = article.version
    mine = document.change(article, base, "# T\n\nalice", alice)
    with pytest.raises(Conflict) as conflict:
        document.change(Article.objects.get(pk=article.pk), base, "# T\n\nbob", bob)
    assert conflict.value.newest == mine
    assert "Alice" in str(conflict.value)
    assert Article.objects.get(pk=article.pk).markdown == "# T\n\nalice"


def test_whoever_reads_sees_what_another_settled_meanwhile(article: Article, alice: User) -> None:
    """A page that had fetched the article when somebody else settled it shows the text as it is now."""
    fetched = Article.objects.get(pk=article.pk)
    document.change(article, article.version, "# Title\n\nTyped a moment ago.", alice)
    document.settle(fetched)
    assert "Typed a moment ago." in fetched.markdown


def test_nor_does_one_s_own_other_window(article: Article, alice: User) -> None:
    """A save that joined a revision still makes other windows' bases old."""
    document.change(article, article.version, "# T\n\nfirst", alice)
    base = article.version
    document.change(article, base, "# T\n\nsecond", alice)
    assert article.revision == 2
    with pytest.raises(Conflict):
        document.change(article, base, "# T\n\nthird", alice)


@pytest.mark.django_db(transaction=True)
def test_one_of_two_at_the_same_moment_wins(article: Article, alice: User, bob: User) -> None:
    """The other hears of a conflict."""
    barrier, base, outcomes = Barrier(2), article.version, []

    def save(author: User) -> None:
        own = Article.objects.get(pk=article.pk)
        barrier.wait()
        try:
            document.change(own, base, f"# T\n\n{author}", author)
            outcomes.append("saved")
        except Conflict:
            outcomes.append("conflict")
        connection.close()

    threads = [Thread(target=save, args=(author,)) for author in (alice, bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "saved"]


def test_restoring_brings_an_earlier_text_back_as_a_new_revision(article: Article, alice: User) -> None:
    """The history keeps what lay between, and edits after it do not join it."""
    document.change(article, article.version, "# T\n\nworse", alice)
    restored = document.restore(article, 1, article.version, alice)
    assert (restored.number, restored.kind, restored.restored) == (3, "restored", 1)
    assert article.markdown == article.revisions.get(number=1).markdown
    document.change(article, article.version, "# T\n\nbetter", alice)
    assert texts(article)[2:] == [(3, "restored"), (4, "edited")]
    with pytest.raises(Revision.DoesNotExist):
        document.restore(article, 9, article.version, alice)
