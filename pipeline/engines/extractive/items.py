"""What a clause adds to a list: the thing proposed or used, the aim, the plan, the finding; lifted as the paper has
it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.digest import PointKind
from pipeline.engines.extractive.clauses import Clause, names_authors, shortened, word_count
from pipeline.engines.extractive.lexicon import STOP
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parallel import begins_plainly
from pipeline.engines.extractive.reading.anaphora import system_names
from pipeline.engines.extractive.terms import ends_well
from pipeline.engines.extractive.uses import made_here

_SHORTEST, _LONGEST = 4, 24  # words of an item
_PROPOSES = re.compile(
    r"(?:also )?(?:propos|present|introduc|develop|design|implement|creat|buil[dt]|ha(?:ve|s) (?:built|"
    r"developed|implemented|described))(?:es?|s|ed)? (?:[\w-]+, )?"
    r"(?P<what>(?!how|that|to|it|their|what|why|which|and|or|whether|as)[a-z].+)"
)
_TAKES_UP = re.compile(
    r"(?:also )?(?:describ|discuss|examin|stud|investigat|review|explor|focus|address|survey|tackl)(?:es?|s|ed|y|"
    r"ies|ied)?(?: on)? (?P<what>(?!how|that|to|it|their|what|why|which|and|or|whether|as)[a-z].+)"
)
_IS = re.compile(
    r"(?P<name>(?!(?:The|It|This|One|There|An?)\b)[A-Z][\w-]+) (?:\([\w -]+\) )?is (?P<what>(?:an?|the) .+)"
)
_AIMS = re.compile(
    r"(?:.+ )?(?:aims?|(?:is|are|was) (?:specially )?(?:designed|intended|meant)|seeks?|attempts?|strives?) "
    r"(?P<what>to (?!be\b)[a-z]+ .+)"
)
_LED = re.compile(r"(?:[A-Z][^,;:]+, ){1,2}$")
_PLANS = re.compile(
    r"(?:also )?(?:plan|intend)s? (?P<what>to [a-z]+ .+?)(?:,? in (?:the|their) (?:near )?future(?: work)?)?"
)
_AHEAD = re.compile(
    r"(?:(?:[A-Z][a-z]+|A|An) )?(?:final |possible |promising |interesting |another |important )?(?:[Ff]uture|"
    r"[Ff]urther|[Ll]ater) "
    r"(?:work|research|directions?|extensions?|steps?)(?: directions?)? (?:will |would |could |can |may )?(?:also )?"
    r"(?:involves?|includes?|focus(?:es)? on|concerns?|consists? of|aims? at|comprises?) (?:the )?(?P<what>[a-z].+)"
)
_FINDS = re.compile(
    r"(?:also )?(?:find|show|report|demonstrate|observe|conclude|discover|reveal|confirm|note|argue|acknowledge|"
    r"concede)s?(?:ed)?|found|showed"
)
_THAT = re.compile(rf"(?:{_FINDS.pattern}) that (?P<what>.+)")
_VERBS = (
    r"(?:conduct|introduc|present|show|demonstrat|discuss|evaluat|describ|provid|propos|develop|test|analy[sz]|"
    r"compar|"
    r"report|explor|examin|appl|investigat|achiev|explain|illustrat|giv|creat|build|offer|implement|us)(?:e|s|es|"
    r"y|ies)?"
)
# Where a phrase is cut, and what it must not hold: it would point out of itself.
_CUT = re.compile(
    rf", (?:which|where|that|such|thus|thereby|using|including|based|"
    rf"and )| \(| and (?:then |also |thus )?{_VERBS} (?=[a-z])| in order\b| such as\b| "
    r"(?:that|which|who|where|when|while|called|termed|named|whose|so|as well|because|since|by (?=[a-z]+ing))\b"
)
# `pandera, an open source package …`, `a new library, freud, …`: what it is tells more than its name.
_APPOSED = re.compile(r"^(?:the (?:[\w-]+ )?)?[A-Za-z][\w-]+(?: \([^()]*\))?, (?P<what>an? )")
_THAT_DOES = re.compile(r" (?:that|which|to|for) ")
_COMMA = re.compile(
    r", (?:which|where|such|thus|thereby|using|including|based|as|like|and|in|so|following|with|for|or)\b|"
    r" (?:as well|because|since|so that|so it|in order to) | \("
)
_POINTS = re.compile(
    r"\b(?:[Tt]heir|[Ii]ts?|authors?|[Tt]hey|them|[Tt]his|[Tt]hese|[Tt]hose|such|another|following|proposed|"
    r"current|both|our|we|here|above|same|latter|former)\b|[,;:()—]|\bof (?:the|a) (?:paper|work)\b"
)
_STRAYS = re.compile(
    r"\b(?:authors?|[Tt]his|[Tt]hese|[Tt]hose|[Tt]hat (?:inconsistency|problem|issue)|such|another|following|current|"
    r"our|we|here|above|latter|former|more in)\b|[,;:()—]"
)
_LEANS = re.compile(
    r"\b(?:authors?|[Tt]hey|[Tt]his|[Tt]hese|another|following|proposed|our|we|here|above|latter|former|results?|"
    r"(?:future|further) work|experiments?)\b|[,;:()—]"
)
_NAMED_DOES = re.compile(
    r"(?:The )?(?!(?:The|It|This|There|These|Users?|Data|Most|Many|Some|One|Such|All|In|For)\b)[A-Z][\w-]+ "
    r"(?:library |package |toolkit |framework |model |dataset )?(?:is|provides|supports|allows|enables|uses|offers|"
    r"implements|introduces|adopts|consists|takes|aims|has|can|combines|includes|achieves|outperforms|learns|"
    r"makes|handles)\b"
)
_LOOSE = re.compile(
    r"\b(?:of|with|in|on|for|from|at|and|or|the|a|an|using|based|via|into|over|to|both|as|is|are|not|be)$"
)
_LACKS = re.compile(
    r"\b(?:not|no|cannot|never|limit\w*|lack\w*|fail\w*|unable|difficult\w*|hard|expensive|costly|require[sd]?|"
    r"poor\w*|slow\w*|"
    r"restrict\w*|still|need(?:s|ed)?|only|missing|remain\w*|open|inability|weak\w*|struggl\w*|ignore\w*|"
    r"challeng\w*)\b"
)
_STOPS = re.compile(r" (?:for|in|on|with|from|using|over|into|via) ")
_AND_MORE = re.compile(r",? (?:and|or|but|as well as)(?: also| then| thus| even)?$")
_CLAUSED = re.compile(r"\b(?:is|are|was|were|can|has|have|will)\b")


# Words that say nothing of what a thing is for.
_HOLLOW = frozenset(
    "novel new simple powerful flexible open source open-source free python package packages library libraries "
    "tool tools toolkit framework method methods approach approaches model models system systems software project code "
    "language data "
    "dataset analysis study way general different basic effective efficient fast modern common various several first "
    "participation overview set brief high-level level paper work results use problem task case number tutorial "
    "example implementation version module domain specific based documentation solution technique techniques purpose "
    "strong more detailed realistic initial usage of".split()
)
_NEVER_LAST = frozenset(
    "manner way ways cases case default fashion order terms aspects people respect wild level".split()
)


@dataclass(frozen=True)
class Listable:
    """One kind of list. least: how near each other its clauses must be; patterns: {items}, or {Items} in front; verbs:
    for one and for several authors, where two papers' items may follow their names: `A plan to …, and B to …`."""

    kinds: tuple[PointKind, ...]
    lift: Callable[[Clause, Library], str]
    patterns: Sequence[str]
    least: float
    verbs: Sequence[tuple[str, str]] = ()


