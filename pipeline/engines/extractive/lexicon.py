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
    """A rough stem, so that singular and plural, verb and noun of one root compare equal; numbers stay as they are."""
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
