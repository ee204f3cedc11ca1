"""What tests of accounts share: signing in, and the links in mails."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from surveygo.accounts.models import Mail

PASSWORD = "correct horse battery"


def sign_in(client: Client, email: str = "alice@example.org", password: str = PASSWORD, to: str = "/signin") -> Any:
    """What the sign-in form answers."""
    return client.post(to, {"login": email, "password": password})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link_in(mail: Mail) -> str:
    """The path of the link in a mail; its address is the site's own."""
    (link,) = re.findall(r"http://127\.0\.0\.1:8123(/\S+)", mail.text)[:1]
    return str(link)
