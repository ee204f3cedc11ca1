"""Which claims may speak for many papers: findings of a theme, the motivation of the field, problems left open."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.digest import Point
from pipeline.engines.extractive.clauses import Clause, clause_of, named, word_count
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading import Claim
from pipeline.engines.extractive.reading.anaphora import system_names
from pipeline.engines.extractive.space import Vector, cosine
from pipeline.engines.extractive.uses import made_here

# A plan, a set-up or a detail that stands in for no theme.
_NO_FINDING = re.compile(
    r"\b(?:may|might|could|will|would|should|plots?|histograms?|curves?|diagrams?|programming language|learned|"
    r"poorly|students?|"
    r"recognizes?|plans?|future|intends?|tr(?:y|ies) to|aims?|hopes?|assumes?|assert|conjecture|"
    r"conducts?|carried out|collect\w*|loads?|we|our|us|table|figure|section|appendix|examples? of|"
    r"each experiment|runs?|epochs?|hyper-?parameter settings?|test set|development set|ablation|"
    r"sub-?tasks?|tends? to|requires?|compares?d?|baselines? provided|first place|ranked|"
    r"explores?|seeks?|examines?|investigates?|propose[sd]?|presents?|introduces?|describes?|slowly|problem|"
    r"(?:is|are|was|were) (?:also )?(?:explained|discussed|described|presented|shown|given|outlined|illustrated)|"
    r"respectively|following|follows|due to|because|if|when)\b|[=<>]|\d{3,}|et al(?! *\.? *\(\d{4})|\bels\b",
    re.I,
)
_RESULT = re.compile(
    r"\b(?:outperform|achiev|improv|surpass|exceed|state[- ]of[- ]the[- ]art|better|best|higher|lower|faster|"
    r"reduc|increas|"
    r"rais|lead|explain|competitive|superior|significant|substantial|gains|comparable|drop|fall|fell|recover|correlat|"
    r"strong|consistent)",
    re.I,
)
# `find the distribution of …`: a step on the way, and no outcome.
_FINDS_A_THING = re.compile(r"(?:also )?(?:finds?|found) (?:the|an?|all|several) (?!.*\bto (?:be|out|per|im)\w*)")
_DANGLES = re.compile(
    r"\b(?:all (?:two|three|four|five|six|seven)|"
    r"this|these|those|such|it|its|they|their|them|the (?:two|three|four|latter|former|above|same|other|"
    r"authors?|second|first|variants?|strateg(?:y|ies)|baselines?|datasets?|task|domain|encoder|original|"
    r"results of|work|paper|program|package|study|work))\b|^(?:if|more|when|to|most of|there|here|for example|in the|"
    r"in some cases|due to|both|all|one|although|while|since|as)\b",
    re.I,
)
_FIELDWIDE = re.compile(
    r"\b(?:is|are|remains?|has become|have become|plays?) (?:an? |the |one of |of |still |crucial|essential|"
    r"important|"
    r"fundamental|challenging|difficult|increasingly|widely|central)|\b(?:many|most|increasing|growing|widely|"
    r"fundamental|challenging|in recent years|researchers|scientists)\b",
    re.I,
)
_OWN_WORK = re.compile(
    r"\b(?:the (?:paper|proposed|model|authors?|task description)|this paper|proposed|et al|more details|"
    r"in (?:this|the) (?:paper|work)|existing methods|previous works?|prior works?|scores?)\b|"
    r"\(\d{4}\)|\d{3,}|\bif the\b",
    re.I,
)
# What one product is, or another text says, moves nobody.
_PRODUCT = re.compile(
    r"^(?:The )?[A-Z][\w-]+(?: \w+){0,2} (?:is|was|has become) (?:an? |the )(?:[\w-]+,? ){0,5}?(?:toolkit|library|"
    r"package|tool|system|wrapper|project|engine|environment|software|framework|language|platform|module)\b|"
    r".*\b(?:(?:is|are|was|were) (?:discussed|described|presented|shown)|examples?|publications?|side project)\b"
)
_OPEN = re.compile(
    r"\b(?:remains?|remaining|still|open|not yet|challeng\w+|difficult\w*|lacks?|lacking|unsolved|little|limits|"
    r"limited|expensive|scarce\w*|costly|hard to)\b|未来|局限|尚|不足|挑战",
    re.I,
)
_NO_PROBLEM = re.compile(
    r"\b(?:plans?|future|will|the (?:\w+ )?(?:model|method|approach|system|network|encoder|summary|matrix|program|"
    r"sub-model)s?|proposed|\w+[A-Z]\w*\+\w+|for (?:example|instance)|"
    r"the (?:class|course|project|workshop|talk)|perhaps|at least|we|our|section|table|figure|capable)\b|"
    r"[=<>]|\d|^(?:An?|The) (?:[\w-]+ ){0,4}(?:model|network|LSTM|RNN|CNN|method|approach|system)\b",
)
_DEFINES = re.compile(r"(?:The |An? )?([A-Za-z][^,;:]{2,60}?) (?:is|are) (?:an? |the |one of )")
_ASIDE = re.compile(r" \([^()]*\)|, (?:also|which|or) [^,]*,")
_TOLD_AS_OWN = re.compile(
    r"\b(?:[Ww]e|[Oo]urs?|[Pp]roposed|[Pp]resented|[Tt]his (?:paper|work|study|article|model|method|approach|system)|"
    r"[Tt]he (?:model|method|approach|system|framework|architecture|algorithm|network)s?)\b"
)
_SHORTEST, _LONGEST = 8, 32
_TOO_NEAR = 0.4
_FEW = 3  # fewer general clauses let others in
_LEAST_SCORE, _LEAST_UNNAMED = 0.56, 0.45  # of a result that stands for a theme; of papers without authors
_FIELD_BONUS, _TOLD_BONUS = 0.25, 0.1


def findings(keys: Iterable[str], library: Library, shown: Sequence[tuple[str, Point]] = ()) -> list[Clause]:
    """Results that can stand for these papers, the most central and best scored first, one a paper.

    keys: bibkeys, the most typical first; shown: the points to choose from (all results where none is given).
    """
    among = {(key, point.text) for key, point in shown}
    rows = []
    keys = list(keys)
    for rank, key in enumerate(keys):
        best: tuple[float, Clause] | None = None
        least = _LEAST_SCORE if library.paper(key).authors else _LEAST_UNNAMED
        for claim in library.claims(key):
            if claim.kind != "result" or claim.score < least or (among and (key, claim.text) not in among):
                continue
            if not _is_own(claim, library):
                continue
            clause = clause_of(key, Point(claim.text, (claim.passage,), claim.kind), library)
            text = named(clause, library, 0)
            if not (_RESULT.search(clause.body) and _speaks(text, clause, library)):
                continue
            early = _TOLD_BONUS if claim.section in ("abstract", "conclusion") else 0.0
            worth = claim.score + early
            if best is None or worth > best[0]:
                best = (worth, clause)
        if best is not None:
            rows.append((-round(best[0] - 0.5 * rank / len(keys), 6), key, best[1]))
    return [clause for *_, clause in sorted(rows, key=lambda row: row[:2])]


def _speaks(text: str, clause: Clause, library: Library) -> bool:
    """Whether a result reads as one away from its paper: short, with its authors, no plan and no set-up."""
    name = library.name(clause.bibkey)
    rest = text.replace(name, "")
    return (
        _SHORTEST <= word_count(text) <= _LONGEST
        and (name in text or not library.paper(clause.bibkey).authors)
        and not _NO_FINDING.search(rest)
        and not _FINDS_A_THING.match(clause.predicate)
        and not _DANGLES.search(clause.body if not clause.subject else clause.predicate)
    )


def motives(clauses: Sequence[Clause], library: Library, most: int) -> list[Clause]:
    """The clauses on problem or background closest to what all papers share, the most general first, none that says
    what another says."""
    centre = _centre(library.space.papers)
    rows = []
    for clause in clauses:
        able = is_general(clause, library) and not _PRODUCT.match(clause.body)
        if able and _SHORTEST <= clause.words <= _LONGEST and not _DANGLES.search(clause.body):
            near = cosine(library.vector(clause.bibkey, clause.body), centre)
            worth = near * (1 + (_FIELD_BONUS if _FIELDWIDE.search(clause.body) else 0.0))
            rows.append((-round(worth, 6), clause.bibkey, clause))
    ranked = [clause for *_, clause in sorted(rows, key=lambda row: row[:2])]
    wide = [clause for clause in ranked if is_wide(clause)]
    found = wide if len(wide) >= _FEW else ranked
    if len(found) < _FEW:
        others = [c for c in clauses if c not in found and not c.leaning and not _DANGLES.search(c.body)]
        found += sorted((c for c in others if _SHORTEST <= c.words <= _LONGEST), key=lambda c: c.kind != "problem")
    return _apart(found, library, most)


def problems(clauses: Sequence[Clause], library: Library, most: int) -> list[Clause]:
    """The limitations that speak of a problem rather than of one system, those closest to the others first."""
    general = [
        c
        for c in clauses
        if _OPEN.search(c.body)
        and not _NO_PROBLEM.search(c.body)
        and is_general(c, library)
        and not _DANGLES.search(c.body)
        and _SHORTEST <= c.words <= _LONGEST
    ]
    centre = _centre([library.vector(c.bibkey, c.body) for c in clauses])
    rows = [(-cosine(library.vector(c.bibkey, c.body), centre), c.bibkey, c) for c in general]
    return _apart([clause for *_, clause in sorted(rows, key=lambda row: row[:2])], library, most)


def is_wide(clause: Clause) -> bool:
    """Whether a clause says something of the field by its wording: that a thing is important, widely used, hard, …"""
    return bool(_FIELDWIDE.search(clause.body))


def breadth(clause: Clause, library: Library) -> float:
    """How common a clause's words are in the collection: minus their mean weight, rounded to 6 decimals."""
    stems = library.stems(clause.body)
    return -round(sum(map(library.space.idf, stems)) / max(1, len(stems)), 6)


