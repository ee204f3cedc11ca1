"""Where and how models are called: address, key, a model for each role, limits and prices."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from pipeline.engines.models import FREE, Model, Price, model_of
from pipeline.errors import BadInput
from pipeline.steps.base import Role

__all__ = ["DEFAULT_MODELS", "ROLES", "Provider", "is_local"]

ROLES: Mapping[Role, str] = {
    "digest": "reads the papers",
    "skeleton": "makes and improves the outline",
    "judge": "scores outlines and checks claims",
    "writer": "writes sections, tables and diagrams",
}
"""What the steps of each role do; each role may have a model of its own."""
KEYS = {"openai": ("OPENAI_API_KEY",), "gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY")}
DEFAULT_MODELS = {"openai": "gpt-5.4-mini", "gemini": "gemini-2.5-flash"}
REPLY_TOKENS: Mapping[Role, int] = {"digest": 6_000, "skeleton": 8_000, "judge": 3_000, "writer": 8_000}
"""The longest reply asked for, by role; a model that thinks may use THINKING_TOKENS more."""
THINKING_TOKENS = 16_000
_PRICE = re.compile(r"(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Provider:
    """One account at one address.

    engine: openai or gemini. base_url: empty for the provider's own. roles: models that differ from `model`.
    prices: by model, where they differ from the table's. context: tokens, where the table does not know the model or
    the server allows fewer. requests_per_minute, tokens_per_minute: 0 for no limit. deadline: seconds for one call;
    gap: seconds between two pieces of a streamed reply. temperature: None leaves it to the model. public_only: whether
    addresses of this machine and of private networks are refused, also where a name leads to one. page: where people
    set all this up, for sentences; empty where the environment and options do.
    """

    engine: str
    model: str
    key: str = field(default="", repr=False)
    base_url: str = ""
    roles: Mapping[Role, str] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)
    context: int = 0
    concurrency: int = 100
    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    deadline: float = 120.0
    gap: float = 30.0
    temperature: float | None = 0.4
    public_only: bool = False
    page: str = ""

    @classmethod
    def from_environment(
        cls, engine: str, model: str = "", base_url: str = "", environment: Mapping[str, str] = os.environ
    ) -> Provider:
        """The account that the environment names.

        Raises:
            BadInput: no key is set; the sentence names the variable.
        """
        address = base_url or (environment.get("OPENAI_BASE_URL", "") if engine == "openai" else "")
        names = KEYS[engine]
        key = next((environment[name].strip() for name in names if environment.get(name, "").strip()), "")
        if not key and is_local(address):
            key = "none"  # servers on this machine ask for no key, but their clients insist on sending one
        if not key:
            raise BadInput(f"The engine {engine} needs a key; set {' or '.join(names)} in the environment.")
        return cls(engine, model or DEFAULT_MODELS[engine], key, address)

    def with_roles(self, given: Sequence[str]) -> Provider:
        """This account with models of their own for some roles, each given as `ROLE=MODEL`.

        Raises:
            BadInput: there is no such role.
        """
        roles: dict[Role, str] = {}
        for text in given:
            name, _, model = text.partition("=")
            role = next((role for role in ROLES if role == name.strip()), None)
            if role is None or not model.strip():
                raise BadInput(f"{text!r} is not ROLE=MODEL; the roles are {', '.join(ROLES)}.")
            roles[role] = model.strip()
        return replace(self, roles={**self.roles, **roles})

    def with_terms(self, given: Sequence[str], context: int, deadline: float = 0.0) -> Provider:
        """This account with prices in US dollars a million tokens, each given as `PROMPT,REPLY` for its main model or
        as `MODEL=PROMPT,REPLY` (cached tokens cost as much as others), the context in tokens and the deadline in
        seconds (where they are not 0).

        Raises:
            BadInput: a price is not two numbers, or the context or the deadline is negative.
        """
        prices = dict(self.prices)
        for text in given:
            model, _, price = text.rpartition("=")
            found = _PRICE.fullmatch(price.replace(" ", ""))
            if not found:
                raise BadInput(
                    f"The price {text!r} is not two numbers such as 0.25,2.00 (US dollars a million tokens), nor these "
                    "after MODEL=."
                )
            prices[model.strip() or self.model] = Price(float(found[1]), float(found[1]), float(found[2]))
        if context < 0:
            raise BadInput(f"The context {context} is not a number of tokens.")
        if deadline < 0:
            raise BadInput(f"The deadline {deadline:g} is not a number of seconds.")
        deadline = deadline or self.deadline
        return replace(self, prices=prices, context=context or self.context, deadline=deadline)

    def model_for(self, role: Role) -> str:
        """The model that answers a role's steps."""
        return self.roles.get(role) or self.model

    def known(self, model: str) -> Model:
        """What is known about a model, with this account's price and context."""
        found = model_of(model)
        price = self.prices.get(model) or (FREE if is_local(self.base_url) else found.price)
        return Model(self.context or found.context, found.reasons, price)

    def reply_tokens(self, role: Role) -> int:
        """The longest reply asked for."""
        model = self.known(self.model_for(role))
        most = REPLY_TOKENS[role] + (THINKING_TOKENS if model.reasons else 0)
        return min(most, model.context // 2) if model.context else most

    def room(self, role: Role) -> int | None:
        """Tokens that a question of that role may have; None where no limit is known."""
        context = self.known(self.model_for(role)).context
        return context - self.reply_tokens(role) if context else None

    def cost(self, model: str, prompt_tokens: int, cached_tokens: int, reply_tokens: int) -> float:
        """US dollars of one call; 0 where no price is known."""
        price = self.known(model).price
        return price.cost(prompt_tokens, cached_tokens, reply_tokens) if price else 0.0

    def worst(self, role: Role, prompt_tokens: int) -> float:
        """US dollars of a role's call with such a prompt and the longest reply: what a budget must have room for."""
        return self.cost(self.model_for(role), prompt_tokens, 0, self.reply_tokens(role))

    def unpriced(self) -> list[str]:
        """The models in use whose price is not known."""
        models = dict.fromkeys([self.model, *self.roles.values()])
        return [model for model in models if self.known(model).price is None]

    @property
    def place(self) -> str:
        """Who is called, for sentences and journal keys; never credentials."""
        if not self.base_url:
            return {"openai": "OpenAI", "gemini": "Google"}[self.engine]
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")


def is_local(address: str) -> bool:
    """Whether an address is of this machine or of a private network."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
