"""Claims as clauses that can open, follow or join: who says it, what is said, and whether it stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.wording import WORDINGS

# A sentence that begins so speaks of something named before it, so it cannot be the first about its paper.
_LEANING = re.compile(
    r"(?:The|This|These|Those|Such|Its|Their|Both|Each|All|Our) (?:\w+[- ]){0,2}(?:model|models|method|methods|approach|approaches|"
    r"system|systems|network|networks|framework|architecture|algorithm|algorithms|results?|experiments?|evaluation|"
    r"experimental|authors?|proposed|package|library|tool|toolkit|software|code|analysis|dataset|datasets|corpus|work|"
    r"study|article|module|mechanism|performance|improvements?|component|components|techniques?|features?|user|users|"
    r"encoder|decoder|layer|function|output|idea|goal|aim|second|first|main|latter|former|final|project|paper)\b|"
    r"(?:It|They|This|These|Experiments?|Results?|Evaluations?|Empirical|Experimental|Extensive|Finally|In addition|"
    r"Moreover|Furthermore|Specifically|Here|Then|Thus|Therefore|However|Additionally|Also|First|Second|Third|Next|"
    r"In particular|By (?:doing|using)|To do|Compared|Using|In contrast|Instead|With|For example|For instance)\b"
    r"|(?:该|本|此|这|其|实验|结果)"
)
_TAIL = re.compile(
    r",? (?:which|where|thereby|thus|so that|in order to|such as|while|whereas|as well as|because|since|although)\b|; |: |，(?:从而|以便|因此)|；"
)
_SAFE_END = re.compile(r"[\w)\]%”\"’]$")


@dataclass(frozen=True)
class Clause:
    """A claim ready to be worded.

    subject, predicate: filled where the claim begins with its authors; body: the sentence without its full stop;
    leaning: it needs something said before about its paper; words: of the body.
    """

    bibkey: str
    kind: PointKind
    subject: str
    predicate: str
    body: str
    leaning: bool

    @property
    def words(self) -> int:
        """Length of the body in words (Chinese: two characters count one)."""
        return len(self.body.split()) if " " in self.body else (len(self.body) + 1) // 2


def clause_of(bibkey: str, point: Point, library: Library) -> Clause:
    """The clause behind a digest's point; a point that is none of the paper's claims is taken as it stands."""
    claim = library.claim(bibkey, point.text)
    body = point.text.strip().rstrip("。.").strip()
    subject, predicate = (claim.subject, claim.predicate) if claim else ("", "")
    return Clause(bibkey, point.kind, subject, predicate.rstrip("。."), body, bool(_LEANING.match(body)))


def named(clause: Clause, library: Library, turn: int) -> str:
    """The clause with its authors in front: as the paper has it, or behind a reporting verb."""
    if clause.subject:
        return clause.body
    wording = WORDINGS[library.language]
    verb = wording.verb(clause.kind, library.is_plural(clause.bibkey), turn)
    name = library.name(clause.bibkey)
    return wording.space.join((name, verb)) + wording.space + library.inner(clause.body)


def followed(clause: Clause, library: Library, turn: int) -> str:
    """The clause right after another one on the same paper: its authors become a pronoun."""
    if not clause.subject:
        return clause.body
    wording = WORDINGS[library.language]
    titled = not library.paper(clause.bibkey).authors
    plural = library.is_plural(clause.bibkey)
    who = wording.again[1][0] if titled else wording.again[turn % 2 if plural else 0][plural]
    return who + wording.space + clause.predicate


def shortened(text: str, least: int = 7) -> str:
    """`text` up to its first trailing side clause, if what is left stands alone; else `text`."""
    for match in _TAIL.finditer(text):
        head = text[: match.start()].rstrip(" ,，")
        balanced = (
            head.count("(") == head.count(")") and head.count("“") == head.count("”") and head.count('"') % 2 == 0
        )
        if len(head.split()) >= least and balanced and _SAFE_END.search(head):
            return head
    return text
