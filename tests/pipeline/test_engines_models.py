"""The engines of language models against the simulated server: answers, streams, and refusals in one sentence."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from pipeline.engines import make_engine
from pipeline.engines.base import Reply
from pipeline.engines.model import ModelEngine
from pipeline.engines.providers import Provider
from pipeline.errors import BadInput, EngineError
from pipeline.paper import Corpus
from pipeline.steps.again import AskedAgain
from pipeline.steps.base import Step
from tests.pipeline.questions import questions
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import Model, Pace, simulated

SECRET = "sk-simulated-0123456789abcdef"
ENGINES = ("openai", "gemini")


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model."""
    with simulated(Model(Pace(0.01, 100_000))) as running:
        yield running


def engine(name: str, server: Model, **changes: Any) -> ModelEngine:
    """An engine that asks the simulated model."""
    base = f"{server.address}/v1" if name == "openai" else server.address
    found = make_engine(name, Corpus(()), "en", replace(Provider(name, "simulated", SECRET, base), **changes))
    assert isinstance(found, ModelEngine)
    return found


def ask(found: ModelEngine, *steps: Step[Any], on_text: Callable[[str], None] | None = None, sample: int = 0) -> Any:
    """The reply to one step, or the replies to several asked at once."""

    async def all_of_them() -> list[Reply]:
        try:
            return await asyncio.gather(*(found.answer(step, sample=sample, on_text=on_text) for step in steps))
        finally:
            await found.close()

    replies = asyncio.run(all_of_them())
    return replies if len(steps) > 1 else replies[0]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ENGINES)
def test_every_question_is_answered_over_the_wire(name: str, language: str, model: Model) -> None:
    """Each prompt is recognised, and each reply is one its step can read; usage is what the server counted."""
    asked = {key: step for key, step in questions(language).items() if key not in ("review", "frame")}
    replies = ask(engine(name, model), *asked.values())
    for step, reply in zip(asked.values(), replies, strict=True):
        step.parse(reply.text)
        assert reply.usage.prompt_tokens > 50
        assert reply.usage.completion_tokens >= 1
    assert {call.question for call in model.log.calls} == set(asked)


@pytest.mark.parametrize("name", ENGINES)
def test_a_watched_text_arrives_in_pieces_and_is_the_same(name: str, model: Model) -> None:
    """Streamed and plain replies are equal, thoughts are never shown, and only steps that stream do."""
    leaf, judge = questions()["leaf"], questions()["judge"]
    model.pace, model.thoughts = Pace(0.01, 60), True
    plain = ask(engine(name, model), leaf)
    seen: list[str] = []
    streamed = ask(engine(name, model), leaf, on_text=seen.append)
    assert (streamed.text, streamed.usage.completion_tokens) == (plain.text, plain.usage.completion_tokens)
    assert "think" not in plain.text
    assert len(seen) > 1
    assert all("think" not in text for text in seen)
    seen.clear()
    ask(engine(name, model), judge, on_text=seen.append)
    assert seen == []


REFUSALS: dict[str, tuple[Faults, dict[str, Any], str, bool]] = {
    "wrong key": (Faults(key="another"), {}, "does not accept the key; check", False),
    "unknown model": (Faults(), {"model": "nosuch"}, "has no model “nosuch”; check the model's name", False),
    "no quota": (Faults(quota=-1), {}, "no quota left; add credit", False),
    "too long": (Faults(context=10), {}, "longer than the context of “simulated”", False),
    "busy": (Faults(always={"judge": "busy"}, retry_after=90), {}, "asks for fewer calls", True),
    "trouble": (Faults(always={"judge": "error"}), {}, "is in trouble", True),
    "silence": (Faults(always={"judge": "hang"}), {"deadline": 0.3}, "gave no answer within 0.3 s", True),
    "closed": (Faults(always={"judge": "cut_off"}), {}, "broke off", True),
}


