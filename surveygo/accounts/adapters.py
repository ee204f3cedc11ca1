"""Where django-allauth asks the application: who may sign up, how mail goes out, how secrets are kept.

https://docs.allauth.org/en/latest/account/adapter.html and the pages on MFA and socialaccount beside it.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from surveygo import mail
from surveygo.accounts import invitations
from surveygo.accounts.addresses import base_address
from surveygo.accounts.installation import is_team
from surveygo.accounts.letters import letter
from surveygo.accounts.models import User
from surveygo.sealing import seal, unseal


def may_sign_up(request: HttpRequest) -> bool:
    """Whether this visitor may make an account: everybody where that is open, else who holds an invitation."""
    return is_team() and (settings.ENV["SURVEYGO_OPEN_SIGNUP"] or invitations.carried(request) is not None)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by e-mail address and password. What it tells after an act lies in templates/*/messages/."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is wrong.",
        "enter_current_password": "This is not your current password.",
        "too_many_login_attempts": "Too many tries failed. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """See `may_sign_up`."""
        return may_sign_up(request)

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """An invitation that came by e-mail proves that its address is the visitor's."""
        invitation = invitations.carried(request)
        proven = invitation is not None and invitation.email.lower() == email.lower()
        return proven or bool(super().is_email_verified(request, email))

    def pre_login(self, request: HttpRequest, user: User, **known: Any) -> HttpResponse | None:
        """An opened invitation goes with the person who signs up or in, before anything else is asked of them."""
        invitations.bring(request, user)
        reply: HttpResponse | None = super().pre_login(request, user, **known)
        return reply

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Where nothing else is asked for: the invitation that the person opened, if they did."""
        return invitations.address(request) or str(super().get_signup_redirect_url(request))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """As after signing up."""
        return invitations.address(request) or str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the settings, which say that it is done."""
        return reverse("you")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the application's own outbox."""
        mail.send(email, "mail/letter", letter(template_prefix, email, context))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the site's own address: the Host header of a request is the visitor's to choose."""
        uid, _, token = key.partition("-")
        return base_address() + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """On the site's own address, as above."""
        return base_address() + reverse("account_confirm_email", args=[emailconfirmation.key])

    def is_safe_url(self, url: str | None) -> bool:
        """Only places within the site are led to after signing in."""
        return bool(url) and str(url).startswith("/") and bool(super().is_safe_url(url))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and seeds of recovery codes, encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """What is stored of a secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return unseal(encrypted_text)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of the OpenID Connect provider in the settings."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """See `may_sign_up`."""
        return may_sign_up(request)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Takes the name that the provider tells."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("name"), data.get("first_name"), data.get("last_name"))
        user.name = (str(parts[0] or "") or " ".join(str(part) for part in parts[1:] if part))[:100]
        return user
