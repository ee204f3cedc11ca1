"""The one estimate of tokens used everywhere a provider does not report its own count."""

from __future__ import annotations

import re

__all__ = ["estimate_tokens", "is_cjk"]

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")


def estimate_tokens(text: str) -> int:
    """Tokens of `text`: characters / 4, Chinese, Japanese and Korean characters one each (DESIGN: one definition)."""
    cjk = len(_CJK.findall(text))
    return cjk + (len(text) - cjk + 3) // 4


def is_cjk(text: str) -> bool:
    """Whether at least a fifth of the characters of `text` are Chinese, Japanese or Korean."""
    sample = text[:20_000]
    return bool(sample) and len(_CJK.findall(sample)) * 5 >= len(sample)
