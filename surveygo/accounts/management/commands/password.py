"""`manage.py password EMAIL`: an address that sets a person's password anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from surveygo.accounts.addresses import base_address
from surveygo.accounts.models import User


class Command(BaseCommand):
    """Prints what a mail for a forgotten password would hold."""

    help = "Print an address that sets a person's password anew, once, for where no e-mail is sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email", help="the address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        user = User.objects.filter(email__iexact=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody has an account with {options['email']}.")
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        self.stdout.write(base_address() + reverse("account_reset_password_from_key", kwargs=key))
