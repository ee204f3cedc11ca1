"""Headings: the noun phrases that most of a group's papers share and other papers do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.terms import ING_NOUNS, Key, Term
from pipeline.skeleton import Section

_MOST_TERMS = 2
_LEFT = 0.45  # share of a group that may stay without a term
_HALF = 0.5  # what a mention in the opening pages counts against one in title or abstract


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, the share of its group that uses its words (in the opening pages only: half), and of how many terms
    it is made."""

    title: str
    coverage: float
    terms: int = 0


@dataclass(frozen=True, slots=True)
class _Use:
    """A term with its papers as sets."""

    term: Term
    papers: frozenset[str]
    core: frozenset[str]
    titled: frozenset[str]


class Namer:
    """Gives headings and never the same twice."""

    def __init__(self, terms: Mapping[Key, Term], language: str, papers: int) -> None:
        self.language = language
        common = frozenset(
            t.text.casefold() for t in terms.values() if len(t.key) == 1 and len(t.papers) >= _COMMON * papers
        )
        self.terms = [
            _Use(term, frozenset(term.papers), frozenset(term.core), frozenset(term.titled))
            for _, term in sorted(terms.items())
            if (len(term.key) > 1 or _tells(term, language))
            and not _empty(term, common, papers)
            and role_of(Section("", term.text)) == "theme"
        ]
        self.taken: list[frozenset[str]] = []

    def avoid(self, stems: Iterable[str]) -> None:
        """Give no heading of these stems."""
        self.taken.append(frozenset(stems))

    def copy(self) -> Namer:
        """A namer that has given the same headings, to try others without giving them."""
        twin = object.__new__(Namer)
        twin.language, twin.terms, twin.taken = self.language, self.terms, list(self.taken)
        return twin

    def name(self, group: Sequence[str], others: Iterable[str], above: Sequence[str] = ()) -> Heading:
        """The heading of `group` beside `others`; `above`: stems of the heading it stands under. Empty if there is
        none."""
        inside, outside = frozenset(group), frozenset(others) - frozenset(group)
        upper = frozenset(above)
        ranked = self._rank(inside, outside, upper) or self._rank(inside, outside, upper, loose=True)
        if not ranked:
            return Heading("", 0.0)
        chosen = ranked[:1]
        left = inside - chosen[0].core
        while len(chosen) < _MOST_TERMS and len(left) > _LEFT * len(inside):
            further = self._further(chosen, left, outside, ranked)
            if further is None:
                break
            chosen.append(further)
            left -= further.core
        self.taken.append(frozenset(stem for use in chosen for stem in use.term.key))
        self.taken += [frozenset(use.term.key) for use in chosen]
        chosen.sort(key=lambda use: (-len(inside & use.core), use.term.key))
        title = capital(listed([use.term.text for use in chosen], self.language))
        used = inside & frozenset().union(*(use.papers for use in chosen))
        return Heading(title, round((len(used) + len(inside - left)) / (2 * len(inside)), 6), len(chosen))

    def _rank(
        self, inside: frozenset[str], outside: frozenset[str], upper: frozenset[str], loose: bool = False
    ) -> list[_Use]:
        """The terms that are a subject of the group (loose: of two of its papers), those that mark it off best
        first."""
        scored = []
        for use in self.terms:
            if _is_subject(use, inside, loose):
                value = _fit(use, inside, outside)
                if value > 0 and self._free(frozenset(use.term.key), upper):
                    scored.append((-value, use.term.key, use))
        return [use for *_, use in sorted(scored, key=lambda row: row[:2])]

    def _free(self, key: frozenset[str], upper: frozenset[str]) -> bool:
        if key <= upper:
            return False
        return not any(key == other or (_alike(key, other) and not other <= upper) for other in self.taken)

    def _further(
        self, chosen: Sequence[_Use], left: frozenset[str], outside: frozenset[str], ranked: Sequence[_Use]
    ) -> _Use | None:
        """The term that covers most of what the chosen ones leave, if it shares no word with them."""
        words = {stem for use in chosen for stem in use.term.key}
        best, most = None, 0.0
        for use in ranked[:60]:
            held = len(left & use.core)
            if held < 2 or words & set(use.term.key):
                continue
            gain = round(_fit(use, left, outside) * held, 6)
            if gain > most:
                best, most = use, gain
        return best


