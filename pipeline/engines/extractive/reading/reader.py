"""English papers: from text to claims."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.digest import PointKind
from pipeline.engines.extractive.reading import sections
from pipeline.engines.extractive.reading.anaphora import resolved, settled, system_names
from pipeline.engines.extractive.reading.candidates import Candidate, candidates
from pipeline.engines.extractive.reading.claim import Claim
from pipeline.engines.extractive.reading.crossrefs import without_crossrefs
from pipeline.engines.extractive.reading.dangling import dangles
from pipeline.engines.extractive.reading.grammar import is_broken, without_slips
from pipeline.engines.extractive.reading.hollow import is_hollow
from pipeline.engines.extractive.reading.hyphens import Vocabulary
from pipeline.engines.extractive.reading.kinds import kind_of
from pipeline.engines.extractive.reading.marks import without_marks
from pipeline.engines.extractive.reading.markup import without_markup
from pipeline.engines.extractive.reading.merging import without_repeats
from pipeline.engines.extractive.reading.names import author_name, is_plural
from pipeline.engines.extractive.reading.openings import (
    label_kind,
    without_connectives,
    without_heading,
    without_opening,
)
from pipeline.engines.extractive.reading.places import passage_of
from pipeline.engines.extractive.reading.scoring import Centre, prior, salience
from pipeline.engines.extractive.reading.sound import is_glued, is_hopeful, is_sound
from pipeline.engines.extractive.reading.voice import FIRST_PERSON, Byline, Voiced, in_third_person
from pipeline.language.words import content_words
from pipeline.paper import Paper

# At most so many claims; below this score only while there are few; sentences looked at closely.
MOST, LEAST, LOOKED_AT = 60, 0.42, 150
_OTHERS_SPEAK = re.compile(
    r"^(?:[A-Z][\w’'-]+(?: et al\.?| and [A-Z][\w’'-]+| & [A-Z][\w’'-]+)(?:['’]s)?[\s;,]|[A-Z][\w’'-]+ \((?:19"
    r"|20)\d\d)|"
    r"\bet al\.?;|\bet al\.? (?:\w+ly |also |first )?(?:propos|introduc|present|us|appl|develop|show|employ"
    r"|extend|adopt|found|find|report|stud|"
    r"explor|train|design|achiev|suggest|argu|describ|investigat|demonstrat|obtain|model|incorporat|perform"
    r"|built|build)"
)

# `We call it …`, `We analysed their …`: of what, only the sentence before could tell.
_POINTS = re.compile(
    r"(?:We|I) (?:[a-z]+ly |also |then |further )?(?:can |may |could |have |do not |did not )?[a-z]+ (?:all )?"
    r"(?:their|its|his|them|it|this (?!paper|work|study|article)|these|those|both(?! [a-z]+ and)|him|her)\b"
)
_SHOWS_ONLY = re.compile(
    r"(?:We|I) (?:also |then |further )?(?:show|present|give|list|provide|illustrate|plot|display|depict)"
    r" (?:an? |the |some |two |several |our |more )?"
    r"(?:[a-z]+ ){0,2}?(?:examples?|statistics?|overview|illustrations?|figures?|tables?|plots?|details?|list)\b|"
    r"(?:We|I) (?:also )?have (?:an?|the|two|three|four|several|some)\b"
)
_AIM = re.compile(r"To [a-z]+ (?!.*, we\b)")
_SECTIONS_AHEAD = re.compile(
    r"\b[Ww]e (?:then |first |next |also |finally |will |briefly |now )*(?:describe|discuss|present|introduce"
    r"|review|explain|provide|report|outline|give|conclude|"
    r"detail|show|turn|compare|summari[sz]e|evaluate|define|cover|start|begin)\b.*\b(?:Sections?|Sec\.|§) ?\d"
    r"|\bSections? \d.{0,40}\b(?:describes|discusses|presents|introduces|"
    r"reviews|explains|provides|reports|outlines|gives|concludes|details|covers)\b"
)
_CAPTION = re.compile(r"(?:Table|Figure|Fig|Listing)\.?(?: ?\d+)?: ")
# Of what a field has reached, its works are cited.
_FIELD = re.compile(
    r"\b(?:has|have) (?:(?:\w+ly|also|been) )*(?:shown|[a-z]+ed)\b|\b[A-Z][\w-]+ authors\b|"
    r"^(?:Recent|Previous|Existing|Prior|Earlier)(?:ly)?\b"
)
_COINED = re.compile(r"(?:The )?(?P<name>[A-Z][\w-]*[A-Z\d][\w-]*)\b")
_CITATION = r"(?:\[[^\]]{1,40}\]|\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\))"


@dataclass(frozen=True, slots=True)
class Clean:
    """A sentence free of debris, not yet in the third person. whole: with its opening; others, early: as in
    `Unmarked`."""

    text: str
    whole: str
    hint: PointKind | None
    others: bool
    early: bool


class Reader:
    """Reads one paper."""

    def __init__(self, paper: Paper) -> None:
        """paper: the one to be read."""
        self.paper = paper
        self.names = system_names(paper.title)
        self.byline = Byline(author_name(paper), is_plural(paper), not paper.authors)
        self.vocabulary = Vocabulary(f"{paper.abstract} {paper.text}")
        self.candidates = list(candidates(paper, "en", 30, 500))
        self.words = [content_words(c.source) for c in self.candidates]
        abstract = [
            w for c, ws in zip(self.candidates, self.words, strict=True) if c.section == sections.ABSTRACT for w in ws
        ]
        start = abstract or [w for ws in self.words[:6] for w in ws]
        self.centre = Centre(content_words(paper.title), start, self.words)

    def claims(self) -> tuple[Claim, ...]:
        """What the paper claims, best first."""
        found = (self._claim(candidate) for candidate in self._promising())
        return tuple(without_repeats((claim for claim in found if claim), MOST, LEAST))

    def _promising(self) -> list[Candidate]:
        """The sentences worth a closer look, by where they stand and how near they are to what the paper is about."""
        rated = [
            (-round(prior(c.section) + self.centre.near(ws), 6), index)
            for index, (c, ws) in enumerate(zip(self.candidates, self.words, strict=True))
            if is_hopeful(c.source)
        ]
        return [self.candidates[index] for _, index in sorted(rated)[:LOOKED_AT]]

    def _claim(self, candidate: Candidate) -> Claim | None:
        clean = self._clean(candidate)
        voiced = in_third_person(clean.text, self.byline, clean.whole) if clean else None
        if clean is None or voiced is None or not is_sound(voiced.text):
            return None
        if is_hollow(voiced.text) or is_broken(voiced.text):
            return None
        others = clean.others and not voiced.own
        own = voiced.own or any(name in voiced.text for name in self.names)
        theirs = others and not own and (self._cites(voiced.text) or bool(_FIELD.search(voiced.text)))
        kind, cue = kind_of(
            voiced.text, candidate.section,
            own=own, plans=voiced.plans, others=others, theirs=theirs, hint=clean.hint,
        )  # fmt: skip
        terms = tuple(dict.fromkeys(content_words(voiced.text.replace(self.byline.name, " "))))
        score = salience(
            voiced.text, candidate, cue, self.centre.near(terms),
            named=bool(voiced.subject), own=own, others=others, early=clean.early,
        )  # fmt: skip
        return self._made(candidate, voiced, kind, score, terms)

    def _made(
        self, candidate: Candidate, voiced: Voiced, kind: PointKind, score: float, terms: tuple[str, ...]
    ) -> Claim:
        return Claim(
            bibkey=self.paper.bibkey,
            text=f"{voiced.text}.",
            subject=voiced.subject,
            predicate=voiced.predicate,
            kind=kind,
            passage=passage_of(candidate, self.paper, terms),
            source=candidate.source,
            score=score,
            terms=terms,
            section=candidate.section,
        )

    def _clean(self, candidate: Candidate) -> Clean | None:
        source = candidate.source
        if _CAPTION.match(source):
            return None
        mended = None if _OTHERS_SPEAK.search(source) else self.vocabulary.mend(without_slips(without_markup(source)))
        unmarked = without_marks(mended) if mended else None
        if unmarked is None or not unmarked.whole:
            return None
        labelled, hint = label_kind(re.sub(r"\.([\"”])$", r"\1", unmarked.text.rstrip(" .。")))
        whole = None if _SECTIONS_AHEAD.search(source) else without_crossrefs(without_heading(labelled))
        if not whole or is_glued(whole) or (whole[0].islower() and not self._is_name(whole)):
            return None
        if hint == "problem" and _AIM.match(whole):
            whole = f"We aimed to {whole[3:]}"
        opened = resolved(without_opening(whole), candidate.before, candidate.section, self.names)
        if _OTHERS_SPEAK.search(opened) or _POINTS.match(opened) or _SHOWS_ONLY.match(opened):
            return None
        told = without_connectives(opened)
        if dangles(told):
            return None
        early = unmarked.early and not FIRST_PERSON.search(source)
        return Clean(settled(told), whole, hint, unmarked.others, early)

    def _cites(self, text: str) -> bool:
        """Whether a sentence begins with the name of a thing that the paper cites right behind it."""
        first = _COINED.match(text)
        return bool(first and re.search(rf"\b{re.escape(first['name'])} ?{_CITATION}", self.paper.text))

    def _is_name(self, text: str) -> bool:
        """Whether the sentence begins with a name written small, such as pandas, that the title has too."""
        first = re.match(r"[\w-]{4,}", text)
        return bool(first and re.search(rf"\b{re.escape(first.group())}\b", self.paper.title, re.I))


def read_english(paper: Paper) -> tuple[Claim, ...]:
    """The claims of an English paper, best first."""
    return Reader(paper).claims()
