"""What a paper contributes, by its own sentence of proposal: a verb and a phrase, or what its own thing is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.digest import Point
from pipeline.engines.extractive.clauses import Clause, clause_of
from pipeline.engines.extractive.items import after_lead, thing_of
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading import Claim
from pipeline.engines.extractive.subjects import subject
from pipeline.engines.extractive.uses import own_names

_OFFERS = "propos|present|introduc|develop|design|implement|build|built|releas|put forward|offer|suggest"
_TREATS = (
    "describ|discuss|review|explor|investigat|examin|stud|compar|outlin|address|survey|tackl|analy[sz]|explain|"
    "illustrat|demonstrat|extend|creat|focus|is concerned with|are concerned with"
)
_GIVES = r"(?:give|provide)s?(?= an? (?:[a-z]+ )?(?:introduction|overview|description|comparison|analysis) )"
_DEED = re.compile(
    rf"(?:also |briefly |first )?(?P<verb>{_GIVES}|(?:have |has )?(?:(?P<offers>{_OFFERS})|{_TREATS})"
    r"(?:e|es|s|ed|d|y|ies|ied)?(?: on)?) (?P<what>(?!that\b|it\b|their\b|its\b|and\b|or\b|to\b|about\b)[\w“\"].+)"
)
# `PyEDA, a Python library for …`, `the SkData library (SkData) for …`: name and what it is stay together.
_NAMED = re.compile(
    r"(?:an? (?:[a-z]+ ){1,3}(?:of|on|for) (?=[A-Z]))?(?:the )?(?P<name>[A-Za-z][\w.+-]*(?: [A-Z][\w.+-]*)?), "
    r"(?P<what>(?:an?|the) (?!\w+ of which).+)"
)
_WHICH = re.compile(
    r"(?P<name>[A-Za-z][\w.+-]*), which (?P<what>(?:provides|offers|implements|allows|enables) [a-z].+)"
)
_IS = re.compile(
    r"(?:The )?(?P<name>(?!(?:The|It|This|One|There|An?)\b)[A-Za-z][\w-]+)(?: (?:library|package|project))? "
    r"is (?P<what>an? .+)"
)
_SAYS_HOW = re.compile(r"(?:how to|how|whether|ways? to) [a-z].+")
_POINTS = re.compile(r"\b(?:these|this|those|such|it|they|them|their|its)\b")
_ASIDE = re.compile(r" \([^()]*\)")
_ADJECTIVES = re.compile(r"^an? (?:[\w-]+, )+(?:and )?(?=(?P<vowel>[aeiou])?[\w-]+ [\w-]+)", re.I)
# What follows a whole phrase: how it is done, or more of it.
_MORE = re.compile(
    r", (?:which|that|where|with|first|so|including|such|as|both|based|written|built|used|called|named|\w+ing|\w+ed)\b|"
    r" in an? (?:\w+ )?(?:manner|way|fashion) |"
    r" (?:designed|intended|meant) to | while | when | by [a-z]+ing | based on (?:its|their) | so that | such that |"
    r" in order to "
)
# `… and empirically study various models`: a second deed.
_AND_DOES = re.compile(
    r" and (?:[a-z]+ly )?"
    r"(?!(?:in|on|for|of|with|from|to|by|at|as|into|over|all|both|between|about|using|through|via)\b)"
    r"[a-z]+ (?=(?:the|an?|their|its|how|various|several|different|it|them|whether|some|two|three)\b)"
)
_HANGS = re.compile(r" (?:that|which) (?:is|are|was|were|has been|have been|can be)(?: \w+ly)?$")
_DEFINITE = re.compile(r"(?:the|some|how|whether|ways?) ")
# What tells of the paper rather than of its subject, or could be anybody's.
_HOLLOW = re.compile(
    r"(?:the )(?:[a-z]+ )?(?:package|library|tool|software|code|framework|model|method|approach|algorithm|system) "
    r"(?:to|of|and|that|in|on|for|including|is)\b|"
    r"(?:the |an? |some |several )?(?:[a-z]+ )?(?:results?|findings|latest release|summary|information|suggestions|"
    r"examples?|number|variety|cases?|experiments?|features?|details?|participation|challenges|overview) "
    r"(?:to|of|and|that|in|on|for|including)\b|(?:the|an?) (?:\w+ )?(?:paper|work|section|article|study)\b|"
    r".*\b(?:as an example|this|these|such|proposed|and (?:show|find|found|demonstrat|evaluat)\w*)\b|"
    r".*\bthe (?:task|problem|idea|latter|former)$|"
    r"(?:the |an? )(?:(?:novel|new|simple|deep|neural|neural-based|general|main)? ?)*(?:network |model )?"
    r"(?:architecture|features|framework|model|system|network)$"
)
_STANDS = re.compile(rf"(?:have |has )?(?:{_OFFERS}|describ|outlin|giv|provid)\w*")
_WORTH = {"abstract": 2.0, "conclusion": 1.5, "introduction": 1.0}
_LOOKED_AT, _SURE = 30, 5
_SHORT_TOLD, _LONG_TOLD, _PLAIN = 4, 18, 10  # words of what says how, and of a thing that needs no more
_OFFERED_BONUS, _NOUN_BONUS, _TITLED, _LATER = 1.0, 0.4, 1.2, 0.02


@dataclass(frozen=True, slots=True)
class Contribution:
    """clause: the paper's own sentence; verb: what its authors do, in their own word, empty where the thing is only
    named; phrase: what it is done to; noun: whether the phrase can stand in a list without the verb; titled: whether
    it is only the subject that the title names."""

    clause: Clause
    verb: str
    phrase: str
    noun: bool
    titled: bool = False

    @property
    def offered(self) -> bool:
        """Whether it is a proposal: something made, not something described or looked into."""
        return not self.verb or _offers(self.verb)


def contribution(key: str, library: Library, told: int = 0) -> Contribution | None:
    """The paper's clearest statement of what it contributes; told: how many clearer ones are told elsewhere. None where
    it has no such statement that can be lifted."""
    title = set(library.stems(library.paper(key).title))
    rated = []
    for place, claim in enumerate(library.claims(key)[:_LOOKED_AT]):
        weight = _WORTH.get(claim.section, 0.0)
        found = _lifted(claim, key, library) if weight and claim.kind not in ("limitation", "comparison") else None
        if found is None:
            continue
        said = set(library.stems(found.phrase))
        shared = len(said & title) / max(1, min(len(said), len(title)))
        if not shared and claim.section != "abstract" and place >= _SURE:
            continue
        offered = _OFFERED_BONUS * found.offered + _NOUN_BONUS * found.noun
        rated.append((-round(weight + _TITLED * shared + offered - _LATER * place, 6), place, found))
    distinct: list[Contribution] = []
    for *_, found in sorted(rated, key=lambda row: row[:2]):
        if not any(_echoes(found, other, library) for other in distinct):
            distinct.append(found)
    return distinct[told] if told < len(distinct) else None


def titled(key: str, library: Library) -> Contribution | None:
    """What the title says the paper deals with; None where it names no subject."""
    phrase = subject(key, library)
    if not phrase:
        return None
    said = set(library.stems(phrase))
    nearest = max(library.claims(key), key=lambda c: len(said & set(library.stems(c.text))), default=None)
    passages = (nearest.passage,) if nearest else ()
    clause = clause_of(key, Point(phrase, passages, "method"), library)
    return Contribution(clause, "deal with" if library.is_plural(key) else "deals with", phrase, noun=True, titled=True)


def _echoes(a: Contribution, b: Contribution, library: Library) -> bool:
    """Whether two phrases say nearly the same."""
    one, other = set(library.stems(a.phrase)), set(library.stems(b.phrase))
    return 2 * len(one & other) > min(len(one), len(other))


def _offers(verb: str) -> bool:
    match = _DEED.fullmatch(f"{verb} a thing")
    return bool(match and match["offers"])


def _stands(verb: str) -> bool:
    """Whether what the verb is about is itself the contribution."""
    return bool(_STANDS.fullmatch(verb))


def _lifted(claim: Claim, key: str, library: Library) -> Contribution | None:
    clause = clause_of(key, Point(claim.text, (claim.passage,), claim.kind), library)
    predicate = clause.predicate or after_lead(clause.body, library.name(key))
    match = _DEED.fullmatch(predicate) if predicate else None
    if match is not None:
        phrase, noun = _phrase(match["what"])
        return Contribution(clause, match["verb"], phrase, noun and _stands(match["verb"])) if phrase else None
    named = _IS.fullmatch(_ASIDE.sub("", clause.body)) if not clause.subject else None
    if named is None or named["name"].casefold() not in own_names(library.paper(key)):
        return None
    what = _thing(named["what"])
    return Contribution(clause, "", f"{named['name']}, {what}", True) if what else None


def _phrase(what: str) -> tuple[str, bool]:
    """What is contributed, and whether it is a noun phrase that needs no verb before it; ("", False) where it is no
    whole."""
    plain = _ASIDE.sub("", what)
    named, which = _NAMED.match(plain), _WHICH.match(plain)
    if named:
        told = _thing(named["what"])
        return (f"{named['name']}, {told}", True) if told else ("", False)
    if which:
        told = _thing(f"a thing that {which['what']}").removeprefix("a thing that ")
        return (f"{which['name']}, which {told}", True) if len(told.split()) > _SHORT_TOLD else ("", False)
    if _SAYS_HOW.fullmatch(plain) and not _POINTS.search(plain):
        told = plain.split(",")[0]
        return (told, False) if _SHORT_TOLD < len(told.split()) <= _LONG_TOLD else ("", False)
    told = "" if _SAYS_HOW.fullmatch(plain) else _thing(plain)
    return ("", False) if not told or _HOLLOW.match(told) else (told, not _DEFINITE.match(told))


def _thing(what: str) -> str:
    """A noun phrase as far as it says which thing is meant."""
    what = _AND_DOES.split(what, maxsplit=1)[0]
    what = _ADJECTIVES.sub(lambda m: "an " if m["vowel"] else "a ", what)
    return thing_of(_HANGS.sub("", _MORE.split(what, maxsplit=1)[0]), 16, _PLAIN)
