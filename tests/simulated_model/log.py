"""What was asked of the server: one row a call, with how much of its prompt an earlier call had begun with."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Any

STEP = 256
"""Shared prefixes are counted in steps of so many characters."""


@dataclass
class Call:
    """began, ended: seconds since the server started, in the simulated model's time; tokens: characters / 4."""

    number: int
    question: str
    seed: int
    began: float
    prompt_tokens: int
    shared_tokens: int
    in_flight: int
    ended: float = 0.0
    reply_tokens: int = 0
    outcome: str = ""
    prompt: str = ""
    reply: str = ""


@dataclass
class Log:
    """All calls so far; keep: whether their prompts and replies are kept too."""

    keep: bool = False
    calls: list[Call] = field(default_factory=list)
    in_flight: int = 0
    _prefixes: set[bytes] = field(default_factory=set)
    _seen: dict[tuple[str, int], int] = field(default_factory=dict)

    def begin(self, question: str, text: str, seed: int, now: float) -> Call:
        """A call comes in."""
        self.in_flight += 1
        call = Call(len(self.calls), question, seed, now, len(text) // 4, self._shared(text) // 4, self.in_flight)
        if self.keep:
            call.prompt = text
        self.calls.append(call)
        return call

    def end(self, call: Call, now: float, tokens: int, outcome: str) -> None:
        """Its answer is out, or what was sent in its place."""
        self.in_flight -= 1
        call.ended, call.reply_tokens, call.outcome = now, tokens, outcome

    def times(self, text: str, seed: int) -> int:
        """How often this prompt came before with this seed."""
        key = blake2b(text.encode(), digest_size=12).hexdigest(), seed
        self._seen[key] = self._seen.get(key, -1) + 1
        return self._seen[key]

    def rows(self) -> list[dict[str, Any]]:
        """The calls as plain data."""
        return [asdict(call) for call in self.calls]

    def _shared(self, text: str) -> int:
        """Characters, in whole steps, that some earlier prompt began with; from now on this one counts too."""
        state = blake2b(digest_size=12)
        shared, growing = 0, True
        for at in range(STEP, len(text) + 1, STEP):
            state.update(text[at - STEP : at].encode())
            mark = state.digest()
            growing = growing and mark in self._prefixes
            shared = at if growing else shared
            self._prefixes.add(mark)
        return shared
