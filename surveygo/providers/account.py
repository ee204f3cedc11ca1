"""A workspace's provider as the pipeline takes it."""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from pipeline.engines import Provider as Account
from pipeline.engines.models import Price
from pipeline.errors import BadInput
from surveygo.providers.addresses import private_allowed
from surveygo.providers.models import Provider
from surveygo.sealing import Unreadable, unseal

PAGE = "the Models page"
NO_KEY = "none"
"""Servers that ask for no key get this one, since their clients insist on sending one."""


@sensitive_variables("key")
def account(provider: Provider) -> Account:
    """The account with its key.

    Raises:
        BadInput: its key is missing or cannot be read; the sentence names the Models page.
    """
    key = NO_KEY
    if provider.sealed_key:
        try:
            key = unseal(provider.sealed_key)
        except Unreadable as error:
            raise BadInput(
                f"The key of “{provider.name}” was encrypted by another installation; enter it again on {PAGE}."
            ) from error
    elif provider.kind != Provider.Kind.COMPATIBLE:
        raise BadInput(f"“{provider.name}” has no key; enter it on {PAGE}.")
    return terms(provider, key)


def terms(provider: Provider, key: str = "") -> Account:
    """The account without its key: models, limits, prices."""
    prices = {
        model: Price(price["prompt"], price["cached"], price["reply"]) for model, price in provider.prices.items()
    }
    return Account(
        provider.engine,
        provider.model,
        key,
        provider.base_url,
        roles={role: model for role, model in provider.roles.items() if model},
        prices=prices,
        context=provider.context,
        concurrency=provider.concurrency,
        requests_per_minute=provider.requests_per_minute,
        tokens_per_minute=provider.tokens_per_minute,
        deadline=float(provider.deadline),
        public_only=not private_allowed(),
        page=PAGE,
    )
