"""Which clauses of two papers do the same kind of thing, so that one sentence may hold both."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.engines.extractive.clauses import Clause, word_count
from pipeline.engines.extractive.datasets import data_names
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.spans import proposal_of

LONGEST_JOINED = 55
ALIKE = 0.1
_RELATED = 0.02  # of two proposals of one class
_EVEN = 0.4  # how much shorter than the other a joined clause may be
_CLASSES: Mapping[str, str] = {
    **dict.fromkeys("library package toolkit tool platform software module compiler environment".split(), "software"),
    **dict.fromkeys("model network architecture encoder decoder classifier parser".split(), "model"),
    **dict.fromkeys("method approach algorithm technique mechanism strategy scheme procedure".split(), "method"),
    **dict.fromkeys("dataset corpus benchmark database treebank collection".split(), "data"),
    **dict.fromkeys("framework system pipeline".split(), "system"),
}
_PROPOSES = re.compile(
    r"(?:propos|present|introduc|describ|develop|design|implement|us|appl|employ|extend|investigat|explor|address|"
    r"stud|"
    r"combin|incorporat|adopt|build|construct|train|evaluat|demonstrat|show|discuss|outlin|provid|compar|analy[sz])"
    r"(?:e|es|s|y|ies|ed|ied)? (?!that\b|how\b|why\b)"
)
_HEAD_ENDS = re.compile(
    r" (?:for|of|in|on|with|to|from|based|using|at|over|into|via|capable|consisting|designed|that|which|whose)\b"
)
# What opens a side clause, or leans on a sentence before.
_OPENERS = frozenset(
    "while whereas although though because since as if when in on for among by to after before due unlike given with "
    "using once despite even instead at from under over during through without finally first second here thus "
    "however "
    "also motivated inspired based following building unless until whether where rather besides beyond within across "
    "per both only not now then so such this these".split()
)
_HINGE = re.compile(
    r"\bbut\b|\bhowever\b|, so\b|, (?:and|or|while|whereas|because|since|although) |[;:；：—]|, which\b"
)


def proposal_class(text: str) -> str:
    """What kind of thing a clause proposes: `software`, `model`, `method`, `data`, `system`; empty where it is none of
    these."""
    return class_of(proposal_of(text))


def class_of(phrase: str) -> str:
    """The class of thing that a noun phrase names by its head; empty where it is none of these."""
    head = _HEAD_ENDS.split(phrase, maxsplit=1)[0].split()
    return _CLASSES.get(head[-1].casefold(), "") if head else ""


def parallel(a: Clause, b: Clause, library: Library) -> bool:
    """Whether two papers' clauses say the same kind of thing of one subject: they share telling terms or a data set,
    or propose things of one class."""
    if a.bibkey == b.bibkey or a.kind != b.kind or library.name(a.bibkey) == library.name(b.bibkey):
        return False  # of two works with one name for their authors nobody could tell which says what
    close = nearness(a, b, library)
    if close >= ALIKE:
        return True
    if close < _RELATED:
        return False
    if _PROPOSES.match(a.predicate) and _PROPOSES.match(b.predicate):
        return True
    same = proposal_class(a.body) if a.kind == "method" else ""
    return bool(same and same == proposal_class(b.body)) or bool(set(data_names(a.body)) & set(data_names(b.body)))


def nearness(a: Clause, b: Clause, library: Library) -> float:
    """The cosine of two clauses."""
    return cosine(library.vector(a.bibkey, a.body), library.vector(b.bibkey, b.body))


def fit_together(a: str, b: str) -> bool:
    """Whether two wordings make one sentence: short, about equally long, without side clauses in front or hinges
    inside."""
    long, short = max(word_count(a), word_count(b)), min(word_count(a), word_count(b))
    if long + short > LONGEST_JOINED or short < _EVEN * long or any(_HINGE.search(text) for text in (a, b)):
        return False
    return begins_plainly(a) and begins_plainly(b)


def begins_plainly(text: str) -> bool:
    """Whether a sentence begins with its subject rather than with a side clause or an adverbial."""
    head = text.split(" ", 1)[0].casefold().rstrip(",")
    return head not in _OPENERS and not head.endswith(("ing", "ed", "ly"))
