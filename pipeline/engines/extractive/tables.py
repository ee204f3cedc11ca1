"""Comparison tables: short spans lifted from claims, one row a paper, every cell with its passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.digest import Point
from pipeline.engines.extractive.datasets import data_names
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading import Claim
from pipeline.figures import Cell, Row, Table
from pipeline.skeleton import Section

LEAST_ROWS, MOST_ROWS, MOST_WORDS = 3, 12, 12
_COLUMNS = {"en": ("Proposal", "Data", "Reported result"), "zh": ("方法", "数据", "结果")}
_CAPTION = {"en": "Works on {title}: {columns}", "zh": "{title}：各项工作的{columns}"}
_ABOUT = {
    "en": {"Proposal": "what they propose", "Data": "the data they name", "Reported result": "a result they report"},
    "zh": {"方法": "方法", "数据": "数据", "结果": "结果"},
}
_PROPOSAL = re.compile(
    r"\b(?:propos|introduc|present|develop|design)(?:es?|s|ed|ing)?,? (?:(?:and|then|also) \w+ )?((?:an?|the|two|three|four) [^.;:,()]+)",
    re.I,
)
_PROPOSAL_ZH = re.compile(
    r"提出(?:了)?(?:一种|一个|基于)?([^，。；：]{4,24}?(?:方法|模型|框架|算法|网络|系统|机制|策略))"
)
_STOPPED = re.compile(
    r"\b(?:that|which|who|where|when|whose|termed|called|named|by|to|as|so|while|is|are|and (?!\w+ \w*ing\b))\b"
)
_LOOSE_END = re.compile(
    r"(?: (?:of|with|in|on|for|from|at|and|or|the|a|an|using|based|via|into|over|named|called|both|their|its))+$"
)
_PRAISE = re.compile(
    r"^(?:(?:an?|the|our|novel|new|simple|simpler|but|yet|effective|efficient|powerful|elegant|different|proposed|bespoke|general|"
    r"competitive|robust|relatively|very|fast|strong|several|quantitative|succinct|basic|first)\b,? ?)+",
    re.I,
)
_BARE = frozenset(
    "approach method model framework architecture system algorithm package library tool technique analysis study overview work "
    "way look solution problem setting results paper evaluation novel new".split()
)
_METRIC = (
    r"(?:accurac(?:y|ies)|F1(?:[- ]scores?)?|F-scores?|F-measure|precision|recall|ROUGE(?:-[\w]+)?|BLEU|METEOR|MAP|MRR|AUC|EM|UAS|LAS|"
    r"error(?: rate)?|exact match|perplexity|speed-?ups?|scores?)"
)
_NUMBER = r"\d+(?:\.\d+)?(?:\s?%|\s?×|x\b| points?| percent)?"
_RESULTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:[\w-]+ ){{0,2}}{_METRIC} (?:scores? )?(?:of|is|was|by|at) (?:up to |about |over )?{_NUMBER}(?: (?:and|to) {_NUMBER})?",
        rf"{_NUMBER} (?:[\w-]+ ){{0,2}}{_METRIC}(?: (?:score|improvement|points?))*",
        rf"(?:outperform|improv|surpass|exceed|reduc|increas|decreas)\w* [^,;:.()]{{3,60}}? by (?:up to |about |at least |over )?{_NUMBER}"
        rf"(?: {_METRIC})?(?: on average)?",
        r"(?:about |up to |nearly |more than )?\d+(?:\.\d+)?(?:x|×| times) (?:as fast as|faster|slower|smaller|fewer)(?: than [\w -]{3,30})?",
    )
)


def make_table(section: Section, points: Sequence[tuple[str, Point]], library: Library) -> Table | None:
    """The table of a section's papers, or None where fewer than three rows or two columns would be filled."""
    rows = [Row(key, _cells(key, library)) for key in dict.fromkeys(key for key, _ in points)]
    full = sorted((r for r in rows if r.cells[0].text and _filled(r) > 1), key=lambda r: (-_filled(r), r.bibkey))
    full = sorted(full[:MOST_ROWS], key=lambda r: (library.paper(r.bibkey).year or 0, r.bibkey))
    names = _COLUMNS[library.language]
    kept = [i for i in range(len(names)) if sum(bool(r.cells[i].text) for r in full) * 2 >= len(full)]
    lean = [Row(r.bibkey, tuple(r.cells[i] for i in kept)) for r in full]
    lean = [r for r in lean if _filled(r) > 1]
    if len(lean) < LEAST_ROWS or len(kept) < 2:
        return None
    about = _ABOUT[library.language]
    told = [about[names[i]] for i in kept]
    joined = "、".join(told) if library.language == "zh" else f"{', '.join(told[:-1])} and {told[-1]}"
    caption = _CAPTION[library.language].format(title=inline(section.title), columns=joined)
    return Table(caption, tuple(names[i] for i in kept), tuple(lean))


def _filled(row: Row) -> int:
    return sum(bool(cell.text) for cell in row.cells)


def _cells(key: str, library: Library) -> tuple[Cell, Cell, Cell]:
    claims = library.claims(key)
    proposal = _proposal_zh if library.language == "zh" else _proposal
    return (
        _first(claims, ("method",), proposal),
        _first(claims, ("data", "result", "method", "comparison"), _data),
        _first(claims, ("result", "comparison"), _result),
    )


def _first(claims: Sequence[Claim], kinds: Sequence[str], lift: Callable[[str], str]) -> Cell:
    """The first span that can be lifted from claims of those kinds, kinds in order."""
    for kind in kinds:
        for claim in claims:
            if claim.kind == kind and (text := lift(claim.text)):
                return Cell(text, (claim.passage,))
    return Cell("")


def _proposal(text: str) -> str:
    """What is proposed, without praise, if it is more than the bare word for a proposal."""
    match = _PROPOSAL.search(text)
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
    left = phrase.split()
    if len(left) < 2 or left[-1].casefold() in ("novel", "new") or all(w.casefold() in _BARE for w in left):
        return ""
    return phrase[:1].upper() + phrase[1:]


def _proposal_zh(text: str) -> str:
    match = _PROPOSAL_ZH.search(text)
    return match.group(1) if match else ""


def _data(text: str) -> str:
    joined = ", ".join(data_names(text)[:3])
    return joined if len(joined.split()) <= MOST_WORDS else ""


def _result(text: str) -> str:
    for pattern in _RESULTS:
        match = pattern.search(text)
        if match:
            phrase = re.sub(r"^(?:(?:a|an|the|of|in|and|with|to|by|that|model|an?d) )+", "", match.group().strip())
            if 2 <= len(phrase.split()) <= MOST_WORDS:
                return phrase[:1].upper() + phrase[1:] if phrase[:1].islower() and not phrase[:1].isdigit() else phrase
    return ""
