"""Words of the two languages: how text becomes comparable words, and which words say nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

STOP = frozenset(
    "a about above across after again against all almost along already also although always am among an and "
    "another any are as at be because been before being below between beyond both but by can cannot could did "
    "do does doing done due during each either else enough et etc even ever every few first for from further "
    "get gets give given gives good had has have having he hence her here him his how however i if in indeed "
    "instead into is it its itself just last later latter least less let like ll made make makes making many "
    "may me might more moreover most much must my namely near need needs neither nevertheless next no none "
    "nor not nothing now of off often on once one only onto or other others otherwise our ours out over own "
    "per perhaps please rather s same second see seem seems several she should show shown shows since so some "
    "still such t take taken takes than that the their theirs them then there thereby therefore these they "
    "third this those though three through throughout thus to together too toward towards two under unlike "
    "until up upon us use used uses using usually various very via want was we well were what when where "
    "whereas whether which while who whom whose why will with within without would yet you your al eg ie vs "
    "fig figure table section eq respectively according based e g".split()
)

# Chinese words that a noun phrase does not hold: function words, verbs and the nouns of every abstract.
BREAKS_ZH = frozenset(
    "的 了 是 在 和 与 及 或 对 为 以 等 中 上 下 被 把 将 从 到 由 于 并 而 但 这 该 其 此 之 也 都 又 "
    "就 还 很 更 最 各 每 某 所 我们 本文 他们 它们 作者 一种 一个 一些 一项 这些 这种 该文 其中 以及 "
    "因此 然而 但是 由于 如果 虽然 同时 此外 首先 其次 最后 提出 使用 利用 采用 通过 进行 实现 表明 提高 "
    "提升 基于 针对 结合 融合 设计 构建 建立 引入 考虑 解决 研究 分析 探索 具有 可以 能够 需要 得到 获得 "
    "取得 达到 显示 说明 证明 验证 比较 对比 存在 忽略 往往 广泛 应用 近年来 现有 已有 传统 有效 显著 "
    "重要 主要 不同 相关 较好 良好 结果 实验 问题 方面 情况 过程 基础 目标 目的 百分点 个 种 项 类 第 年 "
    "未来 结论 引言 方法 任务 系统 框架 算法 技术 数据".split()
)
LIGHT_ZH = frozenset("模型 网络".split())

_WORD = re.compile(r"[^\W\d_][\w'’]*(?:[-‐‑][\w]+)*|\d+(?:\.\d+)?", re.U)
_CJK_RUN = re.compile(r"[\u3400-\u9fff]+")
_SUFFIXES = ("ization", "isation", "ations", "ation", "ically", "ingly", "ings", "edly", "ments", "ment", "ing", "ies")
_TAILS = ("ied", "ers", "er", "es", "ed", "ly", "s", "e")


def tokens(text: str, language: str) -> list[str]:
    """The words of `text` as written, in order (Chinese by jieba's dictionary)."""
    if language != "zh":
        return [m.group() for m in _WORD.finditer(text)]
    return [w for w in _cut_chinese(text) if re.match(r"\w", w)]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A rough stem, so that singular and plural, verb and noun of one root compare equal; numbers stay as they
    are."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").removesuffix("'s")
    if not plain.isalpha():
        return plain
    for suffix in _SUFFIXES + _TAILS:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= 4:
            return plain[: -len(suffix)]
    return plain


def content(text: str, language: str) -> list[str]:
    """The stems of the words of `text` that say something, in order."""
    least = 1 if language == "zh" else 2
    return [stem(w) for w in tokens(text, language) if len(w) > least and w.casefold() not in STOP]


def _cut_chinese(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel("ERROR")
    return list(jieba.cut(text, HMM=False))
