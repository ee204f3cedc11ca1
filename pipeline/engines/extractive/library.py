"""What the engine knows of a collection: its space, its terms, and the claims of every paper, each read once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from threading import RLock

from pipeline.engines.extractive.datasets import data_of
from pipeline.engines.extractive.lexicon import content, tokens
from pipeline.engines.extractive.readers import read_all
from pipeline.engines.extractive.reading import Claim, author_name
from pipeline.engines.extractive.reading.names import is_plural
from pipeline.engines.extractive.roles import Role, kinds_of
from pipeline.engines.extractive.serving import serves
from pipeline.engines.extractive.space import Space, Vector
from pipeline.engines.extractive.terms import OPENING_CHARS, Key, Term, collect_terms
from pipeline.engines.extractive.traits import traits_of
from pipeline.engines.extractive.uses import Uses, made_here, uses_of
from pipeline.paper import Corpus, Paper
from pipeline.skeleton import Section

_LEAST_CLAIMS = 3
# Sentences on how a paper is organised say nothing of its subject.
_ABOUT_ITSELF = re.compile(
    r"\b(?:(?:paper|article|work|section|chapter|study) (?:concludes|closes|begins|ends|is organi[sz]ed|is "
    r"structured|proceeds)|"
    r"(?:begins?|concludes?|closes?|ends?) (?:the (?:paper|article)|by|with)|(?:rest|remainder) of the (?:paper|"
    r"article)|scope of the (?:paper|article)|in (?:the|this) (?:next|following|final|last) (?:section|report))\b|"
    r"本文(?:其余|组织|结构)",
    re.I,
)


def _telling(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that say something of the subject, those that matter most first; all where too few would be left."""
    telling = [c for c in claims if not _ABOUT_ITSELF.search(c.text)]
    return tuple(sorted(telling if len(telling) >= _LEAST_CLAIMS else claims, key=lambda c: -c.score))


