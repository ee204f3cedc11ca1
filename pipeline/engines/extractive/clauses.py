"""Claims as clauses that can open, follow or join: who says it, what is said, and whether it stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading import verbs
from pipeline.engines.extractive.staples import staples_in
from pipeline.engines.extractive.uses import own_names
from pipeline.engines.extractive.wording import WORDINGS

_OWN = (
    "model|models|method|methods|approach|approaches|system|systems|network|networks|framework|architecture|"
    "algorithm|"
    "algorithms|results?|experiments?|evaluation|authors?|proposed|package|library|tool|toolkit|software|code|"
    "analysis|datasets?|corpus|work|study|article|module|mechanism|performance|improvements?|components?|techniques?|"
    "features?|"
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
    r"[Tt]he (?:proposed |presented |resulting |current )?(?P<what>(?:(?!of\b)[\w-]+ )?(?:model|method|approach|"
    r"system|framework|architecture|algorithm|network|library|package|toolkit|tool|software|implementation|mechanism|"
    r"experimental results|experiments|evaluation|results|findings)s?|dataset|corpus) (?P<rest>(?!of\b|that\b|"
    r"which\b|and\b|or\b|used\b|described\b|proposed\b|discussed\b|presented\b|introduced\b|considered\b|"
    r"[A-Z(]).+)"
)
_MADE_BY = re.compile(
    r"(?:was|were|is|are|has been) (?:[a-z]+ )?(?:developed|created|written|designed|built|introduced|started|made|"
    r"maintained) by (?!the authors\b)"
)
# Whose, only what stands before can tell.
_THEIRS = re.compile(
    r"\bthe authors?\b|\b[Tt]he (?:proposed|presented) (?!by\b)|\bin the (?:present|current) (?:work|study)\b|"
    r"该(?:模型|方法|算法|系统|框架|网络|图谱|策略)|所(?:提出|构建|设计)的"
)
# What holds of one experiment rather than in general.
_CASE = re.compile(
    r"\b(?:was|were|had|did|[Tt]he (?:best|worst|first|second|full|final|two|three)|[Tt]he (?:[\w-]+ ){0,2}(?:data|"
    r"datasets?|models?|methods?|algorithms?|experiments?|results?|tests?|performance|approach|system|participants|"
    r"students|samples?|baselines?))\b|\d"
)
# `Dendrograms were drawn with …`: somebody did.
_DONE = re.compile(
    r"[^,;:]{1,60}? (?:was|were) (?:\w+ly )?(?:\w+ed|used|done|made|built|drawn|chosen|taken|given|run)\b"
)
_SHOWING_ZH = re.compile(r"^(?:大量)?(?:(?:实验|评测|仿真|测试)(?:结果)?|结果)(?:均)?(?:表明|显示|证明)，")
_PROPOSED = re.compile(r"\bthe (?:newly |novel )?(?:proposed|presented) (?=[a-z-]+\b)(?!by\b)")
_HELPED = re.compile(
    r"\b(of|to|for|with|by|from|on|than|help|helps|helped|allow|allows|allowed|give|gives|gave|let|lets|lead|"
    r"leads|led|enable|enables|enabled|show|shows) the authors\b(?!['’])"
)
_EXPERIMENTS = re.compile(
    r"(?:The |Our )?(?P<what>(?:[a-z]+ )?(?:results|experiments|evaluations?|analys[ie]s|findings)|[A-Z][a-z]+ "
    r"(?:results|"
    r"experiments|evaluation|analys[ie]s)|Experiments|Results|Evaluations|Findings) (?P<rest>(?:show|demonstrate|"
    r"indicate|suggest|reveal|confirm|prove|verify|illustrate)(?:s|ed)? .+)"
)
_SIDE = re.compile(
    r"(?<!\bof)(?<!\bwith)(?<!\bin), (?:which|where|thereby|thus|thereafter|so that|leading to|resulting in|such as|"
    r"including|e\.g\.)\b|(?<=\w) in order to\b|，(?:从而|以便|因此)|；"
)
_DEEP = re.compile(
    rf"{_SIDE.pattern}|, (?:who|whose|while|whereas|as|enabling|allowing|making|giving|using|with|by|and|showing|"
    rf"based|thus)\b|"
    r"(?<=\w) (?:by [a-z]+ing|using|so that|such that|that (?:enables?|allows?|can|are|is|provides?|helps?|makes?)|"
    r"as well as|which|in which|when|where|while|because|and (?:thus|then|therefore|show|demonstrate|apply|"
    r"introduce|discuss)) "
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
_AUTHORS = re.compile(
    r"(?<!\bby )(?<!\bto )(?<!\bof )(?<!\bon )(?<!\bfor )(?<!\bwith )(?<!\bfrom )(?<!\bthan )(?<!\bhelp )(?<!\bhelps )"
    r"(?<!\ballow )(?<!\ballows )(?<!\benable )(?<!\benables )\b[Tt]he authors?\b(?!['’])"
)
_AUTHORS_OWN = re.compile(r"\b[Tt]he authors?['’].*\bthe authors?\b(?!['’])")
# `The proposed model is fast, and the authors find …`: whose model it is comes first.
_FRONTED = re.compile(
    r"\b([Tt]he) (?:(?:proposed|presented) (?=(?:[\w-]+ ){0,2}?(?:model|method|approach|system|framework|architecture|"
    r"algorithm|network)s?\b)|(?=work is\b))((?:[\w-]+ ){0,2}?(?:model|method|approach|system|framework|architecture|"
    r"algorithm|network|work)s?)\b(?! of\b)"
)
_THEIR_OWN = re.compile(r"\bthe authors?(?:['’]s|['’])")
_NO_PLACE = re.compile(r"\b(?:proposed|experiments?|authors?|their|results?|different datasets)\b")
_DANGLING = re.compile(r"\b(?:of|with|in|on|by|to|for|and|or|the|a|an|as|at|from|that|which|than|is|are|both|not)$")


@dataclass(frozen=True)
class Clause:
    """A claim ready to be worded.

    subject, predicate: filled where the claim begins with its authors; body: the sentence without its full stop;
    leaning: it needs something said before about its paper; score: how much it matters, as its claim has it.
    """

    bibkey: str
    kind: PointKind
    subject: str
    predicate: str
    body: str
    leaning: bool
    score: float = 1.0

    @property
    def words(self) -> int:
        """Length of the body in words (Chinese: two characters count one)."""
        return word_count(self.body)


def clause_of(bibkey: str, point: Point, library: Library) -> Clause:
    """The clause behind a digest's point; a point that is none of the paper's claims is taken as it stands."""
    claim = library.claim(bibkey, point.text)
    body = point.text.strip().rstrip("。.").strip()
    subject, predicate = (claim.subject, claim.predicate) if claim else ("", "")
    leaning = bool(_LEANING.match(body)) or bool(_THEIRS.search(body))
    return Clause(
        bibkey,
        point.kind,
        subject,
        predicate.rstrip("。."),
        body,
        leaning and not subject,
        claim.score if claim else 1.0,
    )


def names_authors(clause: Clause, library: Library) -> bool:
    """Whether the clause says itself who its authors are."""
    return bool(clause.subject) or library.name(clause.bibkey) in clause.body


def whose(clause: Clause, library: Library) -> bool:
    """Whether a reader must ask whose finding, limit or doing it is: neither the authors nor what they made are
    named."""
    found = clause.kind in ("result", "comparison") and bool(_CASE.search(clause.body))
    told = found or clause.kind == "limitation" or bool(_DONE.match(clause.body))
    if library.language != "en" or not told or names_authors(clause, library):
        return False
    low = clause.body.casefold()
    return not any(name in low for name in own_names(library.paper(clause.bibkey)))


def named(clause: Clause, library: Library, turn: int) -> str:
    """The clause with its authors: as the paper has it, or behind a reporting verb."""
    if names_authors(clause, library) or not library.paper(clause.bibkey).authors:
        return clause.body
    name = library.name(clause.bibkey)
    if _AUTHORS.search(clause.body) and not _AUTHORS_OWN.search(clause.body):
        text = _with_name(clause.body, name, plural=library.is_plural(clause.bibkey))
        return text[:1].upper() + text[1:]
    shown = _SHOWING.fullmatch(clause.body)
    what = (shown and shown["what"]) or clause.body
    owned = _OWNED.fullmatch(what)
    if owned and (
        not _begins_with_verb(owned["rest"]) or _of_others(owned["what"], owned["rest"], clause.bibkey, library)
    ):
        owned = None
    if owned and library.language == "en":
        rest = _THEIR_OWN.sub("their", owned["rest"]) if library.is_plural(clause.bibkey) else owned["rest"]
        text = f"the {owned['what']} of {name} {rest}"
    elif shown and not shown["what"]:
        told = _EXPERIMENTS.fullmatch(clause.body) if library.language == "en" else None
        rest = _THEIR_OWN.sub("their", told["rest"]) if told and library.is_plural(clause.bibkey) else ""
        return f"The {told['what'].lower()} of {name} {rest or told['rest']}" if told else clause.body
    else:
        wording = WORDINGS[library.language]
        verb = wording.verb(clause.kind, library.is_plural(clause.bibkey), turn)
        what = _SHOWING_ZH.sub("", what)
        what = _as_theirs(what) if library.is_plural(clause.bibkey) else what
        text = wording.space.join((name, verb)) + wording.space + library.inner(what)
    where = shown["where"] if shown else ""
    if not where or _NO_PLACE.search(where) or where.casefold() in text.casefold():
        return text[:1].upper() + text[1:]
    return f"In experiments on {where}, {text}"


def _of_others(what: str, rest: str, key: str, library: Library) -> bool:
    """Whether a thing is said to be made by somebody, or called by a name in common use, `pandas library`, that is not
    what the paper made."""
    if _MADE_BY.match(rest):
        return True
    made = own_names(library.paper(key))
    return any(staple.kind == "software" and staple.name.casefold() not in made for staple, *_ in staples_in(what))


def _with_name(text: str, name: str, *, plural: bool) -> str:
    """`text` with its first word on `the authors` as their name, and those behind it as pronouns."""
    if not plural:
        return _AUTHORS.sub(name, text, count=1)
    front = _AUTHORS.split(text, maxsplit=1)[0]
    owned = _FRONTED.search(front)
    if owned:
        text = f"{text[: owned.start()]}{owned[1]} {owned[2]} of {name}{text[owned.end() :]}"
    else:
        text = _AUTHORS.sub(name, text, count=1)
    return _THEIR_OWN.sub("their", _AUTHORS.sub("they", text))


def _as_theirs(text: str) -> str:
    """What a reporting verb puts after authors who are several: what is theirs is called so."""
    text = _HELPED.sub(r"\1 them", _PROPOSED.sub("their ", text))
    text = _THEIR_OWN.sub("their", text)
    return re.sub(r"\bthe authors\b", "they", text)


def _begins_with_verb(text: str) -> bool:
    """Whether a text goes on as a predicate does, adverbs aside."""
    words = text.split()
    word = next((w for w in words if not verbs.ADVERB.match(w)), "")
    return bool(verbs.base_form(word)) or verbs.is_past_or_modal(word) or word in verbs.BASE


def speaks_of_authors(clause: Clause) -> bool:
    """Whether the clause says `the authors`, as its subject or further in, without their names."""
    return bool(_AUTHORS.search(clause.body))


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


def shortened(clause: Clause, text: str, least: int = 8, *, deep: bool = False) -> str:
    """`text`, the wording of a clause that begins with its authors, up to its first side clause; else `text` itself.
    deep: how something is done, and what else is so, is a side clause too."""
    if not clause.subject and not deep:
        return text
    for match in (_DEEP if deep else _SIDE).finditer(text):
        head = text[: match.start()].rstrip(" ,，")
        if match.group() in (", and", ", or") and "," in head:
            continue  # the last comma of a list
        even = head.count("(") == head.count(")") and head.count("“") == head.count("”") and head.count('"') % 2 == 0
        if word_count(head) >= least and even and not _DANGLING.search(head):
            return head
    return text


def word_count(text: str) -> int:
    """Words of a text; two Chinese characters count one."""
    return len(text.split()) if " " in text else (len(text) + 1) // 2
