"""English papers: from text to claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.engines.extractive.reading import sections
from pipeline.engines.extractive.reading.blocks import blocks
from pipeline.engines.extractive.reading.claim import Claim
from pipeline.engines.extractive.reading.crossrefs import without_crossrefs
from pipeline.engines.extractive.reading.hyphens import Vocabulary
from pipeline.engines.extractive.reading.kinds import kind_of
from pipeline.engines.extractive.reading.marks import without_marks
from pipeline.engines.extractive.reading.markup import without_markup
from pipeline.engines.extractive.reading.merging import without_repeats
from pipeline.engines.extractive.reading.names import author_name, is_plural
from pipeline.engines.extractive.reading.openings import label_kind, without_connectives, without_opening
from pipeline.engines.extractive.reading.scoring import Centre, prior, salience
from pipeline.engines.extractive.reading.sound import is_hopeful, is_sound
from pipeline.engines.extractive.reading.voice import FIRST_PERSON, Byline, in_third_person
from pipeline.language.sentences import sentence_spans
from pipeline.language.words import content_words
from pipeline.paper import Paper, Passage

# At most so many claims; below this score only while there are few; sentences looked at closely.
MOST, LEAST, LOOKED_AT = 60, 0.42, 160
_OTHERS_SPEAK = re.compile(
    r"^(?:[A-Z][\w’'-]+(?: et al\.?| and [A-Z][\w’'-]+| & [A-Z][\w’'-]+)(?:['’]s)?\s|[A-Z][\w’'-]+ \((?:19|20)\d\d)|\bet al\.? (?:\w+ly |also |first )?(?:propos|introduc|present|us|appl|develop|show|employ|extend|adopt|found|find|report|stud|explor|train|design|achiev|suggest|argu|describ|investigat|demonstrat|obtain|model|incorporat|perform|built|build)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as it stands. start: its offset in the paper's text, -1 where only the abstract has it."""

    raw: str
    start: int
    section: str


def read_english(paper: Paper) -> tuple[Claim, ...]:
    """The claims of an English paper, best first."""
    candidates = list(_candidates(paper))
    words = [content_words(c.raw) for c in candidates]
    opening = [w for c, w in zip(candidates, words, strict=True) if c.section == sections.ABSTRACT] or words[:6]
    centre = Centre(content_words(paper.title), [w for sentence in opening for w in sentence], words)
    vocabulary = Vocabulary(f"{paper.abstract} {paper.text}")
    byline = Byline(author_name(paper), is_plural(paper), not paper.authors)
    found = [_claim(c, paper, vocabulary, byline, centre) for c in _promising(candidates, words, centre)]
    return tuple(without_repeats((claim for claim in found if claim), MOST, LEAST))


def _promising(candidates: list[Candidate], words: list[list[str]], centre: Centre) -> list[Candidate]:
    """The sentences worth a closer look, by where they stand and how near they are to what the paper is about."""
    rated = [
        (-round(prior(c.section) + centre.near(w), 6), index)
        for index, (c, w) in enumerate(zip(candidates, words, strict=True))
        if is_hopeful(c.raw)
    ]
    return [candidates[index] for _, index in sorted(rated)[:LOOKED_AT]]


def _candidates(paper: Paper) -> Iterator[Candidate]:
    """The sentences of the paper; those of its abstract only where the text does not repeat them."""
    seen: set[str] = set()
    abstract = {_squeezed(paper.abstract[a:b]): paper.abstract[a:b] for a, b in sentence_spans(paper.abstract)}
    for block in blocks(paper.text):
        for a, b in sentence_spans(block.text):
            raw = block.text[a:b]
            key = _squeezed(raw)
            known = key in abstract
            if key in seen or not (known or 30 <= len(raw) <= 500):
                continue
            seen.add(key)
            yield Candidate(raw, block.start + a, sections.ABSTRACT if known else block.section)
    for key, raw in abstract.items():
        if key not in seen:
            yield Candidate(raw, -1, sections.ABSTRACT)


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _claim(candidate: Candidate, paper: Paper, vocabulary: Vocabulary, byline: Byline, centre: Centre) -> Claim | None:
    source = " ".join(candidate.raw.split())
    if _OTHERS_SPEAK.search(source):
        return None
    mended = vocabulary.mend(without_markup(source))
    unmarked = without_marks(mended) if mended else None
    if unmarked is None or not unmarked.whole:
        return None
    text, hint = label_kind(unmarked.text.rstrip(" .。"))
    trimmed = without_crossrefs(text)
    if not trimmed or (trimmed[0].islower() and not _names(trimmed, paper.title)):
        return None
    opened = without_connectives(without_opening(trimmed))
    voiced = None if _OTHERS_SPEAK.search(opened) else in_third_person(opened, byline, trimmed)
    if voiced is None or not is_sound(voiced.text):
        return None
    early = unmarked.early and not FIRST_PERSON.search(source)
    kind, cue = kind_of(
        voiced.text,
        candidate.section,
        own=voiced.own,
        plans=voiced.plans,
        others=unmarked.others and not voiced.own,
        hint=hint,
    )
    terms = tuple(dict.fromkeys(content_words(voiced.text.removeprefix(byline.name))))
    score = salience(
        voiced.text, source, candidate.section, cue, centre.near(terms),
        named=bool(voiced.subject), own=voiced.own, others=unmarked.others and not voiced.own, early=early,
    )  # fmt: skip
    passage = _passage(candidate, paper, terms)
    end = "." if voiced.text[-1] not in '.”"' else ""
    return Claim(
        paper.bibkey,
        _stopped(voiced.text),
        voiced.subject,
        voiced.predicate,
        kind,
        passage,
        source,
        score,
        terms,
        candidate.section,
    )


def _stopped(text: str) -> str:
    """`text` with a full stop at its end, after any closing quotation mark."""
    return f"{text[:-2]}{text[-1]}." if text[-2:-1] == "." and not text[-1].isalnum() else f"{text}."


def _names(text: str, title: str) -> bool:
    """Whether the sentence begins with a name written small, such as pandas, that the title has too."""
    first = re.match(r"[\w-]+", text)
    return bool(first and len(first.group()) > 3 and re.search(rf"\b{re.escape(first.group())}\b", title, re.I))


def _passage(candidate: Candidate, paper: Paper, terms: tuple[str, ...]) -> str:
    found: Passage | None
    if candidate.start >= 0:
        found = paper.passage_at(candidate.start)
    else:
        wanted = set(terms)
        found = max(paper.passages, key=lambda p: len(wanted & set(content_words(p.text))), default=None)
    return found.id if found else f"{paper.bibkey}:p1"
