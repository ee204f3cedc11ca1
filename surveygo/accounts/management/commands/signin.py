"""`manage.py signin`: a fresh one-time sign-in address."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from surveygo.accounts.addresses import signin_address
from surveygo.accounts.signin import local_owner


class Command(BaseCommand):
    """Prints an address that signs the local owner in once, within a day."""

    help = "Print a fresh address that signs the local owner in once, within a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(signin_address(local_owner()))
