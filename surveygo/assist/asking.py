"""What a person does: ask, take over parts of what is proposed, put it away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from pycrdt import Doc, Text

from surveygo.accounts.models import User
from surveygo.articles import document
from surveygo.articles.models import Article
from surveygo.articles.yjs import Hunk, text_of
from surveygo.assist import claims
from surveygo.assist.merging import merged, replayed, shifted
from surveygo.assist.models import Assist
from surveygo.review import anchors
from surveygo.review.threads import NotFound, Selection

Status = Assist.Status


class Gone(Exception):
    """What would be replaced is not there any more."""

    def __init__(self) -> None:
        super().__init__("The words that this would replace were changed meanwhile; nothing was changed. Ask again.")


@transaction.atomic
def ask(article: Article, person: User, operation: str, instruction: str, selection: Selection) -> Assist:
    """A question about a passage, put before the workers.

    Raises:
        NotFound: where the selection is not in the article.
    """
    doc = document.current(article)
    text = text_of(doc)
    place = anchors.locate(text, selection.quote, before=selection.before, near=selection.near)
    if place is None:
        raise NotFound
    start, end = anchors.anchored(doc, place)
    same = {"operation": operation, "instruction": instruction, "quote": text[slice(*place)]}
    sample = article.assists.filter(**same).count()
    assist = Assist.objects.create(article=article, person=person, start=start, end=end, sample=sample, **same)
    claims.queue(assist)
    return assist


@transaction.atomic
def take(assist: Assist, person: User, numbers: Sequence[int]) -> int:
    """Take over these parts of a proposal, in one change of the text by that person; returns how many could not be,
    since somebody changed their words.

    Raises:
        Gone: where none could be; nothing is changed then.
        Locked: where the article is locked.
    """
    # Who comes second waits here for the first.
    Assist.objects.filter(pk=assist.pk).update(person=assist.person_id)
    assist.refresh_from_db()
    wanted = [n for n in sorted(set(numbers)) if 0 <= n < len(assist.parts) and n not in assist.taken]
    if assist.status != Status.READY or not wanted:
        return 0
    done: list[int] = []
    place: list[int] = []
    document.edit(assist.article, person, partial(_changed, assist, wanted, done, place))
    document.add_evidence(assist.article, (row for n in done for row in assist.parts[n]["evidence"]))
    assist.taken = [*assist.taken, *done]
    assist.start, assist.end = anchors.anchored(document.current(assist.article), (place[0], place[1]))
    if len(assist.taken) == len(assist.parts):
        assist.status = Status.SETTLED
    assist.save(update_fields=["taken", "start", "end", "status"])
    return len(wanted) - len(done)


def _changed(assist: Assist, wanted: Sequence[int], done: list[int], place: list[int], doc: Doc[Text]) -> str:
    """The text with what could be taken over. done: gets the numbers of these parts; place: where the passage is
    then."""
    text = text_of(doc)
    found = anchors.places(doc, [(assist.start, assist.end)])[0]
    if found is None:
        raise Gone
    start, end = found
    before = [_hunk(assist, n) for n in assist.taken]
    parts = [shifted(_hunk(assist, n), before) for n in wanted]
    passage, free = merged(replayed(assist.quote, before), text[start:end], parts)
    if not free:
        raise Gone
    done += [wanted[n] for n in free]
    place += [start, start + len(passage)]
    return text[:start] + passage + text[end:]


def _hunk(assist: Assist, number: int) -> Hunk:
    part = assist.parts[number]
    return part["start"], part["end"], part["text"]


__all__ = ["Gone", "NotFound", "ask", "take"]