def _phrase(text: str, most: int = 14, *, whole: bool = False) -> str:
    """A noun phrase or infinitive up to its first side clause; empty where it points out of itself. whole: a clause
    that says which thing is meant stays."""
    cut = (_COMMA if whole else _CUT).search(text)
    text = text[: cut.start()] if cut else text
    while word_count(text) > most and _STOPS.search(text):
        text = _AND_MORE.sub("", text[: [m.start() for m in _STOPS.finditer(text)][-1]])
    fits = _SHORTEST <= word_count(text) <= most and not _LOOSE.search(text) and not _POINTS.search(text)
    return text if fits and _says_something(text) else ""


def thing_of(text: str, most: int = 14, least: int = 0) -> str:
    """A noun phrase without side clauses, or with the one that tells which thing is meant; least: a phrase of fewer
    words takes that one where it has it."""
    text = _APPOSED.sub(r"\g<what>", text)
    short = _phrase(text, most)
    short = "" if _CLAUSED.search(short) else short
    if short and word_count(short) >= least:
        return short
    told = _phrase(text, 20, whole=True)
    full = not short or text.startswith((f"{told},", f"{told} (")) or text == told  # else it is cut inside its clause
    return told if told and full and _THAT_DOES.search(told) and len(_CLAUSED.findall(told)) < 2 else short


def _says_something(phrase: str) -> bool:
    """Whether a phrase names more than a kind of thing: `a powerful and flexible language` does not; it ends in a
    noun."""
    words = [w.casefold() for w in phrase.split()]
    telling = [w for w in words if w not in _HOLLOW and w not in STOP]
    return len(telling) > 1 and ends_well(words[-1]) and words[-1] not in _NEVER_LAST and not words[0].endswith("ing")


def _proposed(clause: Clause, _: Library) -> str:
    match = _PROPOSES.fullmatch(clause.predicate) if clause.subject else None
    return thing_of(match["what"]) if match else ""


