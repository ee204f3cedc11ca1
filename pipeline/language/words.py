"""Words that carry content: stop words, a light stemmer, segmentation of Chinese by jieba."""

from __future__ import annotations

import logging
import re
from functools import lru_cache

STOP_WORDS = frozenset(
    """a about above after again against all almost along already also although always am among an and another any
    are around as at away be became because become been before being below best better between both but by can
    cannot could did do does doing done down due during each either else enough especially et etc even ever every
    few first for from further furthermore get give given had has have having he hence her here hers him his how
    however i if in indeed instead into is it its itself just last least less let like made mainly make makes many
    may me might more moreover most much must my namely near neither never nevertheless new next no none nor not
    now of off often on once one only onto or other others otherwise our ours out over own part per perhaps quite
    rather recent recently respectively same second several shall she should since so some still such than that
    the their theirs them themselves then there thereby therefore these they third this those though through
    throughout thus to together too toward towards two under until up upon us use used uses using usually various
    very via was way we well were what when where whereas whether which while who whom whose why widely will with
    within without would yet you your al e.g i.e vs""".split()
)
CHINESE_STOP_WORDS = frozenset(
    """的 了 和 与 及 或 在 是 有 对 中 上 下 为 以 由 从 到 将 并 而 但 也 都 就 等 其 该 此 这 那 之 于 把
    被 让 使 能 可 可以 能够 我们 本文 作者 他们 它们 它 他 她 一个 一种 一些 这个 这些 那些 这种 以及 因此
    所以 如果 虽然 然而 但是 由于 通过 进行 使用 利用 采用 基于 提出 表明 其中 同时 此外 首先 其次 最后
    没有 不 很 更 最 较 还 又 再 已 已经 需要 主要 不同 相关 问题 方法 研究 结果 具有 目前 近年来 各 每 个
    种 类 项 次 时 后 前 内 外 间 所 则 且 若 即 如 例如 至 向 给 用 来 去 做 会 要""".split()
)
_UNINFLECTED = frozenset("news series species lens always gas bias basis thesis string spring during red bed".split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W_]+)*\d*|\d+(?:[.,]\d+)*")
_VOWEL = re.compile(r"[aeiouy]")


def words(text: str) -> list[str]:
    """The words and numbers of `text` in order, as they stand."""
    return _WORD.findall(text)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """`word` in lower case without its inflection: a light stemmer that never leaves fewer than three letters."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word in _UNINFLECTED:
        return word
    if len(word) < 5 or not word.isascii() or not word[-1].isalpha():
        return word[:-1] if len(word) == 4 and word.endswith("s") and word[-2] not in "su" else word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in ("ingly", "edly", "ing", "ed"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= 4 and _VOWEL.search(base):
            return _mended(base)
    return word.removesuffix("e") if len(word) > 4 else word


def _mended(base: str) -> str:
    if base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    return base.removesuffix("e") if len(base) > 4 else base


def content_words(text: str, language: str = "en") -> list[str]:
    """The content words of `text` in order, lower case and stemmed, with repetitions; language: `en` or `zh`."""
    if language == "zh":
        return [w for w in (piece.strip().lower() for piece in _segment(text)) if _tells(w)]
    return [stem(w) for w in _WORD.findall(text) if len(w) > 1 and w.lower() not in STOP_WORDS]


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in CHINESE_STOP_WORDS and word not in STOP_WORDS and any(map(str.isalnum, word))


def _segment(text: str) -> list[str]:
    import jieba  # loads a dictionary of 5 MB: only where Chinese is read

    jieba.setLogLevel(logging.WARNING)
    return list(jieba.cut(text))
