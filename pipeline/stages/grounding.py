"""Stage 11: every cited sentence gets passages, a score and a verdict; unsupported ones are rewritten once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.article import Article, ArticleSection
from pipeline.citations import keep_known, said_by, without_citations
from pipeline.digest import Point
from pipeline.errors import StepFailed
from pipeline.evidence import Evidence, Support, Verdict, evidence_key
from pipeline.grounding import Found, Index, verdict
from pipeline.paper import Passage
from pipeline.prose import Sentence, sentences_of, without
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


async def ground(
    context: Context,
    article: Article,
    points: Sequence[tuple[str, Point]] = (),
    settled: Collection[str] = (),
) -> Grounded:
    """Find passages for every cited sentence, check computed ones again, repair or flag what is not supported.

    points: what the article was written from, where that was not in the papers' own words. settled: sentences that are
    left as they are, and without evidence.
    """
    index = await asyncio.to_thread(Index, context.corpus, points)
    sections = [section for _, section in article.walk()]
    with context.stage("ground", len(sections)) as progress:
        results = await together(_section(context, index, section, settled, progress) for section in sections)
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
    context: Context, index: Index, section: ArticleSection, settled: Collection[str], progress: Progress
) -> tuple[str, list[Evidence]]:
    found = [sentence for sentence in sentences_of(section.markdown) if sentence.text not in settled]
    evidence = await asyncio.to_thread(lambda: [_judge(context, index, section.id, s) for s in found])
    if context.asker.engine.judges:
        evidence = await _verified(context, [s.text for s in found], evidence)
    mended = await _mended(context, index, section, found, evidence)
    markdown, result = section.markdown, []
    for at, sentence in reversed(list(enumerate(found))):
        text, item = mended.get(at, (sentence.text, evidence[at]))
        if text:
            markdown = markdown[: sentence.start] + text + markdown[sentence.end :]
        else:
            markdown = without(markdown, sentence)
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
    score, found = index.support(plain, keys, said_by(text))
    supports = tuple(_support(item) for item in found)
    key = evidence_key(text, tuple(keys))
    return Evidence(key, plain, section, tuple(keys), "cited", verdict(score), score, supports)


def _support(found: Found) -> Support:
    p = found.passage
    return Support(p.id, found.bibkey, p.page, p.start, p.end, p.text, found.score)


async def _verified(
    context: Context, texts: Sequence[str], evidence: Sequence[Evidence | None]
) -> list[Evidence | None]:
    """The same evidence with a model's verdicts, a dozen claims a call. texts: the sentences with their citations,
    which say whose passages each part needs."""
    cited = [(i, e) for i, e in enumerate(evidence) if e is not None and e.kind == "cited"]
    result = list(evidence)

    async def one(batch: Sequence[tuple[int, Evidence]]) -> None:
        claims = tuple((texts[i], tuple(_passage(s) for s in e.supports)) for i, e in batch)
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


async def _mended(
    context: Context,
    index: Index,
    section: ArticleSection,
    found: Sequence[Sentence],
    evidence: Sequence[Evidence | None],
) -> dict[int, tuple[str, Evidence | None]]:
    """By number the sentences that were rewritten, with their new evidence; ("", None) where one was taken out."""
    weak = [(i, e) for i, e in enumerate(evidence) if e and e.verdict == "unsupported" and e.kind == "cited"]
    texts = await together(_repaired(context, section, found[i], item) for i, item in weak)
    mended: dict[int, tuple[str, Evidence | None]] = {}
    better: list[tuple[int, Evidence, str, Evidence]] = []
    for (i, item), text in zip(weak, texts, strict=True):
        if text == "":
            context.notice("sentence-dropped", item.key, f"A sentence without support was taken out: “{item.sentence}”")
            mended[i] = "", None
        elif text:
            keys = tuple(key for key in item.bibkeys if f"@{key}" in text)
            better.append((i, item, text, _evidence(index, section.id, text, keys)))
    after: Sequence[Evidence | None] = [new for *_, new in better]
    judges = context.asker.engine.judges
    if judges:
        after = await _verified(context, [text for _, _, text, _ in better], after)
    for (i, item, text, _), new in zip(better, after, strict=True):
        if new and new.bibkeys and (new.verdict != "unsupported" if judges else new.score > item.score):
            mended[i] = text, new
    return mended


async def _repaired(context: Context, section: ArticleSection, sentence: Sentence, item: Evidence) -> str | None:
    """The sentence rewritten once; empty where nothing of it is supported; None where no rewriting could be had."""
    passages = tuple(_passage(s) for s in item.supports)
    step = RepairSentence(context.brief, sentence.text, passages, _paragraph(section.markdown, sentence))
    try:
        text = await context.asker.ask("ground", step)
    except StepFailed as error:
        context.notice("repair-failed", item.key, f"A sentence without support could not be rewritten: {error}")
        return None
    return keep_known(text, item.bibkeys)[0].strip()


def _paragraph(markdown: str, sentence: Sentence) -> str:
    start = markdown.rfind("\n\n", 0, sentence.start) + 1
    end = markdown.find("\n\n", sentence.end)
    return markdown[start : end if end >= 0 else None].strip()
