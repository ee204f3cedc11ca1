"""What stands beside an article: its threads in the order of the text, its reviews, and what happened to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveygo.accounts.access import ALLOWED, can
from surveygo.accounts.models import User
from surveygo.articles import document, locks
from surveygo.articles.diff import Piece, words
from surveygo.articles.models import Article, Revision
from surveygo.articles.yjs import text_of
from surveygo.review import following, parts, reviews
from surveygo.review.models import Review, Thread
from surveygo.review.parts import Part

RECENT = 30
"""Entries of the activity that are shown."""


@dataclass(frozen=True)
class Shown:
    """A thread as the panel shows it. orphaned: what it is about is not in the text any more; changed: for a
    suggestion, the passage is not as it was; pieces: for a suggestion, what it would change; part: the
    section or figure that it is about as a whole."""

    thread: Thread
    orphaned: bool
    changed: bool
    at: int
    pieces: list[Piece]
    part: Part | None

    @property
    def anchor(self) -> str:
        """The Yjs positions of what it is about as JSON, for editors to draw it."""
        return json.dumps([self.thread.start, self.thread.end])


@dataclass(frozen=True)
class Entry:
    """Something that happened: who did what, when."""

    when: datetime
    who: str
    what: str


def panel(article: Article, user: User) -> dict[str, Any]:
    """Context of `review/panel.html`."""
    workspace = article.survey.workspace_id
    shown = _threads(article)
    able = User.objects.filter(memberships__workspace=workspace, memberships__role__in=ALLOWED["comment"])
    return {
        "article": article,
        "open": [one for one in shown if one.thread.state == Thread.State.OPEN],
        "settled": [one for one in shown if one.thread.state != Thread.State.OPEN],
        "suggestions": sum(one.thread.state == "open" and one.thread.kind == "suggestion" for one in shown),
        "reviews": [(review, reviews.is_stale(review, article)) for review in _reviews(article)],
        "activity": activity(article),
        "lock": locks.held(article.pk),
        "approved": reviews.is_approved(article),
        "members": able.exclude(pk=user.pk).order_by("name", "pk"),
        "can_comment": can(user, workspace, "comment"),
        "can_edit": can(user, workspace, "edit"),
    }


def activity(article: Article) -> list[Entry]:
    """The newest entries first."""
    entries = [
        Entry(
            revision.changed,
            str(revision.author or "SurveyGO"),
            f"{revision.get_kind_display().lower()}: {_titled(revision)}",
        )
        for revision in article.revisions.select_related("author").order_by("-number").defer("markdown")[:RECENT]
    ]
    named = article.revisions.exclude(named=None).select_related("named_by").order_by("-named").defer("markdown")
    entries += [
        Entry(revision.named, str(revision.named_by or "Somebody"), f"named {_titled(revision)}")
        for revision in named[:RECENT]
        if revision.named
    ]
    for thread in article.threads.select_related("author", "settled_by").order_by("-pk")[:RECENT]:
        kind = "commented" if thread.kind == Thread.Kind.COMMENT else "suggested a change"
        entries.append(Entry(thread.created, str(thread.author or "Somebody"), kind))
        if thread.settled_by:
            entries.append(Entry(thread.changed, str(thread.settled_by), f"{thread.state} a {thread.kind}"))
    entries += [
        Entry(
            review.answered, str(review.reviewer), review.get_state_display().lower() + f" (revision {review.revision})"
        )
        for review in _reviews(article)
        if review.answered
    ]
    for lock in article.locks.select_related("by", "opened_by").order_by("-pk")[:RECENT]:
        entries.append(Entry(lock.created, str(lock.by or "Somebody"), "locked the article"))
        if lock.opened:
            entries.append(Entry(lock.opened, str(lock.opened_by or "Somebody"), "unlocked the article"))
    return sorted(entries, key=lambda entry: entry.when, reverse=True)[:RECENT]


def _titled(revision: Revision) -> str:
    return f"revision {revision.number}" + (f" “{revision.name}”" if revision.name else "")


def _reviews(article: Article) -> list[Review]:
    return list(article.reviews.select_related("reviewer", "asked_by"))


def _threads(article: Article) -> list[Shown]:
    threads = list(article.threads.select_related("author", "settled_by").prefetch_related("comments__author"))
    if not threads:
        return []
    doc = document.current(article)
    text = text_of(doc)
    places = following.places(doc, threads)
    named = parts.named(text)
    shown = []
    for thread, place in zip(threads, places, strict=True):
        orphaned = bool(thread.quote) and place is None
        changed = place is None or text[slice(*place)] != thread.quote
        pieces = list(words(thread.quote, thread.replacement)) if thread.kind == Thread.Kind.SUGGESTION else []
        part = named.get(place) if place and thread.kind == Thread.Kind.COMMENT else None
        shown.append(Shown(thread, orphaned, changed, place[0] if place and thread.quote else -1, pieces, part))
    return sorted(shown, key=lambda one: (one.at, one.thread.pk))
