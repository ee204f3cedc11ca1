"""What people fill in about a provider, and about the prices of its models."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from pipeline.engines.models import FREE, MODELS, model_of
from pipeline.engines.providers import DEFAULT_MODELS, ROLES, is_local
from surveygo.providers.addresses import check_address
from surveygo.providers.models import Provider

if TYPE_CHECKING:
    _Form = forms.ModelForm[Provider]
else:
    _Form = forms.ModelForm

Kind = Provider.Kind
FEW, MANY = 8, 50
"""Calls in flight to begin with: a server of one's own answers few at once."""
NAMES = {Kind.OPENAI: "OpenAI", Kind.GEMINI: "Gemini", Kind.COMPATIBLE: ""}
SUGGESTED = {"list": "known-models", "spellcheck": "false", "autocomplete": "off"}
LIMITS = {
    "concurrency": ("Calls in flight", 1, 500, "Fewer when the provider asks for it."),
    "requests_per_minute": ("Requests a minute", 0, 1_000_000, "0 for no limit."),
    "tokens_per_minute": ("Tokens a minute", 0, 1_000_000_000, "0 for no limit."),
    "context": ("Context in tokens", 0, 10_000_000, "0 for what is known of the model; else what the server takes."),
    "deadline": ("Deadline in seconds", 5, 3_600, "How long one call may take."),
}  # fmt: skip


