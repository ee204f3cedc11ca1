"""The record of a run: what run.json holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pipeline.article import Article
from pipeline.citations import cited_keys
from pipeline.digest import Digest
from pipeline.evidence import Evidence
from pipeline.prose import word_count
from pipeline.stages.context import Context


def finish_record(
    context: Context, digests: Sequence[Digest], article: Article, evidence: Sequence[Evidence], seconds: float
) -> dict[str, Any]:
    """Plan, calls, scores of every layer, coverage, verdicts, and each paper that was dropped or never cited."""
    engine, corpus = context.asker.engine, context.corpus
    cited = cited_keys(article.to_markdown())
    digested = {digest.bibkey for digest in digests}
    dropped = [asdict(item) for item in corpus.dropped]
    dropped += [
        {"name": paper.title, "reason": "no digest of it could be used"}
        for paper in corpus.papers
        if paper.bibkey not in digested
    ]
    return {
        "title": context.brief.title,
        "engine": engine.name,
        "engine_label": engine.label,
        "language": context.brief.language,
        "plan": asdict(context.plan),
        "seed": context.plan.seed,
        "corpus": {"papers": len(corpus.papers), "tokens": corpus.tokens, "sha256": corpus.hash},
        "seconds": round(seconds, 3),
        "words": sum(word_count(section.markdown) for _, section in article.walk()),
        "calls": {stage: asdict(meter) for stage, meter in context.asker.meters.items()},
        "cost": round(context.asker.cost, 6),
        **context.record,
        "coverage": {
            "cited": len(cited),
            "papers": len(corpus.papers),
            "not_cited": [paper.bibkey for paper in corpus.papers if paper.bibkey not in set(cited)],
        },
        "titles": {paper.bibkey: paper.title for paper in corpus.papers},
        "dropped": dropped,
        "verdicts": dict(sorted(Counter(f"{item.kind}:{item.verdict}" for item in evidence).items())),
    }
