"""Whole runs of the extractive engine on small collections, for its tests."""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache
from pathlib import Path

from pipeline.brief import Brief
from pipeline.calls.journal import MemoryJournal
from pipeline.engines.extractive import ExtractiveEngine
from pipeline.paper import Corpus, Paper
from pipeline.plan import Plan
from pipeline.skeleton import Skeleton
from pipeline.survey import Survey, write_survey

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "long-form-generation.jsonl"
TOPICS = ("文本摘要", "关系抽取", "情感分析")


class FreeDesk:
    """A desk that never stops a run."""

    run = "test"

    def sharers(self) -> int:
        return 1

    def check(self) -> None:
        """Go on."""


@lru_cache(maxsize=1)
def sample_corpus() -> Corpus:
    """The 24 reading notes of the project's sample."""
    record = json.loads(SAMPLE.read_text(encoding="utf-8").splitlines()[0])
    papers = [Paper("", p["title"], p["txt"], p["abstract"]) for p in record["papers"]]
    return Corpus.build(papers, record["title"])


@lru_cache(maxsize=1)
def chinese_corpus() -> Corpus:
    """Nine short Chinese papers on three topics."""
    return Corpus.build([_chinese(topic, i) for i in range(3) for topic in TOPICS], "自然语言处理方法综述")


def _chinese(topic: str, number: int) -> Paper:
    means = ("图神经网络", "注意力机制", "预训练语言模型")[number]
    abstract = (
        f"{topic}是自然语言处理的一项重要任务。然而，现有的{topic}方法往往忽略了第{number + 1}类上下文信息。"
        f"针对这一问题，本文提出了一种基于{means}的{topic}模型。"
        f"在公开数据集上的实验结果表明，该模型的准确率提高了{number + 2}.{number + 1}个百分点。"
    )
    body = f"1 引言\n\n近年来，{means}被广泛应用于{topic}任务。\n\n2 结论\n\n未来我们将探索多语言的{topic}。"
    text = f"摘要：{abstract}\n\n{body}"
    authors = (("李浩然", "朱军南"), ("王小明",), ("陈晨", "赵敏", "孙丽"))[number]
    return Paper("", f"基于{means}的{topic}方法", text, abstract, authors, 2016 + number)


def write(corpus: Corpus, outline: Skeleton | None = None, depth: str = "quick") -> Survey:
    """A whole survey of `corpus`."""
    engine = ExtractiveEngine(corpus, corpus.language)
    brief = Brief(corpus.title, language=corpus.language, outline=outline)
    return asyncio.run(
        write_survey(
            corpus,
            brief,
            Plan.preset(depth),
            engine=engine,
            journal=MemoryJournal(),
            emit=lambda event: None,
            desk=FreeDesk(),
        )
    )


@lru_cache(maxsize=2)
def sample_survey() -> Survey:
    """The survey of the sample, written once."""
    return write(sample_corpus())
