"""Stage 11: every cited sentence gets passages, a score and a verdict; unsupported ones are rewritten once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.article import Article, ArticleSection
from pipeline.citations import keep_known, without_citations
from pipeline.errors import StepFailed
from pipeline.evidence import Evidence, Support, Verdict, evidence_key
from pipeline.grounding import Found, Index, verdict
from pipeline.paper import Passage
from pipeline.prose import Sentence, sentences_of
from pipeline.shape import CLAIMS_A_CALL
from pipeline.stages.context import Context, Progress
from pipeline.statements import statement_holds
from pipeline.steps.repair import RepairSentence
from pipeline.steps.verify import VerifyClaims
from pipeline.together import together


@dataclass(frozen=True)
class Grounded:
    """The article after repairs, and its evidence in reading order."""

    article: Article
    evidence: tuple[Evidence, ...]


async def ground(context: Context, article: Article) -> Grounded:
    """Find passages for every cited sentence, check computed ones again, repair or flag what is not supported."""
    index = await asyncio.to_thread(Index, context.corpus)
    sections = [section for _, section in article.walk()]
    with context.stage("ground", len(sections)) as progress:
        results = await together(_section(context, index, section, progress) for section in sections)
    texts = {section.id: markdown for section, (markdown, _) in zip(sections, results, strict=True)}
    evidence = [item for _, found in results for item in found]

    def rebuild(section: ArticleSection) -> ArticleSection:
        return replace(section, markdown=texts[section.id], children=tuple(map(rebuild, section.children)))

    flagged = [e for e in evidence if e.verdict == "unsupported"]
    if flagged:
        context.notice(
            "unsupported",
            "article",
            f"{len(flagged)} sentence{'s are' if len(flagged) > 1 else ' is'} not supported by the cited works.",
        )
    article = replace(article, sections=tuple(map(rebuild, article.sections)))
    return Grounded(article, tuple({e.key: e for e in evidence}.values()))


async def _section(
    context: Context, index: Index, section: ArticleSection, progress: Progress
) -> tuple[str, list[Evidence]]:
    found = list(sentences_of(section.markdown))
    evidence = await asyncio.to_thread(lambda: [_judge(context, index, section.id, s) for s in found])
    if context.asker.engine.judges:
        evidence = await _verified(context, evidence)
    markdown, result = section.markdown, []
    for sentence, item in reversed(list(zip(found, evidence, strict=True))):
        if item is None:
            continue
        if item.verdict == "unsupported" and item.kind == "cited":
            better = await _repaired(context, index, section.id, sentence, item)
            if better is not None:
                text, item = better
                markdown = markdown[: sentence.start] + text + markdown[sentence.end :]
        if item is not None:
            result.append(item)
    progress.step()
    return markdown.strip(), result[::-1]


def _judge(context: Context, index: Index, section: str, sentence: Sentence) -> Evidence | None:
    plain = without_citations(sentence.text)
    holds = statement_holds(sentence.text, context.corpus)
    if holds is not None:
        state: Verdict = "supported" if holds else "unsupported"
        key = evidence_key(sentence.text, sentence.keys)
        return Evidence(key, plain, section, sentence.keys, "computed", state, float(holds))
    return _evidence(index, section, sentence.text, sentence.keys) if sentence.keys else None


def _evidence(index: Index, section: str, text: str, keys: Sequence[str]) -> Evidence:
    plain = without_citations(text)
    score, found = index.support(plain, keys)
    supports = tuple(_support(item) for item in found)
    key = evidence_key(text, tuple(keys))
    return Evidence(key, plain, section, tuple(keys), "cited", verdict(score), score, supports)


def _support(found: Found) -> Support:
    p = found.passage
    return Support(p.id, found.bibkey, p.page, p.start, p.end, p.text, found.score)


async def _verified(context: Context, evidence: Sequence[Evidence | None]) -> list[Evidence | None]:
    """The same evidence with a model's verdicts, a dozen claims a call."""
    cited = [(i, e) for i, e in enumerate(evidence) if e is not None and e.kind == "cited"]
    result = list(evidence)

    async def one(batch: Sequence[tuple[int, Evidence]]) -> None:
        claims = tuple((e.sentence, tuple(_passage(s) for s in e.supports)) for _, e in batch)
        try:
            verdicts = await context.asker.ask("ground", VerifyClaims(context.brief, claims))
        except StepFailed as error:
            context.notice(
                "verify-failed", batch[0][1].key, f"{len(batch)} sentences keep their lexical verdict: {error}"
            )
            return
        for (i, item), found in zip(batch, verdicts, strict=True):
            result[i] = replace(item, verdict=found)

    await together(one(cited[start : start + CLAIMS_A_CALL]) for start in range(0, len(cited), CLAIMS_A_CALL))
    return result


def _passage(support: Support) -> Passage:
    return Passage(support.passage, support.quote, support.start, support.end, support.page)


async def _repaired(
    context: Context, index: Index, section: str, sentence: Sentence, item: Evidence
) -> tuple[str, Evidence | None] | None:
    """The sentence rewritten once with its new evidence; ("", None) where it is given up; None where it stays."""
    step = RepairSentence(context.brief, sentence.text, tuple(_passage(s) for s in item.supports))
    try:
        text = await context.asker.ask("ground", step)
    except StepFailed as error:
        context.notice("repair-failed", item.key, f"A sentence without support could not be rewritten: {error}")
        return None
    text, _ = keep_known(text, item.bibkeys)
    if not text.strip():
        context.notice("sentence-dropped", item.key, f"A sentence without support was taken out: “{item.sentence}”")
        return "", None
    keys = tuple(key for key in item.bibkeys if f"@{key}" in text)
    better = _evidence(index, section, text, keys)
    return (text, better) if keys and better.score > item.score else None