def _taken_up(clause: Clause, _: Library) -> str:
    match = _TAKES_UP.fullmatch(clause.predicate) if clause.subject else None
    return thing_of(match["what"], 16) if match else ""


def _defined(clause: Clause, library: Library) -> str:
    """`SunPy is a …`: what the paper's own thing is."""
    match = _IS.fullmatch(clause.body) if not clause.subject else None
    name = match["name"] if match else ""
    if not match or name.casefold() not in {made.casefold() for made in made_here(library.paper(clause.bibkey))}:
        return ""
    phrase = thing_of(match["what"], 16)
    return f"{name} is {phrase}" if phrase else ""


def _system(clause: Clause, library: Library) -> str:
    """A plain statement on the tool or model that the paper's title names."""
    text = clause.body
    names = system_names(library.paper(clause.bibkey).title)
    if not text.removeprefix("The ").casefold().startswith(tuple(name.casefold() for name in names)):
        return ""
    fits = _NAMED_DOES.match(text) and _SHORTEST + 2 <= word_count(text) <= _LONGEST and not _LEANS.search(text)
    return text if fits and not clause.subject else ""


def _aimed(clause: Clause, _: Library) -> str:
    match = _AIMS.fullmatch(clause.predicate or clause.body) if not clause.leaning else None
    return _phrase(match["what"], 18) if match else ""


def after_lead(body: str, name: str) -> str:
    """What the authors do in a sentence that an adverbial opens; empty where it is none."""
    head, found, rest = body.partition(f"{name} ")
    return rest if found and _LED.fullmatch(head) else ""


def _planned(clause: Clause, library: Library) -> str:
    """What the authors plan; it may speak of what is theirs, since it stands behind their names."""
    match = _PLANS.fullmatch(clause.predicate or after_lead(clause.body, library.name(clause.bibkey)))
    if not match or not library.paper(clause.bibkey).authors:
        return ""
    cut = _COMMA.search(match["what"])
    text = match["what"][: cut.start()] if cut else match["what"]
    fits = _SHORTEST <= word_count(text) <= _LONGEST and not _LOOSE.search(text) and not _STRAYS.search(text)
    return text if fits and _says_something(text) else ""


def _ahead(clause: Clause, _: Library) -> str:
    """What later work is about, where a sentence only says so."""
    match = _AHEAD.fullmatch(clause.body)
    return _phrase(match["what"], 24, whole=True) if match else ""


def _found(clause: Clause, library: Library) -> str:
    """`that …`, from a reported finding, or from a plain statement that needs nothing before it."""
    match = _THAT.fullmatch(clause.predicate) if clause.subject else None
    plain = not clause.subject and not clause.leaning and not names_authors(clause, library)
    text = match["what"] if match else clause.body if plain else ""
    text = shortened(clause, text, deep=True) if "," in text else text
    fits = _SHORTEST + 2 <= word_count(text) <= _LONGEST and begins_plainly(text) and not _LEANS.search(text)
    return f"that {library.inner(text)}" if fits else ""


def _limited(clause: Clause, library: Library) -> str:
    """`that …`, where it says that something is lacking or hard."""
    item = _found(clause, library)
    return item if _LACKS.search(item) else ""


LISTABLES: Mapping[str, Listable] = {
    "proposals": Listable(
        ("method", "background", "data"),
        _proposed,
        (
            "Among the proposals are {items}",
            "Contributions include {items}",
            "The works put forward {items}",
        ),
        0.0,
        (("presents", "present"), ("introduces", "introduce"), ("puts forward", "put forward")),
    ),
    "systems": Listable(("method", "data", "background", "result"), _system, ("{Items}",), 0.04),
    "definitions": Listable(("method", "data", "background", "result"), _defined, ("{Items}",), 0.04),
    "subjects": Listable(
        ("method", "data", "background", "result", "problem"),
        _taken_up,
        ("The works take up {items}", "Subjects treated are {items}"),
        0.02,
    ),
    "aims": Listable(("method",), _aimed, ("The aims are {items}", "Stated aims are {items}"), 0.02),
    "findings": Listable(
        ("result", "comparison"),
        _found,
        ("The works report {items}", "It is found {items}", "Their findings are {items}"),
        0.08,
        (("finds", "find"), ("reports", "report")),
    ),
    "plans": Listable(
        ("limitation",),
        _planned,
        (),
        0.0,
        (("plans", "plan"), ("intends", "intend")),
    ),
    "prospects": Listable(
        ("limitation",),
        _ahead,
        ("Future work is seen in {items}", "Left to future work are {items}"),
        0.0,
    ),
    "limits": Listable(
        ("limitation",),
        _limited,
        ("It is noted {items}", "The works point out {items}", "Among the limitations are {items}"),
        0.0,
        (("notes", "note"), ("points out", "point out")),
    ),
}
