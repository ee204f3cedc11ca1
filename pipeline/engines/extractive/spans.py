"""Spans of claims that can stand in a table's cell: what is proposed, which data, which result."""

from __future__ import annotations

import re

from pipeline.engines.extractive.datasets import data_names
from pipeline.engines.extractive.terms import ends_well

MOST_WORDS = 12
_PROPOSAL = re.compile(
    r"\b(?:propos|introduc|present|develop|design)(?:es?|s|ed|ing)?,? (?:(?:and|then|also) \w+ )?((?:an?|the|"
    r"two|three|four) [^.;:,()]+)",
    re.I,
)
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
_NUMBERED = re.compile(r"^(?:two|three|four|same|such|use of|exploration of)\b", re.I)
_PARTICIPLE = re.compile(r"(?: [\w-]+(?:ing|based|ated|ized|ised|cated|ied))+$")
_GERUNDS = (
    "learning",
    "parsing",
    "modeling",
    "modelling",
    "understanding",
    "answering",
    "labeling",
    "processing",
    "training",
)
_LOOSE_END = re.compile(
    r"(?: (?:of|with|in|on|for|from|at|and|or|the|a|an|using|based|via|into|over|named|called|both|their|its))+$"
)
_PRAISE = re.compile(
    r"^(?:(?:an?|the|our|novel|new|simple|simpler|but|yet|effective|efficient|powerful|elegant|different|"
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
_AMOUNT = r"(?<![\w.-])\d+(?:\.\d+)?(?:\s?[-–−]\s?\d+(?:\.\d+)?)?"
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
        r"(?:about |up to |nearly |more than )?\d+(?:\.\d+)?(?:x|×| times) (?:as fast as|faster|slower|smaller|fewer)"
        r"(?: than [\w -]{3,30})?",
    )
)


def proposal_of(text: str) -> str:
    """What is proposed, without praise, if it is more than the bare word for a proposal."""
    match = _PROPOSAL.search(text) or _BEING.search(text)
    if match is None:
        return ""
    phrase = match.group(1)
    stop = _STOPPED.search(phrase)
    words = _PRAISE.sub("", phrase[: stop.start()] if stop else phrase).split()
    phrase = _LOOSE_END.sub("", " ".join(words[:MOST_WORDS]))
    if len(words) > MOST_WORDS:
        cut = re.search(
            r"^(.*\S) (?:for|in|on|with|of|from|using|over|into) (?!.* (?:for|in|on|with|of|from|using|over|into) )",
            phrase,
        )
        phrase = cut.group(1) if cut else ""
    if not phrase.endswith(_GERUNDS):
        phrase = _LOOSE_END.sub("", _PARTICIPLE.sub("", phrase))
    left = phrase.split()
    while left and (not ends_well(left[-1]) or _LOOSE_END.search(f" {left[-1]}")):
        left.pop()
    phrase = " ".join(left)
    if (
        len(left) < 2
        or left[-1][0].isdigit()
        or _NUMBERED.match(phrase)
        or left[-1].casefold() in ("novel", "new")
        or all(w.casefold() in _BARE for w in left)
    ):
        return ""
    return phrase[:1].upper() + phrase[1:]


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
        if match:
            phrase = re.sub(r"^(?:(?:a|an|the|of|in|and|with|to|by|that|model|an?d) )+", "", match.group().strip())
            if 2 <= len(phrase.split()) <= MOST_WORDS:
                return phrase[:1].upper() + phrase[1:] if phrase[:1].islower() and not phrase[:1].isdigit() else phrase
    return ""
