"""Evidence: for every cited sentence the passages it rests on, and a verdict."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Evidence", "Kind", "Support", "Verdict", "evidence_key"]

Verdict = Literal["supported", "partly", "unsupported"]
Kind = Literal["cited", "computed", "cell"]


@dataclass(frozen=True, slots=True)
class Support:
    """One passage behind a sentence. page is None where the source has none; quote: the passage's own text."""

    passage: str
    bibkey: str
    page: int | None
    start: int
    end: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind one sentence (or table cell) of the article.

    key: see `evidence_key`; kind: cited (by passages), computed (counted from the collection), cell (of a table);
    score: 0 to 1, share of the sentence's weight that its passages hold.
    """

    key: str
    sentence: str
    section: str
    bibkeys: tuple[str, ...]
    kind: Kind
    verdict: Verdict
    score: float
    supports: tuple[Support, ...] = ()


def evidence_key(sentence: str, bibkeys: tuple[str, ...]) -> str:
    """Name of a sentence's evidence: hash of its normalised text and sorted bibkeys, so that an edit elsewhere in the
    article leaves it valid."""
    plain = re.sub(r"\[[^\[\]]*@[^\[\]]*\]", " ", sentence)
    plain = " ".join(re.findall(r"\w+", plain.casefold()))
    return hashlib.sha256(f"{plain}|{';'.join(sorted(bibkeys))}".encode()).hexdigest()[:16]
