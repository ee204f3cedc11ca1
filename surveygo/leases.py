"""What a worker holds of a row that it claimed: its fence as it was then, and a lease that ends unless renewed.

The rows have `fence`, `status` (running while claimed), `lease_until` and `wanted`, as searches and assists do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from surveygo.surveys.machine import LostLease, lease


class Claimable(Protocol):
    """A row that workers claim."""

    pk: Any
    fence: Any
    lease_until: datetime | None


def held(row: Claimable) -> models.QuerySet[Any]:
    """The row, as long as its claim holds: by the database's clock, since a worker may be stopped between looking at
    its own and being heard."""
    rows: models.QuerySet[Any] = type(row)._default_manager.all()  # type: ignore[attr-defined]
    return rows.filter(pk=row.pk, fence=row.fence, status="running", lease_until__gt=Now())


def renew(row: Claimable, **fields: Any) -> str:
    """Prolong the lease and write `fields`; returns what a person wants of the worker by now.

    Raises:
        LostLease: where the claim no longer holds.
    """
    if not held(row).update(lease_until=timezone.now() + lease(), **fields):
        raise LostLease
    wanted: str = type(row)._default_manager.values_list("wanted", flat=True).get(pk=row.pk)  # type: ignore[attr-defined]
    return wanted


@contextmanager
def fenced(row: Claimable) -> Iterator[None]:
    """A transaction that holds only under the claim.

    Raises:
        LostLease: where the claim no longer holds; nothing is written.
    """
    with transaction.atomic():
        renew(row)
        yield


def finish(row: Claimable, to: str, **fields: Any) -> bool:
    """Move a claimed row out of running; False where the claim no longer holds."""
    return bool(held(row).update(status=to, lease_until=None, **fields))
