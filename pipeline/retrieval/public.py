"""Which machines may be connected to: those with public addresses, checked where the connection is made.

A name is resolved once, the result is checked, and the connection goes to the checked address, so that a name that
resolves differently a moment later (DNS rebinding) gains nothing. A connector asks no resolver about an address that is
written as numbers; `check_address` is for those, and for what the connection finally went to.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from pipeline import network
from pipeline.errors import SourceError

_NOT_PUBLIC = "it lies at an address that is not public"


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses; a name with any other address is refused altogether."""

    def __init__(self, allow_loopback: bool = False) -> None:
        self._inner = ThreadedResolver()
        self._allow_loopback = allow_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not all(is_public(result["host"], self._allow_loopback) for result in found):
            raise OSError(None, _NOT_PUBLIC)
        return found

    async def close(self) -> None:
        await self._inner.close()


def is_public(address: str, allow_loopback: bool = False) -> bool:
    """Whether an address, written as numbers, is one of the public internet; what is no address is not."""
    try:
        if allow_loopback and ipaddress.ip_address(address.partition("%")[0]).is_loopback:
            return True
        return network.is_public(address)
    except ValueError:
        return False


def check_url(url: str, allow_loopback: bool = False) -> None:
    """Refuse an address that is not https, names a user, or is written as numbers that are not public.

    Raises:
        SourceError: with the reason as a clause.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise SourceError("its address cannot be read") from None
    loopback = allow_loopback and host in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (loopback and parts.scheme == "http"):
        raise SourceError("its address is not https")
    if not host or parts.username is not None or parts.password is not None:
        raise SourceError("its address cannot be read")
    if is_numeric(host) and not is_public(host, allow_loopback):
        raise SourceError(_NOT_PUBLIC)


def is_numeric(host: str) -> bool:
    """Whether a host is an address in numbers, in any form that systems take for one: `0x7f.1`, `2130706433`."""
    if ":" in host:
        return True
    last = host.rstrip(".").rpartition(".")[2]
    return last.isdecimal() or last.lower().startswith("0x")
