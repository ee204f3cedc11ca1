"""What may go wrong, and when: a function of the settings, the prompt, and how often it came before."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

OF_REPLIES = ("malformed", "unknown_keys")
FAULTS = ("error", "busy", "malformed", "unknown_keys", "cut_off", "hang", "drip")


@dataclass(frozen=True)
class Faults:
    """rates: share of the calls by fault; always: the fault of every call of a question; retry_after: seconds that a
    429 asks to wait; key: the only one accepted ("" accepts any); context: tokens a prompt may have (0: any number);
    quota: calls until the account is used up (0: never)."""

    rates: Mapping[str, float] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)
    retry_after: float = 2.0
    key: str = ""
    context: int = 0
    quota: int = 0
    seed: int = 0

    def choose(self, question: str, text: str, seed: int, times: int) -> str:
        """The fault of one call, "" for none. What is wrong with a reply is wrong with it whenever the same prompt is
        answered; what is wrong with the server may have passed the next time."""
        if question in self.always:
            return self.always[question]
        prompt = f"{self.seed}:{seed}:{len(text)}:{text[-4000:]}:{text[:50]}"
        for fault, rate in self.rates.items():
            when = 0 if fault in OF_REPLIES else times
            if random.Random(f"{fault}:{when}:{prompt}").random() < rate:
                return fault
        return ""


def spoil(text: str, fault: str) -> str:
    """`text` as a model would spoil it."""
    if fault == "malformed":
        return "…"
    if fault == "unknown_keys":
        text = re.sub(r"(\[@[^\]]+)\]", r"\1; @nosuch2020paper]", text, count=1)
        text = re.sub(r"^(Papers: |论文：)", r"\1nosuch2020paper, ", text, count=1, flags=re.M)
        text = re.sub(r"\[p\d+\]$", "[p99999]", text, count=1, flags=re.M)
        return text.replace('[["', '[["nosuch2020paper", "', 1)
    return text
