"""Fetching files from addresses that strangers chose: https, public, bounded, and of a type that can be read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import aiohttp

from pipeline.errors import SourceError
from pipeline.ingest import kinds
from pipeline.ingest.registry import FORMATS
from pipeline.retrieval.pace import Pace
from pipeline.retrieval.public import PublicResolver, check_url, is_public

_MOST_BYTES = 60 * 2**20
_SECONDS = 90.0
_MOST_REDIRECTS = 6
_GAP = 1.0
_GAPS = {"arxiv.org": 3.0, "export.arxiv.org": 3.0}


class Downloader:
    """Downloads files, one at a time from each host. Use it as an async context manager.

    allow_loopback: lets tests serve files from this machine, over http too; nothing in the application sets it.
    """

    def __init__(
        self,
        mailto: str = "",
        *,
        most_bytes: int = _MOST_BYTES,
        seconds: float = _SECONDS,
        pace: Pace | None = None,
        allow_loopback: bool = False,
    ) -> None:
        self._most, self._seconds, self._allow_loopback = most_bytes, seconds, allow_loopback
        self._agent = f"SurveyGO/0.1 (mailto:{mailto})" if mailto else "SurveyGO/0.1"
        self._pace = pace or Pace()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Downloader:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def fetch(self, url: str, folder: Path, stem: str) -> Path:
        """The file at `url`, as `stem` with the suffix of its content in `folder`.

        Raises:
            SourceError: with the reason as a clause that completes “it could not be fetched: …”.
        """
        check_url(url, self._allow_loopback)
        host = urlsplit(url).hostname or ""
        part = folder / f"{stem}.part"
        try:
            async with self._pace.turn(host, _GAPS.get(host, _GAP)), asyncio.timeout(self._seconds):
                await self._save(url, part)
            suffix = await asyncio.to_thread(kind_of, part)
            return await asyncio.to_thread(part.rename, folder / f"{stem}{suffix}")
        except TimeoutError:
            raise SourceError(f"it did not arrive within {self._seconds:.0f} seconds") from None
        except (aiohttp.ClientError, OSError) as error:
            raise SourceError(_why(error)) from None
        except ValueError:
            raise SourceError("its address cannot be read") from None
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)

    async def _save(self, url: str, path: Path) -> None:
        """Follow redirects, each checked like the first address, and write what the last one gives."""
        session = self._open()
        for _ in range(_MOST_REDIRECTS):
            check_url(url, self._allow_loopback)
            async with session.get(url, allow_redirects=False) as response:
                self._check_peer(response)
                if response.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                if response.status != 200:
                    raise SourceError(f"its server refuses it (HTTP {response.status})")
                await self._write(response, path)
                return
        raise SourceError("its server sends from one address to the next")

    def _check_peer(self, response: aiohttp.ClientResponse) -> None:
        """Refuse an answer from a machine that is not public, whatever way led there."""
        transport = response.connection.transport if response.connection else None
        peer = transport.get_extra_info("peername") if transport else None
        if peer and not is_public(peer[0], self._allow_loopback):
            raise SourceError("it lies at an address that is not public")

    async def _write(self, response: aiohttp.ClientResponse, path: Path) -> None:
        too_large = SourceError(f"it is larger than {self._most / 2**20:.0f} MB")
        if (response.content_length or 0) > self._most:
            raise too_large
        size = 0
        with path.open("wb") as file:  # chunks of 64 KiB
            async for chunk in response.content.iter_chunked(2**16):
                size += len(chunk)
                if size > self._most:
                    raise too_large
                file.write(chunk)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=PublicResolver(self._allow_loopback), use_dns_cache=False, force_close=True
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=self._seconds, connect=15),
                headers={"User-Agent": self._agent, "Accept-Encoding": "identity"},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def kind_of(path: Path) -> str:
    """The suffix of what a file holds, by its content whatever its address was called.

    Raises:
        SourceError: it holds nothing that is read.
    """
    if not path.stat().st_size:
        raise SourceError("it is empty")
    suffix = kinds.sniff(path)
    if suffix not in FORMATS:
        found = kinds.named(path)
        raise SourceError(f"it is {found}, which is not read" if found else "its type is not known")
    return suffix


def _why(error: Exception) -> str:
    """What kept a connection from being made, as a clause."""
    inner = getattr(error, "os_error", None) or error
    text = getattr(inner, "strerror", None) or str(inner)
    return "it lies at an address that is not public" if "not public" in str(text) else "its server cannot be reached"
