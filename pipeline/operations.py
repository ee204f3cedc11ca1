"""What can be done with a passage of an article, and by which engines."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["OPERATIONS", "Kind", "offered"]


@dataclass(frozen=True)
class Kind:
    """label: what pages call it; help: what comes of it; asks: what a person must say for it, or nothing; model,
    extractive: whether a language model, or the extractive engine, does it; whole: its parts make sense only together.
    """

    label: str
    help: str
    asks: str = ""
    model: bool = True
    extractive: bool = False
    whole: bool = False


OPERATIONS: dict[str, Kind] = {
    "support": Kind(
        "Find supporting passages",
        "The best passages of the papers for each sentence, with their citation to add.",
        extractive=True,
    ),
    "rewrite": Kind("Rewrite", "As you say.", "What should become of it?"),
    "shorten": Kind("Shorten", "The same in fewer words; without a model whole sentences are cut.", extractive=True),
    "expand": Kind("Expand", "More from the papers about what it speaks of."),
    "critical": Kind("More critical", "Weighs what it reports, from the papers."),
    "topic": Kind("Add what the papers say about …", "From the passages on the subject.", "About what?"),
    "uncited": Kind(
        "Add uncited papers",
        "A sentence for each paper that the article does not cite and that fits here best.",
        extractive=True,
    ),
    "reorder": Kind(
        "Order by year",
        "Paragraphs by the years of the works they cite; none is altered.",
        model=False,
        extractive=True,
        whole=True,
    ),
    "translate": Kind(
        "Translate", "Citations stay; what it says is not checked anew.", "Into which language?", whole=True
    ),
}
"""By name, in the order in which they are offered."""


def offered(engine: str) -> dict[str, Kind]:
    """The operations that the engine of that name can do honestly."""
    extractive = engine == "extractive"
    return {name: kind for name, kind in OPERATIONS.items() if (kind.extractive if extractive else kind.model)}
