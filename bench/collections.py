"""The collections that are measured: the shared data, and a large one made of it."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SURVEYGO_TEST_DATA") or ROOT.parent / "shared" / "data")
SMALL, NLP, ML, ALL = "dev_nlp_small_sentiment", "dev_nlp", "dev_scipy_ml", "dev_scipy_all"


def path(name: str) -> Path:
    """The JSONL file of a shared collection."""
    return DATA / f"{name}.jsonl"


def large(folder: Path, papers: int = 400, tokens: int = 10_000) -> Path:
    """A JSONL of `papers` papers of `tokens` tokens each, paragraphs drawn from the shared collections (seeded)."""
    target = folder / f"large-{papers}.jsonl"
    rng = random.Random(400)
    sources = [paper for name in (NLP, ALL) for paper in _papers(path(name))]
    made = []
    for number in range(papers):
        first, second = rng.choice(sources), rng.choice(sources)
        paragraphs = first["txt"].split("\n\n") + second["txt"].split("\n\n")
        text = ""
        while len(text) < tokens * 4:
            text += "\n\n".join(paragraphs) + "\n\n"
        made.append(
            {
                "title": f"{first['title']}, part {number + 1}",
                "abstract": first["abstract"],
                "txt": text[: tokens * 4],
                "authors": first["authors"],
                "year": first["year"],
            }
        )
    target.write_text(json.dumps({"title": "A large collection", "papers": made}), encoding="utf-8")
    return target


def _papers(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["papers"]
    return found
