"""The engine's own words in each language: how clauses are reported, joined and led in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.digest import POINT_KINDS, PointKind


@dataclass(frozen=True)
class Wording:
    """Phrases of one language. Verb pairs are (singular, plural)."""

    space: str
    stop: str
    reports: Mapping[PointKind, Sequence[tuple[str, str]]]
    again: Sequence[tuple[str, str]]
    inside: tuple[str, str]
    whereas: Sequence[str]
    both: Sequence[str]
    alike: Sequence[str]
    later: Mapping[int, str]
    remedy: Sequence[str]
    among: Sequence[str]
    common: Sequence[str]
    some: Sequence[str]
    several: str
    few: str
    numbers: Sequence[str]

    def number(self, count: int) -> str:
        """A small number as a word."""
        return self.numbers[count] if count < len(self.numbers) else str(count)

    def verb(self, kind: PointKind, plural: bool, turn: int) -> str:
        """The reporting verb for a kind of statement; turn: which of several."""
        pairs = self.reports[kind]
        return pairs[turn % len(pairs)][plural]


_FIND = (("reports that", "report that"), ("finds that", "find that"), ("observes that", "observe that"))
_ARGUE = (("points out that", "point out that"), ("argues that", "argue that"), ("notes that", "note that"))

ENGLISH = Wording(
    space=" ",
    stop=".",
    reports={
        "problem": _ARGUE,
        "background": _ARGUE,
        "method": (("explains that", "explain that"), ("states that", "state that")),
        "data": (("states that", "state that"), ("reports that", "report that")),
        "result": _FIND,
        "comparison": _FIND,
        "limitation": (
            ("notes that", "note that"),
            ("observes that", "observe that"),
        ),
    },
    again=(("The author", "The authors"), ("The work", "They")),
    inside=("", "they"),
    whereas=("Whereas {a}, {b}", "While {a}, {b}", "{a}, whereas {b}"),
    both=("{a}, and {b}",),
    alike=("Similarly, ", "Likewise, ", "In the same vein, "),
    later={1: "A year later, ", 2: "Two years later, ", 3: "Three years later, "},
    remedy=("To address this, ", "To this end, ", "In response, "),
    among=("On {theme}, {a}", "For {theme}, {a}", "In work on {theme}, {a}", "As to {theme}, {a}"),
    common=("All of these works deal with {term}", "These works all deal with {term}"),
    some=("{N} works of this section deal with {term}", "In this section, {n} works deal with {term}"),
    several="several",
    few="some",
    numbers=("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
)

_ZH_ARGUE = (("指出，", "指出，"), ("认为，", "认为，"))
_ZH_REPORT = (("指出，", "指出，"), ("报告称，", "报告称，"))

CHINESE = Wording(
    space="",
    stop="。",
    reports={kind: _ZH_ARGUE if kind in ("problem", "background") else _ZH_REPORT for kind in POINT_KINDS},
    again=(("该文", "该文"), ("作者", "作者")),
    inside=("", ""),
    whereas=("{a}，而{b}",),
    both=("{a}，{b}",),
    alike=("类似地，", "同样，"),
    later={1: "一年后，", 2: "两年后，", 3: "三年后，"},
    remedy=("为此，",),
    among=("在{theme}方面，{a}",),
    common=("这些工作的共同点是{term}", "这些工作都涉及{term}"),
    some=("本节中有{n}项工作涉及{term}",),
    several="多",
    few="若干",
    numbers=("零", "一", "两", "三", "四", "五", "六", "七", "八", "九"),
)

WORDINGS: Mapping[str, Wording] = {"en": ENGLISH, "zh": CHINESE}
