"""What `.ci/run` has pytest load, by PYTEST_PLUGINS and so before Django's settings, to test on PostgreSQL and Redis.

Each of pytest's processes has databases of its own: pytest-django sees to that of PostgreSQL, and of Redis the first
one takes that of REDIS_URL and the others those after it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    server, _, first = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{server}/{int(first) + int(worker)}"


@pytest.fixture(scope="session", autouse=True)
def quick_emptying(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL empties tables of a few rows faster by deleting than by truncating, which makes files anew; and what
    tests commit need not outlive a power cut."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", _deletions)
        yield


def _deletions(style: object, tables: list[str], **_: object) -> list[str]:
    # In one transaction, at whose end the references between rows are checked.
    return [" ".join(("DELETE FROM", connection.ops.quote_name(table))) for table in tables]
