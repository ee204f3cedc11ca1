"""Every setting that comes from the environment: name, default and help in one table, read and checked in one place.

`docs/settings.md` shows the same table; a test compares them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(Exception):
    """A setting holds nonsense; the message names it and says what would do."""


def text(value: str) -> str:
    """Any text."""
    return value.strip()


def names(value: str) -> list[str]:
    """A list, separated by commas."""
    return [name.strip() for name in value.split(",") if name.strip()]


def sources(value: str) -> list[str]:
    """Names of sources of papers, or `none`."""
    known = ("openalex", "arxiv", "semantic_scholar", "crossref")
    for name in names(value):
        if name not in (*known, "none"):
            raise ValueError(f"{name!r} is no source; choose from {', '.join(known)}, or none")
    return [name for name in names(value) if name != "none"]


def switch(value: str) -> bool:
    """Yes or no."""
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.strip().lower() not in known:
        raise ValueError("it must be 1 or 0")
    return known[value.strip().lower()]


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`."""

    def read(value: str) -> int:
        if not value.strip().isdecimal() or not low <= int(value) <= high:
            raise ValueError(f"it must be a whole number from {low} to {high}")
        return int(value)

    return read


def seconds(value: str) -> float:
    """A time in seconds, from a hundredth of a second to a day."""
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0.01 <= number <= 86_400:
        raise ValueError("it must be a number of seconds from 0.01 to 86400")
    return number


def level(value: str) -> str:
    """A level of Python's logging."""
    if value.strip().upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("it must be one of DEBUG, INFO, WARNING, ERROR")
    return value.strip().upper()


def origins(value: str) -> list[str]:
    """A list of addresses with their scheme, separated by commas."""
    for name in names(value):
        if urlsplit(name).scheme not in ("http", "https") or not urlsplit(name).netloc:
            raise ValueError(f"{name!r} must begin with https:// or http://")
    return names(value)


def addresses(value: str) -> dict[str, str]:
    """Addresses by name: `arxiv=https://…, openalex=https://…`."""
    found = {}
    for pair in names(value):
        name, _, url = pair.partition("=")
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise ValueError(f"{pair!r} must be a name, = and an address that begins with https:// or http://")
        found[name.strip()] = url.strip()
    return found


def address(*schemes: str) -> Callable[[str], str]:
    """A reader of addresses of those schemes; empty means none."""

    def read(value: str) -> str:
        scheme, rest = value.strip().partition("://")[::2]
        if value.strip() and (scheme not in schemes or not rest):
            raise ValueError(f"it must be empty or begin with {' or '.join(f'{name}://' for name in schemes)}")
        return value.strip()

    return read


