"""Comparison tables: short spans lifted from claims, one row a paper, every cell with its passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import listed
from pipeline.engines.extractive.reading import Claim
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.spans import data_in, deed_of, proposal_of, proposal_zh, result_in, whole_of
from pipeline.engines.extractive.uses import made_here
from pipeline.figures import Cell, Row, Table
from pipeline.names import short_name
from pipeline.skeleton import Section

LEAST_ROWS, MOST_ROWS, MOST_COLUMNS = 3, 12, 3
_USED = 3  # papers that must write a name for it to be shown as a method or tool
_MOST_NAMES = 4
_RESULT = 2  # the column of results
_FILLED = 0.35  # share of the rows that a column must fill
_COLUMNS = {
    "en": ("Proposal", "Data", "Reported result", "Methods and tools named"),
    "zh": ("方法", "数据", "结果", "方法与工具"),
}
_ABOUT = {
    "en": ("what they propose", "the data they name", "a result they report", "the methods and tools they name"),
    "zh": ("方法", "数据", "结果", "方法与工具"),
}
_CAPTION = {"en": "Works on {title}: {columns}", "zh": "{title}：各项工作的{columns}"}
_PROPOSED = re.compile(
    r"\b(?:is|are|was|were) (?:proposed|presented|introduced|developed)\b|\b[Tt]he (?:proposed|paper|work|article)\b"
)
_NAME = re.compile(r"(?<![\w-])(?:[A-Z]\w*[A-Z0-9]\w*(?:-[A-Z\d]\w*)?|[a-z]+-learn)(?![\w-])")
_GENERIC = frozenset(
    "NLP ML AI API APIs CPU CPUs GPU GPUs RAM QA IT URL URLs PDF HTML XML JSON CSV US USA UK EU NASA IEEE ACL SemEval "
    "LLM LLMs OS II III RC NLI SA NER POS "
    "F1 IR IQ NN NNs CMU MSE RMSE BLEU ROUGE SOTA IPython DOI FAQ GUI SQL OK SNR DNA RNA HPC IO I/O".split()
)
_FRAMING = ("abstract", "introduction", "conclusion")
_KINDS: tuple[tuple[PointKind, ...], ...] = (
    ("method", "background"),
    ("data", "result", "method", "comparison"),
    ("result", "comparison"),
    ("method", "data", "background", "result"),
)


def make_table(section: Section, points: Sequence[tuple[str, Point]], library: Library) -> Table | None:
    """The table of a section's papers, or None where fewer than three rows or two columns would be filled."""
    role = role_of(section)
    if role == "limitations" or (role in ("data", "motivation") and not section.children):
        return None
    rows = [Row(key, cells_of(key, library)) for key in dict.fromkeys(key for key, _ in points)]
    rows = [r for r in rows if r.cells[_RESULT if role in ("results", "evaluation") else 0].text]
    kept = _columns(rows)
    lean = [Row(r.bibkey, tuple(r.cells[i] for i in kept)) for r in rows]
    lean = [r for r in lean if sum(bool(c.text) for c in r.cells) > 1]
    if len(lean) < LEAST_ROWS or len(kept) < 2:
        return None
    lean = sorted(lean, key=lambda r: (-sum(bool(c.text) for c in r.cells), r.bibkey))[:MOST_ROWS]
    lean.sort(key=lambda r: (library.paper(r.bibkey).year or 0, r.bibkey))
    names, about = _COLUMNS[library.language], _ABOUT[library.language]
    columns = listed([about[i] for i in kept], library.language)
    caption = _CAPTION[library.language].format(title=inline(section.title), columns=columns)
    return Table(caption, tuple(names[i] for i in kept), tuple(lean))


def _columns(rows: Sequence[Row]) -> list[int]:
    """The columns to show: the first, and the best filled of the others; names only where little else is."""
    filled = [sum(bool(r.cells[i].text) for r in rows) for i in range(len(_KINDS))]
    usual = [i for i in range(len(_KINDS) - 1) if filled[i] >= _FILLED * len(rows)]
    lean = [i for i in range(len(_KINDS) - 1) if filled[i] >= LEAST_ROWS]
    chosen = usual if len(usual) > 1 else lean
    names = len(_KINDS) - 1
    if len(usual) < 2 and filled[names] >= _FILLED * len(rows):
        chosen = sorted({*usual, *([0] if filled[0] >= LEAST_ROWS else []), names})
    return chosen[:MOST_COLUMNS]


def cells_of(key: str, library: Library) -> tuple[Cell, ...]:
    """A paper's row: what it proposes, its data, a result, and what it names; empty where nothing can be lifted."""
    claims = library.claims(key)

    def names(text: str) -> str:
        found = [n for n in dict.fromkeys(_NAME.findall(text)) if library.users(n) >= _USED and n not in _GENERIC]
        return ", ".join(found[:_MOST_NAMES])

    proposal = proposal_zh if library.language == "zh" else proposal_of
    lifts: tuple[Callable[[str], str], ...] = (proposal, data_in, result_in, names)
    cells = [
        _first(_central(claims, lift, key, library) if i == 0 else claims, _KINDS[i], lift)
        for i, lift in enumerate(lifts)
    ]
    if not library.paper(key).authors and library.language == "en":
        name = short_name(library.paper(key))
        for i, lift in ((0, lambda text: deed_of(text, name)), (0, whole_of), (_RESULT, whole_of)):
            cells[i] = cells[i] if cells[i].text else _first(claims, _KINDS[i], lift)
    return tuple(cells)


def _own(key: str, library: Library) -> list[Claim]:
    """The claims that speak of the paper's own work: what others propose is no proposal of its authors."""
    paper = library.paper(key)
    made = tuple(f"{name} ".casefold() for name in made_here(paper))
    authored = bool(paper.authors) and library.language == "en"
    return [
        c
        for c in library.claims(key)
        if not authored or c.subject or _PROPOSED.search(c.text) or c.text.casefold().startswith(made)
    ]


def _central(claims: Sequence[Claim], lift: Callable[[str], str], key: str, library: Library) -> list[Claim]:
    """The paper's own claims whose span has words of the title, then those of its abstract, introduction or conclusion:
    what else it mentions having built is not what it proposes."""
    title = set(library.stems(library.paper(key).title))
    own = _own(key, library)
    near = [c for c in own if title & set(library.stems(lift(c.text)))]
    return [*near, *(c for c in own if c not in near and (c.section in _FRAMING or not library.paper(key).authors))]


def _first(claims: Sequence[Claim], kinds: Sequence[PointKind], lift: Callable[[str], str]) -> Cell:
    """The first span that can be lifted from claims of those kinds, kinds in order."""
    for kind in kinds:
        for claim in claims:
            if claim.kind == kind and (text := lift(claim.text)):
                return Cell(text, (claim.passage,))
    return Cell("")
