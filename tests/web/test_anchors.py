"""Places that move with the text: whatever is typed around them, in whatever script."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text

from surveygo.articles import yjs
from surveygo.review import anchors
from surveygo.review.masked import masked, units

TEXT = st.text(alphabet="ab é中😀\n", min_size=1, max_size=30)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.text(alphabet="x ß文😎", max_size=4)), max_size=12)


def edited(doc: Doc[Text], at: int, deleted: int, new: str) -> None:
    """Change the text at a character, as a browser would."""
    text, markdown = yjs.text_of(doc), doc[yjs.NAME]
    start, end = (len(text[:n].encode()) for n in (at, at + deleted))
    with doc.transaction():
        if end > start:
            del markdown[start:end]
        if new:
            markdown.insert(start, new)


@given(TEXT, st.data(), EDITS)
def test_a_place_stays_on_its_characters(text: str, data: st.DataObject, edits: list[tuple[float, int, str]]) -> None:
    """Its first character, and the one behind it, are found wherever they are; without them it is somewhere or gone."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    doc = yjs.loaded([yjs.seeded(text)])
    anchor = anchors.anchored(doc, (start, end))
    numbered: list[int] = list(range(len(text)))
    for share, deleted, new in edits:
        at = round(share * len(numbered))
        edited(doc, at, deleted, new)
        numbered[at : at + deleted] = [-1] * len(new)
    [place] = anchors.places(yjs.loaded([doc.get_update()]), [anchor])
    ends = [numbered.index(n) if n in numbered else None for n in (start, end)]
    if end == len(text):
        ends[1] = len(numbered)
    if ends[0] is not None and ends[1] is not None:
        assert place == tuple(ends)
    elif place is not None:
        assert 0 <= place[0] < place[1] <= len(numbered)


@given(TEXT, EDITS)
def test_a_masked_document_has_a_letter_for_each_unit(text: str, edits: list[tuple[float, int, str]]) -> None:
    """Its text is as long, and the document itself is left alone."""
    doc = yjs.loaded([yjs.seeded(text)])
    for share, deleted, new in edits:
        edited(doc, round(share * len(yjs.text_of(doc))), deleted, new)
    now = yjs.text_of(doc)
    assert yjs.text_of(masked(doc)) == "x" * units(now)
    assert yjs.text_of(doc) == now


def test_what_no_editor_makes_hides_places_and_breaks_nothing() -> None:
    """A member's browser can send contents of other kinds."""
    doc: Doc[Any] = yjs.loaded([yjs.seeded("Some text.")])
    anchor = anchors.anchored(doc, (0, 4))
    doc.get("other", type=Map)["key"] = 1
    assert anchors.places(doc, [anchor]) == [None]
