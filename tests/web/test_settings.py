"""Settings: read, refused with a hint, kept; headers that protect every page."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.test import Client

from surveygo.databases import database
from surveygo.environment import SETTINGS, BadSetting, read
from surveygo.keys import kept_key


def test_the_defaults_are_good() -> None:
    """An empty environment gives every setting a value of its kind."""
    values = read({})
    assert set(values) == {setting.name for setting in SETTINGS}
    assert (values["PORT"], values["SURVEYGO_DEBUG"], values["SURVEYGO_LEASE_SECONDS"]) == (8000, False, 30.0)
    assert values["SURVEYGO_ALLOWED_HOSTS"] == []


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("PORT", "80000", "from 1 to 65535"),
        ("PORT", "eighty", "a whole number"),
        ("SURVEYGO_DEBUG", "maybe", "1 or 0"),
        ("SURVEYGO_LEASE_SECONDS", "-1", "a number of seconds"),
        ("SURVEYGO_LEASE_SECONDS", "nan", "a number of seconds"),
        ("SURVEYGO_LOG_LEVEL", "LOUD", "one of DEBUG"),
        ("SURVEYGO_CSRF_ORIGINS", "survey.example.org", "must begin with https://"),
        ("DATABASE_URL", "mysql://localhost/x", "sqlite:// or postgres://"),
        ("REDIS_URL", "localhost:6379", "redis://"),
        ("SURVEYGO_RENEW_SECONDS", "20", "at most half"),
    ],
)
def test_nonsense_is_refused_by_name_with_a_hint(name: str, value: str, hint: str) -> None:
    """The sentence names the setting and says what would do."""
    with pytest.raises(BadSetting, match=name) as refusal:
        read({name: value})
    assert hint in str(refusal.value)


def test_no_command_starts_with_nonsense(tmp_path: Path) -> None:
    """One sentence and no trace."""
    environment = os.environ | {"PORT": "none", "SURVEYGO_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == ("SurveyGO cannot start: PORT is 'none'; it must be a whole number from 1 to 65535.")


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """Sixteen readers at the same moment agree on one key, which nobody else can read."""
    keys: list[str] = []
    threads = [Thread(target=lambda: keys.append(kept_key(tmp_path / "new" / "secret.key"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) == 50
    files = list((tmp_path / "new").iterdir())
    assert [file.name for file in files] == ["secret.key"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_database_addresses() -> None:
    """SQLite in the data folder by default, elsewhere if told; PostgreSQL with what its address says."""
    assert database("", Path("/d"))["NAME"] == Path("/d/surveygo.sqlite3")
    assert database("sqlite:////x/y%20z.db", Path("/d"))["NAME"] == Path("/x/y z.db")
    found = database("postgres://bob:p%40ss@db.example.org:5433/survey?sslmode=require", Path("/d"))
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "survey",
        "USER": "bob",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.django_db
def test_pages_forbid_whatever_is_not_theirs(client: Client) -> None:
    """No inline script without the request's nonce, nothing from elsewhere, no framing; each request its own nonce."""
    first, second = client.get("/signin"), client.get("/signin")
    policy = first["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy != second["Content-Security-Policy"]
    assert f"'nonce-{first.context['csp_nonce']}'" in policy
    assert first["X-Frame-Options"] == "DENY"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Referrer-Policy"] == "same-origin"
    assert first["Cross-Origin-Opener-Policy"] == "same-origin"


def test_unknown_hosts_are_refused(client: Client) -> None:
    """A page asked for under another name is not given."""
    assert client.get("/healthz", headers={"host": "evil.example.org"}).status_code == 400
    assert client.get("/healthz", headers={"host": "localhost:8123"}).status_code == 200
