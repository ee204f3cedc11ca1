"""Spans of claims that can stand in a table's cell: what is proposed, which data, which result."""

from __future__ import annotations

import re

from pipeline.engines.extractive.datasets import data_names
from pipeline.engines.extractive.terms import ING_NOUNS, ends_well

MOST_WORDS = 12
_PROPOSES = r"\b(?:propos|introduc|present|develop|design|describ|buil[dt])(?:es?|s|ed|ing)?,?"
_PROPOSAL = re.compile(
    rf"{_PROPOSES} (?:(?:and|then|also) \w+ )?((?:an?|the|two|three|four|new|novel) [^.;:,()]+)", re.I
)
# `introduces PyEDA, a Python library for …`
_NAMED = re.compile(rf"{_PROPOSES} (?:[\w-]+|\w+ [\w-]+)(?: \([\w -]+\))?, (an? [^.;:,()]+)")
_BEING = re.compile(
    r"^[\w-]+ (?:\([\w-]+\) )?is (an? [^.;:,()]*?\b(?:library|package|framework|toolkit|tool|platform|language|"
    r"compiler|system|module|"
    r"software|engine|environment|method|model|algorithm|dataset|benchmark|project)\b[^.;:,()]*)"
)
_PROPOSAL_ZH = re.compile(
    r"提出(?:了)?(?:一种|一个|基于)?([^，。；：]{4,24}?(?:方法|模型|框架|算法|网络|系统|机制|策略))"
)
_STOPPED = re.compile(
    r"(?<![\w-])(?:that|which|who|where|when|whose|termed|called|named|by|to|as|so|while|is|are|tends?|and)(?![\w-])"
)
_JOINED = 5  # words after an `and` that joins nouns
_ACTS = re.compile(
    r"^\w+s? (?:the|an?|to|how|it|that)\b|\b(?:is|are|was|were|can|has|have|will|that|which|who|to|by|as)\b"
)
_NUMBERED = re.compile(
    r"^(?:two|three|four|few|other|same|such|(?:use|exploration|results?|examples?|motivation|extension|capabilities|"
    r"main|structure|implementation and structure|performance)\b)",
    re.I,
)
_PARTICIPLE = re.compile(r"(?: (?!built-)[\w-]+(?:ing|based|ated|ized|ised|cated|ied|built|written))+$")
_LOOSE_END = re.compile(
    r"(?: (?:of|with|in|on|for|from|at|and|or|the|a|an|using|based|via|into|over|named|called|both|their|its|"
    r"with support|with the (?:aim|goal|objective|purpose)(?: of)?))+$"
)
_PREPOSITION = re.compile(r"\b(?:for|in|on|of|with|from|using|over|into|via|between|under)\b")
# What a phrase that leans on its paper is told by.
_VAGUE = re.compile(
    r"\b(?:such|this|these|those|same|concerned|participation|expectation|opportunit\w+|current|ways?|variety|"
    r"overview|its|their|standards|project into|(?:base|empirical|ongoing|following|above|alternative) \w+$|mentioned|"
    r"novelty|fact|in a meaningful|problems?$)\b|^(?:base|empirical|ongoing|data|existing|own|latest|small|progress)\b",
    re.I,
)
_PRAISE = re.compile(
    r"^(?:(?:an?|the|our|novel|new|simple|simpler|but|yet|highly|effective|efficient|powerful|elegant|different|"
    r"proposed|bespoke|general|"
    r"competitive|robust|relatively|very|fast|strong|several|quantitative|succinct|basic|first)\b,? ?)+",
    re.I,
)
_BARE = frozenset(
    "approach method model framework architecture system algorithm package library tool technique analysis "
    "study overview work "
    "way look solution problem setting results paper evaluation novel new".split()
)
_METRIC = (
    r"(?:accurac(?:y|ies)|F1(?:[- ]scores?)?|F-scores?|F-measure|precision|recall|ROUGE(?:-[\w]+)?|BLEU|METEOR|"
    r"MAP|MRR|AUC|EM|UAS|LAS|"
    r"error(?: rate)?|exact match|perplexity|speed-?ups?|scores?)"
)
_AMOUNT = r"(?<![\w.,~-])\d+(?:\.\d+)?(?:\s?[-–−]\s?\d+(?:\.\d+)?)?"
_NUMBER = rf"{_AMOUNT}(?:\s?%|\s?×|x\b| points?| percent)?(?![\d,]|\.\d)"
_UNIT = rf"{_AMOUNT}(?:\s?%|\s?×|x\b| (?:[\w-]+ )?points?| percent)"
_KIND = r"(?:test|average|overall|mean|classification|relative|absolute|macro|micro|exact|new state-of-the-art)"
_ABOUT_SO = r"(?:up to |about |at least |over )?"
_RESULTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_KIND} )?{_METRIC} (?:scores? )?(?:of|is|was|by|at) {_ABOUT_SO}{_NUMBER}(?: (?:and|to) {_NUMBER})?",
        rf"{_NUMBER} (?:{_KIND} )?{_METRIC}(?: (?:score|improvement|points?))*",
        rf"(?:outperform|improv|surpass|exceed|reduc|increas|decreas)\w* [^,;:.()]{{3,60}}? by {_ABOUT_SO}{_UNIT}"
        rf"(?: {_METRIC})?(?: on average)?",
        r"(?:about |up to |nearly |more than )?(?<![\d.,])\d+(?:\.\d+)?(?:x|×| times) (?:as fast as|"
        r"(?:faster|slower|smaller|fewer) than) [\w-]+(?: [\w-]+)?",
    )
)


