"""References inside a sentence to what only the sentences around it name: `this type of task`, `such networks`."""

from __future__ import annotations

import re

# `We assume that this is due to …`: of what, the sentence before tells.
_REPORTED = re.compile(
    r"\bthat (?:this|these|those) (?:is|are|was|were|has|have|can|could|may|might|will|leads?|results? in|makes?|"
    r"helps?|[a-z]+ly)\b|"
    r"^(?:We|I)\b(?: [a-z]+){1,3} that it (?:is|was|has|can|could|may|might|will|also|provides|offers|helps|gives|"
    r"serves|leads|becomes|allows|enables|makes)\b"
    r"(?! (?:\w+ly |very |more |also )*(?:be )?(?:\w+ )?(?:that|to|possible|important|difficult|hard|crucial|for)\b)|"
    r"^(?:We|I)\b(?: [a-z]+){1,3} that they\b"
)
# A pointer with its noun, which is at home where the noun stood before. What systems are called is not among them:
# `this model` is settled elsewhere.
_POINTER = re.compile(
    r"\b(?:(?:such|this|these|those) (?!as\b|an?\b|that\b|who\b|which\b|of\b)|(?:of|for|to|with|by|on|from|upon|"
    r"fill|close|solve) that (?!(?:an?|the|of|in|on|for|with|from|by|at|to|we|they|it|he|she|you|is|are|was|were|can|"
    r"which|who|when|between|without|over|under|using|seen|shown|given|found|[a-z]+ed|[a-z]+ing)\b))"
    r"(?P<noun>[a-z-]+(?: [a-z-]+)?)"
)
_AT_HOME = re.compile(
    r"(?:new |novel |simple |proposed )?(?:papers?|works?|study|studies|articles?|surveys?|models?|methods?|approach|"
    r"approaches|frameworks?|"
    r"systems?|architectures?|algorithms?|techniques?|library|libraries|packages?|tools?|datasets?|data|corpus|corpora|"
    r"strategy|mechanisms?|networks?|building|features?|representations?|components?|modules?|results?|findings?|"
    r"experiments?|metrics?|tasks?|domains?|days|years|time|software|project)\b"
)
# `the second which …`, `the issues` that are to be overcome, what was counted before.
_COUNTED = re.compile(
    r"\bthe (?:two|2|three|3|four|4) (?:[a-z-]+ ){0,2}?[a-z-]+s\b|"
    r"\bboth (?:[a-z-]+ )?(?:methods|models|approaches|systems|datasets|data sets|corpora|tasks|variants|"
    r"networks|versions)\b"
)
_LISTS = re.compile(r"[:;(–—]|\bnamely\b|\band\b|\b(?:two|three|four|both)\b")
# Of which two things, only what stands before can tell.
_LAST_NAMED = re.compile(r"\b[Tt]he (?:former|latter)\b")
_PAIR = re.compile(r"\b(?:and|or|than|both|two|with|to|versus|as)\b")
_ORDINAL = re.compile(r"\bthe (?:first|second|third|former|latter)(?= (?:which|that|is|are|by|with)\b|[,;]|$)")
_UNTOLD = re.compile(
    r"\b(?:overcome|address|solve|tackle|alleviate|mitigate|handle|resolve|overcoming|addressing|solving) "
    r"(?:the|these|this) "
    r"(?:issues?|problems?|challenges?|limitations?|shortcomings?|drawbacks?)(?=,|$)|"
    r"^The (?:problem|issue|phenomenon|task|effect) is (?:referred to|called|known) as\b|\bthe proposals\b(?! of\b)|"
    r"^(?:In spite of|Despite) its [^,]+, (?:most|many|existing|several|previous|recent|current)\b|"
    r"^Even though, |^We (?:[a-z]+ )?turn to\b|"
    r"\b(?:fills?|bridges?|close|lower|remove) (?:the|this) (?:gaps?|barriers?)(?=,|$| by\b)|"
    r"^(?:One|Another|An?|The|Part) (?:of the )?(?:[a-z]+ ){0,2}(?:reasons?|causes?|consequences?|explanations?|"
    r"exceptions?)(?:,| (?:is|was|are|were|may|might|would|could|can)\b)|"
    r"^An? (?:even |much |far )?(?:more|less|better|simpler|faster|easier|cheaper|safer|cleaner) (?:[a-z]+ ){0,2}"
    r"(?:approach|way|option|alternative|solution|choice|example) (?:is|was|would|could|can)\b(?!.*\bthan\b)|"
    r"^In other (?:[a-z]+ )?(?:fields|domains|areas|cases|disciplines|respects|contexts|settings)\b|"
    r"\b(?:last|this|next) (?:year|month|week|spring|summer|fall|autumn|winter|semester)\b|^Last year\b|"
    r"^(?:Through|With|By|From|In|On|For|To|Of|Without) (?:it|them)\b|\b(?:previous|earlier|preceding) examples?\b|"
    r"\b(?:with|of|to|by|from|on|about|after|before|beyond|for) that(?=[,.;]|$)|"
    r"^(?:We|I) (?:also |[a-z]+ly )?(?:dis)?agree(?= and\b|,|$)|"
    r"^(?:When|Once|If) (?:[a-z]+ed|run|built) [^,;:]+, there (?:is|are|was|were)\b|"
    r"^[A-Z](?!.*\b(?:if|when|while|since|although|because|once|as)\b)[^,]*,[^,]*, its [a-z]+ (?:is|was)\b"
)
# `Since release 0.27, they have been …`, `Once trained, it was …`: who or what, the sentence before tells.
_LED_IN = re.compile(
    r"^(?:Since|Once|When|After|Before|Until|In|By|For|As|At|Besides|Here|With|During|From) "
    r"(?P<lead>[^,;:]{1,60}), (?:they|it) (?:have|has|had|are|is|was|were|can|could|does|do|will|[a-z]+s)\b"
    r"(?! (?:\w+ly |very |more |also |often |now )*(?:be |been )*(?:that|whether|how|possible|important|necessary|"
    r"difficult|hard|easy|easier|crucial|clear|common|known|useful|best|worth|desirable|sufficient|enough|"
    r"(?:shown|argued|found|noted|observed|reported|assumed|suggested|believed|expected|said|seen) that)\b)"
)
# The same without a comma, and behind what can only be said of the pronoun: `Based on …, it trades …`.
_EXPLAINED = (
    r"(?:(?!(?:has|is|was|does|seems|appears|turns|follows|takes|makes)\b)[a-z]+s\b|"
    r"(?:have|has|had|are|is|was|were|can|could|may|does|do|will)\b"
    r"(?! (?:\w+ly |very |more |also |often |now |not )*(?:be |been )*(?:that|whether|how|possible|important|necessary|"
    r"difficult|hard|easy|easier|crucial|clear|common|known|useful|best|worth|desirable|sufficient|enough|challenging|"
    r"essential|critical|feasible|impossible|straightforward|shown|argued|found|noted|observed|reported|assumed|"
    r"suggested|believed|expected|said|seen|natural|customary|helpful)\b))"
)
_LED_BARE = re.compile(
    rf"^(?:Under|With|In|On|At|For|From|By|Through|Via|Without) (?P<lead>(?:[\w’'-]+ ){{1,4}})(?:it|they) {_EXPLAINED}"
)
_HANGING = re.compile(
    rf"^(?:(?:Although|Though|While|If) (?:still|not|only|originally|initially|relatively|[a-z]+ed)|(?:[A-Z][a-z]+ed|"
    rf"Built|Written|Made) (?:on|in|with|for|to|as|by|from|upon))\b[^,;:]+, (?:it|they) {_EXPLAINED}"
)
# `Since their early years, Python has …`: of several, and Python is one.
_OF_ONE = re.compile(
    r"^(?:Since|In|During|At|From|With|Despite|Due to|Because of|Like|Unlike|Given) their [^,;:]+, "
    r"(?:[A-Z][\w-]+|(?:the|an?|each) [\w-]+(?: [\w-]+)?) (?:has|is|was|does)\b"
)
_THINGS = re.compile(r"\b(?:the|an?|each|every|this|these|those|many|most|some|our|all|both|several)\b")
_OF_THEIRS = re.compile(
    r"^(?:At|In|On|For|From) (?:one|some|each|many|all|most|several) of (?:their|its|these|those)\b"
)
# What was drawn on the page.
_DRAWN = re.compile(
    r"\b(?:is|are|was|were) (?:illustrated|depicted|visuali[sz]ed|plotted|listed|drawn)$|"
    r"\b(?:bars?|curves?|rows?|columns?|lines?|plots?|boxes) (?:at|on|in) (?:the )?(?:top|bottom|left|right|middle)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:outperforms?|surpass(?:es)?|beats?|follow|adopt|extend|modify|replicate|from|over|to|than|of|on|upon) "
    r"(?:all )?their\b"
)
_OWN = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_WORD = re.compile(r"[a-z-]{3,}")
# Verbs before which no people stand in the plural.
_VERBS = frozenset(
    "manages tends seems appears helps achieves outperforms surpasses does uses gives leads shows learns".split()
)


