"""DATABASE_URL to Django's database settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# IMMEDIATE takes the write lock when a transaction begins: one that first reads and then writes would otherwise fail
# at once with "database is locked", whatever the timeout. WAL lets pages be read while a worker writes.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's settings of one database. url: as in DATABASE_URL, empty for SQLite in `folder`."""
    parts = urlsplit(url)
    if parts.scheme in ("", "sqlite"):
        # sqlite:///relative/path and sqlite:////absolute/path
        path = Path(unquote(parts.path[1:])) if parts.path[1:] else folder / "surveygo.sqlite3"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