def _alike(key: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two headings of these stems would read as one: one holds the other, or they share half."""
    return key <= other or other <= key or 2 * len(key & other) >= len(key | other)


def listed(items: Sequence[str], language: str) -> str:
    """`a, b and c`, or its Chinese counterpart."""
    if language == "zh":
        last = "以及" if any("与" in item for item in items) else "与"
        return "、".join(items[:-1]) + last + items[-1] if len(items) > 1 else items[0]
    if any(" and " in item or "," in item for item in items) and len(items) > 1:
        return f"{', '.join(items[:-1])}, as well as {items[-1]}"
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else items[0]


def capital(text: str) -> str:
    """`text` with a capital first letter; words like `mRNA` stay."""
    head = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in head) else text[:1].upper() + text[1:]


_PLAIN = frozenset(
    "attention interaction interactions representation representations evaluation implementation "
    "implementations information "
    "application applications introduction investigation description collection definition generation "
    "extraction detection "
    "combination construction prediction predictions dimension dimensions production variation variations "
    "observation "
    "observations function operation operations direction environment experiment development analysis hypothesis "
    "experience experiences difference differences reference references presence influence confidence evidence "
    "mechanism mechanisms configuration installation documentation modification specification instruction "
    "instructions "
    "contribution functionality environments relationships conversation sentences situation situations connections "
    "options questions conditions communication integration validation optimization computation computations "
    "availability capability possibility probability collaboration distribution distributions transformation "
    "solution".split()
)
# With a word that all papers use they say nothing: `Python package` in a collection on Python.
_LIGHT = frozenset(
    "package packages library libraries code codes module modules framework frameworks program programs "
    "interface interfaces "
    "script scripts implementation implementations tool tools software model models method methods system "
    "systems task tasks "
    "approach approaches application applications analysis project projects feature features ecosystem "
    "community".split()
)
_VAGUE = frozenset(
    "natural language|broad field|wide variety|computer science|recent years|open source|source code|case study|"
    "raw data|input data|data points|high quality|high performance|real world|related work|computational cost|"
    "natural language processing|learning methods|learning models|neural models|neural network models".split("|")
)
# A term of such a word names a detail or a quality of many subjects, none of its own.
_DETAIL = frozenset(
    "information input inputs output outputs sentence sentences word words token tokens position positions "
    "similarity disparate parameter parameters relation relations value values sequence sequences step steps label "
    "labels pair pairs space spaces unit units state states variable variables version need baseline scheme purposes "
    "part task tasks community example examples baselines competitive insights aspects factors scores "
    "settings".split()
)
_VAGUE_ING = frozenset(
    "learning processing modeling modelling understanding reading string meaning building ring king thing training "
    "matching setting settings weighting caching timing scaling".split()
)
# The tools of a field rather than its subjects: a heading prefers a word for what is done.
_TOOLS = frozenset(
    "network networks lstm lstms cnn cnns rnn rnns attention mechanism mechanisms embedding embeddings memory "
    "encoder "
    "decoder architecture architectures transformer transformers representation representations vector vectors layer "
    "layers algorithm algorithms classifier classifiers model models method methods learning package packages "
    "library libraries tool tools framework frameworks system systems".split()
)
_DEED = re.compile(r".*(?:tion|sis|ment|ics|ing|ery|val|sion|ance|ence)$")
_TOOL_WORTH, _DEED_WORTH = 0.5, 1.3
_MANY, _WIDE = 12, 0.45  # in so many papers, a term that this share of them uses is the collection's subject
_COMMON = 0.55  # share of the papers that use a word which tells none of them apart


def _empty(term: Term, common: frozenset[str], papers: int) -> bool:
    """Whether a term says nothing in this collection: what most papers use, or an acronym before a word that they
    use."""
    words = term.text.split()
    if is_vague(term) or _details(words) or (papers >= _MANY and len(term.papers) >= _WIDE * papers):
        return True
    left = [w for w in words if w.casefold() not in common | _LIGHT]
    return not left or (len(left) == 1 and len(words) > 1 and left[0].isupper() and len(left[0]) < 4)


def is_vague(term: Term) -> bool:
    """Whether a term says nothing in any collection."""
    return term.text.casefold() in _VAGUE or term.key[0].startswith("state-of")


def is_detail(term: Term) -> bool:
    """Whether a term names a detail or a quality of many subjects."""
    return _details(term.text.split())


def _details(words: Sequence[str]) -> bool:
    """Whether a term of these words is about a detail: its last word is one, or a first one of two."""
    return words[-1].casefold() in _DETAIL or (len(words) == 2 and words[0].casefold() in _DETAIL - _OPENING_WELL)


_OPENING_WELL = frozenset("word words sentence sentences relation relations parameter sequence state".split())


def _tells(term: Term, language: str) -> bool:
    """Whether a single word may stand as a heading: a long noun of a title and at least three abstracts."""
    if term.text.casefold() in _PLAIN:
        return False
    if language == "zh":
        return len(term.text) >= 4 and bool(term.titled)
    if term.text.casefold() in ING_NOUNS - _VAGUE_ING:
        return bool(term.titled) and len(term.core) > 1
    endings = ("tion", "tions", "ence", "ism", "ment", "ics", "sis", "ography", "ology", "bility", "neering")
    return bool(term.titled) and len(term.core) > 2 and len(term.text) > 8 and term.text.endswith(endings)


def _is_subject(use: _Use, inside: frozenset[str], loose: bool) -> bool:
    """Whether a term is what papers of the group are about: two of them have it in the title, or a third (and three)
    in the abstract; a word by itself needs a sixth of the titles. loose: two abstracts
    of a small group will do."""
    titled, core = len(inside & use.titled), len(inside & use.core)
    if len(use.term.key) == 1 and use.term.text.isascii():
        return titled >= (0 if loose else 1) and core >= max(2, len(inside) / (4 if titled else 3))
    if core < min(2, len(inside)):
        return False
    return titled >= 2 or (loose and len(inside) < _MANY) or core >= max(2 if titled else 3, len(inside) / 3)


def _fit(use: _Use, inside: frozenset[str], outside: frozenset[str]) -> float:
    """How well a term marks a group off: its use inside, less where others use it as much, more for terms of titles
    and for words for what is done."""
    recall = _weight(use, inside) / len(inside)
    elsewhere = _weight(use, outside) / max(1, len(outside))
    if recall <= elsewhere:
        return 0.0
    lift = (recall - elsewhere) / (recall + elsewhere)
    titled = len(inside & use.titled) / len(inside)
    last = use.term.text.split()[-1].casefold()
    worth = 1.0 if 1 < len(use.term.key) < 4 else 0.7
    worth *= _TOOL_WORTH if last in _TOOLS else _DEED_WORTH if _DEED.match(last) else 1.0
    return float(round(lift * recall**1.5 * worth * (0.3 + min(1.0, 2 * titled) + titled), 6))


def _weight(use: _Use, papers: frozenset[str]) -> float:
    core = len(papers & use.core)
    return core + _HALF * (len(papers & use.papers) - core)