class Library:
    """A collection as the writing half sees it. Safe to use from several threads; everything is computed once."""

    def __init__(self, corpus: Corpus, language: str) -> None:
        self.corpus = corpus
        self.language = language
        self._lock = RLock()
        self._claims: dict[str, tuple[Claim, ...]] = {}
        self._vectors: dict[tuple[str, str], Vector] = {}
        self._uses: dict[str, Uses] = {}

    @cached_property
    def space(self) -> Space:
        """The papers' vector space."""
        return Space(self.corpus, self.language, self.terms.values())

    @cached_property
    def terms(self) -> dict[Key, Term]:
        """The collection's noun phrases by their stems."""
        return collect_terms(self.corpus, self.language)

    def claims(self, bibkey: str) -> tuple[Claim, ...]:
        """A paper's claims, those that matter most first (ties in reading order)."""
        with self._lock:
            if not self._claims:
                everything = read_all(self.corpus.papers, self.language)
                self._claims = {key: _telling(found) for key, found in everything.items()}
            return self._claims[bibkey]

    def vector(self, bibkey: str, text: str) -> Vector:
        """The TF-IDF vector of a claim's text."""
        with self._lock:
            key = (bibkey, text)
            if key not in self._vectors:
                self._vectors[key] = self.space.vector(text)
            return self._vectors[key]

    def section_vector(self, section: Section) -> Vector:
        """The TF-IDF vector of a section's title, counted twice, and guidance."""
        return self.vector("", f"{section.title} {section.title} {section.construction} {section.analysis}")

    def claim(self, bibkey: str, text: str) -> Claim | None:
        """The claim of that wording, or None where the sentence came from elsewhere."""
        return next((c for c in self.claims(bibkey) if c.text == text), None)

    def name(self, bibkey: str) -> str:
        """What running text calls the paper's authors."""
        return author_name(self.paper(bibkey))

    def is_plural(self, bibkey: str) -> bool:
        """Whether the verb after `name` stands in the plural."""
        return is_plural(self.paper(bibkey))

    @cached_property
    def _word_users(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for paper in self.corpus.papers:
            found.update(set(tokens(f"{paper.title} {paper.abstract} {paper.text[:OPENING_CHARS]}", self.language)))
        return found

    def users(self, word: str) -> int:
        """How many papers write `word` just so in title, abstract or opening."""
        return self._word_users[word]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the papers' authors are called, all of them."""
        return tuple(author_name(paper) for paper in self.corpus.papers)

    @cached_property
    def written(self) -> Counter[str]:
        """How often each word of the abstracts and openings is written just so, to tell names from capitals."""
        found: Counter[str] = Counter()
        for paper in self.corpus.papers:
            found.update(tokens(f"{paper.abstract} {paper.text[:OPENING_CHARS]}", self.language))
            found.update(token for claim in self.claims(paper.bibkey) for token in tokens(claim.text, self.language))
        return found

    @cached_property
    def _headed(self) -> frozenset[str]:
        """The single words that titles have before a colon: what those papers made is called so."""
        heads = (paper.title.partition(":") for paper in self.corpus.papers)
        return frozenset(head.strip() for head, colon, _ in heads if colon and " " not in head.strip())

    def inner(self, text: str) -> str:
        """`text` as it stands inside a sentence: the first capital goes, unless its word is a name or an acronym."""
        head = re.match(r"[A-Z][a-z]*(?![\w-]*[A-Z0-9])(?:-[a-z]+)*", text)
        if head is None or (len(head.group()) == 1 and head.group() != "A") or text.startswith(self.names):
            return text
        word = head.group()
        if word in self._headed:
            return text
        usual = self.written[word.lower()]
        return word[0].lower() + text[1:] if usual and usual * 10 >= self.written[word] else text

    def paper(self, bibkey: str) -> Paper:
        """The paper of that bibkey."""
        return self.corpus.by_key[bibkey]

    def speaking(self, role: Role, keys: Iterable[str]) -> tuple[str, ...]:
        """The papers that say something a cross-cutting section of that role can use beyond what their theme
        takes."""
        kinds = kinds_of(role)
        spare = 1 if role == "results" else 0
        return tuple(k for k in keys if sum(c.kind in kinds and serves(c, role) for c in self.claims(k)) > spare)

    @property
    def uses(self) -> Mapping[str, Uses]:
        """What every paper says it uses, by bibkey."""
        with self._lock:
            if not self._uses:
                data = {name for paper in self.corpus.papers for name in data_of(self.claims(paper.bibkey))}
                self._uses = {paper.bibkey: self._used(paper, data) for paper in self.corpus.papers}
            return self._uses

    def _used(self, paper: Paper, data: Iterable[str]) -> Uses:
        """What a paper says it uses, and what it says of its own work."""
        found = uses_of(paper, data)
        traits = traits_of(paper.title, self.claims(paper.bibkey), made_here(paper))
        return Uses({**found.used, **dict.fromkeys(traits, "trait")}, found.named)

    def users_of(self, name: str) -> tuple[str, ...]:
        """The papers that say they use what `name` stands for, in the collection's order."""
        return tuple(key for key, uses in self.uses.items() if name in uses.used)

    def stems(self, text: str) -> tuple[str, ...]:
        """The telling stems of `text`."""
        return tuple(content(text, self.language))

    def shared_terms(self, keys: Sequence[str], most: int = 6) -> list[Term]:
        """Terms that at least two of the papers use and that say most about them, best first."""
        group = frozenset(keys)
        scored = []
        for term in self.terms.values():
            held = len(group & frozenset(term.papers))
            if held > 1 and (len(term.key) > 1 or self.language == "zh"):
                lift = held / len(group) - (len(term.papers) - held) / max(1, len(self.space.keys) - len(group))
                if lift > 0:
                    scored.append((-round(held * lift, 6), term.key, term))
        found: list[Term] = []
        for *_, term in sorted(scored, key=lambda row: row[:2]):
            if not any(set(term.key) <= set(t.key) or set(t.key) <= set(term.key) for t in found):
                found.append(term)
        return found[:most]