def _text(**attributes: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input"} | attributes)


class ProviderForm(_Form):
    """A provider. Only an owner is asked for a base URL. An empty key keeps the one there is."""

    key = forms.CharField(
        required=False, max_length=500, label="Key",
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    remove_key = forms.BooleanField(required=False, label="Remove the key")

    class Meta:
        model = Provider
        fields = ("name", "base_url", "model", *LIMITS)
        labels = {"base_url": "Base URL", "model": "Model"}
        widgets = {
            "name": _text(),
            "base_url": _text(inputmode="url", placeholder="http://localhost:11434/v1", spellcheck="false"),
            "model": _text(**SUGGESTED),
        }

    def __init__(self, *args: Any, may_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, new = Kind(self.instance.kind), self.instance.pk is None
        if new:
            self.initial["name"] = NAMES[kind]
            self.initial["model"] = DEFAULT_MODELS.get(kind, "")
            self.initial["concurrency"] = FEW if kind == Kind.COMPATIBLE else MANY
        self.fields["base_url"].required = kind == Kind.COMPATIBLE
        self.fields[
            "base_url"
        ].help_text = "The address of the server's chat completions without that part; most end in /v1."
        if kind != Kind.COMPATIBLE or not may_own:
            del self.fields["base_url"]
        self._key_fields(kind, new)
        for name, (label, low, high, help_text) in LIMITS.items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=low, max_value=high, help_text=help_text,
                widget=forms.NumberInput(attrs={"class": "input"}),
            )  # fmt: skip
        for role, does in ROLES.items():
            self.fields[f"{role}_model"] = forms.CharField(
                label=f"{role.capitalize()} model", required=False, max_length=200, help_text=f"It {does}.",
                initial=self.instance.roles.get(role, ""),
                widget=_text(placeholder="the model above", **SUGGESTED),
            )  # fmt: skip

    def _key_fields(self, kind: Kind, new: bool) -> None:
        if self.instance.sealed_key:
            ends = f"One that ends in …{self.instance.key_end} is kept" if self.instance.key_end else "One is kept"
            self.fields["key"].help_text = f"{ends}, encrypted. Enter another to replace it."
        else:
            del self.fields["remove_key"]
            self.fields["key"].required = new and kind != Kind.COMPATIBLE
            optional = "Leave it empty where the server asks for none. " if kind == Kind.COMPATIBLE else ""
            self.fields["key"].help_text = f"{optional}It is kept encrypted and never shown again."

    @property
    def role_fields(self) -> list[forms.BoundField]:
        """The models of the roles."""
        return [self[f"{role}_model"] for role in ROLES]

    @property
    def limit_fields(self) -> list[forms.BoundField]:
        """The limits."""
        return [self[name] for name in LIMITS]

    def clean_key(self) -> str:
        """The key without what was copied along with it."""
        key: str = self.cleaned_data["key"].strip()
        if any(sign.isspace() or not sign.isprintable() or ord(sign) > 126 for sign in key):
            raise forms.ValidationError("This is not a key: it holds blanks or signs that no key has.")
        return key

    def clean_base_url(self) -> str:
        """The address, if it can be used."""
        address: str = self.cleaned_data["base_url"].strip().rstrip("/")
        check_address(address)
        return address

    def clean(self) -> dict[str, Any]:
        """A key is not sent to another address than the one it was entered for."""
        found = super().clean() or {}
        moved = self.instance.sealed_key and "base_url" in self.changed_data
        if moved and not found.get("key") and not found.get("remove_key"):
            self.add_error("key", "Enter the key again: the address has changed, and the key belongs to the old one.")
        return found

    def save(self, commit: bool = True) -> Provider:
        """The provider with its roles and key."""
        given = self.cleaned_data
        self.instance.roles = {role: name for role in ROLES if (name := given[f"{role}_model"].strip())}
        if given["key"] or given.get("remove_key"):
            self.instance.set_key(given["key"])
        return super().save(commit)


class PriceForm(forms.Form):
    """The price of one model; empty keeps the default."""

    model = forms.CharField(max_length=200, widget=forms.HiddenInput)
    prompt = forms.FloatField(required=False, min_value=0, max_value=100_000, label="Prompt")
    cached = forms.FloatField(required=False, min_value=0, max_value=100_000, label="Cached prompt")
    reply = forms.FloatField(required=False, min_value=0, max_value=100_000, label="Reply")

    def __init__(self, *args: Any, free: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.initial.get("model", "")
        self.default = FREE if free else model_of(name).price
        for part in ("prompt", "cached", "reply"):
            known = f"{getattr(self.default, part):g}" if self.default else "unknown"
            label = f"{self.fields[part].label} of {name}, US dollars a million tokens"
            self.fields[part].widget = forms.NumberInput(
                attrs={"class": "input", "step": "any", "min": 0, "placeholder": known, "aria-label": label}
            )

    def clean(self) -> dict[str, Any]:
        """Prompt and reply have a price, or none has."""
        found = super().clean() or {}
        given = [found.get(part) is not None for part in ("prompt", "cached", "reply")]
        if any(given) and not (given[0] and given[2]):
            raise forms.ValidationError("Give the price of prompt and reply, or leave all of the row empty.")
        return found


PriceFormSet: type[BaseFormSet[PriceForm]] = formset_factory(PriceForm, extra=0)


def price_forms(provider: Provider, data: Any = None) -> BaseFormSet[PriceForm]:
    """A row for every model of the provider that is in use or has a price of its own."""
    names = dict.fromkeys([*provider.models, *provider.prices])
    rows = [{"model": name} | (provider.price_of(name) or {}) for name in names]
    free = is_local(provider.base_url)
    return PriceFormSet(data, initial=rows, prefix="price", form_kwargs={"free": free})


def take_prices(provider: Provider, forms: BaseFormSet[PriceForm], today: date) -> None:
    """Put the prices of valid forms into the provider; what is as it was keeps its date."""
    prices: dict[str, Any] = {}
    for form in forms.forms:
        found = form.cleaned_data
        if found.get("prompt") is None:
            continue
        cached = found["prompt"] if found["cached"] is None else found["cached"]
        price = {"prompt": found["prompt"], "cached": cached, "reply": found["reply"]}
        before = provider.price_of(found["model"]) or {}
        same = all(before.get(part) == value for part, value in price.items())
        prices[found["model"]] = price | {"on": before["on"] if same else today.isoformat()}
    provider.prices = prices


def known_models(kind: str) -> list[str]:
    """Names to choose from."""
    start = {Kind.OPENAI: ("gpt-", "o3", "o4"), Kind.GEMINI: ("gemini-",)}.get(Kind(kind))
    return [name for name in MODELS if start is None or name.startswith(start)]
