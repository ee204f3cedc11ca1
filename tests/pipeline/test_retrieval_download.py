"""Downloads from addresses that strangers chose."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.retrieval import Downloader
from pipeline.retrieval.pace import Pace
from pipeline.retrieval.public import PublicResolver, check_url, is_public
from tests.simulated_sources import Services
from tests.simulated_sources.server import Fault

PDF = b"%PDF-1.4\n" + b"x" * 3000


async def at_once(seconds: float) -> None:
    """Time passes without waiting."""


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def downloader(**options: object) -> Downloader:
    pace = Pace(clock=lambda: 0.0, sleep=at_once)
    return Downloader("team@example.org", pace=pace, allow_loopback=True, **options)  # type: ignore[arg-type]


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    files = {
        "paper": PDF,
        "page": b"<!DOCTYPE html><html><p>Hello</p></html>",
        "zero": b"",
        "odd": b"\x00\x01\x02\x03" * 100,
        "image": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    }
    async with Services(files=files) as running:
        yield running


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("198.18.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:0:53aa:64c::", False),
        ("not an address", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.pdf",
        "ftp://example.org/a.pdf",
        "file:///etc/passwd",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://[::ffff:10.0.0.1]/a",
        "https://2130706433/a",
        "https://0x7f000001/a",
        "https://0177.0.0.1/a",
        "https://127.1/a",
        "https://user:secret@example.org/a",
        "https://example.org:99999/a",
        "https:///a",
        "https://[oops/a",
        "//example.org/a",
        "",
    ],
)
def test_addresses_that_are_not_fetched(url: str) -> None:
    with pytest.raises(SourceError):
        check_url(url)


def test_an_ordinary_address_is_fetched() -> None:
    check_url("https://example.org/paper.pdf?version=2#page=3")


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:192.168.0.1"]])
async def test_a_name_with_any_address_that_is_not_public_is_refused_where_it_is_connected(
    answers: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is made on what the connection goes to: whatever a name resolved to before decides nothing."""
    family = socket.AF_INET6 if ":" in answers[0] else socket.AF_INET

    async def resolve(self: object, host: str, port: int = 0, family_: int = 0) -> list[dict[str, object]]:
        return [
            {"hostname": host, "host": answer, "port": port, "family": family, "proto": 0, "flags": 0}
            for answer in answers
        ]

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", resolve)
    with pytest.raises(OSError, match="not public"):
        await PublicResolver().resolve("rebinding.example.org", 443)
    async with Downloader() as fetching:
        with pytest.raises(SourceError, match="not public"):
            await fetching.fetch("https://rebinding.example.org/a.pdf", tmp_path, "a")
    assert files_in(tmp_path) == []


async def test_a_file_is_named_by_its_content(services: Services, tmp_path: Path) -> None:
    async with downloader() as fetching:
        paper = await fetching.fetch(f"{services.base}/files/paper", tmp_path, "a")
        page = await fetching.fetch(f"{services.base}/files/page", tmp_path, "b")
    assert (paper.name, page.name) == ("a.pdf", "b.html")
    assert paper.read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("zero", "it is empty"),
        ("odd", "type"),
        ("image", "Portable Network Graphics"),
        ("missing", r"refuses it \(HTTP 404\)"),
    ],
)
async def test_what_cannot_be_read_is_one_clause_and_no_file(
    name: str, why: str, services: Services, tmp_path: Path
) -> None:
    async with downloader() as fetching:
        with pytest.raises(SourceError, match=why):
            await fetching.fetch(f"{services.base}/files/{name}", tmp_path, "a")
    assert files_in(tmp_path) == []


async def test_a_file_that_is_too_large_stops_early(services: Services, tmp_path: Path) -> None:
    async with downloader(most_bytes=2000) as fetching:
        with pytest.raises(SourceError, match="larger than 0 MB"):
            await fetching.fetch(f"{services.base}/files/paper", tmp_path, "a")
    assert files_in(tmp_path) == []


async def test_redirects_are_followed_and_each_is_checked(services: Services, tmp_path: Path) -> None:
    services.faults["files"] = deque([Fault(302, headers={"Location": "/files/paper"})])
    async with downloader() as fetching:
        assert (await fetching.fetch(f"{services.base}/files/x", tmp_path, "a")).read_bytes() == PDF
        for target in ("http://[", f"https://{'a' * 70}.example.org/"):
            services.faults["files"] = deque([Fault(302, headers={"Location": target})])
            with pytest.raises(SourceError):
                await fetching.fetch(f"{services.base}/files/x", tmp_path, "b")
        for target in ("http://example.org/a.pdf", "https://10.0.0.1/a.pdf", "file:///etc/passwd"):
            services.faults["files"] = deque([Fault(302, headers={"Location": target})])
            with pytest.raises(SourceError, match=r"not https|not public"):
                await fetching.fetch(f"{services.base}/files/x", tmp_path, "b")
        services.faults["files"] = deque([Fault(302, headers={"Location": "/files/x"})] * 9)
        with pytest.raises(SourceError, match="from one address to the next"):
            await fetching.fetch(f"{services.base}/files/x", tmp_path, "b")


async def test_loopback_is_refused_where_nothing_allows_it(services: Services, tmp_path: Path) -> None:
    async with Downloader() as fetching:
        for url in (f"{services.base}/files/paper", "https://127.0.0.1:9/x", "https://localhost:9/x"):
            with pytest.raises(SourceError, match=r"not https|not public"):
                await fetching.fetch(url, tmp_path, "a")
    assert not services.asked["files"]


async def test_a_server_that_is_not_there_is_one_clause(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with downloader() as fetching:
        with pytest.raises(SourceError, match="cannot be reached"):
            await fetching.fetch(f"http://127.0.0.1:{port}/x", tmp_path, "a")
