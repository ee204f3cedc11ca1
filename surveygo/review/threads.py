"""Comments and suggestions: beginning a thread, answering, settling it. Each tells the people concerned, and every page
that shows the article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from pycrdt import Doc, Text

from surveygo import wake
from surveygo.accounts.models import User
from surveygo.articles import document
from surveygo.articles.models import Article
from surveygo.articles.yjs import text_of
from surveygo.review import anchors, following, notices, parts
from surveygo.review.masked import Unmaskable
from surveygo.review.models import Comment, Thread

Kind, State = Thread.Kind, Thread.State


class NotFound(Exception):
    """What was selected is not in the text any more."""

    def __init__(self) -> None:
        super().__init__("What you selected is not in the article any more; somebody changed it. Select it again.")


class Gone(Exception):
    """What a suggestion would change is not there any more."""

    def __init__(self) -> None:
        super().__init__("The passage that this suggestion changes is not as it was; nothing was changed.")


@dataclass(frozen=True)
class Selection:
    """What somebody selected. before: the words before it; near: the character where it began, in the source.

    Or a part as a whole: section: the id of its heading; figure: the source of a diagram; image: its name in
    `parts.image`.
    """

    quote: str = ""
    before: str = ""
    near: int | None = None
    section: str = ""
    figure: str = ""
    image: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it is about the whole article."""
        return not (self.quote or self.section or self.figure or self.image)

    def place(self, text: str) -> anchors.Place | None:
        """Where it is in the article's text, or None."""
        if self.section:
            return parts.section(text, self.section)
        if self.figure:
            return parts.figure(text, self.figure)
        if self.image:
            return parts.image(text, self.image)
        return anchors.locate(text, self.quote, before=self.before, near=self.near)


@transaction.atomic
def begin(article: Article, author: User, selection: Selection, text: str, replacement: str | None = None) -> Thread:
    """A new comment, or with a replacement a suggestion. An empty selection is the whole article, for comments.

    Raises:
        NotFound: where the selection is not in the article.
    """
    kind = Kind.COMMENT if replacement is None else Kind.SUGGESTION
    thread = Thread(article=article, kind=kind, author=author, replacement=replacement or "")
    if not selection.is_empty:
        _anchor(thread, document.current(article), selection)
    thread.save()
    if text:
        Comment.objects.create(thread=thread, author=author, text=text)
    notices.of_thread(thread, author, text)
    _told(article)
    return thread


@transaction.atomic
def answer(thread: Thread, author: User, text: str) -> Comment:
    """A reply."""
    comment = Comment.objects.create(thread=thread, author=author, text=text)
    thread.save(update_fields=["changed"])
    notices.of_reply(comment)
    _told(thread.article)
    return comment


def resolve(thread: Thread, person: User, *, resolved: bool) -> None:
    """Resolve a comment or open it again."""
    state = State.RESOLVED if resolved else State.OPEN
    _settle(thread, person, state)


def reject(thread: Thread, person: User) -> None:
    """Leave the text as it is; the suggestion is settled."""
    _settle(thread, person, State.REJECTED)


@transaction.atomic
def accept(thread: Thread, person: User) -> None:
    """Let the text become what the suggestion says. The change is its author's.

    Raises:
        Gone: where the passage was changed meanwhile; nothing is changed then.
        Locked: where the article is locked.
    """
    # Who comes second finds it settled.
    if Thread.objects.filter(pk=thread.pk, state=State.OPEN).update(state=State.ACCEPTED, settled_by=person):
        document.edit(thread.article, thread.author or person, partial(_replaced, thread))
        thread.refresh_from_db()
        notices.of_settling(thread, person)
        _told(thread.article)


def _replaced(thread: Thread, doc: Doc[Text]) -> str:
    text = text_of(doc)
    [place] = following.places(doc, [thread])
    if place is None or text[slice(*place)] != thread.quote:
        raise Gone
    return text[: place[0]] + thread.replacement + text[place[1] :]


def _anchor(thread: Thread, doc: Doc[Text], selection: Selection) -> None:
    text = text_of(doc)
    place = selection.place(text)
    if place is None:
        raise NotFound
    try:
        thread.start, thread.end = anchors.anchored(doc, place)
    except Unmaskable as error:
        raise NotFound from error
    thread.quote = text[slice(*place)]
    thread.before, thread.after = anchors.around(text, place)


@transaction.atomic
def _settle(thread: Thread, person: User, state: str) -> None:
    Thread.objects.filter(pk=thread.pk).update(state=state, settled_by=None if state == State.OPEN else person)
    thread.refresh_from_db()
    thread.save(update_fields=["changed"])
    notices.of_settling(thread, person)
    _told(thread.article)


def _told(article: Article) -> None:
    transaction.on_commit(partial(wake.tell, wake.ARTICLES, article=article.pk, review=True))
