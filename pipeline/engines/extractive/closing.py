"""What works of different themes find, told side by side in a conclusion."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.citations import cite
from pipeline.engines.extractive.clauses import Clause, named
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parallel import fit_together
from pipeline.engines.extractive.wording import WORDINGS

_FEWEST = 2  # findings that are worth a conclusion
_TURNS = 3  # reporting verbs tried for a finding whose sentence stands in the text already


def side_by_side(found: Sequence[Clause], written: str, library: Library) -> list[str]:
    """The findings, two in a sentence where both are short and plain; none where there are too few.

    written: the text so far, whose sentences are not said again.
    """
    wording = WORDINGS[library.language]
    english = library.language == "en"
    left, sentences, told = list(found), [], 0
    while left:
        clause = left.pop(0)
        text = named(clause, library, told)
        others = [c for c in left if english and library.name(c.bibkey) != library.name(clause.bibkey)]
        partner = next((c for c in others if fit_together(text, named(c, library, told + 1))), None)
        if partner is not None:
            left.remove(partner)
            other = library.inner(named(partner, library, told + 1))
            sentences.append(f"{text} {cite(clause.bibkey)}, and {other} {cite(partner.bibkey)}.")
            told += 2
        elif fresh := _fresh(clause, written, told, library):
            sentences.append(f"{fresh}{wording.space}{cite(clause.bibkey)}{wording.stop}")
            told += 1
    return sentences if told >= _FEWEST or not english else []


def _fresh(clause: Clause, written: str, turn: int, library: Library) -> str:
    """The finding with its authors in words that do not stand in the text yet; empty where there are none."""
    texts = (named(clause, library, turn + i) for i in range(_TURNS))
    return next((text for text in texts if text[1:] not in written), "")
