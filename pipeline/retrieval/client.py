"""The one HTTP client through which every source is asked: polite, patient within limits, and with a cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp

from pipeline.errors import SourceError
from pipeline.retrieval.cache import Cache, MemoryCache
from pipeline.retrieval.pace import Pace

_TRIES = 3
_FIRST_PAUSE = 1.0
_LONGEST_WAIT = 60.0  # a source that asks for more is given up for this search
_TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_MOST_BYTES = 20 * 2**20
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOST_REDIRECTS = 3


@dataclass(frozen=True)
class Question:
    """One request to a source. source: what the reader calls it. secret: parameters and headers that say who asks and
    decide nothing of the answer: they are neither in cache keys nor in messages. gap: seconds between two questions to
    the same host. key: where a refused key is to be set right, as part of a sentence. body: sent as JSON by POST."""

    source: str
    url: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    gap: float = 0.1
    key: str = ""
    body: Any = None

    @property
    def cache_key(self) -> str:
        """SHA-256 of all that decides the answer."""
        parts = [self.url, sorted(self.parameters.items()), self.body]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class _Passing(Exception):
    """A failure that may pass; wait: seconds the source asks for, None where it does not say."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Client:
    """Asks sources. mailto: address of whoever runs this installation, sent so that a source can write before it
    blocks. Use it as an async context manager."""

    def __init__(self, mailto: str = "", cache: Cache | None = None, pace: Pace | None = None) -> None:
        self.mailto = mailto
        self._cache = cache if cache is not None else MemoryCache()
        self._pace = pace or Pace()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def json(self, question: Question) -> Any:
        """The JSON of an answer; None where the source says that there is no such thing (404).

        Raises:
            SourceError: no usable answer came.
        """
        body = await self.fetch(question)
        if body is None:
            return None
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            raise SourceError(f"{question.source} answered with something that is not JSON.") from None
        if answer is None:
            raise SourceError(f"{question.source} answered in a form that is not understood.")
        return answer

    async def fetch(self, question: Question) -> bytes | None:
        """The body of an answer, from the cache if it was asked before; None for 404.

        Raises:
            SourceError: no answer came after three tries, or one that no further try will change.
        """
        kept = await self._cache.get(question.cache_key)
        if kept is not None:
            return kept
        pause = _FIRST_PAUSE
        for left in reversed(range(_TRIES)):
            try:
                async with self._pace.turn(urlsplit(question.url).netloc, question.gap):
                    body = await self._once(question)
            except _Passing as failure:
                wait = max(pause, failure.wait or 0.0)
                if failure.wait is not None and failure.wait > _LONGEST_WAIT:
                    raise SourceError(f"{failure}; it asks to wait {_duration(failure.wait)}.") from None
                if not left:
                    raise SourceError(f"{failure}, in {_TRIES} tries.") from None
                await self._pace.rest(wait)
                pause *= 2
                continue
            if body is not None:
                await self._cache.put(question.cache_key, body)
            return body
        raise AssertionError("the last try returns or raises")

    async def _once(self, question: Question) -> bytes | None:
        name = question.source
        try:
            return await self._request(question)
        except TimeoutError:
            raise _Passing(f"{name} did not answer in time") from None
        except aiohttp.ClientError:
            raise _Passing(f"{name} cannot be reached") from None
        except ValueError:  # of an address that is none
            raise SourceError(f"{name} sends to an address that cannot be read.") from None

    async def _request(self, question: Question) -> bytes | None:
        """One request; redirects are followed on the same host only, so that no key travels to another."""
        address = _address(question)
        session = self._open()
        for _ in range(_MOST_REDIRECTS):
            send = session.get if question.body is None else session.post
            options: dict[str, Any] = {} if question.body is None else {"json": question.body}
            async with send(address, headers=dict(question.headers), allow_redirects=False, **options) as response:
                if response.status in (301, 302, 303, 307, 308):
                    target = response.url.join(type(response.url)(response.headers.get("Location", "")))
                    if target.origin() != response.url.origin():
                        raise SourceError(f"{question.source} sends to another address, which is not followed.")
                    address = str(target.update_query(dict(question.secret)))
                    continue
                return await _body(question, response)
        raise SourceError(f"{question.source} sends from one address to the next.")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            agent = f"SurveyGO/0.1 (mailto:{self.mailto})" if self.mailto else "SurveyGO/0.1"
            self._session = aiohttp.ClientSession(
                timeout=_TIMEOUT, headers={"User-Agent": agent}, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def _address(question: Question) -> str:
    query = urlencode({**question.parameters, **question.secret})
    return f"{question.url}?{query}" if query else question.url


async def _body(question: Question, response: aiohttp.ClientResponse) -> bytes | None:
    name, status = question.source, response.status
    if status == 404:
        return None
    if status in _PASSING:
        what = "asks for fewer questions" if status == 429 else f"has a fault of its own (HTTP {status})"
        raise _Passing(f"{name} {what}", _wait(response.headers.get("Retry-After", "")))
    if status in (401, 403):
        raise SourceError(f"{name} refused access (HTTP {status}){f'; check {question.key}' if question.key else ''}.")
    if status != 200:
        raise SourceError(f"{name} did not understand the question (HTTP {status}).")
    body = bytearray()
    async for chunk in response.content.iter_chunked(2**16):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise SourceError(f"{name} answered with more than {_MOST_BYTES // 2**20} MB.")
    return bytes(body)


def _wait(header: str) -> float | None:
    """Seconds in a Retry-After header (RFC 9110, 10.2.3): a number or a date; None where it says neither."""
    if header.strip().isdecimal():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
