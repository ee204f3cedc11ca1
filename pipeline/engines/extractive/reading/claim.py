"""What reading a paper gives."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.digest import PointKind


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a paper says about its subject or its own work, worded to stand alone in a survey.

    text: a complete sentence in the third person, from capital to full stop, without citation marks.
    subject: the paper's authors, where `text` begins with them as the agent, else empty; then
    `text == f"{subject} {predicate}."`, and `predicate` agrees with the subject in number.
    passage: id of the passage it comes from; source: the sentence as it stands in the paper, white space folded.
    score: 0 to 1, how much it matters to a survey, rounded to 6 decimals. terms: its content words, stemmed, each once.
    section: abstract, introduction, related, method, experiments, results, discussion, conclusion or other.
    """

    bibkey: str
    text: str
    subject: str
    predicate: str
    kind: PointKind
    passage: str
    source: str
    score: float
    terms: tuple[str, ...]
    section: str
