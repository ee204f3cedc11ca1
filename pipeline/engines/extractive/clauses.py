"""Claims as clauses that can open, follow or join: who says it, what is said, and whether it stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.wording import WORDINGS

_OWN = (
    "model|models|method|methods|approach|approaches|system|systems|network|networks|framework|architecture|algorithm|"
    "algorithms|results?|experiments?|evaluation|authors?|proposed|package|library|tool|toolkit|software|code|analysis|"
    "datasets?|corpus|work|study|article|module|mechanism|performance|improvements?|components?|techniques?|features?|"
    "users?|encoder|decoder|layer|function|output|idea|goal|aim|second|first|main|latter|former|final|project|paper"
)
# A sentence that begins so speaks of something named before it, so it cannot be the first about its paper.
_LEANING = re.compile(
    rf"(?:The|This|These|Those|Such|Its|Their|Both|Each|All|Our) (?:[\w-]+[- ]){{0,2}}(?:{_OWN})\b|"
    r"(?:It|They|This|These|Such|Here|Then|Thus|Therefore|However|Also|First|Second|Third|Next|Instead|To do|"
    r"Experiments?|Results?|Evaluations?|Empirical|Experimental|Extensive|Finally|In addition|Moreover|Furthermore|"
    r"Specifically|Additionally|In particular|By (?:doing|using)|Compared|Using|In contrast|With|For example|"
    r"For instance)\b|(?:该|本|此|这|其|实验|结果)"
)
# What results sentences say before they say anything: a reporting verb says it already.
_SHOWING = re.compile(
    r"(?:(?:The|These|Their|Its|All|Our) )?(?:[\w-]+ ){0,3}?(?i:results?|experiments?|evaluations?|analys[ie]s|"
    r"stud(?:y|ies)|"
    r"findings)(?: obtained)?(?: so far)?(?: (?:on|in|of|from|with) (?P<where>[^,]{3,70}?))?,?(?: also| clearly| "
    r"further)? (?:show|demonstrate|indicate|suggest|reveal|confirm|prove|verify|illustrate)(?:s|ed|d)? "
    r"(?:that (?P<what>.+)|.+)"
)
# `The proposed model outperforms …`: whose it is can be said right there.
_OWNED = re.compile(
    r"[Tt]he (?:proposed |presented |resulting |current )?(?P<what>(?:(?!of\b)[\w-]+ )?(?:model|method|approach|system|"
    r"framework|architecture|algorithm|network|library|package|toolkit|tool|software|implementation|mechanism|"
    r"experimental results|experiments|evaluation|results|findings|dataset|corpus)s?) (?P<rest>(?!of\b|that\b|which\b|"
    r"and\b|or\b|used\b|described\b|proposed\b|[A-Z(]).+)"
)
_SIDE = re.compile(
    r"(?<!\bof)(?<!\bwith)(?<!\bin), (?:which|where|thereby|thus|thereafter|so that|leading to|resulting in|such as|"
    r"including|e\.g\.)\b|(?<=\w) in order to\b|，(?:从而|以便|因此)|；"
)
_PARTICIPLES = {
    "propos": "proposed",
    "present": "presented",
    "introduc": "introduced",
    "describ": "described",
    "develop": "developed",
    "design": "designed",
}
_PASSIVE_WORDS = 11
_PROPOSING = re.compile(
    r"(?P<verb>propos|present|introduc|describ|develop|design)(?:es?|s|ed)? (?P<what>an? (?:(?!\b(?:and|or|that|"
    r"which|who|where|is|are|"
    r"their|they|by|while)\b)[^,;:()])+)"
)
_AUTHORS = re.compile(r"(?:^|(?<=, )|(?<=that ))[Tt]he authors?\b(?!['’])")
_DANGLING = re.compile(r"\b(?:of|with|in|on|by|to|for|and|or|the|a|an|as|at|from|that|which|than|is|are|both|not)$")


@dataclass(frozen=True)
class Clause:
    """A claim ready to be worded.

    subject, predicate: filled where the claim begins with its authors; body: the sentence without its full stop;
    leaning: it needs something said before about its paper.
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
        return word_count(self.body)


def clause_of(bibkey: str, point: Point, library: Library) -> Clause:
    """The clause behind a digest's point; a point that is none of the paper's claims is taken as it stands."""
    claim = library.claim(bibkey, point.text)
    body = point.text.strip().rstrip("。.").strip()
    subject, predicate = (claim.subject, claim.predicate) if claim else ("", "")
    leaning = bool(_LEANING.match(body)) or "the authors" in body
    return Clause(bibkey, point.kind, subject, predicate.rstrip("。."), body, leaning and not subject)


def names_authors(clause: Clause, library: Library) -> bool:
    """Whether the clause says itself who its authors are."""
    return bool(clause.subject) or library.name(clause.bibkey) in clause.body


def named(clause: Clause, library: Library, turn: int) -> str:
    """The clause with its authors: as the paper has it, or behind a reporting verb."""
    if names_authors(clause, library) or not library.paper(clause.bibkey).authors:
        return clause.body
    name = library.name(clause.bibkey)
    if _AUTHORS.search(clause.body):
        return _AUTHORS.sub(name, clause.body, count=1)
    shown = _SHOWING.fullmatch(clause.body)
    what = (shown and shown["what"]) or clause.body
    owned = _OWNED.fullmatch(what)
    if owned and library.language == "en":
        text = f"the {owned['what']} of {name} {owned['rest']}"
    elif shown and not shown["what"]:
        return clause.body
    else:
        wording = WORDINGS[library.language]
        verb = wording.verb(clause.kind, library.is_plural(clause.bibkey), turn)
        what = what.replace("the authors'", "their").replace("the authors’", "their")
        text = wording.space.join((name, verb)) + wording.space + library.inner(what)
    where = shown["where"] if shown else ""
    return f"In experiments on {where}, {text}" if where and "proposed" not in where else text[:1].upper() + text[1:]


def passive(clause: Clause) -> str:
    """The clause without its authors, where it only says that they propose one thing in a few words; else empty."""
    match = _PROPOSING.fullmatch(clause.predicate) if clause.subject else None
    if match is None or word_count(match["what"]) > _PASSIVE_WORDS:
        return ""
    what = match["what"]
    participle = next(form for stem, form in _PARTICIPLES.items() if match["verb"].startswith(stem))
    return f"{what[:1].upper()}{what[1:]} is {participle}"


def followed(clause: Clause, library: Library, turn: int) -> str:
    """The clause right after one that names the same authors: they become a pronoun."""
    wording = WORDINGS[library.language]
    plural = library.is_plural(clause.bibkey)
    if not clause.subject:
        inner = wording.inside[plural]
        return clause.body.replace(library.name(clause.bibkey), inner, 1) if inner else clause.body
    titled = not library.paper(clause.bibkey).authors
    who = wording.again[1][0] if titled else wording.again[turn % 2 if plural else 0][plural]
    return who + wording.space + clause.predicate


def shortened(clause: Clause, text: str, least: int = 8) -> str:
    """`text`, the wording of a clause that begins with its authors, up to its first side clause; else `text` itself."""
    if not clause.subject:
        return text
    for match in _SIDE.finditer(text):
        head = text[: match.start()].rstrip(" ,，")
        even = head.count("(") == head.count(")") and head.count("“") == head.count("”") and head.count('"') % 2 == 0
        if word_count(head) >= least and even and not _DANGLING.search(head):
            return head
    return text


def word_count(text: str) -> int:
    """Words of a text; two Chinese characters count one."""
    return len(text.split()) if " " in text else (len(text) + 1) // 2
