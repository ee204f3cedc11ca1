"""Sections with the guidance that the outline editor shows: what to extract, and how to compare it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.engines.extractive.naming import listed
from pipeline.engines.extractive.roles import Role
from pipeline.engines.extractive.terms import Term
from pipeline.skeleton import Section

_TITLES: dict[str, dict[Role, str]] = {
    "en": {
        "motivation": "Problem setting and motivation",
        "approach": "Approach",
        "evaluation": "Data and reported results",
        "data": "Data sets and evaluation",
        "results": "Reported results across themes",
        "limitations": "Limitations and open problems",
    },
    "zh": {
        "motivation": "问题背景与动机",
        "approach": "方法",
        "evaluation": "数据与结果",
        "data": "数据集与评测",
        "results": "跨主题的结果比较",
        "limitations": "局限与开放问题",
    },
}
_CONSTRUCTION: dict[str, dict[Role, str]] = {
    "en": {
        "theme": "From each paper, extract the problem it takes up within {title}, the approach it proposes and "
        "its main "
        "finding{terms}.",
        "motivation": "Extract what problem the paper takes up, why it matters and what earlier work leaves undone.",
        "approach": "Extract how the proposed approach works: its parts, how they fit together and what is new "
        "about them.",
        "evaluation": "Extract the data, measures and baselines of the evaluation, and each result with its "
        "exact figures.",
        "data": "Extract the names, sizes and sources of the data sets used, and the measures and baselines of "
        "the evaluation.",
        "results": "Extract the main quantitative results with their exact figures, and what they are compared "
        "against.",
        "limitations": "Extract the limitations that the authors name themselves, the errors they report and "
        "the work they "
        "leave for the future.",
    },
    "zh": {
        "theme": "从每篇论文中提取其在“{title}”方面研究的问题、提出的方法以及主要发现{terms}。",
        "motivation": "提取论文研究什么问题、为何重要，以及已有工作的不足。",
        "approach": "提取所提方法的原理、组成部分及其创新之处。",
        "evaluation": "提取评测所用的数据、指标与基线，以及带有准确数值的结果。",
        "data": "提取所用数据集的名称、规模与来源，以及评测指标和基线。",
        "results": "提取带有准确数值的主要结果及其比较对象。",
        "limitations": "提取作者自己指出的局限、错误分析以及留待未来的工作。",
    },
}
_ANALYSIS: dict[str, dict[Role, str]] = {
    "en": {
        "theme": "Group the papers by the approach they share, say where approaches to the same problem differ, "
        "and set the "
        "findings side by side.",
        "motivation": "Order the problems from the general to the particular and say which of them are shared.",
        "approach": "Explain the approach step by step and say how its parts depend on one another.",
        "evaluation": "Compare results only where data and measure are the same, and name both.",
        "data": "Say which data sets and measures several papers share and where protocols differ.",
        "results": "Compare results only where data and measure are the same, and name both; do not rank across "
        "data sets.",
        "limitations": "Group the limitations by their cause and say which open problems recur across themes.",
    },
    "zh": {
        "theme": "按共同的方法对论文分组，说明针对同一问题的方法有何不同，并对照各自的发现。",
        "motivation": "由一般到具体排列问题，指出哪些问题是共有的。",
        "approach": "逐步说明方法，并指出各部分之间的关系。",
        "evaluation": "仅在数据与指标相同时比较结果，并注明两者。",
        "data": "说明哪些数据集与指标为多篇论文所共用，评测方式有何不同。",
        "results": "仅在数据与指标相同时比较结果并注明两者，不跨数据集排名。",
        "limitations": "按成因归纳局限，指出各主题共有的开放问题。",
    },
}
_PARENT = {
    "en": (
        "Extract what the paper says about {title} in general and about the setting that its subsections share.",
        "Introduce {children}, and say what they have in common and how they differ.",
    ),
    "zh": ("提取论文对“{title}”的总体论述以及各小节共有的背景。", "引出{children}，说明它们的共同点与差异。"),
}
_TERMS = {"en": ", in particular what it says about {terms}", "zh": "，尤其是关于{terms}的内容"}


class Guide:
    """Makes sections with guidance in one language; ids are given by `Skeleton.renumbered` afterwards."""

    def __init__(self, language: str) -> None:
        self.language = language

    def theme(self, title: str, papers: tuple[str, ...], terms: Sequence[Term]) -> Section:
        """A leaf on a theme."""
        wanted = [t.text for t in terms if t.text.casefold() not in title.casefold()][:4]
        named = _TERMS[self.language].format(terms=listed(wanted, self.language)) if wanted else ""
        construction = _CONSTRUCTION[self.language]["theme"].format(title=inline(title), terms=named)
        return Section("", title, construction, _ANALYSIS[self.language]["theme"], papers)

    def role(self, role: Role, papers: tuple[str, ...]) -> Section:
        """A cross-cutting leaf."""
        language = self.language
        return Section("", _TITLES[language][role], _CONSTRUCTION[language][role], _ANALYSIS[language][role], papers)

    def parent(self, title: str, papers: tuple[str, ...], children: tuple[Section, ...]) -> Section:
        """A theme with subsections."""
        construction, analysis = _PARENT[self.language]
        names = listed([inline(c.title) for c in children], self.language)
        return Section(
            "", title, construction.format(title=inline(title)), analysis.format(children=names), papers, children
        )


def inline(title: str) -> str:
    """A heading as it stands inside a sentence: its capital goes, unless its first word is an acronym or a name, or its
    second is written as one."""
    head, _, rest = title.partition(" ")
    plain = head[:1] + head[1:].lower() == head and head.isascii() and not rest[:2].istitle()
    return title[:1].lower() + title[1:] if plain and head.casefold() not in _NAMES else title


_NAMES = frozenset(
    "bayesian python gaussian markov monte english chinese arabic fourier jupyter numpy linux unix european".split()
)
