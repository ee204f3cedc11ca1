"""What may write a survey: the extractive engine, or a provider of its workspace."""

from __future__ import annotations

from pipeline.engines import ENGINES
from pipeline.engines import Provider as Account
from pipeline.errors import BadInput
from surveygo.accounts.models import Workspace
from surveygo.providers.account import PAGE, account
from surveygo.providers.models import Provider
from surveygo.surveys.models import Survey

EXTRACTIVE = "extractive"
_PREFIX = "provider-"


def offered(workspace: Workspace) -> list[tuple[str, str]]:
    """What people choose from, as (value, label)."""
    label = ENGINES[EXTRACTIVE]
    providers = workspace.providers.order_by("pk")
    return [
        (EXTRACTIVE, label[0].upper() + label[1:]),
        *((value_of(provider), f"{provider.name} ({', '.join(provider.models)})") for provider in providers),
    ]


def value_of(provider: Provider | None) -> str:
    """The value that stands for a provider, or for none."""
    return EXTRACTIVE if provider is None else f"{_PREFIX}{provider.pk}"


def provider_of(value: str, workspace: Workspace) -> Provider | None:
    """The workspace's provider that a value stands for, or None."""
    number = value.removeprefix(_PREFIX)
    return workspace.providers.filter(pk=int(number)).first() if number.isdecimal() else None


def account_of(survey: Survey) -> Account | None:
    """The account that a survey is written with; None for the extractive engine.

    Raises:
        BadInput: its provider or the provider's key is gone.
    """
    if survey.engine == EXTRACTIVE:
        return None
    if survey.provider is None:
        raise BadInput(f"Its provider was removed from {PAGE}; duplicate the survey and choose another engine.")
    return account(survey.provider)
