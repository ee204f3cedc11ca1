"""What a clause adds to a list: the thing proposed or used, the aim, the plan, the finding; lifted as the paper has
it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.digest import PointKind
from pipeline.engines.extractive.clauses import Clause, names_authors, word_count
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parallel import begins_plainly
from pipeline.engines.extractive.reading.anaphora import system_names

_SHORTEST, _LONGEST = 4, 24  # words of an item
_PROPOSES = re.compile(
    r"(?:also )?(?:propos|present|introduc|develop|design|implement|creat|offer|provid|buil[dt]|ha(?:ve|s) (?:built|"
    r"developed|implemented|described))(?:es?|s|ed)? (?:[\w-]+, )?"
    r"(?P<what>(?!how|that|to|it|their|what|why|which|and|or|whether|as)[a-z].+)"
)
_TAKES_UP = re.compile(
    r"(?:also )?(?:describ|discuss|examin|stud|investigat|review|explor|consider|highlight|focus|address|"
    r"evaluat|analy[sz]|survey|compar|demonstrat|outlin|illustrat|tackl)(?:es?|s|ed|y|ies|ied)?(?: on)? "
    r"(?P<what>(?!how|that|to|it|their|what|why|which|and|or|whether|as)[a-z].+)"
)
_IS = re.compile(r"(?!The|It|This|One|There)[A-Z][\w-]+ (?:\([\w -]+\) )?is (?P<what>an? .+)")
_USES = re.compile(
    r"(?:also )?(?:us|appl|employ|adopt|exploit|leverag|utili[sz]|combin)(?:es?|s|ed|ies|ied|y)? "
    r"(?P<what>(?:an? |the )?[\w-]+ .+)"
)
_AIMS = re.compile(
    r"(?:.+ )?(?:aims?|(?:is|are|was) (?:specially )?(?:designed|intended|meant)|allows? (?:users|one|"
    r"researchers|the user)|"
    r"makes? it (?:easy|possible|easier)|seeks?|attempts?|strives?) (?P<what>to [a-z]+ .+)"
)
_PLANS = re.compile(r"plans? (?P<what>to [a-z]+ .+)")
_FINDS = re.compile(
    r"(?:also )?(?:find|show|report|demonstrate|observe|conclude|discover|reveal|confirm|note|argue|acknowledge|"
    r"concede)s?(?:ed)?|found|showed"
)
_THAT = re.compile(rf"(?:{_FINDS.pattern}) that (?P<what>.+)")
# Where a phrase is cut, and what it must not hold: it would point out of itself.
_CUT = re.compile(
    r", (?:which|where|that|such|thus|thereby|using|including|based|"
    r"and (?:show|demonstrate|present|discuss))| \(| "
    r"(?:that|which|who|where|when|while|called|termed|named|whose|so|as well|because|since|by (?=[a-z]+ing))\b"
)
_POINTS = re.compile(
    r"\b(?:[Tt]heir|[Ii]ts?|authors?|[Tt]hey|them|[Tt]his|[Tt]hese|[Tt]hose|such|another|following|proposed|current|both|"
    r"our|we|here|above|same|latter|former)\b|[,;:()—]|\bof (?:the|a) (?:paper|work)\b"
)
_LEANS = re.compile(
    r"\b(?:authors?|[Tt]hey|[Tt]his|[Tt]hese|another|following|proposed|our|we|here|above|latter|former|results?|"
    r"(?:future|further) work|experiments?)\b|[,;:()—]"
)
_NAMED_DOES = re.compile(
    r"(?:The )?(?!The|It|This|There|These|Users?|Data|Most|Many|Some|One|Such|All|In|For)[A-Z][\w-]+ "
    r"(?:library |package |toolkit |framework |model |dataset )?(?:is|provides|supports|allows|enables|uses|offers|"
    r"implements|introduces|adopts|consists|takes|aims|has|can|combines|includes|achieves|outperforms|learns|makes|handles)\b"
)
_LOOSE = re.compile(
    r"\b(?:of|with|in|on|for|from|at|and|or|the|a|an|using|based|via|into|over|to|both|as|is|are|not|be)$"
)
_STOPS = re.compile(r" (?:for|in|on|with|from|using|over|into|via) ")
_CLAUSED = re.compile(r"\b(?:is|are|was|were|can|has|have|will)\b")


@dataclass(frozen=True)
class Listable:
    """One kind of list. least: how near each other its clauses must be; patterns: {items}, or {Items} in front."""

    kinds: tuple[PointKind, ...]
    lift: Callable[[Clause, Library], str]
    patterns: Sequence[str]
    least: float


def _phrase(text: str, most: int = 14) -> str:
    """A noun phrase or infinitive up to its first side clause; empty where it points out of itself."""
    cut = _CUT.search(text)
    text = text[: cut.start()] if cut else text
    while word_count(text) > most and _STOPS.search(text):
        text = text[: [m.start() for m in _STOPS.finditer(text)][-1]]
    fits = _SHORTEST <= word_count(text) <= most and not _LOOSE.search(text) and not _POINTS.search(text)
    return text if fits and not re.search(r"\band\b(?!.*\band\b).*\b(?:present|show|demonstrat|discuss)", text) else ""


def _proposed(clause: Clause, _: Library) -> str:
    match = _PROPOSES.fullmatch(clause.predicate) if clause.subject else _IS.fullmatch(clause.body)
    phrase = _phrase(match["what"]) if match else ""
    return "" if _CLAUSED.search(phrase) else phrase


def _taken_up(clause: Clause, _: Library) -> str:
    match = _TAKES_UP.fullmatch(clause.predicate) if clause.subject else None
    phrase = _phrase(match["what"], 16) if match else ""
    return "" if _CLAUSED.search(phrase) else phrase


def _system(clause: Clause, library: Library) -> str:
    """A plain statement on the tool or model that the paper's title names."""
    text = clause.body
    names = system_names(library.paper(clause.bibkey).title)
    if not text.removeprefix("The ").casefold().startswith(tuple(name.casefold() for name in names)):
        return ""
    fits = _NAMED_DOES.match(text) and _SHORTEST + 2 <= word_count(text) <= _LONGEST and not _LEANS.search(text)
    return text if fits and not clause.subject else ""


