"""The accounts that a workspace calls language models with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from pipeline.engines import Provider as Account
from surveygo.accounts.models import Workspace
from surveygo.sealing import seal

KEY_SHOWN = 4


class Provider(models.Model):
    """An account at a provider of language models, or a server that speaks OpenAI's protocol.

    sealed_key: the key, encrypted; key_end: its last characters, which is all that people see of it. roles: models by
    role where they differ from `model`; prices: {"prompt", "cached", "reply", "on"} by model where they differ from the
    defaults, in US dollars a million tokens. context, requests_per_minute, tokens_per_minute: 0 where nothing is set.
    """

    class Kind(models.TextChoices):
        """Whom the account is with."""

        OPENAI = "openai", "OpenAI"
        GEMINI = "gemini", "Google Gemini"
        COMPATIBLE = "compatible", "Compatible server"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="providers")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    base_url = models.CharField(max_length=300, blank=True)
    sealed_key = models.TextField(blank=True)
    key_end = models.CharField(max_length=KEY_SHOWN, blank=True)
    model = models.CharField(max_length=200)
    roles = models.JSONField(default=dict, blank=True)
    prices = models.JSONField(default=dict, blank=True)
    context = models.PositiveIntegerField(default=0)
    concurrency = models.PositiveSmallIntegerField(default=50)
    requests_per_minute = models.PositiveIntegerField(default=0)
    tokens_per_minute = models.PositiveIntegerField(default=0)
    deadline = models.PositiveSmallIntegerField(default=120)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def engine(self) -> str:
        """The pipeline's engine that calls it."""
        return "gemini" if self.kind == self.Kind.GEMINI else "openai"

    @property
    def models(self) -> list[str]:
        """Every model in use, once."""
        return list(dict.fromkeys([self.model, *filter(None, self.roles.values())]))

    @property
    def place(self) -> str:
        """Where calls go, for sentences."""
        return Account(self.engine, self.model, base_url=self.base_url).place

    def set_key(self, key: str) -> None:
        """Keep a key, or none where it is empty."""
        self.sealed_key = seal(key) if key else ""
        # Of a short key the last characters would be most of it.
        self.key_end = key[-KEY_SHOWN:] if len(key) >= 4 * KEY_SHOWN else ""

    def price_of(self, model: str) -> dict[str, Any] | None:
        """The price set for a model, or None."""
        found: dict[str, Any] | None = self.prices.get(model)
        return found
