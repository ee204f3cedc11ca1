"""What a paper says that it uses: the staples and data sets that its own sentences name behind a verb of use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.engines.extractive.reading.anaphora import system_names
from pipeline.engines.extractive.staples import Kind, Staple, staples_in
from pipeline.paper import Paper

_REACH = 130  # characters between a verb of use and what is used
_START = re.compile(r"[.!?;:](?:\d+)? (?=[A-Z(])")
_ABSTRACT = 1_500  # characters that stand for a missing abstract
_CALLED = re.compile(
    r"(?:^|\. |\b(?:introduces?|presents?|describes?|develop(?:s|ed)?|proposes?|called|named) "
    r")(?P<name>[A-Za-z][\w-]*[\w])"
    r"(?:,| is| \() ?an? [^.]{0,70}?\b(?:library|package|toolkit|tool|framework|software|platform|module|"
    r"application|system|compiler|project|model|dataset|language|environment|engine)\b"
)
_NO_NAME = frozenset("It This There Python which that It's The".split())
# Who speaks of the own work: the authors, or what they made.
_OWN = (
    r"(?:\b[Ww]e|\b[Oo]ur [\w -]{3,40}?|\bI|\b[Tt]his (?:paper|work|study|article)|\b[Tt]he (?:proposed |"
    r"resulting |final |"
    r"current )?(?:models?|systems?|library|package|tool|toolkit|framework|software|implementation|code|project|"
    r"module|approach|method|networks?|pipeline|application|algorithm|analysis|authors?))"
)
_ADVERBS = (
    r"(?: (?:[a-z]+ly|also|then|further|first|have|has|had|is|are|was|were|been|can|now|all|mainly|both|therefore|"
    r"thus|will|do))*"
)
_VERB = (
    r"(?:us(?:e|es|ed|ing)|employ(?:s|ed|ing)?|adopt(?:s|ed)?|appl(?:y|ies|ied)|utili[sz](?:e|es|ed|ing)|rel(?:y|"
    r"ies|ied|ying)|"
    r"buil(?:d|ds|t)|leverag(?:e|es|ed|ing)|implement(?:s|ed)?|written|wrote|bas(?:e|ed)|evaluate[sd]?|test(?:s|ed)?|"
    r"train(?:s|ed)?|initiali[sz]e[sd]?|optimi[sz]e[sd]?|experiment(?:s|ed)?|conduct(?:s|ed)?|perform(?:s|ed)?|"
    r"report(?:s|ed)?|carr(?:y|ied) out|consider(?:s|ed)?|"
    r"measure[sd]?|compute[sd]?|fit(?:s|ted)?|estimate[sd]?|minimi[sz]e[sd]?|regulari[sz]e[sd]?|set|choose|chose|"
    r"select(?:ed)?|"
    r"incorporate[sd]?|integrate[sd]?|combine[sd]?|extract(?:s|ed)?|parse[sd]?|tokeni[sz]e[sd]?|encode[sd]?|"
    r"learn(?:s|ed)?|"
    r"depend(?:s|ed)?|wrap(?:s|ped)?|develop(?:s|ed)?|run|ran|plot(?:s|ted)?|collect(?:ed)?|analy[sz]e[sd]?|"
    r"interface[sd]?)"
)
_SAYS = re.compile(rf"{_OWN}{_ADVERBS} (?P<verb>{_VERB})\b")
_THEN = re.compile(rf"{_ADVERBS} (?P<verb>{_VERB})\b")
_MADE = re.compile(
    r"(?<![\w-])(?:(?:is|are|was|were) trained|implemented|written|built|developed|computed|performed|done|"
    r"plotted|visuali[sz]ed|generated|"
    r"calculated|"
    r"based|optimi[sz]ed|evaluated|wraps|depends|relies) (?:[\w-]+ ){0,3}?(?:using|with|in|on top of|on|upon|via|"
    r"by|atop)"
    r"(?: (?:the|an?|Python|standard|and|[A-Z][\w+.-]+,?|[a-z-]+,)){0,4} $"
)
_IT = re.compile(r"\b[Ii]t\b")
_IMPORTED = re.compile(r"(?:^|[^\w ]|\b(?:as \w+|>>>)) ?(?:import|from) $")
# `word vectors trained on Wikipedia`: others used it.
_ELSEWHERE = re.compile(
    r"\b(?:pre-?trained|trained|provided|derived|learned|obtained|released) (?:on|by|from)\b|"
    r"\b(?:model|embeddings) (?:on|by|from)\b"
)
# Behind other verbs than these, only `with X`, `using X`, `on X` says that X is used.
_TAKES = re.compile(
    r"us|employ|adopt|conduct|carr|import|appl|utili|leverag|rel[yi]|report|measure|compute|incorporat|integrat|"
    r"depend|wrap|interface|combin|perform"
)
_BY = re.compile(
    r"\b(?:us(?:es|ing)|with|on(?: top of)?|upon|in|by|via|from|through|utili[sz]ing|employing|applying|atop)(?: "
    r"(?:the|an?|standard|its|pre-?trained|publicly|available|popular|open[- ]source|python|Python|libraries|packages|"
    r"library|package|"
    r"as|such|like|both|mini-?batch|English|Stanford|[\w-]+-dimensional|word|vectors|embeddings|[a-z]+ (?:of|in)|"
    r"[A-Z][\w.+-]+,?|and|[a-z-]+,?)){0,6} ?$"
)
_PASSIVE = re.compile(
    r"^(?: [\w-]+){0,3} (?:is|are|was|were) (?:also |then )?(?:used|employed|adopted|applied|utili[sz]ed)\b"
    r"(?! (?:in|by) (?:many|several|most|other|previous|various))"
)
_DENIED = re.compile(
    r"\b(?:not|no|never|without|instead|rather|unlike|than|versus|vs|compar\w+|outperform\w*|replac\w*|baselines?|"
    r"previous\w*|"
    r"opposed|originally|formerly|existing|traditional\w*|prior|such as in|alternative\w*|could|would|should|"
    r"might|plan\w*|future|differ\w*|"
    r"et al|similar to|Similarly|unfortunately|if|can be|like to|inspired|motivat\w*|proposed by|against|extend\w*|"
    r"introduced|drop-in|port\w*)\b|n['’]t\b|\(\d{4}|\d{4}\)|\[\d"
)
_OTHERS = re.compile(r"\bet al|\(\d{4}|\b(?:often|widely|commonly|typically|usually|traditionally|can be)\b|\[\d")


@dataclass(frozen=True, slots=True)
class Uses:
    """What one paper says. used: the kind of everything it says it uses, by name; named: what it names at all."""

    used: Mapping[str, Kind]
    named: frozenset[str]


def uses_of(paper: Paper, data: Iterable[str] = ()) -> Uses:
    """What a paper says it uses. data: names of data sets to look for as well."""
    sets = {_plain(name): name for name in sorted(set(data))}
    any_set, own = _either(sets), _either(made_here(paper))
    used: dict[str, Kind] = {}
    named: set[str] = set()
    for passage in paper.passages:
        text = " ".join(passage.text.split())
        found: list[tuple[Staple, int, int]] = list(staples_in(text))
        for match in any_set.finditer(text) if any_set else ():
            found.append((Staple("data", sets[_plain(match.group())]), match.start(), match.end()))
        for staple, start, end in found:
            named.add(staple.name)
            if staple.name not in used and is_used(text, start, end, own, made=staple.kind != "language"):
                used[staple.name] = staple.kind
    return Uses(used, frozenset(named))


def made_here(paper: Paper) -> tuple[str, ...]:
    """What the title or the abstract calls the thing that the paper made."""
    start = " ".join((paper.abstract or paper.text[:_ABSTRACT]).split())
    called = [m["name"] for m in _CALLED.finditer(start) if m["name"] not in _NO_NAME]
    return tuple(dict.fromkeys([*system_names(paper.title), *called]))


def own_names(paper: Paper) -> frozenset[str]:
    """What the paper made is called, small: the title begins with it, or the abstract calls it so."""
    own = (name for name in made_here(paper) if paper.title.startswith(name) or name not in paper.title)
    return frozenset(name.casefold() for name in own)


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\s-]", name))


def _either(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of these names, the longest first; None for none."""
    parts = [
        r"[\s-]".join(map(re.escape, re.split(r"[\s-]", name))) for name in sorted(names, key=lambda n: (-len(n), n))
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])") if parts else None


