"""Where threads stand in the article as it is now, also those whose words were cut out and put elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from pycrdt import Doc, Text

from surveygo.articles.yjs import text_of
from surveygo.review import anchors
from surveygo.review.anchors import Place
from surveygo.review.masked import Unmaskable
from surveygo.review.models import Thread


def places(doc: Doc[Text], threads: Sequence[Thread]) -> list[Place | None]:
    """The place of each thread; None for those whose words are gone.

    For Yjs a section that moves is deleted here and typed there, so positions stay behind. Threads that are found at
    its new place stick there from now on.
    """
    found = anchors.places(doc, [(thread.start, thread.end) for thread in threads])
    text = text_of(doc)
    for at, thread in enumerate(threads):
        if found[at] is None and thread.quote:
            found[at] = _moved(doc, text, thread)
    return found


def _moved(doc: Doc[Text], text: str, thread: Thread) -> Place | None:
    place = anchors.moved(text, thread.quote, thread.before, thread.after)
    if place is None:
        return None
    try:
        start, end = anchors.anchored(doc, place)
    except Unmaskable:
        return None
    Thread.objects.filter(pk=thread.pk, start=thread.start).update(start=start, end=end)
    thread.start, thread.end = start, end
    return place
