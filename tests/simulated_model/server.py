"""The server: OpenAI's chat completions and Gemini's REST protocol on one port of loopback."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.simulated_model import protocols
from tests.simulated_model.answers import SIZES, Asked, answer, nominal
from tests.simulated_model.faults import Faults, spoil
from tests.simulated_model.log import Call, Log
from tests.simulated_model.protocols import Failure, Request, Wire
from tests.simulated_model.reading import read

PIECES = 50


@dataclass(frozen=True)
class Pace:
    """first: seconds to the first token; rate: tokens/s; cap: calls answered at once; speed: times faster than real."""

    first: float = 0.3
    rate: float = 150.0
    cap: int = 100
    speed: float = 1.0

    def seconds(self, tokens: int) -> float:
        """Of one reply, at the speed of the clock."""
        return (self.first + tokens / self.rate) / self.speed


@dataclass
class Model:
    """One simulated account: how fast, how long, what goes wrong, and what was asked. It changes between requests."""

    pace: Pace = field(default_factory=Pace)
    faults: Faults = field(default_factory=Faults)
    sizes: Mapping[str, int] = field(default_factory=lambda: dict(SIZES))
    log: Log = field(default_factory=Log)
    thoughts: bool = False
    refuses: tuple[str, ...] = ()
    began: float = field(default_factory=time.monotonic)
    address: str = ""

    def now(self) -> float:
        """Seconds since the start, in the model's time."""
        return (time.monotonic() - self.began) * self.pace.speed

    def application(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=64 * 2**20)
        slots = asyncio.Semaphore(self.pace.cap)

        async def handle(wire: Wire, http: web.Request) -> web.StreamResponse:
            request = wire.read(await http.json(), http)
            async with slots:
                return await self._respond(wire, request, http)

        async def chat(http: web.Request) -> web.StreamResponse:
            return await handle(protocols.OpenAI(), http)

        async def gemini(http: web.Request) -> web.StreamResponse:
            return await handle(protocols.Gemini(), http)

        async def models(_: web.Request) -> web.Response:
            return web.json_response({"object": "list", "data": [{"id": "simulated", "object": "model"}]})

        async def calls(_: web.Request) -> web.Response:
            return web.json_response(self.log.rows())

        app.router.add_post("/v1/chat/completions", chat)
        app.router.add_post("/v1beta/models/{call}", gemini)
        app.router.add_get("/v1/models", models)
        app.router.add_get("/log", calls)
        return app

    async def _respond(self, wire: Wire, request: Request, http: web.Request) -> web.StreamResponse:
        text = "\n".join(said for _, said in request.messages)
        prompt = read(request.messages)
        call = self.log.begin(prompt.question, text, request.seed, self.now())
        outcome, tokens = "ended by the client", 0
        try:
            fault = self.faults.choose(prompt.question, text, request.seed, self.log.times(text, request.seed))
            refused = self._refused(wire, request, call, fault)
            if refused:
                outcome = refused.code
                await asyncio.sleep(self.pace.first / self.pace.speed)
                return wire.refuse(refused)
            asked = Asked(prompt, request.seed, self.sizes)
            reply = answer(asked)
            if self.log.keep:
                call.reply = reply
            tokens = nominal(asked, reply)
            reply = ("<think>\nLet me see.\n</think>\n" if self.thoughts else "") + spoil(reply, fault)
            if request.most and tokens > request.most:
                reply, tokens, outcome = reply[: request.most * 4], request.most, "length"
            result = await self._send(wire, request, http, Answer(reply, tokens, outcome == "length", fault, call))
            outcome = fault or ("length" if outcome == "length" else "answered")
            return result
        finally:
            self.log.end(call, self.now(), tokens, outcome)

    def _refused(self, wire: Wire, request: Request, call: Call, fault: str) -> Failure | None:
        if self.faults.key and request.key != self.faults.key:
            return Failure(401, "invalid_api_key", f"Incorrect API key provided: {request.key[:4]}.")
        if request.model.startswith("nosuch"):
            return Failure(404, "model_not_found", f"The model {request.model} does not exist.")
        unknown = next((name for name in self.refuses if name in request.body), None)
        if unknown:
            return Failure(400, "unsupported_parameter", f"Unsupported parameter: '{unknown}'.", unknown)
        if self.faults.context and call.prompt_tokens > self.faults.context:
            limit = f"This model's maximum context length is {self.faults.context} tokens."
            return Failure(400, "context_length_exceeded", limit)
        if self.faults.quota and call.number >= self.faults.quota:
            return Failure(429, "insufficient_quota", "You exceeded your current quota; check billing.")
        if fault == "error":
            return Failure(500, "server_error", "The server had an error.")
        if fault == "busy":
            return Failure(429, "rate_limit_exceeded", "Rate limit reached.", wait=self.faults.retry_after)
        return None

    async def _send(self, wire: Wire, request: Request, http: web.Request, out: Answer) -> web.StreamResponse:
        seconds = self.pace.seconds(out.tokens)
        if out.fault == "hang":
            await asyncio.sleep(3600)
        if not request.stream:
            await asyncio.sleep(seconds * (1 if out.fault != "drip" else 1000))
            if out.fault == "cut_off" and http.transport is not None:
                http.transport.close()
            return web.json_response(wire.whole(request, out.text, out.call, out.tokens, out.cut))
        response = web.StreamResponse(headers={"Content-Type": wire.content_type})
        await response.prepare(http)
        await asyncio.sleep(self.pace.first / self.pace.speed)
        step = max(1, -(-len(out.text) // PIECES))
        pieces = [out.text[i : i + step] for i in range(0, len(out.text), step)] or [""]
        for number, piece in enumerate(pieces):
            await asyncio.sleep(out.tokens / self.pace.rate / self.pace.speed / len(pieces))
            if out.fault == "drip":
                await asyncio.sleep(1.0)
            if out.fault == "cut_off" and number >= len(pieces) // 2:
                assert http.transport is not None
                http.transport.close()
                return response
            await response.write(wire.piece(request, piece, first=number == 0))
        await response.write(wire.last(request, out.call, out.tokens, out.cut))
        return response


@dataclass(frozen=True)
class Answer:
    """What is sent, how long it counts, whether it was cut off, and the fault it meets on the way."""

    text: str
    tokens: int
    cut: bool
    fault: str
    call: Call


@contextmanager
def simulated(model: Model | None = None, port: int = 0) -> Iterator[Model]:
    """A running server in a thread of its own; `address` is its root."""
    model = model or Model()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="simulated model", daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        runner = web.AppRunner(model.application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    model.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield model
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
