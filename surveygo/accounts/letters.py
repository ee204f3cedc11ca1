"""The words of the e-mails that django-allauth asks for, by the names of its templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Letter:
    """text: one paragraph; link: the variable that holds an address, and label what its link says."""

    subject: str
    text: str
    link: str = ""
    label: str = ""


CONFIRM = Letter(
    "Confirm your e-mail address",
    "Somebody, probably you, gave {email} as their address on SurveyGO. Confirm that it is yours within three days; "
    "ignore this message if it was not you.",
    "activate_url",
    "Confirm the address",
)
NOT_YOU = " If it was not you, set a new password and tell the owner of your workspace."
LETTERS = {
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
    "account/email/password_reset_key": Letter(
        "Set a new password",
        "Somebody, probably you, asked for a new password for {email} on SurveyGO. The link works once; ignore this "
        "message if it was not you: your password stays as it is.",
        "password_reset_url",
        "Set a new password",
    ),
    "account/email/account_already_exists": Letter(
        "You have an account already",
        "Somebody, probably you, tried to make an account on SurveyGO with {email}, which has one. Sign in with it; "
        "where its password is forgotten, the sign-in page helps.",
    ),
    "account/email/password_changed": Letter("Your password was changed", "Your password was changed." + NOT_YOU),
    "account/email/password_reset": Letter("Your password was set anew", "Your password was set anew." + NOT_YOU),
    "account/email/password_set": Letter("Your password was set", "A password was set for your account." + NOT_YOU),
    "account/email/email_changed": Letter(
        "Your e-mail address was changed", "The address of your account is no longer {email}." + NOT_YOU
    ),
    "account/email/email_confirm": Letter(
        "Your e-mail address is confirmed", "{email} is now the address of your account."
    ),
    "account/email/email_deleted": Letter(
        "An e-mail address was removed", "{email} was removed from your account." + NOT_YOU
    ),
    "mfa/email/totp_activated": Letter("Second factor on", "An authenticator app now guards your account." + NOT_YOU),
    "mfa/email/totp_deactivated": Letter(
        "Second factor off", "No authenticator app guards your account any more." + NOT_YOU
    ),
    "mfa/email/recovery_codes_generated": Letter(
        "New recovery codes", "New recovery codes were made for your account; the old ones are void." + NOT_YOU
    ),
    "socialaccount/email/account_connected": Letter(
        "Single sign-on", "Your account now signs in by single sign-on, too." + NOT_YOU
    ),
    "socialaccount/email/account_disconnected": Letter(
        "Single sign-on", "Your account no longer signs in by single sign-on." + NOT_YOU
    ),
}


def letter(name: str, email: str, context: dict[str, Any]) -> dict[str, str]:
    """What the templates `mail/letter_*` show. name: of django-allauth's template; context: what it would show."""
    found = LETTERS[name]
    link = str(context[found.link]) if found.link else ""
    return {"subject": found.subject, "text": found.text.format(email=email), "link": link, "label": found.label}
