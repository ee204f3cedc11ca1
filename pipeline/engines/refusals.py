"""What a provider's refusal means: one sentence that names the setting to change, and whether to try again.

The sentence is made of what is known here; the provider's own words are only searched, because they may hold parts of
the prompt or of the key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.engines.providers import KEYS, Provider
from pipeline.errors import EngineError

_KEY = re.compile(r"api[ _-]?key|authenti|unauthorized|api_key_invalid", re.I)
_QUOTA = re.compile(r"insufficient_quota|billing|credit|balance|per_?day", re.I)
_LONG = re.compile(
    r"context_length|context length|maximum context|context window|context size|too many tokens|prompt is too long"
    r"|input token count|exceeds the (?:available |maximum )?(?:context|number of tokens)|string_above_max|n_ctx",
    re.I,
)
_FILTER = re.compile(r"content_filter|content_policy|content management policy|safety|blocked", re.I)
_MODEL = re.compile(r"model_not_found|model.{0,80}(?:not found|does not exist|not exist)|unknown model", re.I | re.S)
_PASSING = frozenset({408, 409, 425, 500, 502, 503, 504, 520, 522, 524, 529})


@dataclass(frozen=True, slots=True)
class Refusal:
    """What came back: HTTP status, the provider's code and words, and how long it asks to wait in seconds."""

    status: int
    code: str = ""
    words: str = ""
    retry_after: float | None = None


def explain(refusal: Refusal, provider: Provider, model: str) -> EngineError:
    """The error to raise for a refusal."""
    said = f"{refusal.code} {refusal.words}"
    status, place, at = refusal.status, provider.place, f" on {provider.page}" if provider.page else ""
    if status == 402 or (status == 429 and _QUOTA.search(said)):
        return EngineError(f"The account at {place} has no quota left; add credit there or set another key{at}.")
    if status == 429:
        return EngineError(
            f"{place} asks for fewer calls (429).", retryable=True, retry_after=refusal.retry_after, reason="busy"
        )
    if status == 401 or (status in (400, 403) and _KEY.search(said)):
        key = f"the key{at}" if at else " or ".join(KEYS[provider.engine])
        return EngineError(f"{place} does not accept the key; check {key}.")
    if status == 403:
        return EngineError(f"{place} does not let this key use the model “{model}”; choose another model or key{at}.")
    if status in (400, 413, 422) and _LONG.search(said):
        return too_long(provider, model)
    if _FILTER.search(said) and status in (400, 403):
        return filtered(provider)
    if status == 404 or (status == 400 and _MODEL.search(said)):
        address = f", or the base URL {place}" if provider.base_url else ""
        return EngineError(f"{place} has no model “{model}”; check the model's name{address}{at}.")
    if status in _PASSING or status >= 500:
        return EngineError(f"{place} is in trouble (error {status}).", retryable=True, retry_after=refusal.retry_after)
    code = f", {refusal.code[:60]}" if re.fullmatch(r"[\w.\- ]+", refusal.code) else ""
    return EngineError(f"{place} refused a request to “{model}” (error {status}{code}); check model and base URL{at}.")


def too_long(provider: Provider, model: str) -> EngineError:
    """The question does not fit into the model's context."""
    return EngineError(
        f"The question is longer than the context of “{model}” at {provider.place}; "
        "choose a model with a larger context, or set the context that the server really has.",
        reason="length",
    )


def filtered(provider: Provider) -> EngineError:
    """The provider's content filter stopped the question or its answer."""
    return EngineError(f"The content filter of {provider.place} stopped this question.", reason="question")


def unreachable(provider: Provider) -> EngineError:
    """No connection."""
    where = provider.place if provider.base_url else f"{provider.place}'s servers"
    at = f" on {provider.page}" if provider.page else ""
    return EngineError(
        f"Nothing answers at {where}; check the base URL{at}, and whether the server and the network are up.",
        retryable=True,
    )


def private(provider: Provider) -> EngineError:
    """The address leads to where it must not."""
    return EngineError(f"{provider.place} leads to this machine or a private network, which is not allowed here.")


def timed_out(provider: Provider, seconds: float) -> EngineError:
    """No answer in time."""
    return EngineError(
        f"{provider.place} gave no answer within {seconds:g} s; a longer deadline can be set.",
        retryable=True,
        reason="timeout",
    )


def broken_off(provider: Provider) -> EngineError:
    """The answer ended before it was complete."""
    return EngineError(f"An answer of {provider.place} broke off.", retryable=True, reason="lost")


def not_an_answer(provider: Provider) -> EngineError:
    """What came is no answer of this protocol."""
    return EngineError(
        f"{provider.place} answered in a form that is not its protocol's; check the base URL (most end in /v1).",
        retryable=True,
        reason="lost",
    )
