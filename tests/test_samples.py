"""The sample collection: reading notes of the right size, true to their papers' abstracts and in words of their own."""

import json
import os
import re
from pathlib import Path
from typing import TypedDict

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "long-form-generation.jsonl"
SHARED = Path(os.environ.get("SURVEYGO_TEST_DATA", ROOT.parent / "shared" / "data"))
ABSTRACTS = SHARED / "longform_abstracts.jsonl"
MARKER = "Reading note (not the paper itself)."
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# A sentence that opens like one of these cannot be quoted alone.
DANGLING = re.compile(
    r"(it|its|this|these|those|they|their|such|however|moreover|both"
    r"|the (framework|method|task|approach|system|benchmark|paper|authors))\b",
    re.IGNORECASE,
)
FIRST_PERSON = {"we", "our", "us", "i", "my"}
# A published name may be as long as it is: quoting one copies nothing.
NAMES = ("reinforcement learning from human feedback", "Group Relative Policy Optimization", "Summary of a Haystack")


class Note(TypedDict):
    """One paper of the sample collection."""

    title: str
    abstract: str
    txt: str


def plain(text: str) -> str:
    """The text with the multiplication sign of LLM×MapReduce, which the shared data hold in two damaged forms."""
    return text.replace("LLM$\\times$", "LLM×").replace("LLMtimes", "LLM×")


def words(text: str) -> list[str]:
    """Lower-case words; a published name counts as one."""
    for name in NAMES:
        text = re.sub(re.escape(name), name.replace(" ", "_"), text, flags=re.IGNORECASE)
    return re.findall(r"\w+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of `length` consecutive words."""
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def sentences(note: Note) -> list[str]:
    """The sentences of a note, without the line that marks it."""
    paragraphs = note["txt"].split("\n\n")[1:]
    return [sentence for paragraph in paragraphs for sentence in SENTENCE_END.split(paragraph)]


def read_notes() -> list[Note]:
    """The notes, read as the reference format has them: one line of UTF-8 JSON."""
    (line,) = SAMPLE.read_text(encoding="utf-8").splitlines()
    notes: list[Note] = json.loads(line)["papers"]
    return notes


NOTES = read_notes()
each_note = pytest.mark.parametrize("note", NOTES, ids=lambda note: note["title"][:40])


@pytest.fixture(scope="module")
def abstracts() -> dict[str, str]:
    """Title to abstract of the papers the notes are about."""
    if not ABSTRACTS.is_file():
        pytest.skip(f"{ABSTRACTS.name} is not in {SHARED}; set SURVEYGO_TEST_DATA to the folder that holds it")
    rows = (json.loads(line) for line in ABSTRACTS.read_text(encoding="utf-8").splitlines())
    return {plain(row["title"]): plain(row["abstract"]) for row in rows}


def test_about_two_dozen_notes_with_different_titles() -> None:
    assert 20 <= len(NOTES) <= 28
    assert len({note["title"].casefold() for note in NOTES}) == len(NOTES)


def test_no_sentence_is_used_twice() -> None:
    every = [sentence for note in NOTES for sentence in [*sentences(note), *SENTENCE_END.split(note["abstract"])]]
    assert len(set(every)) == len(every)


@each_note
def test_a_note_is_marked_and_of_the_right_length(note: Note) -> None:
    marker, *paragraphs = note["txt"].split("\n\n")
    assert marker == MARKER
    assert paragraphs
    assert 80 <= len(" ".join(paragraphs).split()) and len(note["txt"].split()) <= 150
    assert 25 <= len(note["abstract"].split()) <= 45


@each_note
def test_every_sentence_can_be_quoted_alone(note: Note) -> None:
    for sentence in [*sentences(note), *SENTENCE_END.split(note["abstract"])]:
        assert re.match(r"[A-Z]", sentence) and sentence.endswith("."), sentence
        assert not DANGLING.match(sentence), sentence
        assert not FIRST_PERSON & set(words(sentence)), sentence


@each_note
def test_a_note_has_the_true_title_of_a_paper(note: Note, abstracts: dict[str, str]) -> None:
    assert note["title"] in abstracts


@each_note
def test_a_note_copies_no_run_of_words(note: Note, abstracts: dict[str, str]) -> None:
    source = abstracts[note["title"]]
    for text in (note["txt"], note["abstract"]):
        assert not runs(text, 6) & runs(source, 6)


@each_note
def test_every_number_of_a_note_is_in_the_abstract(note: Note, abstracts: dict[str, str]) -> None:
    known = set(NUMBER.findall(f"{note['title']} {abstracts[note['title']]}"))
    used = set(NUMBER.findall(f"{note['txt']} {note['abstract']}"))
    assert used <= known