@pytest.mark.parametrize("case", list(REFUSALS))
@pytest.mark.parametrize("name", ENGINES)
def test_a_refusal_is_one_sentence_that_names_what_to_change(
    name: str, case: str, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the key nor a word of the prompt is in it or in a log."""
    model.faults, changes, said, retryable = REFUSALS[case]
    caplog.set_level(logging.DEBUG)
    with pytest.raises(EngineError, match=said) as raised:
        ask(engine(name, model, **changes), questions()["judge"])
    assert raised.value.retryable is retryable
    assert raised.value.retry_after == (90 if case == "busy" else None)
    for secret in (SECRET, SECRET[:8], "Aspect-level sentiment", "strict editor"):
        assert secret not in str(raised.value)
        assert secret not in caplog.text


@pytest.mark.parametrize("name", ENGINES)
def test_nothing_at_an_address_names_the_address(name: str, model: Model) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(EngineError, match=f"Nothing answers at {address}") as raised:
            ask(engine(name, model, base_url=address), questions()["judge"])
    assert raised.value.retryable


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("fault", ["cut_off", "drip"])
def test_a_stream_that_breaks_off_or_drips_is_no_reply(name: str, fault: str, model: Model) -> None:
    """A broken stream is to be tried again; one that never ends is given up at the deadline."""
    model.faults = Faults(always={"leaf": fault})
    with pytest.raises(EngineError) as raised:
        ask(engine(name, model, deadline=1.5, gap=1.2), questions()["leaf"], on_text=lambda _: None)
    assert raised.value.retryable
    assert raised.value.reason == ("timeout" if fault == "drip" else "lost")


def test_a_reply_that_was_cut_off_says_so(model: Model) -> None:
    """The longest reply allowed is sent along, and a reply that reached it is marked."""
    model.sizes = {**model.sizes, "outline": 50_000}
    for name in ENGINES:
        assert ask(engine(name, model), questions()["draft"]).cut is True
        assert ask(engine(name, model), questions()["judge"]).cut is False


@pytest.mark.parametrize(
    "refused", ["temperature", "seed", "response_format", "max_completion_tokens", "stream_options"]
)
def test_a_parameter_that_an_endpoint_refuses_is_left_out(refused: str, model: Model) -> None:
    """At once and from then on; without usage in the stream the tokens are estimated."""
    model.refuses = (refused,)
    found = engine("openai", model)
    judge, leaf = questions()["judge"], questions()["leaf"]
    for step in (judge, leaf):
        reply = ask(found, step, on_text=lambda _: None, sample=3)
        step.parse(reply.text)
        assert reply.usage.prompt_tokens > 50
    assert ask(found, judge, sample=3).text
    outcomes = [call.outcome for call in model.log.calls]
    assert outcomes.count("unsupported_parameter") == 1


def test_roles_have_models_of_their_own_and_keep_them_when_asked_again(model: Model) -> None:
    """A reasoning model is sent no temperature and may think longer."""
    found = engine("openai", model, roles={"judge": "o4-mini"})
    judge = questions()["judge"]
    assert ask(found, judge).model == "o4-mini"
    assert ask(found, AskedAgain(judge, "…", "no JSON")).model == "o4-mini"
    assert ask(found, questions()["leaf"]).model == "simulated"
    assert found.identity(judge)["model"] != found.identity(questions()["leaf"])["model"]
    model.refuses = ("temperature",)
    ask(found, judge)
    assert model.log.calls[-1].outcome == "answered"


def test_a_missing_key_names_the_variable() -> None:
    """A server on this machine needs none."""
    with pytest.raises(BadInput, match="set OPENAI_API_KEY in"):
        Provider.from_environment("openai", environment={})
    with pytest.raises(BadInput, match="GEMINI_API_KEY or GOOGLE_API_KEY"):
        Provider.from_environment("gemini", environment={"OPENAI_API_KEY": "x"})
    local = Provider.from_environment("openai", "m", environment={"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})
    assert local.place == "http://127.0.0.1:1/v1"
    assert local.cost("m", 1000, 0, 1000) == 0
    keyed = Provider("openai", "gpt-5.4-mini", SECRET, "https://user:secret@example.org/v1")
    assert keyed.place == "https://example.org/v1"
    assert SECRET not in repr(keyed)


def test_prices_are_those_of_the_model_whatever_its_date() -> None:
    """Cached tokens cost less; an unknown model has no price, and one of the account's own wins."""
    provider = Provider("openai", "gpt-4o-2024-08-06", SECRET)
    assert provider.cost("gpt-4o-2024-08-06", 1_000_000, 500_000, 100_000) == pytest.approx(1.25 + 0.625 + 1.0)
    assert provider.unpriced() == []
    assert Provider("openai", "mystery", SECRET).unpriced() == ["mystery"]
    assert Provider("openai", "vendor/o3", SECRET).known("vendor/o3").reasons


def test_an_azure_style_gateway_gets_its_version_and_key_header() -> None:
    """The query of the base URL goes with every request, and is no part of the name that sentences show. Where the
    server tells no usage it is estimated, so that a budget holds."""
    seen: list[tuple[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.path_qs, request.headers.get("api-key", "")))
        message = {"role": "assistant", "content": '{"rationale": "fine", "score": 6}'}
        return web.json_response({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})

    async def run() -> Reply:
        app = web.Application()
        app.router.add_post("/openai/deployments/ours/chat/completions", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}/openai/deployments/ours"
        provider = Provider("openai", "ours", SECRET, f"{base}?api-version=2024-10-21")
        found = make_engine("openai", Corpus(()), "en", provider)
        assert isinstance(found, ModelEngine)
        try:
            assert provider.place == base
            return await found.answer(questions()["judge"], sample=0)
        finally:
            await found.close()
            await runner.cleanup()

    assert asyncio.run(run()).usage.prompt_tokens > 50
    assert seen == [("/openai/deployments/ours/chat/completions?api-version=2024-10-21", SECRET)]


def test_terms_of_the_command_line_are_checked() -> None:
    """Slow servers of one's own may be given more time."""
    provider = Provider("openai", "mystery", SECRET).with_terms(["1, 5"], 8000, 900)
    assert (provider.known("mystery").context, provider.deadline) == (8000, 900)
    assert provider.cost("mystery", 1_000_000, 0, 1_000_000) == 6
    assert Provider("openai", "mystery", SECRET).with_terms([], 0).deadline == 120
    for terms, said in (((["cheap"], 0, 0), "two numbers"), (([], -1, 0), "tokens"), (([], 0, -1), "seconds")):
        with pytest.raises(BadInput, match=said):
            provider.with_terms(*terms)