def _used(clause: Clause, _: Library) -> str:
    match = _USES.fullmatch(clause.predicate) if clause.subject else None
    phrase = _phrase(match["what"].split(" to ", 1)[0]) if match else ""
    return "" if _CLAUSED.search(phrase) else phrase


def _aimed(clause: Clause, _: Library) -> str:
    match = _AIMS.fullmatch(clause.predicate or clause.body) if not clause.leaning else None
    return _phrase(match["what"], 18) if match else ""


def _planned(clause: Clause, _: Library) -> str:
    match = _PLANS.fullmatch(clause.predicate) if clause.subject else None
    return _phrase(match["what"], 18) if match else ""


def _found(clause: Clause, library: Library) -> str:
    """`that …`, from a reported finding, or from a plain statement that needs nothing before it."""
    match = _THAT.fullmatch(clause.predicate) if clause.subject else None
    plain = not clause.subject and not clause.leaning and not names_authors(clause, library)
    text = match["what"] if match else clause.body if plain else ""
    fits = _SHORTEST + 2 <= word_count(text) <= _LONGEST and begins_plainly(text) and not _LEANS.search(text)
    return f"that {library.inner(text)}" if fits else ""


LISTABLES: Mapping[str, Listable] = {
    "proposals": Listable(
        ("method", "background", "data"),
        _proposed,
        ("Among the proposals are {items}", "{Items} are presented", "Contributions include {items}"),
        0.0,
    ),
    "systems": Listable(("method", "data", "background", "result"), _system, ("{Items}",), 0.04),
    "subjects": Listable(
        ("method", "data", "background", "result", "problem"),
        _taken_up,
        ("The works take up {items}", "Subjects treated are {items}"),
        0.0,
    ),
    "aims": Listable(("method",), _aimed, ("The aims are {items}", "The works aim {items}"), 0.0),
    "uses": Listable(("method", "data"), _used, ("Use is made of {items}", "The works draw on {items}"), 0.0),
    "findings": Listable(
        ("result", "comparison"),
        _found,
        ("The works report {items}", "It is found {items}", "Their findings are {items}", "The evidence is {items}"),
        0.0,
    ),
    "plans": Listable(
        ("limitation",),
        _planned,
        ("Plans for later work are {items}", "The works plan {items}"),
        0.0,
    ),
    "limits": Listable(
        ("limitation",),
        _found,
        ("The works concede {items}", "It is noted {items}", "Among the limitations are {items}"),
        0.0,
    ),
}