def is_general(clause: Clause, library: Library) -> bool:
    """Whether a clause speaks of the field: it names neither authors nor a thing that only its paper names."""
    if clause.leaning or clause.subject or library.name(clause.bibkey) in clause.body:
        return False
    coined = [w for w in re.findall(r"\b\w*[A-Z]\w*[A-Z]\w*\b", clause.body) if library.users(w) < 3]
    return not coined and not _OWN_WORK.search(clause.body)


def _apart(ranked: Sequence[Clause], library: Library, most: int) -> list[Clause]:
    found: list[Clause] = []
    defined: set[tuple[str, ...]] = set()
    for clause in ranked:
        vector = library.vector(clause.bibkey, clause.body)
        subject = _defined(clause, library)
        if subject in defined:
            continue
        if all(
            c.bibkey != clause.bibkey and cosine(vector, library.vector(c.bibkey, c.body)) < _TOO_NEAR for c in found
        ):
            found.append(clause)
            defined |= {subject} - {()}
        if len(found) == most:
            break
    return found


def _defined(clause: Clause, library: Library) -> tuple[str, ...]:
    """The stems of what a clause says what it is; empty where it defines nothing."""
    match = _DEFINES.match(_ASIDE.sub("", clause.body))
    return tuple(library.stems(match[1].replace("-", " "))) if match else ()


def _is_own(claim: Claim, library: Library) -> bool:
    """Whether a result is told as the authors' own, and not as one of the systems that they compare with theirs."""
    paper = library.paper(claim.bibkey)
    if not paper.authors or library.language != "en" or claim.subject:
        return True
    names = (*made_here(paper), *system_names(paper.title))
    return bool(_TOLD_AS_OWN.search(claim.source)) or any(name in claim.source for name in names)


def _centre(vectors: Iterable[Vector]) -> Vector:
    """The unit vector of a sum of vectors."""
    total: defaultdict[str, float] = defaultdict(float)
    for vector in vectors:
        for stem, value in vector.items():
            total[stem] += value
    norm = sum(v * v for v in total.values()) ** 0.5 or 1.0
    return {stem: value / norm for stem, value in total.items()}