def is_used(text: str, start: int, end: int, own: re.Pattern[str] | None = None, *, made: bool = True) -> bool:
    """Whether the sentence around `text[start:end]` says that the authors, or what they made, use what stands there.

    own: the names of what they made; made: whether `implemented in X` says so too, whoever did it.
    """
    head = text[max(0, start - 2 * _REACH) : start]
    begin = max((m.end() for m in _START.finditer(head)), default=0)
    before, after = head[begin:], text[end : end + _REACH]
    after = (_START.split(after, maxsplit=1) or [after])[0]
    if _PASSIVE.match(after):
        return not _DENIED.search(before) and not _OTHERS.search(f"{before} {after}")
    if _IMPORTED.search(before):
        return True
    if made and _MADE.search(before):
        return not _DENIED.search(before) and not _OTHERS.search(before)
    said = _said(before, own, bool(own and own.search(text[max(0, start - 3 * _REACH) : start])))
    if said is None or len(before) - said.end() > _REACH or _DENIED.search(before[said.start() :]):
        return False
    between = before[said.end() :]
    if ", which" in between or ", but" in between or _ELSEWHERE.search(between):
        return False
    if _TAKES.match(said["verb"]) and not re.search(r"\b(?:to|for|that|where|when|because)\b", between):
        return True
    return bool(_BY.search(before[said.start("verb") :]))


def _said(before: str, own: re.Pattern[str] | None, named: bool) -> re.Match[str] | None:
    """The last verb of use that the authors, or what they made, are the subject of; named: `it` is what they made."""
    found = list(_SAYS.finditer(before))
    for match in [*own.finditer(before), *(_IT.finditer(before) if named else ())] if own else ():
        verb = _THEN.match(before, match.end())
        found += [verb] if verb else []
    return max(found, key=lambda match: match.start(), default=None)
