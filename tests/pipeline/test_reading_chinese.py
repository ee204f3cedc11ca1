"""Reading Chinese papers."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.reading import Claim, read_claims
from pipeline.paper import Paper

TEXT = """摘要：文本摘要是自然语言处理的一项重要任务。然而，现有方法往往忽略了摘要的正确性，难以保证语义一致[1,2]。
针对这一问题，本文提出了一种融合蕴含知识的生成式摘要模型。
在LCSTS数据集上的实验结果表明，本文提出的模型的ROUGE-L值提高了1.35个百分点。

1 引言

近年来，随着深度学习的发展，序列到序列模型被广泛应用于文本摘要任务（Rush等，2015）。
如图1所示，模型由编码器和解码器组成。为了提高生成摘要的准确性，我们设计了一个基于多任务学习的编码器。
这些结果说明了该方法的有效性和稳定性。

2 方法

损失函数 L = a + b 定义如下。

3 结论

未来我们将探索把蕴含知识引入多文档摘要任务。本文的局限在于仅使用了新闻领域的数据。

参考文献
[1] Rush A. A neural attention model. 2015.
"""


@pytest.fixture(scope="module")
def claims() -> dict[str, Claim]:
    paper = Paper("li2018", "融合蕴含知识的句子摘要", TEXT, authors=("李浩然", "朱军南"), year=2018)
    return {claim.text: claim for claim in read_claims(paper, "zh")}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("李浩然等（2018）提出了一种融合蕴含知识的生成式摘要模型。", "method"),
        ("现有方法往往忽略了摘要的正确性，难以保证语义一致。", "problem"),
        ("近年来，随着深度学习的发展，序列到序列模型被广泛应用于文本摘要任务。", "background"),
        ("李浩然等（2018）计划探索把蕴含知识引入多文档摘要任务。", "limitation"),
        ("该文的局限在于仅使用了新闻领域的数据。", "limitation"),
        ("模型由编码器和解码器组成。", "method"),
    ],
)  # fmt: skip
def test_it_recasts_chinese_sentences(claims: dict[str, Claim], text: str, kind: str) -> None:
    assert claims[text].kind == kind


def test_it_leaves_no_first_person_and_no_debris(claims: dict[str, Claim]) -> None:
    assert not [text for text in claims if any(word in text for word in ("我们", "本文", "图", "[", "这些", "="))]
    assert all(text.endswith("。") for text in claims)


def test_it_gives_terms_by_segmentation(claims: dict[str, Claim]) -> None:
    assert "摘要" in claims["李浩然等（2018）提出了一种融合蕴含知识的生成式摘要模型。"].terms