# Verbs that say nothing of how a thing works.
_STATE = re.compile(
    r"(?:is|was|has|does|achieves|shows|needs|leads|outperforms|targets|addresses|tackles|departs|takes|considers|"
    r"consists|concerns|notes|reports|finds|asks)\b"
)
# `an increase in accuracy of 3 %` is no accuracy of 3 %; `20 % relative error` is cut from a reduction.
_GAIN = re.compile(
    r"\b(?:improv|increas|gain|boost|drop|decreas|reduc|rais|margin|higher|lower)\w*(?:[^.;]|\.\d)*$", re.I
)
# What another system reached is no result of the paper.
_RIVAL = re.compile(
    r"\b(?:baselines?|previous|prior|earlier|original|compar(?:ed|ing|ison)|versus|against|than)\b[^.;]*$", re.I
)
_ACRONYM = re.compile(r" \((?=[\w-]*[A-Z][\w-]*[A-Z])[\w-]+\)")
_BEFORE = 90  # characters in which what a figure is a gain over may stand
_HALVED = re.compile(r"\brelative\b|\d points? [A-Z]|[-–−]\s?\d+(?:\.\d+)?\s?%?$")


def proposal_of(text: str) -> str:
    """What is proposed, without praise, if it is more than the bare word for a proposal."""
    text = _ACRONYM.sub("", text)
    match = _NAMED.search(text) or _PROPOSAL.search(text) or _BEING.search(text)
    if match is None:
        return ""
    phrase = match.group(1)
    stop = next((m for m in _STOPPED.finditer(phrase) if not _joins_nouns(phrase, m)), None)
    words = _PRAISE.sub("", phrase[: stop.start()] if stop else phrase).split()
    torn = stop is not None and stop.group() == "and" and bool(_PREPOSITION.search(" ".join(words)))
    phrase = _LOOSE_END.sub("", " ".join(words))
    if phrase.rpartition(" ")[2] not in ING_NOUNS:
        phrase = _LOOSE_END.sub("", _PARTICIPLE.sub("", phrase))
    left = phrase.split()
    if torn or len(left) > MOST_WORDS or not left or not ends_well(left[-1]):
        left = _before_preposition(left)
    phrase = " ".join(left)
    return phrase[:1].upper() + phrase[1:] if _is_whole(left) else ""


def _joins_nouns(phrase: str, stop: re.Match[str]) -> bool:
    """Whether an `and` joins two words of the phrase, as in `statistical and econometric analysis`."""
    after = phrase[stop.end() :].split()
    return stop.group() == "and" and 0 < len(after) <= _JOINED and not _ACTS.search(" ".join(after))


def _before_preposition(words: list[str]) -> list[str]:
    """The words before the last preposition that leaves few enough of them and a noun at the end."""
    for i in range(len(words) - 1, 1, -1):
        if _PREPOSITION.fullmatch(words[i]) and i <= MOST_WORDS:
            left = _LOOSE_END.sub("", _PARTICIPLE.sub("", " ".join(words[:i]))).split()
            if left and ends_well(left[-1]):
                return left
    return []


def _is_whole(words: list[str]) -> bool:
    """Whether a phrase says what is proposed: three words, or two with a compound or a name before the noun."""
    if len(words) < 2 or words[-1][0].isdigit() or words[-1].casefold() in ("novel", "new"):
        return False
    if len(words) == 2 and not re.search(r"\w-\w|[a-z][A-Z]|[A-Z]{3}", words[0]):
        return False
    phrase = " ".join(words)
    head = words[: next((i for i, word in enumerate(words) if _PREPOSITION.fullmatch(word)), len(words))]
    telling = [word for word in words if word.casefold() not in _BARE]
    bare = head[-1].casefold() in _BARE and len(telling) < 2
    return not (_NUMBERED.match(phrase) or _VAGUE.search(phrase) or bare or not telling)


def deed_of(text: str, name: str) -> str:
    """What a claim says that the thing called `name` does, where that is a short whole: `Trains a model …`."""
    match = re.fullmatch(rf"{re.escape(name)} ([a-z]+s [^,;:()]+)\.?", text)
    if match is None or _STATE.match(match.group(1)):
        return ""
    phrase = match.group(1).strip(". ")
    return phrase[:1].upper() + phrase[1:] if len(phrase.split()) <= MOST_WORDS + 2 else ""


def whole_of(text: str) -> str:
    """A claim as it stands, where it is short enough for a cell."""
    return text.strip().rstrip(".") if len(text.split()) <= MOST_WORDS + 4 else ""


def proposal_zh(text: str) -> str:
    """What a Chinese claim proposes."""
    match = _PROPOSAL_ZH.search(text)
    return match.group(1) if match else ""


def data_in(text: str) -> str:
    """The names of up to three data sets."""
    joined = ", ".join(data_names(text)[:3])
    return joined if len(joined.split()) <= MOST_WORDS else ""


def result_in(text: str) -> str:
    """A figure with what it measures."""
    for pattern in _RESULTS:
        match = pattern.search(text)
        before = text[max(0, match.start() - _BEFORE) : match.start()] if match else ""
        if match and not (_GAIN.search(before) or _RIVAL.search(before) or _HALVED.search(match.group())):
            phrase = re.sub(r"^(?:(?:a|an|the|of|in|and|with|to|by|that|model|an?d) )+", "", match.group().strip())
            if 2 <= len(phrase.split()) <= MOST_WORDS:
                return phrase[:1].upper() + phrase[1:] if phrase[:1].islower() and not phrase[:1].isdigit() else phrase
    return ""