def dangles(text: str) -> bool:
    """Whether `text`, in the first person as its paper has it, points to something that it does not name."""
    if any(pattern.search(text) for pattern in (_REPORTED, _UNTOLD, _DRAWN, _OF_THEIRS, _HANGING, _OF_ONE)):
        return True
    led = _LED_IN.search(text) or _LED_BARE.search(text)
    if led and not _THINGS.search(led["lead"]):
        return True
    if _ORDINAL.search(text) and not _numbers_before(text):
        return True
    last = _LAST_NAMED.search(text)
    if last and not _PAIR.search(text[: last.start()]):
        return True
    return _points_out(text) or _counts_out(text) or _takes_from_others(text)


def _numbers_before(text: str) -> bool:
    found = _ORDINAL.search(text)
    return bool(found and re.search(r"\b(?:two|three|both|either|first\b.*\bsecond)\b", text[: found.start()]))


def _points_out(text: str) -> bool:
    """Whether a noun behind `such` or `these` is not said before."""
    for found in _POINTER.finditer(text):
        if not found.group().startswith("such ") and _AT_HOME.match(found["noun"]):
            continue
        before = text[: found.start()].casefold()
        if not before:
            continue
        if not any(word.rstrip("s")[:6] in before for word in found["noun"].split() if len(word) > 3):
            return True
    return False


def _counts_out(text: str) -> bool:
    """Whether `the two tasks` or `both methods` stand where nothing around them tells which."""
    found = _COUNTED.search(text)
    if found is None:
        return False
    after = " ".join(text[found.end() :].split(" ")[:6])
    return not (_LISTS.search(text[: found.start()]) or _LISTS.search(re.sub(r"\band (?:[a-z]+s|is|are)\b", "", after)))


def _takes_from_others(text: str) -> bool:
    """Whether `their` is said of people whom the sentence does not name, beside `we`."""
    found = _OTHERS.search(text)
    if found is None or not _OWN.search(text):
        return False
    before = text[: found.start()]
    if " and " in before or re.search(r"\bet al|\b(?:each|every|people|[A-Z]\w+s)\b", before[3:]):
        return False
    return not any(
        word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _VERBS
        for word in _WORD.findall(before)
    )