def provider(value: str) -> str:
    """The address of a provider of identities, whose word is only worth what its connection is."""
    parts = urlsplit(value.strip())
    if value.strip() and parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("it must be empty or begin with https://")
    return value.strip()


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. read: makes a value of the text and raises ValueError, saying what is allowed, for nonsense."""

    name: str
    default: str
    help: str
    read: Callable[[str], Any]


SETTINGS = (
    Setting("PORT", "8000", "port of the web server", whole(1, 65_535)),
    Setting("SURVEYGO_HOST", "127.0.0.1", "address the web server listens on; 0.0.0.0 for all", text),
    Setting("SURVEYGO_DATA", "var", "folder of the database, the files and the keys", text),
    Setting("SURVEYGO_DEBUG", "0", "1 shows tracebacks in the browser; never where strangers come", switch),
    Setting("SURVEYGO_SECRET_KEY", "", "key that signs sessions; empty: made once in SURVEYGO_DATA", text),
    Setting(
        "SURVEYGO_ENCRYPTION_KEY",
        "",
        "key that encrypts the keys of model providers; empty: made once in SURVEYGO_DATA",
        text,
    ),
    Setting(
        "SURVEYGO_PRIVATE_ADDRESSES",
        "0",
        "1 lets a team's base URLs of models lead to this machine and to private networks; one person's always may",
        switch,
    ),
    Setting(
        "DATABASE_URL",
        "",
        "sqlite:///path or postgres://user:password@host:port/name; empty: SQLite in SURVEYGO_DATA",
        address("sqlite", "postgres", "postgresql"),
    ),
    Setting(
        "REDIS_URL",
        "",
        "redis://host:port/number for the queue and for live pages; empty: both use the database",
        address("redis", "rediss", "unix"),
    ),
    Setting(
        "SURVEYGO_ALLOWED_HOSTS",
        "",
        "host names under which the site is reached, separated by commas; this machine's own names always work",
        names,
    ),
    Setting(
        "SURVEYGO_CSRF_ORIGINS",
        "",
        "addresses (https://…) from which forms are taken although a proxy stands between, separated by commas",
        origins,
    ),
    Setting(
        "SURVEYGO_BEHIND_PROXY",
        "0",
        "1 trusts X-Forwarded-Proto and X-Forwarded-Host of the proxy in front, and asks for secure cookies",
        switch,
    ),
    Setting(
        "SURVEYGO_EMAIL_URL",
        "",
        "server for e-mail, smtp://user:password@host:port, smtps:// for TLS or smtp+tls:// for STARTTLS; "
        "empty: no e-mail is sent",
        address("smtp", "smtps", "smtp+tls"),
    ),
    Setting(
        "SURVEYGO_EMAIL_FROM", "", "sender of e-mail, such as SurveyGO <survey@example.org>; needed to send any", text
    ),
    Setting(
        "SURVEYGO_OPEN_SIGNUP",
        "0",
        "1 lets everybody who reaches the site make an account; 0 only those who were invited",
        switch,
    ),
    Setting(
        "SURVEYGO_OIDC_URL",
        "",
        "OpenID Connect: the provider's address, below which it has .well-known/openid-configuration; empty: none",
        provider,
    ),
    Setting("SURVEYGO_OIDC_CLIENT_ID", "", "OpenID Connect: the name under which the provider knows this site", text),
    Setting("SURVEYGO_OIDC_SECRET", "", "OpenID Connect: the secret that goes with that name", text),
    Setting("SURVEYGO_OIDC_NAME", "Single sign-on", "OpenID Connect: what the button on the sign-in page says", text),
    Setting(
        "SURVEYGO_MAILTO",
        "",
        "e-mail address sent to literature sources, which serve those better whom they can write to; "
        "without one Unpaywall is not asked",
        text,
    ),
    Setting(
        "SURVEYGO_OPENALEX_KEY", "", "key of a free OpenAlex account; without one only a few searches a day work", text
    ),
    Setting(
        "SURVEYGO_SEMANTIC_SCHOLAR_KEY",
        "",
        "key of a free Semantic Scholar account; without one its searches are slow and often refused",
        text,
    ),
    Setting(
        "SURVEYGO_SEARXNG",
        "",
        "address of a SearXNG server, with the format json allowed, through which the open web is searched; "
        "empty: it is not",
        address("https", "http"),
    ),
    Setting(
        "SURVEYGO_SOURCES",
        "openalex,arxiv,semantic_scholar,crossref",
        "sources that a search for a topic may ask beside the library, separated by commas; none: the library alone",
        sources,
    ),
    Setting(
        "SURVEYGO_SOURCE_ADDRESSES",
        "",
        "sources reached elsewhere than at their own address, such as a mirror: name=https://…, separated by commas",
        addresses,
    ),
    Setting("SURVEYGO_RUN_WORKERS", "2", "surveys written at the same time by one cluster", whole(1, 64)),
    Setting(
        "SURVEYGO_SHORT_WORKERS", "2", "uploads read and exports made at the same time by one cluster", whole(1, 64)
    ),
    Setting("SURVEYGO_UPLOAD_MB", "500", "largest upload in megabytes", whole(1, 100_000)),
    Setting("SURVEYGO_IMAGE_MB", "10", "largest image in an article, in megabytes", whole(1, 1_000)),
    Setting(
        "SURVEYGO_LEASE_SECONDS", "30", "how long a worker may be silent before another takes its run over", seconds
    ),
    Setting("SURVEYGO_RENEW_SECONDS", "5", "how often a worker renews its lease", seconds),
    Setting("SURVEYGO_SWEEP_SECONDS", "5", "how often runs without a worker are looked for", seconds),
    Setting("SURVEYGO_UNCLAIMED_SECONDS", "60", "how long a queued run waits before it is queued again", seconds),
    Setting("SURVEYGO_LOG_LEVEL", "INFO", "least level of the server log: DEBUG, INFO, WARNING or ERROR", level),
)


def read(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every setting's value by name.

    Raises:
        BadSetting: for a value that cannot be used.
    """
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        given = environment.get(setting.name, "") or setting.default
        try:
            values[setting.name] = setting.read(given)
        except ValueError as error:
            raise BadSetting(f"{setting.name} is {given!r}; {error}.") from None
    if values["SURVEYGO_RENEW_SECONDS"] * 2 > values["SURVEYGO_LEASE_SECONDS"]:
        raise BadSetting("SURVEYGO_RENEW_SECONDS must be at most half of SURVEYGO_LEASE_SECONDS.")
    if values["SURVEYGO_EMAIL_URL"] and "@" not in values["SURVEYGO_EMAIL_FROM"]:
        raise BadSetting("SURVEYGO_EMAIL_FROM must hold the sender's address where SURVEYGO_EMAIL_URL is set.")
    if values["SURVEYGO_OIDC_URL"] and not values["SURVEYGO_OIDC_CLIENT_ID"]:
        raise BadSetting("SURVEYGO_OIDC_CLIENT_ID must be set where SURVEYGO_OIDC_URL is.")
    return values
