"""Word to people of what concerns them: mentions, answers, what became of their suggestions, requested reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q

from surveygo.accounts.models import Membership, User
from surveygo.articles.models import Article
from surveygo.review.models import Comment, Notice, Review, Thread


def mentioned(article: Article, text: str) -> list[User]:
    """The members of the article's workspace whom a text names as `@Name` or `@address`."""
    found = []
    for member in User.objects.filter(memberships__workspace=article.survey.workspace_id).order_by("pk"):
        names = [name for name in (member.name, member.email) if name]
        if any(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names):
            found.append(member)
    return found


def of_thread(thread: Thread, author: User, text: str) -> None:
    """A thread was begun: tell those it mentions, and who last wrote in the article."""
    what = "commented on" if thread.kind == Thread.Kind.COMMENT else "suggested a change in"
    newest = thread.article.revisions.select_related("author").order_by("-number").first()
    named = mentioned(thread.article, text)
    _tell(
        named,
        author,
        thread.article,
        f"{author} mentioned you in a comment on “{thread.article.title}”.",
        thread,
        direct=True,
    )
    concerned = {thread.article.survey.created_by, newest.author if newest else None} - set(named)
    _tell(concerned, author, thread.article, f"{author} {what} “{thread.article.title}”.", thread)


def of_reply(comment: Comment) -> None:
    """A reply was written: tell those it mentions, and all who wrote in the thread."""
    thread, author = comment.thread, comment.author
    assert author is not None
    named = mentioned(thread.article, comment.text)
    _tell(
        named,
        author,
        thread.article,
        f"{author} mentioned you in a comment on “{thread.article.title}”.",
        thread,
        direct=True,
    )
    wrote = User.objects.filter(Q(pk=thread.author_id) | Q(pk__in=thread.comments.values("author")))
    concerned = [person for person in wrote if person not in named]
    _tell(concerned, author, thread.article, f"{author} answered in “{thread.article.title}”.", thread)


def of_settling(thread: Thread, person: User) -> None:
    """A thread was settled or opened again: tell who began it."""
    what = "suggestion" if thread.kind == Thread.Kind.SUGGESTION else "comment"
    did = {"open": "reopened", "resolved": "resolved", "accepted": "accepted", "rejected": "rejected"}[thread.state]
    _tell([thread.author], person, thread.article, f"{person} {did} your {what} on “{thread.article.title}”.", thread)


def of_review(review: Review, actor: User) -> None:
    """A review was asked for: tell the reviewer; or answered: tell who asked."""
    title = review.article.title
    if review.state == Review.State.ASKED:
        _tell([review.reviewer], actor, review.article, f"{actor} asks you to review “{title}”.", direct=True)
    else:
        did = "approved" if review.state == Review.State.APPROVED else "requested changes in"
        _tell([review.asked_by], actor, review.article, f"{actor} {did} “{title}”.")


def _tell(
    people: Iterable[User | None],
    actor: User,
    article: Article,
    text: str,
    thread: Thread | None = None,
    *,
    direct: bool = False,
) -> None:
    """One notice a person; nobody is told what they did themselves."""
    members = set(Membership.objects.filter(workspace=article.survey.workspace_id).values_list("user", flat=True))
    for person in sorted({one for one in people if one is not None}, key=lambda one: one.pk):
        if person != actor and person.pk in members:
            Notice.objects.create(
                person=person, actor=actor, article=article, thread=thread, text=text[:300], direct=direct
            )
