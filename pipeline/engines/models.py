"""What is known about models by name: context, longest reply, prices, and whether they think before they answer.

Prices are US dollars for a million tokens as the providers publish them, read in November 2026
(https://developers.openai.com/api/docs/pricing, https://ai.google.dev/gemini-api/docs/pricing); whoever pays other
prices sets them beside the key. Where a provider charges more for long prompts, the context given here ends where that
begins, so that longer papers are read in chunks at the price shown. A price that is lowered for a time stands here as
it will be afterwards, so that no budget is overshot when that time is over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["FREE", "MODELS", "PRICES_OF", "Model", "Price", "model_of"]

PRICES_OF = "2026-11"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens: of the prompt, of the part of it that the provider had cached, of the reply."""

    prompt: float
    cached: float
    reply: float

    def cost(self, prompt_tokens: int, cached_tokens: int, reply_tokens: int) -> float:
        """US dollars of one call; the cached tokens are among those of the prompt."""
        fresh = max(prompt_tokens - cached_tokens, 0)
        return (fresh * self.prompt + cached_tokens * self.cached + reply_tokens * self.reply) / 1e6


FREE = Price(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Model:
    """context: tokens of prompt and reply together, 0 where unknown; reasons: it thinks before it answers, and takes no
    temperature; price: None where unknown."""

    context: int = 0
    reasons: bool = False
    price: Price | None = None


MODELS = {
    "gpt-6-astra": Model(272_000, True, Price(10.0, 1.0, 50.0)),
    "gpt-6.1-sol": Model(272_000, True, Price(2.0, 0.1, 10.0)),
    "gpt-6-sol": Model(272_000, True, Price(2.0, 0.2, 10.0)),
    "gpt-6-luna": Model(272_000, True, Price(0.1, 0.01, 0.5)),
    "gpt-5.6-terra": Model(272_000, True, Price(2.0, 0.2, 12.0)),
    "gpt-5.6-luna": Model(272_000, True, Price(0.2, 0.02, 1.2)),
    "gpt-5.5": Model(272_000, True, Price(5.0, 0.5, 30.0)),
    "gpt-5.4": Model(272_000, True, Price(2.5, 0.25, 15.0)),
    "gpt-5.4-mini": Model(272_000, True, Price(0.75, 0.075, 4.5)),
    "gpt-5.4-nano": Model(272_000, True, Price(0.2, 0.02, 1.25)),
    "gpt-5.2": Model(400_000, True, Price(1.75, 0.175, 14.0)),
    "gpt-5": Model(400_000, True, Price(1.25, 0.125, 10.0)),
    "gpt-5-mini": Model(400_000, True, Price(0.25, 0.025, 2.0)),
    "gpt-5-nano": Model(400_000, True, Price(0.05, 0.005, 0.4)),
    "gpt-4.1": Model(1_000_000, False, Price(2.0, 0.5, 8.0)),
    "gpt-4.1-mini": Model(1_000_000, False, Price(0.4, 0.1, 1.6)),
    "gpt-4.1-nano": Model(1_000_000, False, Price(0.1, 0.025, 0.4)),
    "gpt-4o": Model(128_000, False, Price(2.5, 1.25, 10.0)),
    "gpt-4o-mini": Model(128_000, False, Price(0.15, 0.075, 0.6)),
    "o3": Model(200_000, True, Price(2.0, 0.5, 8.0)),
    "o4-mini": Model(200_000, True, Price(1.1, 0.275, 4.4)),
    "gemini-3.8-flash": Model(1_000_000, True, Price(1.5, 0.15, 7.5)),
    "gemini-3.5-flash": Model(1_000_000, True, Price(1.5, 0.15, 9.0)),
    "gemini-3.5-flash-lite": Model(1_000_000, True, Price(0.3, 0.03, 2.5)),
    "gemini-3.1-pro": Model(200_000, True, Price(2.0, 0.2, 12.0)),
    "gemini-3.1-flash-lite": Model(1_000_000, True, Price(0.25, 0.025, 1.5)),
    "gemini-3-flash": Model(1_000_000, True, Price(0.5, 0.05, 3.0)),
    "gemini-2.5-pro": Model(200_000, True, Price(1.25, 0.125, 10.0)),
    "gemini-2.5-flash": Model(1_000_000, True, Price(0.3, 0.03, 2.5)),
    "gemini-2.5-flash-lite": Model(1_000_000, False, Price(0.1, 0.01, 0.4)),
}
_DATED = re.compile(r"(?:-\d{4}-\d{2}-\d{2}|-\d{3,4}|-latest|-preview(?:-[\d-]+)?)$")
_THINKS = re.compile(
    r"(?:^|[/-])(?:o[134]|gpt-[56]|gpt-oss|deepseek-(?:r1|reasoner)|qwq|magistral)|thinking|reasoning", re.I
)


def model_of(name: str) -> Model:
    """What is known about the model of that name, as `gpt-4o-2024-08-06` or `openai/gpt-4o` too."""
    plain = name.rpartition("/")[2].lower()
    while plain not in MODELS and (shorter := _DATED.sub("", plain)) != plain:
        plain = shorter
    return MODELS.get(plain) or Model(reasons=bool(_THINKS.search(name)))
